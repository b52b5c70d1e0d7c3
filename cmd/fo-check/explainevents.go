package main

import (
	"slices"
	"sort"
	"strings"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
)

// predicates lists the events that a rule itself names, and those by which the facts that its conditions
// read are known.
func predicates(r *rules.Rule, set *rules.Set) (direct, known []*rules.Predicate) {
	for _, ref := range refs(r) {
		direct = append(direct, ref.Predicate)
	}
	facts := map[int]bool{}
	for _, p := range programs(r) {
		for _, i := range p.Reads().Facts {
			facts[i] = true
		}
	}
	for _, f := range []*rules.Fact{r.On.Fact, factOf(r.ForEach)} {
		if f != nil {
			facts[f.Index] = true
		}
	}
	for _, f := range set.Facts {
		for _, s := range f.Setters {
			if facts[f.Index] && s.Ref.Predicate != nil {
				known = append(known, s.Ref.Predicate)
			}
		}
	}
	return direct, known
}

func factOf(each *rules.ForEach) *rules.Fact {
	if each == nil {
		return nil
	}
	return each.Fact
}

// refs lists all uses of predicates in a rule.
func refs(r *rules.Rule) []rules.Ref {
	return slices.Concat(r.On.Refs, r.Expect, r.Forbid, r.Until, r.Cancel)
}

// programs lists all conditions and bounds of a rule.
func programs(r *rules.Rule) []*celenv.Program {
	out := []*celenv.Program{r.When, r.Check, r.Unless}
	for _, named := range slices.Concat(r.Any, r.Blame) {
		out = append(out, named.Cond)
	}
	if r.ForEach != nil {
		out = append(out, r.ForEach.Where)
	}
	for _, b := range bounds(r) {
		if b != nil {
			out = append(out, b.Expr)
		}
	}
	for _, ref := range refs(r) {
		out = append(out, ref.Where)
		if ref.Predicate != nil {
			out = append(out, ref.Predicate.Where)
		}
	}
	return slices.DeleteFunc(out, func(p *celenv.Program) bool { return p == nil })
}

// bounds lists all lengths of time of a rule.
func bounds(r *rules.Rule) []*rules.Bound {
	out := []*rules.Bound{r.After, r.Within, r.Before}
	for _, c := range r.Cancel {
		out = append(out, c.Within, c.Before)
	}
	return out
}

// origins names events and the kinds of log that show them, each once.
func origins(list []*rules.Predicate) string {
	var out []string
	for _, p := range list {
		if p != nil {
			out = append(out, origin(p))
		}
	}
	sort.Strings(out)
	return strings.Join(slices.Compact(out), "; ")
}

func origin(p *rules.Predicate) string {
	names := strings.Join(p.Names, ", ")
	if p.Any {
		names = "any record"
	}
	if len(p.Sources) == 0 {
		return names
	}
	return names + " (" + strings.Join(p.Sources, ", ") + ")"
}

// readBy names the parsers that write events of the sources that the predicates have.
func (a *app) readBy(list []*rules.Predicate) string {
	sources := map[string]bool{}
	for _, p := range list {
		if p == nil {
			continue
		}
		for _, s := range p.Sources {
			sources[s] = true
		}
	}
	var out []string
	for _, p := range a.parsers {
		info := p.Info()
		some := slices.ContainsFunc(info.Sources, func(s string) bool { return sources[s] })
		if some || len(info.Sources) == 0 || len(sources) == 0 {
			out = append(out, "the parser "+info.Name+" ("+info.Title+")")
		}
	}
	return strings.Join(out, "; ")
}
