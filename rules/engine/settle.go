package engine

import (
	"github.com/fo-check/fo-check/rules"
)

// heldFinding is an outcome that stands only if its input shows some kind of events before it ends.
type heldFinding struct {
	o       *obligation
	out     outcome
	finding *rules.Finding // built when it was decided; nil when it would not be kept
}

// kept closes the obligation as kept.
func (e *Engine) kept(o *obligation) {
	if o.rule.def.Verb != rules.VerbForbid {
		e.pass(o)
		return
	}
	if o.suspect != 0 {
		e.inconclusive(o, o.suspect|o.why, "an event that may have been a forbidden one")
		return
	}
	o.depends |= o.rule.expectKinds
	e.settleOn(o, outcome{verdict: rules.Pass})
}

// clean closes a forbid whose window is over and whose until never came.
func (e *Engine) clean(o *obligation) {
	if reason := o.rule.def.MustClose; reason != "" {
		e.inconclusive(o, reasonBit(reason)|o.suspect|o.closing|o.why, "")
		return
	}
	e.kept(o)
}

// discharge closes the obligation because nothing is owed any more.
func (e *Engine) discharge(o *obligation) {
	o.cancelled = true
	e.pass(o)
}

// pass closes the obligation as kept, if there was one at all.
func (e *Engine) pass(o *obligation) {
	if o.void {
		e.settleOn(o, outcome{verdict: rules.Pass})
		return
	}
	e.passed(o)
}

// passed counts the obligation as kept.
func (e *Engine) passed(o *obligation) {
	e.close(o)
	o.rule.result.Passed++
	if o.cancelled {
		o.rule.result.Cancelled++
	}
	if len(o.notes) > 0 {
		e.remark(o)
	}
	if e.opt.Kept != nil && o.rule.def.Verb != rules.VerbCheck {
		e.opt.Kept(o.rule.def, func() rules.Finding { return e.keptFinding(o) })
	}
}

// drop closes what turned out to be no obligation.
func (e *Engine) drop(o *obligation) {
	e.close(o)
	o.rule.result.Exercised--
	o.rule.guardFalse++
}

// close takes the obligation off the books.
func (e *Engine) close(o *obligation) {
	if o.closed {
		return
	}
	o.closed = true
	if o.listed {
		o.rule.remove(o)
	}
	if o.expired {
		o.rule.expired--
	}
	if e.closed++; e.closed > len(e.timers)/2+minSweep {
		e.timers.sweep()
		e.closed = 0
	}
}

// minSweep is how many obligations must be closed before their timers are swept.
const minSweep = 1 << 10

// inconclusive closes the obligation without a verdict, for the reasons why.
func (e *Engine) inconclusive(o *obligation, why reasons, message string) {
	o.count()
	e.conclude(o, outcome{verdict: rules.Inconclusive, why: why, message: message})
}

// settleOn closes the obligation with an outcome that may depend on kinds of events which the trigger's
// input has not shown yet; if so it is held until the input ends.
func (e *Engine) settleOn(o *obligation, out outcome) {
	switch hidden := o.depends &^ e.shownTo(o); {
	case hidden != 0 && o.input.ended:
		e.hide(o, out)
	case hidden != 0:
		e.hold(o, out)
	case o.void:
		e.drop(o)
	case out.verdict == rules.Pass:
		e.passed(o)
	default:
		e.conclude(o, out)
	}
}

// shownTo returns the kinds of events that the trigger's input and the witnesses have shown so far.
func (e *Engine) shownTo(o *obligation) kinds {
	shown := o.input.shown
	if o.depends&^shown != 0 && o.rule.def.Verb == rules.VerbExpect {
		for _, w := range e.witnesses(o) {
			shown |= w.shown
		}
	}
	return shown
}

// hold keeps the outcome until the input ends.
func (e *Engine) hold(o *obligation, out outcome) {
	e.close(o)
	o.input.held = append(o.input.held, heldFinding{o, out, e.finding(o, out)})
}

// release settles what was held for an input whose kinds are now known for good.
func (e *Engine) release(in *input) {
	held := in.held
	in.held = nil
	for _, h := range held {
		e.prepared = h.finding
		if h.o.depends&^e.shownTo(h.o) != 0 {
			e.hide(h.o, h.out)
		} else {
			e.settleOn(h.o, h.out)
		}
		e.prepared = nil
	}
}

// hide settles an outcome that rests on events which the input does not show.
func (e *Engine) hide(o *obligation, out outcome) {
	if out.verdict == rules.Pass && o.void {
		e.passed(o)
		return
	}
	out.why |= o.why | whyLevel
	out.verdict, out.detail = rules.Inconclusive, ""
	e.conclude(o, out)
}

// count adds the obligation to those that were exercised, once.
func (o *obligation) count() {
	if !o.counted {
		o.counted = true
		o.rule.result.Exercised++
	}
}

// conclude closes the obligation with a verdict that is reported.
func (e *Engine) conclude(o *obligation, out outcome) {
	e.close(o)
	if out.verdict == rules.Violation && o.why != 0 {
		out.verdict, out.why, out.detail = rules.Inconclusive, out.why|o.why, ""
	}
	res := &o.rule.result
	if out.verdict == rules.Violation {
		res.Violated++
	} else {
		res.Inconclusive++
		for _, reason := range out.why.list() {
			res.Reasons[reason]++
		}
	}
	e.report(o, out)
}
