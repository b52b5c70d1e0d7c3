package ruledoc

import (
	"slices"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
)

// reads is what a rule depends on, collected from its own parts on through the facts that they read.
type reads struct {
	set        *rules.Set
	facts      map[*rules.Fact]bool
	relations  map[*rules.Relation]bool
	params     map[int]bool
	predicates []*rules.Predicate // those of facts and relations
}

func readsOf(set *rules.Set, r *rules.Rule) *reads {
	d := &reads{set: set, facts: map[*rules.Fact]bool{}, relations: map[*rules.Relation]bool{}, params: map[int]bool{}}
	for _, p := range []*celenv.Program{r.When, r.Check, r.Unless} {
		d.program(p)
	}
	for _, n := range slices.Concat(r.Any, r.Blame) {
		d.program(n.Cond)
	}
	for _, b := range []*rules.Bound{r.After, r.Within, r.Before} {
		d.bound(b)
	}
	if r.ForEach != nil {
		d.fact(r.ForEach.Fact)
		d.program(r.ForEach.Where)
	}
	d.fact(r.On.Fact)
	for _, ref := range refs(r) {
		d.ref(ref)
	}
	return d
}

// refs lists all uses of predicates in a rule.
func refs(r *rules.Rule) []rules.Ref {
	return slices.Concat(r.On.Refs, r.Expect, r.Forbid, r.Until, r.Cancel)
}

func (d *reads) ref(ref rules.Ref) {
	d.program(ref.Where)
	if ref.Predicate != nil {
		d.program(ref.Predicate.Where)
		for _, key := range ref.Predicate.Keys {
			d.program(key.Value)
		}
	}
	d.bound(ref.Within)
	d.bound(ref.Before)
	d.relation(ref.Via)
}

func (d *reads) bound(b *rules.Bound) {
	if b == nil {
		return
	}
	d.program(b.Expr)
	if b.Settle {
		d.setting("settle_time")
	}
}

// setting notes a param that is read without a condition.
func (d *reads) setting(name string) {
	for _, p := range d.set.Params {
		if p.Name == name {
			d.params[p.Index] = true
		}
	}
}

func (d *reads) program(p *celenv.Program) {
	if p == nil {
		return
	}
	for _, i := range p.Reads().Params {
		d.params[i] = true
	}
	for _, i := range p.Reads().Facts {
		d.fact(d.set.Facts[i])
	}
	for _, i := range p.Reads().Lists {
		d.fact(d.set.Lists[i].Fact)
	}
}

func (d *reads) fact(f *rules.Fact) {
	if f == nil || d.facts[f] {
		return
	}
	d.facts[f] = true
	d.bound(f.Window)
	for _, s := range f.Setters {
		d.program(s.Assign)
		d.source(s.Ref)
	}
}

func (d *reads) relation(rel *rules.Relation) {
	if rel == nil || d.relations[rel] {
		return
	}
	d.relations[rel] = true
	for _, l := range rel.Learn {
		d.program(l.Value)
		d.source(l.Ref)
	}
	for _, ref := range rel.Drop {
		d.source(ref)
	}
}

// source is an event by which something is known.
func (d *reads) source(ref rules.Ref) {
	d.ref(ref)
	if ref.Predicate != nil {
		d.predicates = append(d.predicates, ref.Predicate)
	}
}

func predicates(set *rules.Set, r *rules.Rule) (direct, known []*rules.Predicate) {
	for _, ref := range refs(r) {
		if ref.Predicate != nil {
			direct = append(direct, ref.Predicate)
		}
	}
	return direct, readsOf(set, r).predicates
}

func params(set *rules.Set, r *rules.Rule) []*rules.Param {
	used := readsOf(set, r).params
	var out []*rules.Param
	for _, p := range set.Params {
		if used[p.Index] {
			out = append(out, p)
		}
	}
	return out
}
