package rules

import "slices"

// For returns the set for inputs that can hold only the events of which can tells. Rules that are not
// Observable stay, for the report.
func (s *Set) For(can func(source, name string) bool) *Set {
	narrowed := *s
	narrowed.Rules = slices.Clone(s.Rules)
	for i, r := range s.Rules {
		if !r.Observable(can) {
			idle := *r
			idle.Unobservable = true
			narrowed.Rules[i] = &idle
		}
	}
	return &narrowed
}

// Observable tells whether inputs that can hold the events of which can tells may put the rule to the test: they
// can hold one that triggers it and, where it speaks of the instances of a fact, one that makes such an instance.
// can is asked with "" for any source, and with "*" for any name.
func (r *Rule) Observable(can func(source, name string) bool) bool {
	return r.Triggered(can) && (r.ForEach == nil || observable(r.ForEach.Fact.Refs(), can))
}

// Triggered tells whether inputs that can hold the events of which can tells, asked as by Observable, can hold one
// that triggers the rule.
func (r *Rule) Triggered(can func(source, name string) bool) bool {
	if r.On.Fact != nil {
		return observable(r.On.Fact.Refs(), can)
	}
	return observable(r.On.Refs, can)
}

func observable(refs []Ref, can func(source, name string) bool) bool {
	return slices.ContainsFunc(refs, func(ref Ref) bool { return ref.Predicate.observable(can) })
}

func (p *Predicate) observable(can func(source, name string) bool) bool {
	sources, names := p.Sources, p.Names
	if len(sources) == 0 {
		sources = []string{""}
	}
	if p.Any {
		names = []string{"*"}
	}
	return slices.ContainsFunc(sources, func(source string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return can(source, name) })
	})
}
