package ors

import (
	"strings"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

const (
	// holdTime is how long, by the clock of the log, an event waits for evidence of its fields.
	holdTime = 5 * time.Second
	// holdEvents is how many events may wait.
	holdEvents = 4096
)

// held is an event that waits, for evidence or behind one that does. What an interaction event carries
// is not printed with it; it shows, if at all, while the session processes it.
type held struct {
	event   trace.Event
	bears   bool // may say what it results from
	open    bool // evidence is still accepted
	until   time.Time
	session *session

	direct  bool    // interaction was printed with the event
	printed bool    // resultof was printed with the event, or its absence was
	guards  []guard // conditions on resultof that were evaluated for it
}

// waiting stands between the journal and the consumer, and keeps events back: all while the version is
// looked for, and some, with those behind them, while there may be more to say of them.
type waiting struct {
	out     parsers.Output
	settle  func(*held)
	in      *trace.Input // announced by the journal
	opening bool         // the beginning of the log was not read yet
	started bool         // announced to the consumer
	held    []*held
	subject *trace.Event // the event that is to wait
	as      *held        // how
	err     error
}

var _ parsers.Output = (*waiting)(nil)

// Start implements parsers.Output. The consumer is told when the first event is delivered.
func (w *waiting) Start(in *trace.Input) error {
	w.in = in
	return w.err
}

// open lets events pass: the beginning of the log was read.
func (w *waiting) open() {
	w.opening = false
	w.release()
}

// Event implements parsers.Output.
func (w *waiting) Event(_ *trace.Input, e *trace.Event) error {
	switch {
	case e == w.subject:
		w.as.event = *e.Clone()
		w.append(w.as)
	case len(w.held) > 0 || w.opening:
		w.append(&held{event: *e.Clone()})
	default:
		w.output(e)
	}
	return w.err
}

// End implements parsers.Output.
func (w *waiting) End(in *trace.Input) error {
	w.releaseAll()
	if w.announce(); w.err == nil {
		w.err = w.out.End(in)
	}
	return w.err
}

func (w *waiting) append(h *held) {
	w.held = append(w.held, h)
	if len(w.held) > holdEvents && !w.opening {
		w.settle(w.held[0])
		w.release()
	}
}

func (w *waiting) output(e *trace.Event) {
	if w.announce(); w.err == nil {
		w.err = w.out.Event(w.in, e)
	}
}

func (w *waiting) announce() {
	if !w.started && w.err == nil {
		w.started = true
		w.err = w.out.Start(w.in)
	}
}

// expire ends the waiting of events that have waited long enough.
func (w *waiting) expire(now time.Time) {
	for _, h := range w.held {
		if h.open {
			if h.until.After(now) {
				break
			}
			w.settle(h)
		}
	}
	w.release()
}

// release delivers from the front what waits no more.
func (w *waiting) release() {
	if w.opening {
		return
	}
	n := 0
	for n < len(w.held) && !w.held[n].open {
		w.output(&w.held[n].event)
		n++
	}
	if n > 0 {
		rest := copy(w.held, w.held[n:])
		clear(w.held[rest:])
		w.held = w.held[:rest]
	}
}

// releaseAll ends all waiting: the sessions are gone, or what was said of them does not hold any more.
func (w *waiting) releaseAll() {
	for _, h := range w.held {
		w.settle(h)
	}
	w.release()
}

// settle ends the waiting of an event: what is not in evidence by now stays absent.
func (s *scan) settle(h *held) {
	if h == nil || !h.open {
		return
	}
	h.open = false
	e := &h.event
	if !h.direct && e.Interaction == "" {
		s.attribute(e, h.session)
	}
	if h.printed || !h.bears {
		return
	}
	if v, ok := narrow(h.guards); ok {
		e.Attrs = infer(e.Attrs.Set("resultof", v), "resultof")
	}
}

// infer adds a field to those that were inferred.
func infer(attrs trace.Attrs, field string) trace.Attrs {
	have, ok := attrs.Get("inferred")
	if !ok {
		return append(attrs, trace.Attr{Key: "inferred", Value: field})
	}
	for _, f := range strings.Split(have, ",") {
		if f == field {
			return attrs
		}
	}
	return attrs.Set("inferred", have+","+field)
}
