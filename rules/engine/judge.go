package engine

import (
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/trace"
)

// judge lets the present event speak to the open obligations of r, and then trigger it.
func (e *Engine) judge(r *rule) {
	e.note(r)
	if r.open > 0 {
		e.replies(r, r.def.Expect, e.reply)
		e.replies(r, r.def.Forbid, e.forbidden)
		e.closers(r, r.def.Cancel, e.cancel)
		e.closers(r, r.def.Until, e.until)
	}
	for i := range r.def.On.Refs {
		ref := &r.def.On.Refs[i]
		if m := e.matching(ref); m != nil && e.triggered(r, ref, m) {
			return
		}
	}
}

// speak is what an event seen through a ref does to one obligation; outcome is True or Unknown.
type speak func(o *obligation, i int, ref *rules.Ref, m *match, why reasons)

// replies offers the event to the obligations as a reply, or as what is forbidden.
func (e *Engine) replies(r *rule, refs []rules.Ref, act speak) {
	for i := range refs {
		m := e.matching(&refs[i])
		if m == nil {
			continue
		}
		for _, f := range e.copyFound(e.speaksTo(r, &refs[i], m)) {
			e.offer(f, i, &refs[i], m, act)
		}
	}
}

// closers offers the event as until or cancel to those for which it was not a reply.
func (e *Engine) closers(r *rule, refs []rules.Ref, act speak) {
	for i := range refs {
		m := e.matching(&refs[i])
		if m == nil {
			continue
		}
		for _, f := range e.copyFound(e.speaksTo(r, &refs[i], m)) {
			if f.o.consumed != e.serial {
				e.offer(f, i, &refs[i], m, act)
			}
		}
	}
}

// offer evaluates the ref for the obligation and acts unless it is false.
func (e *Engine) offer(f found, i int, ref *rules.Ref, m *match, act speak) {
	if f.o.closed {
		return
	}
	outcome, why := e.holds(ref, m, f.o)
	if outcome == celenv.False {
		return
	}
	if outcome == celenv.True {
		why = 0
	}
	act(f.o, i, ref, m, why|f.why)
}

// copyFound keeps the list while obligations are closed under it.
func (e *Engine) copyFound(list []found) []found {
	e.work = append(e.work[:0], list...)
	return e.work
}

// triggered opens the obligations that the event triggers; false if it is no trigger after all.
func (e *Engine) triggered(r *rule, ref *rules.Ref, m *match) bool {
	outcome, why := e.holds(ref, m, nil)
	if outcome == celenv.False {
		return false
	}
	if outcome == celenv.True {
		why = 0
	}
	e.arise(r, m.event, m.input, e.candidate, why)
	return true
}

// arise handles a trigger of r: guard, retrigger policy, bounds, and one obligation per item.
func (e *Engine) arise(r *rule, ev *trace.Event, in *input, keys *keySet, why reasons) {
	if !e.reported() || !e.inProfile(r.def, in) {
		return
	}
	if e.opt.Shard.Of > 1 && !e.opt.Shard.owns(r.def, keys) {
		return
	}
	r.result.Triggered++
	o := &e.draft
	*o = obligation{rule: r, trigger: ev, input: in, eventKeys: *keys, t0: e.now, born: e.serial,
		start: ever, deadline: never, before: never, why: why}
	for _, k := range r.def.Per {
		o.keys[k] = keys[k]
	}
	if !e.guarded(o) {
		r.guardFalse++
		return
	}
	k, missing := missingKey(r.def.Per, &o.keys)
	if !missing && !e.retrigger(r, o) {
		return
	}
	owed := *o
	o = &owed
	o.trigger = ev.Clone()
	if missing {
		e.inconclusive(o, whyLacking(r.def.Per, &o.keys)|o.why, "the trigger does not tell its "+k.String())
		return
	}
	if r.def.ForEach != nil {
		e.forEach(o)
		return
	}
	e.owe(o)
}

// retrigger applies the policy for a slice that has an open obligation; false: the trigger is ignored.
func (e *Engine) retrigger(r *rule, o *obligation) bool {
	if r.def.Retrigger == rules.RetriggerEach || r.open == 0 {
		return true
	}
	e.buf = appendKey(e.buf[:0], r.slices.keys, &o.keys)
	open := r.slices.m[string(e.buf)]
	if len(open) == 0 {
		return true
	}
	if r.def.Retrigger == rules.RetriggerIgnore {
		return false
	}
	for _, old := range append([]*obligation(nil), open...) {
		if old.expired { // what is proven stays proven
			e.missed(old)
		} else {
			e.discharge(old)
		}
	}
	return true
}

