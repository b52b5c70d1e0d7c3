package rules

import "slices"

// For returns the set for inputs that can hold only the events of which can tells. Rules that none of these
// triggers stay, for the report, as Unobservable.
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

// Observable tells whether an event that triggers the rule can come at all. can answers for a source ("":
// any) and a name ("*": any record).
func (r *Rule) Observable(can func(source, name string) bool) bool {
	refs := r.On.Refs
	if f := r.On.Fact; f != nil {
		refs = nil
		for i := range f.Setters {
			refs = append(refs, f.Setters[i].Ref)
		}
	}
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
