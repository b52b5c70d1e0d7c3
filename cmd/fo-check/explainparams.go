package main

import (
	"fmt"
	"strings"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
)

// params prints the settings that a rule's own conditions and bounds read.
func params(b *strings.Builder, r *rules.Rule, set *rules.Set) {
	used := paramsOf(r)
	first := true
	for _, p := range set.Params {
		if !used[p.Index] {
			continue
		}
		if first {
			b.WriteString("\nsettings\n")
			first = false
		}
		fmt.Fprintf(b, "  %-26s %s\n", p.Option, paramText(p))
		if p.Doc != "" {
			fmt.Fprintf(b, "  %-26s %s\n", "", wrap(p.Doc, 70, strings.Repeat(" ", 29)))
		}
	}
}

// paramText says the default, and whose it is.
func paramText(p *rules.Param) string {
	switch {
	case !p.HasDefault:
		return "no default: unknown until given with --param " + p.Option + "=VALUE"
	case p.Ours != "":
		return fmt.Sprintf("default %s (ours: %s)", p.Default, p.Ours)
	}
	return "default " + p.Default
}

// paramsOf returns the indexes of params that a rule's programs read.
func paramsOf(r *rules.Rule) map[int]bool {
	used := map[int]bool{}
	add := func(p *celenv.Program) {
		if p != nil {
			for _, i := range p.Reads().Params {
				used[i] = true
			}
		}
	}
	for _, p := range []*celenv.Program{r.When, r.Check, r.Unless} {
		add(p)
	}
	for _, named := range append(append([]rules.Named{}, r.Any...), r.Blame...) {
		add(named.Cond)
	}
	for _, bound := range bounds(r) {
		if bound != nil {
			add(bound.Expr)
		}
	}
	for _, refs := range [][]rules.Ref{r.On.Refs, r.Expect, r.Forbid, r.Until, r.Cancel} {
		for _, ref := range refs {
			add(ref.Where)
			add(ref.Predicate.Where)
		}
	}
	return used
}

// bounds lists all lengths of time of a rule.
func bounds(r *rules.Rule) []*rules.Bound {
	out := []*rules.Bound{r.After, r.Within, r.Before}
	for _, c := range r.Cancel {
		out = append(out, c.Within, c.Before)
	}
	return out
}
