package engine

import (
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
)

// forbidden is a forbidden event for the obligation o. why is not 0 if it may or may not be one.
func (e *Engine) forbidden(o *obligation, _ int, ref *rules.Ref, m *match, why reasons) {
	eps := e.epsilon(o.input, m.input)
	if o.before != never && e.now >= o.before+eps {
		return
	}
	j := e.excused(o, m)
	if o.decided != nil {
		if why == 0 && j.outcome == celenv.False { // if it came first it is the one that broke the rule
			o.consumed = e.serial
		}
		return
	}
	if j.outcome == celenv.True && j.depends == 0 {
		return
	}
	if j.outcome == celenv.Unknown {
		why |= j.why
	}
	if eps > 0 && (e.now <= o.t0+eps || o.before != never && e.now >= o.before-eps) {
		why |= whyClock
	}
	if why |= o.closing; why != 0 {
		o.suspect |= why // another one may still prove it
		if o.early.name == "" {
			o.early = recordOf(m.event)
		}
		return
	}
	o.consumed = e.serial
	e.broken(o, m, j)
}

// broken closes a forbid that was broken; at once, unless an until on another clock may yet turn out to have
// come first, or what another clock says to have made the guard false.
func (e *Engine) broken(o *obligation, m *match, j judgement) {
	out := outcome{verdict: rules.Violation, detail: rules.Forbidden, by: recordOf(m.event), byDetail: describe(m.event)}
	if j.outcome == celenv.True { // excused, if events of these kinds are shown at all
		out = outcome{verdict: rules.Pass}
	}
	o.depends |= j.depends
	eps := e.foreignTo(m.input, o)
	if o.watch != 0 {
		eps = max(eps, o.watch-e.now)
	}
	if eps > 0 {
		o.decided, o.decider = &out, m.input
		e.timers.push(e.now+eps, o)
		return
	}
	e.settleOn(o, out)
}

// foreignTo is the uncertainty between the clock of the forbidden event and those of the events that close
// the scope.
func (e *Engine) foreignTo(in *input, o *obligation) int64 {
	if len(e.inputs.clocks) < 2 {
		return 0
	}
	return e.spread(in, o, o.rule.def.Until)
}

// uncertain closes a broken forbid whose until came, on another clock, too close to tell the order.
func (e *Engine) uncertain(o *obligation, m *match) {
	if o.decided.verdict == rules.Violation && e.epsilon(o.decider, m.input) > 0 {
		e.inconclusive(o, whyClock, "the end of the scope came within the uncertainty of the two clocks")
	}
}

// excused evaluates unless at the forbidden event.
func (e *Engine) excused(o *obligation, m *match) judgement {
	def := o.rule.def
	e.bindTo(o, m.event, e.candidate, m.input)
	if def.Unless != nil {
		return e.decide(def.Unless, o)
	}
	return e.anyOf(def.Any, o)
}
