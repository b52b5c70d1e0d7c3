package ruledoc

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/ruletest"
)

// TraceName is the file name that the evidence of examples carries.
const TraceName = "trace"

// Example is a trace of the tests and what the checker says of it.
type Example struct {
	Case *ruletest.Case
	// Report is what the check with the rule's pack says of the rule. The evidence stands in the file TraceName, at lines of Lines.
	Report *rules.Report
	// Settings are those of the case that the rule depends on.
	Settings []rules.Setting
}

// Lines returns the trace, a line each.
func (x *Example) Lines() []string {
	lines := x.Case.Lines()
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l.Text
	}
	return out
}

// Example returns the shortest trace of the tests that ends in the verdict, one that puts the rule to the
// test before one that only cancels what is owed; nil: no test has such a trace.
func (b *Book) Example(ctx context.Context, r *rules.Rule, v rules.Verdict) (*Example, error) {
	pack, err := b.Set.Select([]string{r.Pack.Name}, nil)
	if err != nil {
		return nil, err
	}
	runner := &ruletest.Runner{Set: pack}
	var second *Example
	for _, c := range b.candidates(r, v) {
		result := runner.Run(ctx, []ruletest.Case{*c})[0]
		if result.Err != nil {
			return nil, fmt.Errorf("%s: %w", c.Name, result.Err)
		}
		report := only(result.Report, r.ID)
		if report.Rules[0].Verdict != v {
			continue
		}
		x := &Example{c, relocated(report, c), b.settings(c, r)}
		if report.Rules[0].Coverage == rules.Exercised {
			return x, nil
		}
		if second == nil {
			second = x
		}
	}
	return second, nil
}

// only returns what the report says of one rule.
func only(report *rules.Report, id string) *rules.Report {
	one := *report
	other := func(f rules.Finding) bool { return f.Rule.ID != id }
	one.Findings = slices.DeleteFunc(slices.Clone(report.Findings), other)
	one.Remarks = slices.DeleteFunc(slices.Clone(report.Remarks), other)
	one.Rules = slices.DeleteFunc(slices.Clone(report.Rules), func(res rules.RuleResult) bool { return res.Rule.ID != id })
	return &one
}

// candidates lists the cases that have a trace and expect the verdict, shortest first; before that those of
// the rule's own pack, and those that say in detail what they expect: others have the verdict by the way. Those
// in which an event does not say whose it is come behind the others: such logs are rare.
func (b *Book) candidates(r *rules.Rule, v rules.Verdict) []*ruletest.Case {
	var out []*ruletest.Case
	for i := range b.Cases {
		c := &b.Cases[i]
		if x := expected(c, r.ID); x != nil && x.Verdict == v && len(c.Lines()) > 0 {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b *ruletest.Case) int {
		return cmp.Or(foreign(a, r)-foreign(b, r), vague(a, r)-vague(b, r), stray(a, r)-stray(b, r),
			cmp.Compare(len(a.Lines()), len(b.Lines())), cmp.Compare(size(a), size(b)), cmp.Compare(a.Name, b.Name))
	})
	return out
}

// settings leaves out those that the rule does not read.
func (b *Book) settings(c *ruletest.Case, r *rules.Rule) []rules.Setting {
	read := map[string]bool{}
	for _, p := range params(b.Set, r) {
		read[p.Option] = true
	}
	return slices.DeleteFunc(slices.Clone(c.Settings), func(s rules.Setting) bool { return !read[s.Name] })
}

func foreign(c *ruletest.Case, r *rules.Rule) int {
	if c.Pack == r.Pack.Name {
		return 0
	}
	return 1
}

// vague is 1 for a case that does not say why the rule is open, or how it is violated.
func vague(c *ruletest.Case, r *rules.Rule) int {
	if x := expected(c, r.ID); x.Verdict != rules.Pass && x.Reason == "" && x.Detail == "" {
		return 1
	}
	return 0
}

// stray is 1 for a case in which the rule is open because an event does not say whose it is.
func stray(c *ruletest.Case, r *rules.Rule) int {
	if expected(c, r.ID).Reason == rules.ReasonUnattributed {
		return 1
	}
	return 0
}

// size is the length of a trace in bytes.
func size(c *ruletest.Case) int {
	n := 0
	for _, l := range c.Lines() {
		n += len(l.Text)
	}
	return n
}

func expected(c *ruletest.Case, id string) *ruletest.Expectation {
	for i := range c.Expect {
		if c.Expect[i].Rule == id {
			return &c.Expect[i]
		}
	}
	return nil
}

// relocated moves the evidence of a report from the lines of the test file to those of the trace.
func relocated(report *rules.Report, c *ruletest.Case) *rules.Report {
	at := map[int]int{}
	for i, l := range c.Lines() {
		if at[l.Number] == 0 {
			at[l.Number] = i + 1
		}
	}
	for _, list := range [][]rules.Finding{report.Findings, report.Remarks} {
		for i := range list {
			for j := range list[i].Evidence {
				if p := &list[i].Evidence[j].Pos; p.File != "" {
					p.File, p.Line = TraceName, at[p.Line]
				}
			}
		}
	}
	return report
}