// guarded evaluates the rule's guard on facts as before the trigger.
func (e *Engine) guarded(o *obligation) bool {
	if o.rule.def.When == nil {
		return true
	}
	j := e.through(asSeen, o, e.guard)
	if eps := e.alien(o); eps > 0 && j.outcome != celenv.False {
		if back := e.through(earlier, o, e.guard); back.outcome != j.outcome {
			j = judgement{celenv.Unknown, j.why | whyClock, 0}
		}
		o.watch = o.t0 + eps
	}
	switch j.outcome {
	case celenv.False:
		o.depends, o.void = j.depends, true
		return j.depends != 0
	case celenv.True:
		o.depends = j.depends
	default:
		o.why |= j.why
	}
	return true
}

// guard evaluates the rule's guard in the present binding.
func (e *Engine) guard(o *obligation) judgement { return e.decide(o.rule.def.When, o) }

// watched judges the guard again with what other clocks said within their uncertainty after the trigger.
func (e *Engine) watched(o *obligation) {
	o.watch = 0
	if ahead := e.through(later, o, e.guard); ahead.outcome != celenv.True {
		o.why |= whyClock
	}
}

// owe starts the obligation by its verb.
func (e *Engine) owe(o *obligation) {
	def := o.rule.def
	if def.Verb == rules.VerbCheck {
		e.check(o)
		return
	}
	e.bindTrigger(o)
	after, okAfter, why1 := e.bound(def.After)
	within, okWithin, why2 := e.bound(def.Within)
	before, okBefore, why3 := e.bound(def.Before)
	if !okAfter || !okWithin || !okBefore {
		e.inconclusive(o, why1|why2|why3|o.why, "its bound is not known")
		return
	}
	if def.After != nil {
		o.start = o.t0 + after
	}
	if def.Within != nil {
		o.deadline = o.t0 + within
	}
	if def.Before != nil {
		o.before = o.t0 + before
	}
	e.open(o)
}

// forEach opens one obligation per member, and one more if there may be members nobody has heard of.
func (e *Engine) forEach(o *obligation) {
	fe := o.rule.def.ForEach
	s := e.facts[fe.Fact.Index]
	match := fe.Match
	if match == nil {
		match = shared(fe.Fact.Per, o.rule.def.Per)
	}
	var values keySet
	for _, k := range match {
		values[k] = o.keys[k]
	}
	for _, x := range e.members(s, match, &values) {
		if member := e.member(o, s, x); member != nil {
			e.owe(member)
		}
	}
	unheard := e.strangers(s, match, &values, func(keys *keySet) bool { return e.admits(fe, o, keys) })
	if unheard != 0 {
		e.inconclusive(o, unheard|o.why, "members from before the log are not known")
	}
}

// admits tells whether an instance of which only some keys are known may be a member.
func (e *Engine) admits(fe *rules.ForEach, o *obligation, keys *keySet) bool {
	if fe.Where == nil {
		return true
	}
	for _, k := range fe.Where.Reads().Item {
		if keys[k] == "" {
			return true
		}
	}
	probe := *o
	probe.item = &instance{keys: *keys}
	e.bindTrigger(&probe)
	return fe.Where.Bool(&e.scope).Outcome != celenv.False
}

// member returns the obligation towards one instance, or nil if it is no member.
func (e *Engine) member(o *obligation, s *factSet, x *instance) *obligation {
	st := e.peek(s, &x.keys)
	if st.value == s.zero {
		return nil
	}
	m := *o
	m.item = x
	for _, k := range s.fact.Per {
		if m.keys[k] == "" {
			m.keys[k] = x.keys[k]
		}
	}
	if st.value == nil {
		m.why |= st.why
	}
	fe := o.rule.def.ForEach
	if fe.Where == nil {
		return &m
	}
	e.bindTrigger(&m)
	r := fe.Where.Bool(&e.scope)
	switch r.Outcome {
	case celenv.False:
		return nil
	case celenv.True:
	default:
		m.why |= e.whyOf(r)
	}
	return &m
}
