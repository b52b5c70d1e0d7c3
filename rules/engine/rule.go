package engine

import (
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/trace"
)

// rule is a rule at work: its open obligations and what has been counted.
type rule struct {
	def    *rules.Rule
	result rules.RuleResult
	// whole is what an obligation of the rule is called by: per and the keys of the item.
	whole   []trace.Key
	match   []trace.Key // keys that a reply must share
	indexes []*index
	slices  *index // by whole per
	open    int

	touched     uint64 // serial of the event that concerns it
	answered    uint64 // serial of the event that answered an obligation last
	triggers    map[*predicate]bool
	guardFalse  int64
	ordinals    map[string]int // findings so far per key
	expired     int            // obligations that wait for a late reply
	expectKinds kinds          // expected (or forbidden) events that only some traces show
	factReads   []int          // facts that guards and checks read
	listReads   []int          // lists that guards and checks read
	allReads    []int          // facts that any of its conditions reads
	kept        int            // findings
	recent      []recent       // of the verb expect, while there are several clocks
}

func (e *Engine) newRule(def *rules.Rule) *rule {
	r := &rule{def: def, ordinals: map[string]int{}, triggers: map[*predicate]bool{}}
	r.result = rules.RuleResult{Rule: def, Reasons: map[rules.Reason]int64{}}
	if !def.Unobservable {
		e.prepare(r, def)
	}
	return r
}

// prepare makes the indexes of the rule, and finds what its conditions read.
func (e *Engine) prepare(r *rule, def *rules.Rule) {
	r.whole = def.Per
	if def.ForEach != nil {
		r.whole = union(def.Per, def.ForEach.Fact.Per)
	}
	if r.match = def.Match; def.Match == nil {
		r.match = r.whole
	}
	r.slices = r.index(def.Per)
	for _, refs := range [][]rules.Ref{def.Expect, def.Forbid, def.Until, def.Cancel} {
		for i := range refs {
			r.index(r.matchOf(&refs[i]))
		}
	}
	for i := range def.On.Refs {
		r.triggers[e.predicates[def.On.Refs[i].Predicate.Index]] = true
	}
	r.expectKinds = refKinds(def.Expect) | refKinds(def.Forbid)
	r.factReads, r.listReads = readsOf(def)
	r.allReads = append(r.allReads, r.factReads...)
	for _, n := range def.Any {
		r.allReads = append(r.allReads, n.Cond.Reads().Facts...)
	}
	if def.Unless != nil {
		r.allReads = append(r.allReads, def.Unless.Reads().Facts...)
	}
}

// readsOf lists the facts, and the lists, that decide about the rule at its trigger.
func readsOf(def *rules.Rule) (facts, lists []int) {
	add := func(p *celenv.Program) {
		if p != nil {
			facts = append(facts, p.Reads().Facts...)
			lists = append(lists, p.Reads().Lists...)
		}
	}
	add(def.When)
	add(def.Check)
	if def.Verb == rules.VerbCheck {
		for _, n := range def.Any {
			add(n.Cond)
		}
	}
	return facts, lists
}

// refKinds returns the kinds of the refs if every one of them is of some kind.
func refKinds(refs []rules.Ref) kinds {
	var out kinds
	for i := range refs {
		k := commonKind(refs[i].Predicate.Names)
		if k == 0 {
			return 0
		}
		out |= k
	}
	return out
}

// matchOf returns the keys that an event of ref must share with an obligation: its own, else the rule's
// match, and for cancel lines, which speak of the obligation itself, all of its keys.
func (r *rule) matchOf(ref *rules.Ref) []trace.Key {
	if ref.Match != nil {
		return ref.Match
	}
	for i := range r.def.Cancel {
		if &r.def.Cancel[i] == ref {
			return r.whole
		}
	}
	return r.match
}

func (r *rule) startedBy(p *predicate) bool { return r.triggers[p] }

// index finds open obligations by some of their keys.
type index struct {
	keys []trace.Key
	m    map[string][]*obligation
}

// index returns the index over keys, made once.
func (r *rule) index(keys []trace.Key) *index {
	for _, x := range r.indexes {
		if sameKeys(x.keys, keys) {
			return x
		}
	}
	x := &index{keys: keys, m: map[string][]*obligation{}}
	r.indexes = append(r.indexes, x)
	return x
}

// add makes the obligation findable.
func (r *rule) add(o *obligation) {
	for _, x := range r.indexes {
		name := string(appendKey(nil, x.keys, &o.keys))
		x.m[name] = append(x.m[name], o)
	}
	r.open++
}

// remove forgets the obligation.
func (r *rule) remove(o *obligation) {
	for _, x := range r.indexes {
		name := string(appendKey(nil, x.keys, &o.keys))
		kept := x.m[name]
		for i, other := range kept {
			if other == o {
				kept = append(kept[:i], kept[i+1:]...)
				break
			}
		}
		if len(kept) == 0 {
			delete(x.m, name)
		} else {
			x.m[name] = kept
		}
	}
	r.open--
}

// found is an open obligation that the present event may speak to; why is not 0 if the event lacks a key
// that would tell.
type found struct {
	o   *obligation
	why reasons
}

// speaksTo collects the open obligations of r that the event, seen through ref, may speak to.
func (e *Engine) speaksTo(r *rule, ref *rules.Ref, m *match) []found {
	e.found = e.found[:0]
	keys := r.matchOf(ref)
	candidate := m.keys
	if ref.Via != nil {
		e.rekey(ref.Via, &candidate)
	}
	if _, missing := missingKey(keys, &candidate); !missing {
		e.buf = appendKey(e.buf[:0], keys, &candidate)
		for _, o := range r.index(keys).m[string(e.buf)] {
			e.found = append(e.found, found{o: o})
		}
		return e.found
	}
	return e.speaksLoosely(r, keys, &candidate, m.predicate.def.Broadcast)
}

// speaksLoosely collects the obligations that agree on the keys that the event has.
func (e *Engine) speaksLoosely(r *rule, keys []trace.Key, candidate *keySet, broadcast bool) []found {
	for _, list := range r.slices.m {
		for _, o := range list {
			why, agrees := reasons(0), true
			for _, k := range keys {
				if candidate[k] == "" {
					why |= whyMissing(k)
				} else if candidate[k] != o.keys[k] {
					agrees = false
					break
				}
			}
			if broadcast {
				why = 0
			}
			if agrees {
				e.found = append(e.found, found{o, why})
			}
		}
	}
	sortFound(e.found)
	return e.found
}

// sortFound orders obligations as they were opened: map order must not show.
func sortFound(list []found) {
	for i := 1; i < len(list); i++ {
		for j := i; j > 0 && list[j-1].o.serial > list[j].o.serial; j-- {
			list[j-1], list[j] = list[j], list[j-1]
		}
	}
}
