package ruletest

import (
	"context"
	"errors"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/engine"
	"github.com/fo-check/fo-check/rules/suggest"
	"github.com/fo-check/fo-check/trace"
)

// Runner runs cases. The zero value with a Set runs every case that has a trace.
type Runner struct {
	Set *rules.Set
	// Open reads the log of a case with the settings that lie beside it; nil: such cases fail and say so.
	Open func(c *Case) (trace.Stream, error)
}

// Result is what became of one case.
type Result struct {
	Case   *Case
	Report *rules.Report
	Err    error // the case could not be run
	// Mismatches are the differences between what was expected and what the rules said.
	Mismatches []Mismatch
}

// Passed tells whether everything came as expected.
func (r *Result) Passed() bool { return r.Err == nil && len(r.Mismatches) == 0 }

// Mismatch is one difference. Got is nil if the set has no such rule.
type Mismatch struct {
	Expected Expectation // Verdict "": nothing was expected of this rule, and it was violated
	Got      *rules.RuleResult
	Hint     string
}

// Run judges all cases by the rules of set.
func Run(set *rules.Set, cases []Case) []Result {
	return (&Runner{Set: set}).Run(context.Background(), cases)
}

// Run judges all cases.
func (r *Runner) Run(ctx context.Context, cases []Case) []Result {
	results := make([]Result, len(cases))
	for i := range cases {
		results[i] = r.one(ctx, &cases[i])
	}
	return results
}

func (r *Runner) one(ctx context.Context, c *Case) Result {
	stream, err := r.open(c)
	if err != nil {
		return Result{Case: c, Err: err}
	}
	defer stream.Close()
	report, err := engine.Check(ctx, r.Set, stream, engine.Options{Settings: c.Settings, Profile: c.Profile})
	res := Result{Case: c, Report: report, Err: err}
	if err == nil {
		res.Mismatches = compare(c, report)
	}
	return res
}

func (r *Runner) open(c *Case) (trace.Stream, error) {
	if c.Log == "" {
		return c.stream(), nil
	}
	if r.Open == nil {
		return nil, errors.New(c.Log + ": this runner reads no logs")
	}
	return r.Open(c)
}

// compare returns the differences, in the order of the expectations, then of the rules.
func compare(c *Case, report *rules.Report) []Mismatch {
	var out []Mismatch
	expected := map[string]bool{}
	for _, x := range c.Expect {
		expected[x.Rule] = true
		got := report.Result(x.Rule)
		if got == nil {
			out = append(out, Mismatch{Expected: x, Hint: suggest.Hint(x.Rule, ruleIDs(report))})
		} else if !agrees(x, got, report) {
			out = append(out, Mismatch{Expected: x, Got: got})
		}
	}
	for i := range report.Rules {
		got := &report.Rules[i]
		if got.Verdict == rules.Violation && !expected[got.Rule.ID] && got.Rule.Pack.Name == c.Pack {
			out = append(out, Mismatch{Expected: Expectation{Rule: got.Rule.ID}, Got: got})
		}
	}
	return out
}

func ruleIDs(report *rules.Report) []string {
	var ids []string
	for i := range report.Rules {
		ids = append(ids, report.Rules[i].Rule.ID)
	}
	return ids
}

func agrees(x Expectation, got *rules.RuleResult, report *rules.Report) bool {
	return x.Verdict == got.Verdict &&
		(x.Coverage == "" || x.Coverage == got.Coverage) &&
		(x.Reason == "" || got.Reasons[x.Reason] > 0) &&
		(x.Detail == "" || anyFinding(report, x.Rule, func(f *rules.Finding) bool { return f.Detail == x.Detail })) &&
		(x.Note == "" || anyFinding(report, x.Rule, func(f *rules.Finding) bool { return contains(f.Notes, x.Note) }))
}

// anyFinding tells whether a finding of the rule, or a pass that goes with a note, is as asked.
func anyFinding(report *rules.Report, id string, is func(*rules.Finding) bool) bool {
	for _, list := range [][]rules.Finding{report.Findings, report.Remarks} {
		for i := range list {
			if list[i].Rule.ID == id && is(&list[i]) {
				return true
			}
		}
	}
	return false
}
