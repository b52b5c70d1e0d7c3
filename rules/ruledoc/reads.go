package ruledoc

import (
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
	d.programs(r.Programs())
	if r.ForEach != nil {
		d.fact(r.ForEach.Fact)
	}
	d.fact(r.On.Fact)
	for _, ref := range r.Refs() {
		d.ref(ref)
	}
	for _, b := range r.Bounds() {
		if b.Settle {
			d.setting("settle_time")
		}
	}
	return d
}

// ref follows a use of an event to what its predicate and its relation read.
func (d *reads) ref(ref rules.Ref) {
	if ref.Predicate != nil {
		d.programs(ref.Predicate.Programs())
	}
	d.relation(ref.Via)
}

// setting notes a param that is read without a condition.
func (d *reads) setting(name string) {
	for _, p := range d.set.Params {
		if p.Name == name {
			d.params[p.Index] = true
		}
	}
}

func (d *reads) programs(list []*celenv.Program) {
	for _, p := range list {
		d.program(p)
	}
}

func (d *reads) program(p *celenv.Program) {
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
	d.programs(f.Programs())
	d.sources(f.Refs())
}

func (d *reads) relation(rel *rules.Relation) {
	if rel == nil || d.relations[rel] {
		return
	}
	d.relations[rel] = true
	d.programs(rel.Programs())
	d.sources(rel.Refs())
}

// sources are events by which something is known.
func (d *reads) sources(refs []rules.Ref) {
	for _, ref := range refs {
		d.ref(ref)
		if ref.Predicate != nil {
			d.predicates = append(d.predicates, ref.Predicate)
		}
	}
}

func predicates(set *rules.Set, r *rules.Rule) (direct, known []*rules.Predicate) {
	for _, ref := range r.Refs() {
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
