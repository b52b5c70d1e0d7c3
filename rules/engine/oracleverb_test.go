package engine_test

import (
	"slices"

	"github.com/fo-check/fo-check/rules"
)

// decide judges one duty on everything that follows its trigger.
func (o *oracle) decide(d *duty, taken map[*oEvent]bool) outcome {
	for bound, said := range map[**gBound]*gBound{&d.after: d.r.after, &d.within: d.r.within, &d.before: d.r.before} {
		if *bound = o.length(d, said); *bound != nil && (*bound).unknown {
			return outcome{rules.Inconclusive, because(rules.ReasonNoConfig), d.trigger.pos}
		}
	}
	switch d.r.verb {
	case "check":
		return o.decideCheck(d)
	case "expect":
		return o.decideExpect(d, taken)
	}
	return o.decideForbid(d)
}

// holds is what a check asks: one of its named causes.
func (r *gRule) holds() cond {
	if r.check != nil {
		return r.check
	}
	return oneHolds(r.causes)
}

// excuse is what a forbid pardons; nil: nothing.
func (r *gRule) excuse() cond {
	if len(r.causes) > 0 {
		return oneHolds(r.causes)
	}
	return r.unless
}

func oneHolds(causes []cond) cond {
	out := causes[0]
	for _, c := range causes[1:] {
		out = orCond{out, c}
	}
	return out
}

// length is what a bound comes to for a duty.
func (o *oracle) length(d *duty, b *gBound) *gBound {
	if b == nil || !b.site {
		return b
	}
	ms, ok := o.pack.limitAt(d.at(o, d.trigger, d.keys).key("site"))
	return &gBound{ms: ms, unknown: !ok}
}

func (o *oracle) decideCheck(d *duty) outcome {
	c := o.judgeAt(d.r.holds(), d.at(o, d.trigger, d.keys))
	switch c.v {
	case yes:
		return passed(d.trigger.pos)
	case no:
		return violated(d.trigger.pos)
	}
	return outcome{rules.Inconclusive, c.why, d.trigger.pos}
}

// opens tells whether e, after the trigger of d, gives rise to the same duty anew.
func (o *oracle) opens(d *duty, e *oEvent) bool {
	duties, _ := o.arise(d.r, e)
	for _, n := range duties {
		if n.keysText() == d.keysText() {
			return true
		}
	}
	return false
}

// expectState is what has been seen so far of an expect.
type expectState struct {
	doubt why          // of what may have answered or cancelled in time
	got   map[int]bool // expect all: replies that came
}

// decideExpect walks through what follows the trigger.
func (o *oracle) decideExpect(d *duty, taken map[*oEvent]bool) outcome {
	seen := &expectState{got: map[int]bool{}}
	for _, e := range o.events[:d.trigger.pos] {
		if o.overtakes(d, e) {
			seen.doubt |= because(rules.ReasonClock)
		}
	}
	for _, e := range o.events[d.trigger.pos+1:] {
		if x, done := o.expectAt(d, e, seen, taken); done {
			if x.verdict == rules.Violation {
				o.doubtAfter(d, e, seen, taken)
				x = o.absence(d, x, seen.doubt, e)
			}
			return x
		}
	}
	return o.expectEnds(d, seen.doubt)
}

// overtakes tells whether e, which another clock has stamped before the trigger, may have come after it and
// have answered or cancelled the duty.
func (o *oracle) overtakes(d *duty, e *oEvent) bool {
	t := d.until(e)
	if e.log.clock == d.trigger.log.clock || t.high < 0 {
		return false
	}
	for _, ref := range d.r.replies {
		if (d.after == nil || t.high >= d.after.ms) && (!d.r.pair || e.ref == d.ref) && o.refers(ref, e, d).v != no {
			return true
		}
	}
	return slices.ContainsFunc(d.r.cancel, func(ref gRef) bool { return o.cancels(ref, e, d).v != no })
}

