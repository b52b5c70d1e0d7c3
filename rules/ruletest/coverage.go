package ruletest

import (
	"context"
	"fmt"
	"slices"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
)

// Tally counts the outcomes of a condition.
type Tally struct{ True, False, Unknown int }

func (t *Tally) add(o celenv.Outcome) {
	switch o {
	case celenv.True:
		t.True++
	case celenv.False:
		t.False++
	default:
		t.Unknown++
	}
}

// Part is a conjunct of a condition.
type Part struct {
	Text string
	Tally
}

// Condition is a condition of a rule and how it came out.
type Condition struct {
	What string // when, check, unless; alternative NAME, exception NAME, cause NAME
	Pos  rules.Pos
	Tally
	Parts []*Part // empty if it has one
}

// RuleCoverage says how far tests exercise one rule.
type RuleCoverage struct {
	Rule       *rules.Rule
	Verdicts   map[rules.Verdict]int // cases that expect the verdict, and get it
	Exercised  int64                 // obligations in all cases
	Conditions []*Condition
}

// Coverage says how far tests exercise the rules of a set, in its order.
type Coverage struct{ Rules []*RuleCoverage }

// Cover runs the cases by rules whose conditions are watched. The results are those of Run.
func (r *Runner) Cover(ctx context.Context, cases []Case) ([]Result, *Coverage) {
	cover := &Coverage{}
	watched := *r.Set
	watched.Rules = nil
	for _, def := range r.Set.Rules {
		c := &RuleCoverage{Rule: def, Verdicts: map[rules.Verdict]int{}}
		cover.Rules = append(cover.Rules, c)
		watched.Rules = append(watched.Rules, c.watch())
	}
	results := (&Runner{Set: &watched, Open: r.Open}).Run(ctx, cases)
	for i := range results {
		cover.take(&results[i])
	}
	return results, cover
}

// take counts what a result shows.
func (c *Coverage) take(r *Result) {
	if r.Report == nil {
		return
	}
	for i := range r.Report.Rules {
		got := &r.Report.Rules[i]
		c.Rules[i].Exercised += got.Exercised
		if x := r.Case.expects(got.Rule.ID); x != nil && x.Verdict == got.Verdict {
			c.Rules[i].Verdicts[got.Verdict]++
		}
	}
}

// watch returns a copy of the rule whose conditions are counted.
func (c *RuleCoverage) watch() *rules.Rule {
	r := *c.Rule
	r.When = c.condition(r.When, "when", r.At["when"])
	r.Check = c.condition(r.Check, "check", r.At["check"])
	r.Unless = c.condition(r.Unless, "unless", r.At["unless"])
	what := "alternative "
	if r.Verb == rules.VerbForbid {
		what = "exception "
	}
	r.Any = c.named(r.Any, what)
	r.Blame = c.named(r.Blame, "cause ")
	return &r
}

func (c *RuleCoverage) named(list []rules.Named, what string) []rules.Named {
	list = slices.Clone(list)
	for i := range list {
		list[i].Cond = c.condition(list[i].Cond, what+list[i].Name, list[i].Pos)
	}
	return list
}

func (c *RuleCoverage) condition(p *celenv.Program, what string, pos rules.Pos) *celenv.Program {
	if p == nil {
		return nil
	}
	cond := &Condition{What: what, Pos: pos}
	c.Conditions = append(c.Conditions, cond)
	parts := p.Conjuncts()
	if len(parts) < 2 {
		parts = nil
	}
	for _, part := range parts {
		cond.Parts = append(cond.Parts, &Part{Text: part.Text()})
	}
	return p.Watched(func(s *celenv.Scope, r celenv.Result) {
		cond.add(r.Outcome)
		for i, part := range parts {
			cond.Parts[i].add(part.Bool(s).Outcome)
		}
	})
}

// Gaps lists what no case shows of the rule: "when is never false".
func (c *RuleCoverage) Gaps() []string {
	if c.Exercised == 0 {
		return []string{"is exercised by no test"}
	}
	var gaps []string
	for _, v := range []rules.Verdict{rules.Pass, rules.Violation, rules.Inconclusive} {
		if c.Verdicts[v] == 0 {
			gaps = append(gaps, "no test ends in "+string(v))
		}
	}
	for _, cond := range c.Conditions {
		gaps = append(gaps, cond.gaps()...)
	}
	return gaps
}

func (c *Condition) gaps() []string {
	var gaps []string
	if c.True == 0 {
		gaps = append(gaps, c.What+" is never true")
	}
	if c.False == 0 && (c.What == "when" || c.What == "check" || c.What == "unless") {
		gaps = append(gaps, c.What+" is never false")
	}
	for _, p := range c.Parts {
		if p.True == 0 {
			gaps = append(gaps, fmt.Sprintf("%s: %s is never true", c.What, p.Text))
		}
		if p.False == 0 {
			gaps = append(gaps, fmt.Sprintf("%s: %s is never false", c.What, p.Text))
		}
	}
	return gaps
}
