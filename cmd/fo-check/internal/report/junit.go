package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"github.com/fo-check/fo-check/rules"
)

// JUnit writes a suite per pack, with a case per rule and one per finding below it, as sub-tests are. What makes
// the run fail is a failure; other violations, and what is inconclusive or not exercised, are skipped with the
// reason.
func JUnit(w io.Writer, run *Run) error {
	all := &junit.Testsuites{Name: "fo-check"}
	of := map[*rules.Rule][]*rules.Finding{}
	for i := range run.Report.Findings {
		f := &run.Report.Findings[i]
		of[f.Rule] = append(of[f.Rule], f)
	}
	var suite *junit.Testsuite
	for i := range run.Report.Rules {
		r := &run.Report.Rules[i]
		if name := packName(r.Rule); suite == nil || suite.Name != name {
			if suite != nil {
				all.AddSuite(*suite)
			}
			suite = &junit.Testsuite{Name: name, Package: name, ID: len(all.Suites), Time: "0"}
		}
		suite.AddTestcase(run.junitRule(r))
		for _, f := range of[r.Rule] {
			suite.AddTestcase(run.junitFinding(f))
		}
	}
	if suite != nil {
		all.AddSuite(*suite)
		run.junitProperties(&all.Suites[0])
	}
	if _, err := io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"); err != nil {
		return err
	}
	return all.WriteXML(w)
}

func packName(r *rules.Rule) string {
	if r.Pack == nil {
		return ""
	}
	return r.Pack.Name
}

// junitProperties say by which rules and settings it was judged.
func (run *Run) junitProperties(suite *junit.Testsuite) {
	suite.AddProperty("fo-check version", run.Version)
	suite.AddProperty("rules digest", run.Report.Digest)
	for _, p := range run.Report.Params {
		value := Visible(p.Value)
		if p.From != "" {
			value += " (" + Visible(p.From) + ")"
		}
		suite.AddProperty(Visible(p.Name), value)
	}
	if run.Report.Partial {
		suite.AddProperty("partial", "true")
	}
}

// junitRule is the case of a rule, with its folded verdict.
func (run *Run) junitRule(r *rules.RuleResult) junit.Testcase {
	c := junit.Testcase{Name: r.Rule.ID + " " + Visible(r.Rule.Title), Classname: packName(r.Rule) + "." + r.Rule.ID}
	switch r.Verdict {
	case rules.Violation:
		text := fmt.Sprintf("%d of %s violated", r.Violated, count(r.Exercised, "case"))
		if n := excused(r); n > 0 {
			text += fmt.Sprintf(", %d of them suppressed or known before", n)
		}
		run.junitResult(&c, run.fails(r.Rule) && excused(r) < r.Violated, string(rules.Violation), text, citation(r.Rule))
	case rules.Inconclusive:
		text := fmt.Sprintf("%d of %s inconclusive: %s", r.Inconclusive, count(r.Exercised, "case"), ruleReasons(r))
		run.junitResult(&c, run.Strict, string(rules.Inconclusive), text, "")
	case rules.NotExercised:
		c.Skipped = &junit.Result{Message: "not exercised: " + CoverageWords(r.Coverage)}
	}
	return c
}

// junitFinding is the case of a finding below its rule.
func (run *Run) junitFinding(f *rules.Finding) junit.Testcase {
	key := keyText(f.Key)
	if key == "" {
		key = f.Fingerprint
	}
	c := junit.Testcase{Name: f.Rule.ID + " / " + Visible(key), Classname: packName(f.Rule) + "." + f.Rule.ID}
	text, details := Visible(said(f)), run.details(f)
	switch {
	case f.Suppressed != "":
		c.Skipped = &junit.Result{Message: "suppressed: " + Visible(f.Suppressed) + ": " + text, Data: details}
	case f.Baselined:
		c.Skipped = &junit.Result{Message: "known before: " + text, Data: details}
	case f.Verdict == rules.Inconclusive:
		run.junitResult(&c, run.Strict, string(f.Reason), text, details)
	default:
		run.junitResult(&c, run.fails(f.Rule), label(f), text, details)
	}
	return c
}

// junitResult is a failure, or a skipped case with the same text.
func (run *Run) junitResult(c *junit.Testcase, failed bool, kind, text, details string) {
	if failed {
		c.Failure = &junit.Result{Message: text, Type: kind, Data: details}
		return
	}
	c.Skipped = &junit.Result{Message: kind + ": " + text, Data: details}
}

// fails tells whether a violation of a rule makes the run fail.
func (run *Run) fails(r *rules.Rule) bool {
	switch run.FailOn {
	case "never":
		return false
	case "note":
		return true
	case "warning":
		return r.Severity.Level() != rules.LevelNote
	}
	return r.Severity.Level() == rules.LevelError
}

// details are the evidence, a line a record, and the source, as plain text.
func (run *Run) details(f *rules.Finding) string {
	var b strings.Builder
	zone := zone(run.Report)
	for i := range f.Evidence {
		e := &f.Evidence[i]
		fmt.Fprintf(&b, "%s\n", strings.TrimSpace(position(e.Pos)+"  "+clock(e.Time, zone)+"  "+evidenceText(e)))
	}
	fmt.Fprintf(&b, "rule: %s\nsource: %s\n", Visible(f.Rule.Title), Visible(citation(f.Rule)))
	return b.String()
}

func ruleReasons(r *rules.RuleResult) string {
	var words []string
	for _, reason := range rules.Reasons {
		if r.Reasons[reason] > 0 {
			words = append(words, Words(reason)+" ("+string(reason)+")")
		}
	}
	return strings.Join(words, ", ")
}
