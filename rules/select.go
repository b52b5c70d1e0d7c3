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
