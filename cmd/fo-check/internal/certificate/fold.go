package certificate

import (
	"cmp"
	"slices"
	"strings"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/rules"
)

// Scenario is a trace that was judged.
type Scenario struct {
	Name   string
	Report *rules.Report
	// Rename gives the paths that the certificate shows: they do not depend on the working folder.
	Rename func(path string) string
}

// maxFindings per rule and trace that a certificate shows; the obligation counts them all.
const maxFindings = 20

// Concerns tells whether a certificate of the profile speaks of a rule: one that names the profile, or one of all
// profiles that is worded as a duty of the desktop.
func Concerns(r *rules.Rule, profile string) bool {
	return slices.Contains(r.Profiles, profile) || len(r.Profiles) == 0 && r.Party == "desktop" && duty(r)
}

// Required tells whether a certificate of the profile needs the rule to be exercised.
func Required(r *rules.Rule, profile string) bool {
	return slices.Contains(r.Profiles, profile) && duty(r)
}

// duty: must, must not, should, should not.
func duty(r *rules.Rule) bool { return r.Severity.Level() == rules.LevelError }

// New folds what the scenarios say. Their order does not matter.
func New(tool report.Tool, profile string, options Options, set *rules.Set, scenarios []Scenario) *Certificate {
	scenarios = slices.Clone(scenarios)
	slices.SortFunc(scenarios, func(a, b Scenario) int { return cmp.Compare(a.Name, b.Name) })
	c := &Certificate{Schema: Schema, Tool: tool, Profile: profile, Options: options,
		Traces: []Trace{}, Obligations: []Obligation{}, Findings: []Finding{}}
	for i := range scenarios {
		c.Traces = append(c.Traces, newTrace(&scenarios[i]))
		c.Findings = append(c.Findings, findings(&scenarios[i], profile)...)
	}
	for _, r := range set.Rules {
		if Concerns(r, profile) {
			c.Obligations = append(c.Obligations, fold(r, profile, scenarios))
		}
	}
	c.Result = c.result()
	return c
}

// result: a violation decides, whatever is missing besides.
func (c *Certificate) result() string {
	result := Passed
	for i := range c.Obligations {
		o := &c.Obligations[i]
		switch {
		case o.Counts && o.Verdict == string(rules.Violation):
			return Violated
		case o.Required && !o.Kept(), o.Counts && o.Verdict == string(rules.Inconclusive):
			result = Open
		}
	}
	return result
}

// fold makes one verdict of those of the scenarios: violation before inconclusive before pass.
func fold(r *rules.Rule, profile string, scenarios []Scenario) Obligation {
	o := Obligation{ID: r.ID, Title: r.Title, Severity: string(r.Severity), Required: Required(r, profile), Counts: duty(r),
		Sentence: r.Sentence(), Document: r.Cite.Document, Section: r.Cite.Section,
		Verdict: string(rules.NotExercised), Coverage: string(rules.NotObservable), Reasons: map[string]int64{}, Traces: []Exercise{}}
	if d := r.Pack.Documents[r.Cite.Document].Title; d != "" {
		o.Document = d
	}
	for i := range scenarios {
		res := scenarios[i].Report.Result(r.ID)
		if res == nil {
			continue
		}
		o.Exercised += res.Exercised
		o.Passed += res.Passed
		o.Violated += res.Violated
		o.Inconclusive += res.Inconclusive
		for reason, n := range res.Reasons {
			o.Reasons[string(reason)] += n
		}
		o.Verdict = first(verdicts(), o.Verdict, string(res.Verdict))
		o.Coverage = first(classes(), o.Coverage, string(res.Coverage))
		if res.Verdict != rules.NotExercised {
			o.Traces = append(o.Traces, Exercise{scenarios[i].Name, string(res.Verdict), res.Exercised})
		}
	}
	return o
}

// verdicts in the order in which they fold.
func verdicts() []string {
	return []string{string(rules.Violation), string(rules.Inconclusive), string(rules.Pass), string(rules.NotExercised)}
}

// classes of coverage, the best first.
func classes() []string {
	return []string{string(rules.Exercised), string(rules.CancelledOnly), string(rules.GuardNeverTrue), string(rules.NeverTriggered), string(rules.NotObservable)}
}

// first is that of a and b which stands first in order.
func first(order []string, a, b string) string {
	if slices.Index(order, b) < slices.Index(order, a) {
		return b
	}
	return a
}

func newTrace(s *Scenario) Trace {
	t := Trace{Name: s.Name, Inputs: []Input{}, Params: []report.Param{}}
	for _, in := range s.Report.Inputs {
		t.Inputs = append(t.Inputs, Input{s.Rename(in.Path), in.SHA256, in.Bytes, in.Lines, in.SkippedLines, in.Events,
			in.Parser, in.Source, in.CompleteFromStart, in.End})
	}
	for _, p := range s.Report.Params {
		from := p.From
		for _, in := range s.Report.Inputs {
			from = strings.ReplaceAll(from, in.Path, s.Rename(in.Path))
		}
		t.Params = append(t.Params, report.Param{Name: p.Name, Value: p.Value, From: from})
	}
	return t
}

func findings(s *Scenario, profile string) []Finding {
	var out []Finding
	shown := map[string]int{}
	for i := range s.Report.Findings {
		f := &s.Report.Findings[i]
		if shown[f.Rule.ID]++; shown[f.Rule.ID] > maxFindings || !Concerns(f.Rule, profile) {
			continue
		}
		out = append(out, newFinding(s, f))
	}
	return out
}

func newFinding(s *Scenario, f *rules.Finding) Finding {
	out := Finding{Trace: s.Name, ID: f.Fingerprint, Rule: f.Rule.ID, Verdict: string(f.Verdict), Reasons: []string{},
		Key: map[string]string{}, Message: f.Message, Evidence: []Evidence{}}
	for _, r := range f.Reasons {
		out.Reasons = append(out.Reasons, string(r))
	}
	for _, k := range f.Key {
		out.Key[k.Key] = k.Value
	}
	for _, e := range f.Evidence {
		out.Evidence = append(out.Evidence, Evidence{string(e.Role), report.Stamp(e.Time), e.Event, report.Mask(e.Detail), e.Note,
			s.Rename(e.Pos.File), e.Pos.Line})
	}
	return out
}
