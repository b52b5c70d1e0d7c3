package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/ruletest"
)

// about tells whether the job's tests are about the rule's pack.
func (t *testJob) about(r *rules.Rule) bool {
	return slices.ContainsFunc(t.cases, func(c ruletest.Case) bool { return c.Pack == r.Pack.Name })
}

// tested returns the set with the rules of the packs under test.
func (t *testJob) tested() *rules.Set {
	set := *t.set
	set.Rules = nil
	for _, r := range t.set.Rules {
		if t.about(r) {
			numbered := *r
			numbered.Index = len(set.Rules)
			set.Rules = append(set.Rules, &numbered)
		}
	}
	return &set
}

// coverage prints what the tests exercise of each rule, and what they leave out.
func (a *app) coverage(cover *ruletest.Coverage, job *testJob) {
	fmt.Fprintln(a.out, "\ncoverage")
	total, exercised, gaps := 0, 0, 0
	for _, c := range cover.Rules {
		if !job.about(c.Rule) {
			continue
		}
		total++
		if c.Exercised > 0 {
			exercised++
		}
		fmt.Fprintf(a.out, "%s:%d: %s: %d exercised, tests that end in pass %d, violation %d, inconclusive %d\n", c.Rule.Pos.File, c.Rule.Pos.Line,
			c.Rule.ID, c.Exercised, c.Verdicts[rules.Pass], c.Verdicts[rules.Violation], c.Verdicts[rules.Inconclusive])
		for _, gap := range c.Gaps() {
			gaps++
			fmt.Fprintln(a.out, "  "+report.Visible(gap))
		}
	}
	fmt.Fprintf(a.out, "%s, %d exercised, %s\n", plural(total, "rule"), exercised, plural(gaps, "gap"))
}

// mutate changes rules, or damages traces, and prints what is not noticed.
func (a *app) mutate(c *rulesTestCmd, job *testJob) {
	if slices.Contains(c.Mutate, "rules") {
		all := ruletest.MutateRules(a.ctx, job.tested(), job.cases)
		if c.Coverage {
			a.kindsOfMutants(all)
		}
		a.mutateRules(all)
	}
	if slices.Contains(c.Mutate, "trace") {
		a.mutateTraces(ruletest.MutateTraces(a.ctx, job.tested(), job.cases))
	}
}

// kindsOfMutants prints how many changes of each kind are noticed of each rule, and the kinds of which none is.
func (a *app) kindsOfMutants(all []ruletest.RuleMutation) {
	fmt.Fprintln(a.out, "\nchanged rules, noticed of tried")
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	blind := 0
	for i := range all {
		m := &all[i]
		fmt.Fprint(w, m.Rule.ID)
		noticed(w, ruletest.Kinds, m.ByKind)
		blind += len(m.Unnoticed())
	}
	_ = w.Flush() // an error of standard output shows at the next write
	for i := range all {
		r := all[i].Rule
		for _, k := range all[i].Unnoticed() {
			fmt.Fprintf(a.out, "%s:%d:%d: %s: no test notices: %s\n", r.Pos.File, r.Pos.Line, r.Pos.Col, r.ID, k)
		}
	}
	fmt.Fprintf(a.out, "%s, %s of changes that no test notices\n", plural(len(all), "rule"), plural(blind, "kind"))
}

// noticed ends a line of a table with the counts of each kind.
func noticed[K ~string](w io.Writer, kinds []K, counts map[K]ruletest.Notice) {
	for _, k := range kinds {
		if n := counts[k]; n.Tried > 0 {
			fmt.Fprintf(w, "\t%s %d/%d", k, n.Noticed, n.Tried)
		} else {
			fmt.Fprint(w, "\t")
		}
	}
	fmt.Fprintln(w)
}

func (a *app) mutateRules(all []ruletest.RuleMutation) {
	fmt.Fprintln(a.out, "\nchanged rules that no test notices")
	var total ruletest.Notice
	for i := range all {
		for _, s := range all[i].Survivors {
			fmt.Fprintf(a.out, "%s:%d:%d: %s: %s\n", s.Pos.File, s.Pos.Line, s.Pos.Col, s.Rule.ID, report.Visible(s.What))
		}
		total.Add(all[i].Total())
	}
	for i := range all {
		if r := all[i].Rule; !all[i].Tested {
			fmt.Fprintf(a.out, "%s:%d:%d: %s: no test that passes concerns it\n", r.Pos.File, r.Pos.Line, r.Pos.Col, r.ID)
		}
	}
	fmt.Fprintf(a.out, "%s, %d noticed, %d not\n", plural(total.Tried, "change"), total.Noticed, total.Tried-total.Noticed)
}

func (a *app) mutateTraces(all []ruletest.TraceMutation) {
	fmt.Fprintln(a.out, "\ndamaged traces, noticed of tried")
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for i := range all {
		m := &all[i]
		fmt.Fprintf(w, "%s\t%s", m.Rule.ID, plural(m.Passing, "passing test"))
		noticed(w, ruletest.Changes, m.ByChange)
	}
	_ = w.Flush() // an error of standard output shows at the next write
	blind := 0
	for i := range all {
		if m := &all[i]; m.Blind() {
			blind++
			fmt.Fprintf(a.out, "%s:%d:%d: %s: notices nothing\n", m.Rule.Pos.File, m.Rule.Pos.Line, m.Rule.Pos.Col, m.Rule.ID)
		}
	}
	fmt.Fprintf(a.out, "%s, %d notice nothing\n", plural(len(all), "rule"), blind)
}
