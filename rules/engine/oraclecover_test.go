package engine_test

import (
	"slices"

	"github.com/fo-check/fo-check/rules"
)

// witnesses are the inputs whose silence counts: those that the rule names, of them those in which the keys
// have appeared; else all that would show the reply.
func (o *oracle) witnesses(d *duty) (out []*gLog) {
	var by, sources []string
	for _, r := range d.r.replies {
		sources = append(sources, r.event.sources...)
	}
	if w := d.r.witness; w != nil {
		by, sources = w.by, w.sources
	}
	for _, l := range o.logs {
		if slices.Contains(sources, l.source) && o.appeared(d, by, l) && (d.r.witness != nil || d.mayShow(l)) {
			out = append(out, l)
		}
	}
	return out
}

// silence is the reason why no witness proves absence, if none of the time in question is left.
func (o *oracle) silence(d *duty, witnesses []*gLog, closed *oEvent) (w why) {
	if len(witnesses) == 0 {
		return because(rules.ReasonNoSource)
	}
	asked := false
	var idle why
	for _, l := range witnesses {
		reason := o.elsewhere(d, l)
		if reason == 0 || l == d.trigger.log {
			asked = true
			w |= o.uncovered(d, l, closed)
		} else if idle == 0 {
			idle = reason
		}
	}
	if !asked {
		return idle
	}
	return w
}

// elsewhere tells that a witness ended before the trigger, or begins after the deadline.
func (o *oracle) elsewhere(d *duty, l *gLog) why {
	until := open
	if d.within != nil {
		until = d.trigger.ms + d.within.ms
	}
	switch {
	case l.endTime() < d.trigger.ms:
		return because(rules.ReasonTruncEnd)
	case !l.complete && len(l.entries) > 0 && l.entries[0].ms > until:
		return because(rules.ReasonTruncStart)
	}
	return 0
}

// mayShow tells whether a reply to the duty can stand in the input.
func (d *duty) mayShow(l *gLog) bool {
	return !has(d.match(), "instance") || d.keyOf("instance") == l.instance
}

// appeared tells whether the duty's values of these keys, each for itself, stand in events of the input, when
// the deadline comes.
func (o *oracle) appeared(d *duty, by []string, l *gLog) bool {
	for _, k := range by {
		found := false
		for _, e := range o.events {
			found = found || e.log == l && o.names(e, k, d.keyOf(k)) && d.until(e).low <= d.deadline()
		}
		if !found {
			return false
		}
	}
	return true
}

// names tells whether the value of a key stands in e: in a field, or as an event of the pack reads it.
func (o *oracle) names(e *oEvent, key, value string) bool {
	found := e.keys[key] == value
	for _, p := range o.pack.events {
		found = found || p.keys[key] != "" && p.is(e).v != no && e.as(p)[key] == value
	}
	return found
}

// uncovered tells why the input does not show all of the time from the trigger to the deadline, or to what
// closed the scope.
func (o *oracle) uncovered(d *duty, l *gLog, closed *oEvent) (w why) {
	first, blur := -1, 0
	if l.clock != d.trigger.log.clock {
		blur = tolerance
	}
	if len(l.entries) > 0 {
		first = l.entries[0].ms
	}
	if !l.complete && first > d.trigger.ms-blur {
		w |= because(rules.ReasonTruncStart)
	}
	until := open
	switch {
	case d.within != nil:
		until = d.trigger.ms + d.within.ms
		if d.within.settle && l.end == "normal" {
			until = min(until, l.endTime()) // it has said all
		} else if l.endTime() <= until+blur {
			w |= because(rules.ReasonTruncEnd)
		}
	case closed != nil:
		until = closed.ms
		if l.endTime() < until || l.endTime() == until && closed.log != l {
			w |= because(rules.ReasonTruncEnd)
		}
	case l.end != "normal":
		w |= because(rules.ReasonTruncEnd)
	}
	for _, h := range o.holes(l) {
		if h.from <= until+blur && (h.to > d.trigger.ms-blur || h.to == d.trigger.ms && h.event.pos > d.trigger.pos) {
			w |= because(rules.ReasonGap)
		}
	}
	return w
}

// hole is a stretch of time, both ends included, of which an input shows nothing.
type hole struct {
	from, to int
	event    *oEvent
}

func (o *oracle) holes(l *gLog) (out []hole) {
	var before *oEvent
	for _, e := range o.events {
		if e.log != l {
			continue
		}
		if e.name == "LogGap" {
			h := hole{e.ms, e.ms, e}
			if before != nil {
				h.from = before.ms
			}
			if e.gap[0] >= 0 {
				h.from = e.gap[0]
			}
			if e.gap[1] >= 0 {
				h.to = e.gap[1]
			}
			out = append(out, h)
		}
		before = e
	}
	return out
}

// goesOn tells whether the input covers the place of e: it has begun, and its end comes later in order; on
// another clock, after what is put before e.
func (o *oracle) goesOn(l *gLog, e *oEvent, cut int) bool {
	end := l.endTime()
	late := end > e.ms || end == e.ms && (l == e.log || o.rank(l) > o.rank(e.log))
	if l.clock != e.log.clock {
		late = end > cut
	}
	return late && (l.complete || len(l.entries) > 0 && l.entries[0].ms <= e.ms)
}

func (o *oracle) rank(l *gLog) int { return slices.Index(rankedLogs(o.logs), l) }

// keeps tells whether a fact stays known at e: one input that may set it shows that it did not.
func (o *oracle) keeps(f *gFact, keys map[string]string, e *oEvent, cut int) bool {
	for _, l := range o.logs {
		if f.fedBy(l, keys) && o.goesOn(l, e, cut) {
			return true
		}
	}
	return false
}

// survives tells whether a fact stays known over a hole: another input that may set it has none there.
func (o *oracle) survives(f *gFact, keys map[string]string, gap *oEvent) bool {
	for _, l := range o.logs {
		if l == gap.log || !f.fedBy(l, keys) || !o.goesOn(l, gap, gap.ms) {
			continue
		}
		whole := true
		for _, mine := range o.holes(gap.log) {
			for _, h := range o.holes(l) {
				whole = whole && (mine.event != gap || h.to < mine.from || h.from > mine.to)
			}
		}
		if whole {
			return true
		}
	}
	return false
}
