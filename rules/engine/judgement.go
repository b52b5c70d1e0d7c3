package engine

import (
	"slices"

	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/trace"
)

// judgement is the three-valued outcome of a condition. With depends it holds only if the trigger's input
// turns out to show events of these kinds; otherwise it is unknown, LEVEL.
type judgement struct {
	outcome celenv.Outcome
	why     reasons
	depends kinds
}

// viewpoint is the moment at which facts fed by other clocks are read.
type viewpoint uint8

const (
	asSeen  viewpoint = iota // in merged order
	earlier                  // as if the other clocks were late: their latest changes have not happened yet
	later                    // as if they were early: their next changes have happened already
	between                  // as if of their changes those had happened that they stamp up to a moment
)

// decide evaluates the condition in the present binding, and says what it depends on.
func (e *Engine) decide(p *celenv.Program, o *obligation) judgement {
	e.binds.assume, e.binds.depends = true, 0
	j := e.judgementOf(p.Bool(&e.scope), o)
	if e.binds.depends == 0 || j.outcome == celenv.Unknown {
		e.binds.assume = false
		return j
	}
	k := e.binds.depends
	e.binds.assume = false
	if other := e.judgementOf(p.Bool(&e.scope), o); other.outcome == j.outcome {
		return j
	}
	j.depends = k
	return j
}

func (e *Engine) judgementOf(r celenv.Result, o *obligation) judgement {
	switch r.Outcome {
	case celenv.Error:
		e.fail(o, r.Err)
		return judgement{celenv.Unknown, whyError, 0}
	case celenv.Unknown:
		return judgement{celenv.Unknown, e.whyOf(r), 0}
	}
	return judgement{r.Outcome, 0, 0}
}

// change is a change of a fact instance, kept for as long as another clock may have seen it differently.
type change struct {
	of     *instance // nil: of all that agree with the keys of an event
	after  state     // as the change left it: at, in and set tell when, where and in which order
	before state
}

// remember keeps the state before a change while several clocks are in play.
func (e *Engine) remember(x *instance, after, before state) {
	if len(e.inputs.clocks) < 2 {
		return
	}
	if len(e.changes) >= maxChanges {
		e.changes = append(e.changes[:0], e.changes[maxChanges/2:]...)
	}
	e.changes = append(e.changes, change{x, after, before})
}

// maxChanges bounds the memory of recent changes.
const maxChanges = 1 << 14

// unseen tells whether, from the present viewpoint, the change that left st has not happened yet: a change
// by another clock within its uncertainty before the trigger (earlier), or any after the trigger but those
// that another clock may have stamped too late (later).
func (e *Engine) unseen(st *state) bool {
	b := &e.binds
	if b.view == asSeen || st.set == 0 {
		return false
	}
	eps := e.epsilon(b.input, st.in)
	if b.view == between && eps > 0 {
		return st.at > b.cut
	}
	if st.set >= b.born {
		return b.view == earlier || eps == 0 || st.at > b.at+eps
	}
	return b.view == earlier && eps > 0 && st.at >= b.at-eps
}

// seenFrom returns the state of the instance as the present viewpoint sees it.
func (e *Engine) seenFrom(x *instance) state {
	st := x.state
	for i := len(e.changes) - 1; i >= 0 && e.unseen(&st); i-- {
		if c := &e.changes[i]; c.of == x && c.after.set == st.set {
			st = c.before
		}
	}
	return st
}

// alien tells whether a fact that decides about the rule may be fed on another clock than the trigger's,
// and how far apart the two may be.
func (e *Engine) alien(o *obligation) int64 {
	if len(e.inputs.clocks) < 2 {
		return 0
	}
	var eps int64
	for _, index := range o.rule.factReads {
		s := e.facts[index]
		eps = max(eps, e.apart(o, s, shared(s.fact.Per, o.rule.whole)))
	}
	for _, index := range o.rule.listReads {
		l := e.set.Lists[index]
		eps = max(eps, e.apart(o, e.facts[l.Fact.Index], shared(l.Match, o.rule.whole)))
	}
	return eps
}

// apart is the largest uncertainty between the clock of the trigger and those of the inputs that feed s at
// these keys.
func (e *Engine) apart(o *obligation, s *factSet, keys []trace.Key) int64 {
	var eps int64
	for _, in := range e.inputs.candidates(keys, &o.keys) {
		if s.fedBy(in) && in.fits(keys, &o.keys) {
			eps = max(eps, e.epsilon(o.input, in))
		}
	}
	return eps
}

// differs tells whether f, which is j in the end, is anything else at a moment at which the trigger may truly
// have come: between two changes that other clocks stamp within their uncertainty.
func (e *Engine) differs(o *obligation, f func(*obligation) judgement, j judgement) bool {
	at := func(t int64, in *input) bool {
		if eps := e.epsilon(o.input, in); eps == 0 || t < o.t0-eps || t > o.t0+eps {
			return false
		}
		e.bindTrigger(o)
		e.binds.view, e.binds.cut = between, t
		seen := f(o)
		e.binds.view = asSeen
		return seen.outcome != j.outcome
	}
	for i := range e.changes {
		if at(e.changes[i].after.at, e.changes[i].after.in) {
			return true
		}
	}
	return slices.ContainsFunc(e.inputs.all, func(in *input) bool { return in.ended && at(in.end, in) })
}

// through evaluates f from a viewpoint.
func (e *Engine) through(v viewpoint, o *obligation, f func(*obligation) judgement) judgement {
	e.bindTrigger(o)
	e.binds.view = v
	j := f(o)
	e.binds.view = asSeen
	return j
}
