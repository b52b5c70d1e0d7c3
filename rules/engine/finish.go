package engine

import (
	"sort"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// decidedFinding is a finding with what orders it.
type decidedFinding struct {
	rules.Finding
	rule   int
	serial uint64
}

// finish ends the run: every timer fires, and what is still open is settled by what was seen.
func (e *Engine) finish() {
	for _, in := range e.inputs.all {
		if !in.ended {
			e.endInput(in, in.EndTime)
		}
	}
	for len(e.timers) > 0 {
		next := e.timers.pop()
		e.now = next.due
		e.due(next.o)
	}
	for _, r := range e.rules {
		for _, o := range r.unsettled(nil) {
			e.leave(o)
		}
	}
	for _, in := range e.inputs.all {
		e.release(in)
	}
}

// unsettled lists the open obligations of the rule, as they were opened; of one input if in is not nil.
func (r *rule) unsettled(in *input) []*obligation {
	var list []*obligation
	if r.open == 0 {
		return nil
	}
	for _, slice := range r.slices.m {
		for _, o := range slice {
			if in == nil || o.input == in {
				list = append(list, o)
			}
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].serial < list[j].serial })
	return list
}

// leave settles an obligation that the end of everything leaves open.
func (e *Engine) leave(o *obligation) {
	switch {
	case o.rule.def.Verb == rules.VerbForbid:
		e.clean(o)
	case o.expired:
		e.missed(o)
	default:
		e.inconclusive(o, whyTruncEnd|o.why, "the log ends before the scope does")
	}
}

// closeScopes ends what has no bound but the end of the run, when the input ends as its writer meant.
func (e *Engine) closeScopes(in *input) {
	if in.End != trace.EndNormal {
		return
	}
	for _, r := range e.rules {
		if r.open == 0 || r.def.Verb != rules.VerbExpect || r.def.Within != nil {
			continue
		}
		for _, o := range r.unsettled(in) {
			if o.why != 0 {
				e.inconclusive(o, o.why, "")
				continue
			}
			o.depends |= r.expectKinds
			e.missed(o)
		}
	}
}

// Report returns what was found so far.
func (e *Engine) Report() *rules.Report {
	report := &rules.Report{Params: e.params.report(), Events: e.events, Digest: e.set.Digest, Remarks: e.remarks}
	for _, in := range e.inputs.all {
		report.Inputs = append(report.Inputs, in.Input)
	}
	for _, r := range e.rules {
		report.Rules = append(report.Rules, r.folded())
	}
	sort.SliceStable(e.findings, func(i, j int) bool {
		a, b := &e.findings[i], &e.findings[j]
		if !a.Time.Equal(b.Time) {
			return a.Time.Before(b.Time)
		}
		if a.rule != b.rule {
			return a.rule < b.rule
		}
		return a.serial < b.serial
	})
	for i := range e.findings {
		report.Findings = append(report.Findings, e.findings[i].Finding)
	}
	return report
}

// folded gives the rule its verdict: violation before inconclusive before pass before not-exercised.
func (r *rule) folded() rules.RuleResult {
	res := r.result
	switch {
	case res.Violated > 0:
		res.Verdict = rules.Violation
	case res.Inconclusive > 0 || res.Errors > 0:
		res.Verdict = rules.Inconclusive
	case res.Passed > 0:
		res.Verdict = rules.Pass
	default:
		res.Verdict = rules.NotExercised
	}
	res.Coverage = r.coverage()
	return res
}

// coverage tells how far the rule was put to the test.
func (r *rule) coverage() rules.CoverageClass {
	res := &r.result
	switch {
	case res.Exercised > 0 && res.Cancelled == res.Exercised:
		return rules.CancelledOnly
	case res.Exercised > 0:
		return rules.Exercised
	case res.Triggered > 0:
		return rules.GuardNeverTrue
	case r.def.Unobservable:
		return rules.NotObservable
	}
	return rules.NeverTriggered
}