// doubtAfter looks at what follows a late reply: another clock may have brought one in time.
func (o *oracle) doubtAfter(d *duty, late *oEvent, seen *expectState, taken map[*oEvent]bool) {
	for _, e := range o.events[late.pos+1:] {
		if t := d.until(e); d.within != nil && t.low <= d.deadline() {
			o.expectAt(d, e, seen, taken)
		}
	}
}

// span is the time from a duty's trigger to an event: a stretch, if their clocks differ.
type span struct{ low, high int }

func (d *duty) until(e *oEvent) span {
	t := e.ms - d.trigger.ms
	if e.log.clock != d.trigger.log.clock {
		return span{t - tolerance, t + tolerance}
	}
	return span{t, t}
}

// in tells whether the span lies in [from, to]; without a lower bound the order of events counts.
func (s span) in(from *gBound, to int) tri {
	low := -open
	if from != nil {
		low = from.ms
	}
	switch {
	case s.low >= low && s.high <= to:
		return truth(true)
	case s.high < low || s.low > to:
		return truth(false)
	}
	return maybe(because(rules.ReasonClock))
}

func (d *duty) deadline() int {
	if d.within == nil {
		return open
	}
	return d.within.ms
}

// expectAt judges one event that follows the trigger.
func (o *oracle) expectAt(d *duty, e *oEvent, seen *expectState, taken map[*oEvent]bool) (x outcome, done bool) {
	t := d.until(e)
	if x, done, answered := o.replyAt(d, e, t, seen, taken); done || answered {
		return x, done
	}
	if x, done = o.cancelAt(d, e, t, seen); done {
		return x, true
	}
	for _, ref := range d.r.until {
		if hit := o.refers(ref, e, d); hit.v == yes {
			return violated(e.pos), true
		} else if hit.v == unknown && t.low <= d.deadline() {
			seen.doubt |= hit.why
		}
	}
	if d.r.retrigger == "restart" && o.opens(d, e) {
		if t.low > d.deadline() {
			return violated(e.pos), true
		}
		return passed(e.pos), true
	}
	return x, false
}

// replyAt judges an event as a reply; answered: it is one, if not the last that is expected.
func (o *oracle) replyAt(d *duty, e *oEvent, t span, seen *expectState, taken map[*oEvent]bool) (x outcome, done, answered bool) {
	for i, ref := range d.r.replies {
		hit := o.refers(ref, e, d)
		timely := t.in(d.after, d.deadline())
		late := t.low > d.deadline()
		if hit.v == no || timely.v == no && !late || d.r.pair && (e.ref != d.ref || taken[e]) {
			continue
		}
		if seen.got[i] { // each once: a repeat is no reply, and may cancel
			continue
		}
		if sure := hit.and(timely); sure.v == unknown {
			seen.doubt |= sure.why
		}
		if hit.v == unknown || timely.v == unknown {
			continue
		}
		if d.r.pair {
			taken[e] = true
		}
		if late {
			return violated(e.pos), true, true
		}
		seen.got[i], answered = true, true
		if d.r.all && len(seen.got) < len(d.r.replies) {
			continue
		}
		return passed(e.pos), true, true
	}
	return x, false, answered
}

// cancelAt judges the cancel lines; the first that matches wins.
func (o *oracle) cancelAt(d *duty, e *oEvent, t span, seen *expectState) (x outcome, done bool) {
	for _, ref := range d.r.cancel {
		hit := o.cancels(ref, e, d)
		for i, b := range []*gBound{o.length(d, ref.within), o.length(d, ref.before)} {
			switch {
			case b == nil:
			case b.unknown:
				hit = hit.and(maybe(because(rules.ReasonNoConfig)))
			default:
				hit = hit.and(t.in(nil, b.ms-i))
			}
		}
		switch {
		case hit.v == yes && t.low > d.deadline():
			return violated(e.pos), true
		case hit.v == yes && t.high <= d.deadline():
			return passed(e.pos), true
		case hit.v != no && t.low <= d.deadline():
			seen.doubt |= hit.and(t.in(nil, d.deadline())).why
		}
	}
	return x, false
}

