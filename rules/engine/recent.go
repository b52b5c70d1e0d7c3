package engine

import (
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/trace"
)

// recent is an event that answers or cancels obligations of a rule. It is kept for as long as a trigger on
// another clock, although its stamp is later, may truly have come before it.
type recent struct {
	ref    *rules.Ref
	event  *trace.Event // nil: ref has no condition
	pair   string       // its reference id
	keys   keySet
	match  []trace.Key
	cancel bool
	in     *input
	at     int64
}

// manyClocks tells whether events of several clocks are compared.
func (e *Engine) manyClocks() bool { return len(e.inputs.clocks) > 1 }

// note keeps the present event, where it is one that r expects or that would cancel.
func (e *Engine) note(r *rule) {
	if r.def.Verb != rules.VerbExpect || !e.manyClocks() {
		return
	}
	for since := e.now - e.widest(); len(r.recent) > 0 && r.recent[0].at < since; {
		r.recent = r.recent[1:] // they stand in the order of their times
	}
	for _, refs := range [][]rules.Ref{r.def.Expect, r.def.Cancel} {
		for i := range refs {
			if m := e.matching(&refs[i]); m != nil {
				r.recent = append(r.recent, e.recent(r, &refs[i], m))
			}
		}
	}
}

func (e *Engine) recent(r *rule, ref *rules.Ref, m *match) recent {
	x := recent{ref: ref, pair: m.event.Ref, keys: m.keys, match: r.matchOf(ref), in: m.input, at: e.now}
	for i := range r.def.Cancel {
		x.cancel = x.cancel || &r.def.Cancel[i] == ref
	}
	if ref.Via != nil {
		e.rekey(ref.Via, &x.keys)
	}
	if ref.Where != nil {
		x.event = m.event.Clone()
	}
	return x
}

// widest is no less than the uncertainty between any two clocks.
func (e *Engine) widest() int64 {
	return int64(max(e.tolerance, 2*e.inputs.tolerance) + 2*e.inputs.coarse)
}

// overtaken casts doubt on an obligation whose reply, or what cancels it, may have been stamped before its
// trigger by another clock.
func (e *Engine) overtaken(o *obligation) {
	for i := range o.rule.recent {
		if e.mayFollow(&o.rule.recent[i], o) {
			o.why |= whyClock
			return
		}
	}
}

// mayFollow tells whether the event may have come after the trigger of o, and have spoken to o then.
func (e *Engine) mayFollow(x *recent, o *obligation) bool {
	eps := e.epsilon(o.input, x.in)
	if eps == 0 || x.at < o.t0-eps || !x.cancel && (o.start != ever && x.at+eps < o.start || o.rule.def.Pair != "" && x.pair != o.trigger.Ref) {
		return false
	}
	for _, k := range x.match {
		if x.keys[k] != "" && x.keys[k] != o.keys[k] {
			return false
		}
	}
	if x.ref.Where == nil {
		return true
	}
	e.bindTo(o, x.event, &x.keys, x.in)
	return x.ref.Where.Bool(&e.scope).Outcome != celenv.False
}
