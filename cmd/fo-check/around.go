package main

import (
	"errors"
	"io"
	"strings"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// aroundSpan is how far --around reaches to both sides where it does not say.
const aroundSpan = 5 * time.Minute

// around is what --around asks for: a moment, or a time of a day that the logs tell.
type around struct {
	text   string
	moment time.Time     // zero: only clock is known
	clock  time.Duration // since midnight
	span   time.Duration
}

// parseAround reads TIME[/SPAN]; nil: none given. date, if any, is the day of a bare time.
func parseAround(s string, date time.Time, opt readOptions) (*around, error) {
	if s == "" {
		return nil, nil
	}
	a := &around{text: s, span: aroundSpan}
	when, span, given := strings.Cut(s, "/")
	var err error
	if given {
		if a.span, err = parseSpan("--around "+when+"/", span); err != nil {
			return nil, err
		}
	}
	for _, layout := range []string{"15:04", "15:04:05"} { // a fraction is accepted behind seconds
		t, err := time.Parse(layout, when)
		if err != nil {
			continue
		}
		a.clock = t.Sub(t.Truncate(24 * time.Hour))
		if !date.IsZero() {
			a.moment, err = parseMoment("--around", date.Format(time.DateOnly)+"T"+t.Format("15:04:05.999999999"), opt.zones)
		}
		return a, err
	}
	if a.moment, err = parseMoment("--around", when, opt.zones); err != nil || when == "" {
		return nil, usagef("--around %s: no time; 10:42, 10:42:07 and 2026-03-02T10:42, and a span behind (10:42/10m), are accepted", s)
	}
	return a, nil
}

// window returns the range of time. A bare time is taken on the day on which the logs begin, on the next one
// if they begin after it.
func (a *app) window(w *around, p *plan, opt readOptions) (since, until time.Time, err error) {
	at := w.moment
	if at.IsZero() {
		first, err := a.begin(w, p, opt)
		if err != nil {
			return since, until, err
		}
		if first.IsZero() {
			return since, until, nil // no event, nothing to leave out
		}
		at = w.on(first)
		a.notef("--around %s: taken as %s; with a date, as %s, it is another day", w.text, at.Format(time.RFC3339), at.AddDate(0, 0, 1).Format("2006-01-02T15:04"))
	}
	return at.Add(-w.span), at.Add(w.span), nil
}

// on is the time of day on the day of first, or the next one.
func (w *around) on(first time.Time) time.Time {
	y, m, d := first.Date()
	at := time.Date(y, m, d, 0, 0, 0, int(w.clock), first.Location())
	if at.Add(w.span).Before(first) {
		at = at.AddDate(0, 0, 1)
	}
	return at
}

// begin is the time of the first event of all logs, in the zone of --tz, else in that of its log.
func (a *app) begin(w *around, p *plan, opt readOptions) (first time.Time, err error) {
	for _, family := range p.families {
		for _, f := range family {
			if f.Size < 0 {
				return first, usagef("--around %s: %s can be read only once, and finding its day reads it before; give a date: --around 2026-03-02T10:42", w.text, f.Path)
			}
		}
	}
	reading := parsers.Open(p.logs(opt, &trace.Wanted{All: true}, false, nil))
	defer reading.Close()
	for _, s := range reading.Streams() {
		t, err := firstEvent(s)
		if err != nil {
			return first, unchecked(err)
		}
		if !t.IsZero() && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	if zone, ok := lookup(unscoped(opt.zones), ""); ok && !first.IsZero() {
		first = first.In(zone)
	}
	return first, nil
}

// firstEvent is the time of the first event that has one; zero: there is none. What goes wrong is told when the
// log is read again.
func firstEvent(s trace.Stream) (time.Time, error) {
	for {
		it, err := s.Next()
		switch {
		case errors.Is(err, io.EOF):
			return time.Time{}, nil
		case err != nil:
			return time.Time{}, err
		case it.Kind == trace.KindEvent && !it.Event.Time.IsZero():
			return it.Event.Time, nil
		}
	}
}
