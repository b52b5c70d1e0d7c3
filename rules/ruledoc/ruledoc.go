// Package ruledoc gathers what there is to say of a rule besides its own words: the settings and events that
// it depends on, its neighbours, and from the tests of its pack the shortest traces that violate it, that
// keep it and that leave it open, with what the checker says of them. It writes nothing itself.
package ruledoc

import (
	"context"
	"slices"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/catalogue"
	"github.com/fo-check/fo-check/rules/ruletest"
)

// Book is a set of rules with the tests from which their examples are taken.
type Book struct {
	Set   *rules.Set
	Cases []ruletest.Case

	entries []*catalogue.Entry // once they are read
}

// Page is what there is to say of one rule.
type Page struct {
	Rule *rules.Rule
	Set  *rules.Set // that the rule stands in
	// Params are the settings that its conditions and bounds read, and the facts that these read; by name.
	Params []*rules.Param
	// Direct are the events that the rule itself names, Known those by which the facts are known that its
	// conditions read.
	Direct, Known []*rules.Predicate
	Related       []Related
	// Decides are the other obligations of the catalogue that it decides, alone or with others.
	Decides []string
	// Violated, Kept and Open are the shortest traces of the tests that end so; nil: no test does.
	Violated, Kept, Open *Example
	// Reasons are those for which its tests leave it open, in order of precedence.
	Reasons []OpenReason
}

// OpenReason is a reason for which a rule stays open, and the names of the tests that show it.
type OpenReason struct {
	Reason rules.Reason
	Tests  []string
}

// Page gathers the page of a rule of the book's set. The error says that an example could not be judged, or
// that the context ended.
func (b *Book) Page(ctx context.Context, r *rules.Rule) (*Page, error) {
	p := &Page{Rule: r, Set: b.Set}
	p.Direct, p.Known = predicates(b.Set, r)
	p.Params = params(b.Set, r)
	p.Related = related(b.Set, r)
	p.Reasons = b.reasons(r)
	var err error
	if p.Decides, err = b.decides(r); err != nil {
		return nil, err
	}
	for _, x := range []struct {
		to      **Example
		verdict rules.Verdict
	}{{&p.Violated, rules.Violation}, {&p.Kept, rules.Pass}, {&p.Open, rules.Inconclusive}} {
		if *x.to, err = b.Example(ctx, r, x.verdict); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// decides lists the obligations with other ids that the catalogue says the rule decides.
func (b *Book) decides(r *rules.Rule) ([]string, error) {
	if b.entries == nil {
		list, err := catalogue.Load()
		if err != nil {
			return nil, err
		}
		b.entries = list.Entries()
	}
	var ids []string
	for _, e := range b.entries {
		if slices.Contains(e.Covered, r.ID) {
			ids = append(ids, e.ID)
		}
	}
	return ids, nil
}

// reasons lists the reasons that tests expect of the rule.
func (b *Book) reasons(r *rules.Rule) []OpenReason {
	tests := map[rules.Reason][]string{}
	for i := range b.Cases {
		if x := expected(&b.Cases[i], r.ID); x != nil && x.Verdict == rules.Inconclusive && x.Reason != "" {
			tests[x.Reason] = append(tests[x.Reason], b.Cases[i].Name)
		}
	}
	var out []OpenReason
	for _, reason := range rules.Reasons {
		if len(tests[reason]) > 0 {
			out = append(out, OpenReason{reason, tests[reason]})
		}
	}
	return out
}
