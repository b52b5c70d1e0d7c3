package rules

import (
	"slices"

	"github.com/fo-check/fo-check/rules/celenv"
)

// Refs returns every use of an event in the rule: as trigger, expected, forbidden, until, cancel.
func (r *Rule) Refs() []Ref { return slices.Concat(r.On.Refs, r.Expect, r.Forbid, r.Until, r.Cancel) }

// Bounds returns the lengths of time of the rule and of its Refs.
func (r *Rule) Bounds() []*Bound {
	list := []*Bound{r.After, r.Within, r.Before}
	for _, ref := range r.Refs() {
		list = append(list, ref.Within, ref.Before)
	}
	return given(list)
}

// Programs returns the conditions of the rule and of its Refs, and the bounds that are computed. Those of its
// events, facts and relations are not among them.
func (r *Rule) Programs() []*celenv.Program {
	list := []*celenv.Program{r.When, r.Check, r.Unless}
	for _, n := range slices.Concat(r.Any, r.Blame) {
		list = append(list, n.Cond)
	}
	if r.ForEach != nil {
		list = append(list, r.ForEach.Where)
	}
	for _, ref := range r.Refs() {
		list = append(list, ref.Where)
	}
	for _, b := range r.Bounds() {
		list = append(list, b.Expr)
	}
	return given(list)
}

// Programs returns the condition of the event, and the keys that it is given.
func (p *Predicate) Programs() []*celenv.Program {
	list := []*celenv.Program{p.Where}
	for _, kv := range p.Keys {
		list = append(list, kv.Value)
	}
	return given(list)
}

// Refs returns the events that set the fact.
func (f *Fact) Refs() []Ref {
	var list []Ref
	for i := range f.Setters {
		list = append(list, f.Setters[i].Ref)
	}
	return list
}

// Programs returns the conditions of the setters, the values that they compute, and the window.
func (f *Fact) Programs() []*celenv.Program {
	var list []*celenv.Program
	for i := range f.Setters {
		list = append(list, f.Setters[i].Ref.Where, f.Setters[i].Assign)
	}
	if f.Window != nil {
		list = append(list, f.Window.Expr)
	}
	return given(list)
}

// Refs returns the events that teach the relation, and those that end it.
func (r *Relation) Refs() []Ref {
	var list []Ref
	for i := range r.Learn {
		list = append(list, r.Learn[i].Ref)
	}
	return append(list, r.Drop...)
}

// Programs returns the conditions of Refs, and the values that are learnt.
func (r *Relation) Programs() []*celenv.Program {
	var list []*celenv.Program
	for _, ref := range r.Refs() {
		list = append(list, ref.Where)
	}
	for i := range r.Learn {
		list = append(list, r.Learn[i].Value)
	}
	return given(list)
}

// given leaves out what is nil.
func given[T any](list []*T) []*T {
	return slices.DeleteFunc(list, func(x *T) bool { return x == nil })
}
