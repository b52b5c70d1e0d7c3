package engine

import "github.com/fo-check/fo-check/rules"

// assemble builds what hangs on each predicate of the set. It makes no predicate and no fact that nothing
// reaches, so that a set of which few rules are selected is soon ready.
func (e *Engine) assemble() {
	e.predicates = make([]*predicate, len(e.set.Predicates))
	e.facts = make([]*factSet, len(e.set.Facts))
	for f := range e.set.FactsRead() {
		e.facts[f.Index] = newFactSet(f)
	}
	for _, rel := range e.set.Relations {
		e.relations = append(e.relations, map[string]string{})
		e.teach(rel)
	}
	for _, def := range e.set.Rules {
		e.addRule(e.newRule(def))
	}
	e.feedFacts()
	e.forgetting()
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

// predicate returns what hangs on the predicate, made when first asked for.
func (e *Engine) predicate(def *rules.Predicate) *predicate {
	if e.predicates[def.Index] == nil {
		e.predicates[def.Index] = newPredicate(def)
	}
	return e.predicates[def.Index]
}

// feedFacts hangs setters on their predicates, of the facts that some rule reads.
func (e *Engine) feedFacts() {
	for i, f := range e.set.Facts {
		if e.facts[i] == nil {
			continue
		}
		for j := range f.Setters {
			s := &f.Setters[j]
			p := e.predicate(s.Ref.Predicate)
			p.feeds = append(p.feeds, feed{e.facts[i], s, setterValue(f, s)})
		}
	}
}

func (e *Engine) teach(rel *rules.Relation) {
	add := func(ref *rules.Ref, l learn) {
		p := e.predicate(ref.Predicate)
		p.learns = append(p.learns, l)
	}
	for i := range rel.Learn {
		l := &rel.Learn[i]
		add(&l.Ref, learn{rel, &l.Ref, l.Value})
	}
	for i := range rel.Drop {
		add(&rel.Drop[i], learn{rel, &rel.Drop[i], nil})
	}
}

// addRule hangs the rule on every predicate it names.
func (e *Engine) addRule(r *rule) {
	e.rules = append(e.rules, r)
	if f := r.def.On.Fact; f != nil {
		s := e.facts[f.Index]
		e.becomes[s] = append(e.becomes[s], r)
	}
	for _, ref := range r.def.Refs() {
		e.hang(e.predicate(ref.Predicate), r)
	}
	e.indexMembers(r)
	for _, p := range e.set.Witnessing(r.def) {
		e.predicate(p).witnesses = true
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
