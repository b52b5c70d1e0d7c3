package engine

import (
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
)

// check judges a rule of the verb check at its trigger; if facts on another clock take part, once more when
// their uncertainty has passed.
func (e *Engine) check(o *obligation) {
	o.count()
	j := e.through(asSeen, o, e.condition)
	if eps := e.alien(o); eps > 0 {
		if back := e.through(earlier, o, e.condition); back.outcome != j.outcome {
			e.checked(o, judgement{celenv.Unknown, whyClock, 0})
			return
		}
		o.nominal, o.rechecking = j, true
		e.timers.push(o.t0+eps, o)
		return
	}
	e.checked(o, j)
}

// recheck judges a check again with what other clocks said within their uncertainty after the trigger.
func (e *Engine) recheck(o *obligation) {
	o.rechecking = false
	if o.watch != 0 {
		e.watched(o)
	}
	j := o.nominal
	if ahead := e.through(later, o, e.condition); ahead.outcome != j.outcome || e.differs(o, e.condition, j) {
		j = judgement{celenv.Unknown, whyClock, 0}
	}
	e.checked(o, j)
}

// condition evaluates the rule's check, or its alternatives, in the present binding.
func (e *Engine) condition(o *obligation) judgement {
	def := o.rule.def
	if def.Check != nil {
		return e.decide(def.Check, o)
	}
	return e.anyOf(def.Any, o)
}

// anyOf is the disjunction of named conditions.
func (e *Engine) anyOf(list []rules.Named, o *obligation) judgement {
	sum := judgement{outcome: celenv.False}
	for i := range list {
		j := e.decide(list[i].Cond, o)
		if j.outcome == celenv.True && j.depends == 0 {
			return j
		}
		sum = either(sum, j)
	}
	return sum
}

// either is the disjunction of two judgements.
func either(a, b judgement) judgement {
	switch {
	case a.outcome == celenv.True && a.depends == 0:
		return a
	case b.outcome == celenv.True:
		return b
	case a.outcome == celenv.True:
		return a
	case a.outcome == celenv.Unknown || b.outcome == celenv.Unknown:
		return judgement{celenv.Unknown, a.why | b.why | levelIf(a) | levelIf(b), 0}
	}
	return judgement{celenv.False, 0, a.depends | b.depends}
}

// levelIf is LEVEL for a judgement that is false only if some kind of event is shown.
func levelIf(j judgement) reasons {
	if j.outcome != celenv.Unknown && j.depends != 0 {
		return whyLevel
	}
	return 0
}

// checked closes a check with its judgement.
func (e *Engine) checked(o *obligation, j judgement) {
	o.depends |= j.depends
	switch j.outcome {
	case celenv.True:
		if j.depends != 0 {
			e.settleOn(o, outcome{verdict: rules.Pass})
		} else {
			e.pass(o)
		}
	case celenv.False:
		e.settleOn(o, e.falsified(o))
	default:
		e.inconclusive(o, j.why|o.why, "")
	}
}

// falsified describes a check that is false, with the nearest tempting cause.
func (e *Engine) falsified(o *obligation) outcome {
	out := outcome{verdict: rules.Violation, detail: rules.False}
	e.bindTrigger(o)
	for i := range o.rule.def.Blame {
		if blame := &o.rule.def.Blame[i]; e.decide(blame.Cond, o).outcome == celenv.True {
			out.blame, out.blamed = blame.Name, blame.Cond.Reads().Facts
			break
		}
	}
	return out
}
