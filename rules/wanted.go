package rules

import (
	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/trace"
)

// Wanted tells readers which events the rules of the set can use: those of every predicate that a rule
// reaches, through its own parts and through the facts, lists and relations that it reads.
func (s *Set) Wanted() *trace.Wanted {
	w := &reach{set: s, predicates: map[*Predicate]bool{}, facts: map[*Fact]bool{}, relations: map[*Relation]bool{}}
	for _, r := range s.Rules {
		w.rule(r)
	}
	return w.wanted()
}

// reach collects what rules can use.
type reach struct {
	set        *Set
	predicates map[*Predicate]bool
	facts      map[*Fact]bool
	relations  map[*Relation]bool
}

func (w *reach) rule(r *Rule) {
	for _, refs := range [][]Ref{r.On.Refs, r.Expect, r.Forbid, r.Until, r.Cancel} {
		w.refs(refs)
	}
	for _, p := range w.set.Witnessing(r) {
		w.predicates[p] = true
	}
	w.fact(r.On.Fact)
	if r.ForEach != nil {
		w.fact(r.ForEach.Fact)
		w.program(r.ForEach.Where)
	}
	for _, p := range []*celenv.Program{r.When, r.Check, r.Unless} {
		w.program(p)
	}
	for _, named := range [][]Named{r.Any, r.Blame} {
		for _, n := range named {
			w.program(n.Cond)
		}
	}
	for _, b := range []*Bound{r.After, r.Within, r.Before} {
		w.bound(b)
	}
}

func (w *reach) refs(refs []Ref) {
	for i := range refs {
		w.ref(&refs[i])
	}
}

func (w *reach) ref(r *Ref) {
	if r.Predicate != nil {
		w.predicates[r.Predicate] = true
	}
	w.program(r.Where)
	w.relation(r.Via)
	w.bound(r.Within)
	w.bound(r.Before)
}

func (w *reach) bound(b *Bound) {
	if b != nil {
		w.program(b.Expr)
	}
}

func (w *reach) program(p *celenv.Program) {
	if p == nil {
		return
	}
	for _, i := range p.Reads().Facts {
		w.fact(w.set.Facts[i])
	}
	for _, i := range p.Reads().Lists {
		w.fact(w.set.Lists[i].Fact)
	}
}

func (w *reach) fact(f *Fact) {
	if f == nil || w.facts[f] {
		return
	}
	w.facts[f] = true
	w.bound(f.Window)
	for i := range f.Setters {
		w.ref(&f.Setters[i].Ref)
		w.program(f.Setters[i].Assign)
	}
}

func (w *reach) relation(r *Relation) {
	if r == nil || w.relations[r] {
		return
	}
	w.relations[r] = true
	for i := range r.Learn {
		w.ref(&r.Learn[i].Ref)
		w.program(r.Learn[i].Value)
	}
	w.refs(r.Drop)
}

// wanted puts the predicates into the form that readers use.
func (w *reach) wanted() *trace.Wanted {
	out := &trace.Wanted{Bodies: map[string]map[string]bool{}, Records: map[string]bool{}}
	for p := range w.predicates {
		from := p.Sources
		if len(from) == 0 {
			from = []string{""}
		}
		for _, source := range from {
			if p.Any {
				out.Records[source] = true
				continue
			}
			if out.Bodies[source] == nil {
				out.Bodies[source] = map[string]bool{}
			}
			for _, name := range p.Names {
				out.Bodies[source][name] = true
			}
		}
	}
	return out
}
