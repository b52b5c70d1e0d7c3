package engine

import (
	"slices"

	"github.com/fo-check/fo-check/rules"
)

// assemble builds what hangs on each predicate that the rules of the set can use. It makes no predicate and no
// fact that nothing reaches, so that a set of which few rules are judged is soon ready.
func (e *Engine) assemble() {
	reach := e.set.Reach()
	e.predicates = make([]*predicate, len(e.set.Predicates))
	for p := range reach.Predicates {
		e.predicates[p.Index] = &predicate{def: p}
	}
	e.facts = make([]*factSet, len(e.set.Facts))
	for f := range reach.Facts {
		e.facts[f.Index] = newFactSet(f)
	}
	for _, rel := range e.set.Relations {
		r := newRelation(rel)
		e.relations = append(e.relations, r)
		if reach.Relations[rel] {
			e.teach(r)
		}
	}
	for _, def := range e.set.Rules {
		e.addRule(e.newRule(def))
	}
	e.feedFacts()
	e.forgetting(reach)
	for _, p := range e.set.Params {
		if p.Option == "settle-time" {
			e.settleParam = p
		}
	}
	for _, p := range e.predicates {
		if p != nil {
			e.index.add(p)
		}
	}
}

// feedFacts hangs setters on their predicates, of the facts that some rule reads.
func (e *Engine) feedFacts() {
	for i, f := range e.set.Facts {
		if e.facts[i] == nil {
			continue
		}
		for j := range f.Setters {
			s := &f.Setters[j]
			p := e.predicates[s.Ref.Predicate.Index]
			p.feeds = append(p.feeds, feed{e.facts[i], s, setterValue(f, s)})
		}
	}
}

func (e *Engine) teach(r *relation) {
	add := func(ref *rules.Ref, l learn) {
		p := e.predicates[ref.Predicate.Index]
		p.learns = append(p.learns, l)
	}
	for i := range r.def.Learn {
		l := &r.def.Learn[i]
		add(&l.Ref, learn{r, &l.Ref, l.Value})
	}
	for i := range r.def.Drop {
		add(&r.def.Drop[i], learn{r, &r.def.Drop[i], nil})
	}
}

// addRule hangs the rule on every predicate it names, unless nothing will trigger it.
func (e *Engine) addRule(r *rule) {
	e.rules = append(e.rules, r)
	if r.def.Unobservable {
		return
	}
	if f := r.def.On.Fact; f != nil {
		s := e.facts[f.Index]
		e.becomes[s] = append(e.becomes[s], r)
	}
	for _, ref := range r.def.Refs() {
		e.hang(e.predicates[ref.Predicate.Index], r)
	}
	if r.def.Verb == rules.VerbExpect {
		for _, ref := range slices.Concat(r.def.Expect, r.def.Cancel) {
			e.predicates[ref.Predicate.Index].answers = true
		}
	}
	e.indexMembers(r)
	for _, p := range e.set.Witnessing(r.def) {
		e.predicates[p.Index].witnesses = true
	}
	if w := r.def.Witness; w != nil {
		for _, k := range w.By {
			if !isIdentity(k) && !hasKey(e.inputs.naming, k) {
				e.inputs.naming = append(e.inputs.naming, k)
			}
		}
	}
}

func (e *Engine) hang(p *predicate, r *rule) {
	for _, other := range p.rules {
		if other == r {
			return
		}
	}
	p.rules = append(p.rules, r)
}

// indexMembers makes the indexes by which for_each and lists find the instances of a fact, before any is
// made.
func (e *Engine) indexMembers(r *rule) {
	if fe := r.def.ForEach; fe != nil {
		match := fe.Match
		if match == nil {
			match = shared(fe.Fact.Per, r.def.Per)
		}
		e.facts[fe.Fact.Index].index(match)
	}
	for _, l := range e.set.Lists {
		if s := e.facts[l.Fact.Index]; s != nil {
			s.index(l.Match)
		}
	}
}
