package engine

import "github.com/fo-check/fo-check/rules"

// assemble builds what hangs on each predicate of the set.
func (e *Engine) assemble() {
	for _, p := range e.set.Predicates {
		e.predicates = append(e.predicates, newPredicate(p))
	}
	for _, f := range e.set.Facts {
		e.facts = append(e.facts, newFactSet(f))
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
		e.index.add(p)
	}
}

// feedFacts hangs setters on their predicates, of the facts that some rule reads.
func (e *Engine) feedFacts() {
	needed := e.neededFacts()
	for i, f := range e.set.Facts {
		if !needed[i] {
			continue
		}
		for j := range f.Setters {
			s := &f.Setters[j]
			p := e.predicates[s.Ref.Predicate.Index]
			p.feeds = append(p.feeds, feed{e.facts[i], s, setterValue(f, s)})
		}
	}
}

func (e *Engine) teach(rel *rules.Relation) {
	add := func(ref *rules.Ref, l learn) {
		p := e.predicates[ref.Predicate.Index]
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
	for _, refs := range [][]rules.Ref{r.def.On.Refs, r.def.Expect, r.def.Forbid, r.def.Until, r.def.Cancel} {
		for i := range refs {
			e.hang(e.predicates[refs[i].Predicate.Index], r)
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
		e.facts[l.Fact.Index].index(l.Match)
	}
}

// neededFacts marks the facts that the rules read, directly or through the setters of such facts.
func (e *Engine) neededFacts() []bool {
	needed := make([]bool, len(e.set.Facts))
	var mark func(p reader)
	var need func(index int)
	mark = func(p reader) {
		if p == nil {
			return
		}
		reads := p.Reads()
		for _, i := range reads.Facts {
			need(i)
		}
		for _, i := range reads.Lists {
			need(e.set.Lists[i].Fact.Index)
		}
	}
	need = func(index int) {
		if needed[index] {
			return
		}
		needed[index] = true
		for i := range e.set.Facts[index].Setters {
			s := &e.set.Facts[index].Setters[i]
			markIf(mark, s.Ref.Where)
			markIf(mark, s.Assign)
		}
	}
	for _, r := range e.set.Rules {
		for _, p := range programsOf(r) {
			markIf(mark, p)
		}
		if r.On.Fact != nil {
			need(r.On.Fact.Index)
		}
		if r.ForEach != nil {
			need(r.ForEach.Fact.Index)
		}
	}
	return needed
}
