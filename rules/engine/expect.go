package engine

import (
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// reply is an expected event for the obligation o. why is not 0 if it may or may not be one.
func (e *Engine) reply(o *obligation, i int, ref *rules.Ref, m *match, why reasons) {
	if !e.pairs(o, m.event) || o.got&(1<<i) != 0 {
		return
	}
	eps := e.epsilon(o.input, m.input)
	switch {
	case o.expired:
		e.late(o, m, why)
	case o.deadline != never && e.now > o.deadline+eps:
		if o.tardy.name == "" && why == 0 { // too late on its own clock; another clock may still bring one in time
			o.tardy, o.tardyDetail = recordOf(m.event), describe(m.event)
		}
	case o.start != ever && e.now < o.start-eps:
		if o.early.name == "" {
			o.early = recordOf(m.event)
		}
	case o.start != ever && e.now < o.start+eps, o.deadline != never && e.now > o.deadline-eps && eps > 0:
		o.why |= why | whyClock
	case why != 0:
		o.why |= why
	default:
		o.consumed, o.rule.answered = e.serial, e.serial
		o.got |= 1 << i
		e.fulfilled(o, m.event)
		if !o.rule.def.ExpectAll || o.got == 1<<len(o.rule.def.Expect)-1 {
			e.kept(o)
		}
	}
}

// pairs tells whether the event answers this very trigger, where the rule pairs them one to one: it has
// its reference, and has not answered an earlier one.
func (e *Engine) pairs(o *obligation, ev *trace.Event) bool {
	return o.rule.def.Pair == "" || o.trigger.Ref == ev.Ref && o.rule.answered != e.serial
}

// late closes an expired obligation whose reply comes after its deadline.
func (e *Engine) late(o *obligation, m *match, why reasons) {
	if why != 0 {
		return
	}
	o.consumed, o.rule.answered = e.serial, e.serial
	e.settleOn(o, outcome{verdict: rules.Violation, detail: rules.Late, by: recordOf(m.event), byDetail: describe(m.event)})
}

// due handles an obligation whose time has come.
func (e *Engine) due(o *obligation) {
	switch {
	case o.closed:
	case o.watch != 0 && !o.rechecking:
		e.watched(o)
	case o.rechecking:
		e.recheck(o)
	case o.decided != nil:
		e.settleOn(o, *o.decided)
	case o.rule.def.Verb == rules.VerbForbid:
		e.clean(o)
	default:
		e.expire(o)
	}
}

// expire ends the time in which a reply counts. If the silence proves something the obligation waits, as
// broken, for the reply that comes late; else the reason why it does not is the verdict.
func (e *Engine) expire(o *obligation) {
	if at := e.overdue(o); at > o.timer { // a witness on another clock has appeared since
		o.timer = at
		e.timers.push(at, o)
		return
	}
	if why := e.absent(o); why != 0 {
		e.inconclusive(o, why|o.why, "")
		return
	}
	if o.why != 0 {
		e.inconclusive(o, o.why, "")
		return
	}
	o.depends |= o.rule.expectKinds
	if o.tardy.name != "" {
		e.settleOn(o, outcome{verdict: rules.Violation, detail: rules.Late, by: o.tardy, byDetail: o.tardyDetail})
		return
	}
	o.expired = true
	o.rule.expired++
	if o.rule.expired > e.maxFindings {
		e.missed(o)
	}
}

// missed closes an expired obligation to which no reply came at all.
func (e *Engine) missed(o *obligation) {
	e.settleOn(o, outcome{verdict: rules.Violation, detail: rules.Missing})
}

// cancel is an event of a cancel line: it discharges the obligation if its time is right. One that is broken
// already stays so, and waits no longer for a late reply.
func (e *Engine) cancel(o *obligation, _ int, ref *rules.Ref, m *match, why reasons) {
	inTime, unknown := e.inTime(o, ref, m)
	switch {
	case !inTime:
	case o.expired && why|unknown == 0:
		e.missed(o)
	case o.expired:
	case why|unknown != 0:
		o.why |= why | unknown
	default:
		if ref.Note != "" {
			o.notes = append(o.notes, ref.Note)
			o.closer = recordOf(m.event)
		}
		e.fulfilled(o, m.event)
		o.consumed = e.serial // the first line that matches wins
		e.discharge(o)
	}
}

// inTime tells whether a cancel line holds now, and why that is unknown: one of its bounds is, or another
// clock may have stamped the event on the other side of one.
func (e *Engine) inTime(o *obligation, ref *rules.Ref, m *match) (bool, reasons) {
	e.bindTrigger(o)
	within, ok1, why1 := e.bound(ref.Within)
	before, ok2, why2 := e.bound(ref.Before)
	if !ok1 || !ok2 {
		return true, why1 | why2
	}
	last := o.deadline
	if ref.Within != nil {
		last = min(last, o.t0+within)
	}
	if ref.Before != nil {
		last = min(last, o.t0+before-1)
	}
	eps := e.epsilon(o.input, m.input)
	switch {
	case last == never || e.now <= last-eps:
		return true, 0
	case e.now <= last+eps:
		return true, whyClock
	}
	return o.expired && ref.Within == nil && ref.Before == nil, 0
}

// until closes the scope: of a forbid as kept, of an expect as broken if nothing has come.
func (e *Engine) until(o *obligation, _ int, ref *rules.Ref, m *match, why reasons) {
	if o.decided != nil {
		e.uncertain(o, m)
		return
	}
	if why != 0 && o.rule.def.Verb == rules.VerbForbid {
		o.closing |= why
		return
	}
	if why != 0 {
		o.why |= why
		return
	}
	if o.rule.def.Verb == rules.VerbForbid {
		e.fulfilled(o, m.event)
		e.kept(o)
		return
	}
	if o.watch != 0 {
		o.why |= whyClock
	}
	if o.why != 0 {
		e.inconclusive(o, o.why, "")
		return
	}
	o.depends |= o.rule.expectKinds
	e.settleOn(o, outcome{verdict: rules.Violation, detail: rules.Missing, by: recordOf(m.event), byDetail: describe(m.event)})
}
