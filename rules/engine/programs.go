package engine

import (
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
)

// reader tells what a condition reads.
type reader interface{ Reads() *celenv.Reads }

// markIf marks what p reads, if there is a p.
func markIf(mark func(reader), p *celenv.Program) {
	if p != nil {
		mark(p)
	}
}

// programsOf lists all conditions and computed bounds of a rule; some may be nil.
func programsOf(r *rules.Rule) []*celenv.Program {
	list := []*celenv.Program{r.When, r.Check, r.Unless}
	for _, n := range r.Any {
		list = append(list, n.Cond)
	}
	for _, n := range r.Blame {
		list = append(list, n.Cond)
	}
	for _, b := range []*rules.Bound{r.After, r.Within, r.Before} {
		if b != nil {
			list = append(list, b.Expr)
		}
	}
	if r.ForEach != nil {
		list = append(list, r.ForEach.Where)
	}
	for _, refs := range [][]rules.Ref{r.On.Refs, r.Expect, r.Forbid, r.Until, r.Cancel} {
		for i := range refs {
			list = append(list, refs[i].Where)
		}
	}
	return list
}
