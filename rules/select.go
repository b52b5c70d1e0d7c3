package rules

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/fo-check/fo-check/rules/suggest"
)

// Select returns the set with only the rules that a selector of sel names (all, if sel is empty) and none
// of ignore does, in their order, numbered anew. A selector is a rule id, a pattern of ids (DR-*), a pack
// or a tag, compared without case; several may be joined by commas. One that names nothing is an error.
func (s *Set) Select(sel, ignore []string) (*Set, error) {
	keep, err := s.matching("select", sel)
	if err != nil {
		return nil, err
	}
	drop, err := s.matching("ignore", ignore)
	if err != nil {
		return nil, err
	}
	selected := *s
	selected.Rules = nil
	for _, r := range s.Rules {
		if len(keep) > 0 && !keep[r] || drop[r] {
			continue
		}
		numbered := *r
		numbered.Index = len(selected.Rules)
		selected.Rules = append(selected.Rules, &numbered)
	}
	return &selected, nil
}

// matching returns the rules that the selectors name.
func (s *Set) matching(what string, selectors []string) (map[*Rule]bool, error) {
	found := map[*Rule]bool{}
	for _, list := range selectors {
		for selector := range strings.SplitSeq(list, ",") {
			if selector = strings.TrimSpace(selector); selector == "" {
				continue
			}
			hits := 0
			for _, r := range s.Rules {
				if r.selectedBy(selector) {
					found[r] = true
					hits++
				}
			}
			if hits == 0 {
				return nil, s.selectError(what, selector)
			}
		}
	}
	return found, nil
}

// Witnessing returns the events of r's pack that name its witness: those of its sources to which the pack
// gives one of the keys by which inputs are told apart. What they say of an input counts whichever rules are
// selected.
func (s *Set) Witnessing(r *Rule) []*Predicate {
	if r.Witness == nil {
		return nil
	}
	var out []*Predicate
	for _, p := range s.Predicates {
		names := slices.ContainsFunc(p.Keys, func(k KeyValue) bool { return slices.Contains(r.Witness.By, k.Key) })
		if names && p.Pack == r.Pack && p.mayCome(r.Witness.Sources) {
			out = append(out, p)
		}
	}
	return out
}

// mayCome tells whether events of one of the sources can match; none: any.
func (p *Predicate) mayCome(sources []string) bool {
	return len(p.Sources) == 0 || len(sources) == 0 ||
		slices.ContainsFunc(p.Sources, func(source string) bool { return slices.Contains(sources, source) })
}

func (r *Rule) selectedBy(selector string) bool {
	selector = strings.ToLower(selector)
	if hit, err := path.Match(selector, strings.ToLower(r.ID)); err == nil && hit {
		return true
	}
	return selector == strings.ToLower(r.Pack.Name) ||
		slices.ContainsFunc(r.Tags, func(tag string) bool { return strings.ToLower(tag) == selector })
}

func (s *Set) selectError(what, selector string) error {
	if _, err := path.Match(selector, ""); err != nil {
		return fmt.Errorf("%s %q: not a pattern; * ? and [abc] are accepted, such as DR-*", what, selector)
	}
	var known []string
	for _, r := range s.Rules {
		known = append(known, r.ID, r.Pack.Name)
		known = append(known, r.Tags...)
	}
	return fmt.Errorf("%s %q: no such rule, pack or tag; an id (DR-14), a pattern (DR-*), a pack or a tag is accepted%s",
		what, selector, suggest.Hint(selector, known))
}