// expectEnds judges a duty that nothing has closed.
func (o *oracle) expectEnds(d *duty, doubt why) outcome {
	return o.absence(d, outcome{rules.Violation, 0, open}, doubt, nil)
}

// absence weighs what speaks against a proof of absence up to the deadline, or up to the event that closed
// the scope: what may have been the reply, and what the witnesses do not cover.
func (o *oracle) absence(d *duty, x outcome, doubt why, closed *oEvent) outcome {
	doubt |= o.silence(d, o.witnesses(d), closed)
	return x.doubtful(doubt)
}

// decideForbid walks through what follows the trigger.
func (o *oracle) decideForbid(d *duty) outcome {
	var doubt, maybeClosed why
	over := open
	for _, e := range o.events[d.trigger.pos+1:] {
		t := d.until(e)
		if d.before != nil && t.low >= d.before.ms {
			if e.log.clock == d.trigger.log.clock {
				over = min(over, e.pos)
			}
			continue
		}
		hit, said := truth(false), e.keys
		for _, ref := range d.r.replies {
			if h := o.refers(ref, e, d); h.v != no {
				hit, said = hit.or(h), o.means(ref, e)
			}
		}
		if hit.v != no {
			hit = hit.and(d.forbids(e, t)).and(o.beforeUntil(d, e))
		}
		if unless := d.r.excuse(); unless != nil && hit.v != no {
			at := d.at(o, e, said)
			at.cut = e.ms
			hit = hit.and(unless.eval(at).not())
		}
		switch {
		case hit.v == yes && maybeClosed == 0:
			return violated(e.pos)
		case hit.v != no:
			doubt |= hit.why | maybeClosed
		}
		closed := truth(false)
		for _, ref := range d.r.until {
			closed = closed.or(o.refers(ref, e, d))
		}
		if over == open && (closed.v == yes || d.r.retrigger == "restart" && o.opens(d, e)) {
			return passed(e.pos).orDoubt(doubt)
		}
		maybeClosed |= closed.why
	}
	if over < open {
		return passed(over).orDoubt(doubt)
	}
	if d.r.mustClose != "" {
		doubt |= maybeClosed | because(rules.Reason(d.r.mustClose))
	}
	return passed(open).orDoubt(doubt)
}

// forbids tells whether e comes after the trigger and before the bound.
func (d *duty) forbids(e *oEvent, t span) tri {
	hit := truth(true)
	if e.log.clock != d.trigger.log.clock && t.low <= 0 {
		hit = maybe(because(rules.ReasonClock))
	}
	if d.before != nil {
		hit = hit.and(t.in(nil, d.before.ms-1))
	}
	return hit
}

// beforeUntil is in doubt if another clock puts what closes the duty so near after e that it may have come
// before it.
func (o *oracle) beforeUntil(d *duty, e *oEvent) tri {
	for _, u := range o.events {
		between := u.pos > d.trigger.pos && u.pos < e.pos
		before := u.log.clock == d.trigger.log.clock && u.pos <= d.trigger.pos
		if between || before || u.log.clock == e.log.clock || u.ms > e.ms+tolerance || u.ms < d.trigger.ms-tolerance {
			continue
		}
		forbidden := truth(false)
		for _, ref := range d.r.replies {
			forbidden = forbidden.or(o.refers(ref, u, d))
		}
		for _, ref := range d.r.until {
			if o.refers(ref, u, d).v != no && forbidden.v != yes { // else it breaks the rule itself
				return maybe(because(rules.ReasonClock))
			}
		}
	}
	return truth(true)
}

// orDoubt makes a clean end inconclusive if there was doubt on the way.
func (x outcome) orDoubt(w why) outcome {
	if w != 0 {
		x.verdict, x.why = rules.Inconclusive, x.why|w
	}
	return x
}
