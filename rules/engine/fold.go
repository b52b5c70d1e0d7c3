package engine

import (
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/trace"
)

// update is a change of a fact that the present event asks for. It is worked out on facts as before the
// event and folded after the rules have been judged.
type update struct {
	set    *factSet
	setter *rules.Setter
	values keySet
	value  celenv.Value // nil: unknown, because of why
	why    reasons      // with a value: it may or may not have been set
	sure   bool         // it was set, if to a value that is not known
	region []trace.Key  // not nil: all instances that agree on these keys
}

// plan works out what the event does to the facts that its predicate feeds.
func (e *Engine) plan(m *match) {
	for i := range m.predicate.feeds {
		f := &m.predicate.feeds[i]
		outcome, why := e.holds(&f.setter.Ref, m, nil)
		if outcome == celenv.False {
			continue
		}
		u := e.update()
		u.set, u.setter, u.values, u.value, u.why = f.set, f.setter, *e.candidate, f.value, why
		u.sure = u.why == 0 && f.setter.Kind == rules.SetAssign
		e.assign(u)
		e.locate(u, m)
	}
}

// update returns room for one more update of the present event.
func (e *Engine) update() *update {
	n := len(e.updates)
	if n == cap(e.updates) {
		e.updates = append(e.updates, update{})
	}
	e.updates = e.updates[:n+1]
	e.updates[n].region = nil
	return &e.updates[n]
}

// assign finds the value of a setter that computes it.
func (e *Engine) assign(u *update) {
	switch u.setter.Kind {
	case rules.SetUnknown:
		u.why |= whyTruncStart
	case rules.SetAssign:
		text, r := u.setter.Assign.String(&e.scope)
		if r.Outcome == celenv.True {
			u.value = e.box(text)
		} else {
			u.why |= e.whyOf(r)
		}
	}
}

// locate tells whether the update is for one instance or for all that agree with the keys of the event.
func (e *Engine) locate(u *update, m *match) {
	lacks := whyLacking(u.set.fact.Per, &u.values)
	if lacks == 0 && u.setter.Kind != rules.SetKnownFalse {
		return
	}
	u.region = bound(u.set.fact.Per, &u.values)
	if u.setter.Kind != rules.SetKnownFalse && !m.predicate.def.Broadcast {
		u.why |= lacks
	}
}

// bound returns those of keys that have a value.
func bound(keys []trace.Key, values *keySet) []trace.Key {
	out := []trace.Key{}
	for _, k := range keys {
		if values[k] != "" {
			out = append(out, k)
		}
	}
	return out
}

// fold carries out the planned updates.
func (e *Engine) fold(ev *trace.Event, in *input) {
	for i := range e.updates {
		u := &e.updates[i]
		switch {
		case u.region == nil:
			e.foldInto(u, e.instance(u.set, &u.values), ev, in)
		case u.setter.Kind != rules.SetKnownFalse && u.why == 0:
			e.foldLive(u, ev, in)
		default:
			e.foldRegion(u, ev, in)
		}
	}
	e.updates = e.updates[:0]
}

// foldLive folds a broadcast into every instance that had been heard of and agrees with its keys.
func (e *Engine) foldLive(u *update, ev *trace.Event, in *input) {
	ix := u.set.index(u.region)
	e.buf = appendKey(e.buf[:0], ix.keys, &u.values)
	for _, x := range ix.at(e.buf) {
		if x.born < e.serial && !x.gone {
			e.foldInto(u, x, ev, in)
		}
	}
}

func (e *Engine) foldRegion(u *update, ev *trace.Event, in *input) {
	r := u.set.region(u.region)
	e.buf = appendKey(e.buf[:0], r.keys, &u.values)
	l := r.layers[string(e.buf)]
	if l == nil {
		l = &layer{}
		r.layers[string(e.buf)] = l
	}
	st := state{value: u.value, why: u.why, since: e.now, set: e.serial, at: e.now, in: in, by: recordOf(ev)}
	e.remember(nil, st, st)
	if u.why == 0 && u.value != nil {
		l.say(st)
		alone := len(r.keys) == len(u.set.fact.Per) && len(u.set.regions) == 1 // it speaks of one instance
		if alone && len(e.inputs.clocks) < 2 {
			l.trim(u.set.lastSet(e.buf))
		}
		e.endLayer(u.set, r, e.buf, l)
	} else {
		l.suggest(st)
		r.doubts = true
		if l.about == nil {
			values := u.values
			l.about = &values
		}
	}
}

// foldInto folds the update into one instance.
func (e *Engine) foldInto(u *update, x *instance, ev *trace.Event, in *input) {
	if e.repeats(u, x, in) {
		x.set, x.at = e.serial, e.now
		return
	}
	if u.set.fact.Window != nil {
		e.tally(u, x, ev, in)
		return
	}
	before := e.stateOf(u.set, x, &x.keys)
	if u.setter.Kind == rules.SetCount {
		e.count(u, x, before, ev, in)
		return
	}
	next := state{value: u.value, why: u.why, since: e.now, set: e.serial, at: e.now, in: in, by: recordOf(ev)}
	if u.why != 0 { // the event may or may not have set it
		if before.value != nil && before.value == u.value {
			return
		}
		next.value, next.why = nil, u.why|before.why
	}
	if u.sure {
		next.why = u.why
	}
	e.change(x, before, next)
	e.end(u.set, x)
}

// repeats tells whether the update says again what the same log said last, with nothing in between that
// could cast doubt on it.
func (e *Engine) repeats(u *update, x *instance, in *input) bool {
	return u.why == 0 && x.value != nil && x.value == u.value && x.in == in && u.setter.Kind != rules.SetCount &&
		len(u.set.regions) == 0 && len(e.inputs.clocks) < 2 && e.covered(in, &x.state)
}

// change gives the instance its next state.
func (e *Engine) change(x *instance, before, next state) {
	old := x.state
	x.state = succeed(before, next)
	e.remember(x, x.state, old)
}
