package report

import (
	"fmt"
	"io"

	"github.com/fo-check/fo-check/rules"
)

// Limits of the code-scanning service with the lowest ones: results beyond are dropped there, places in a flow too.
const (
	sarifMaxResults = 5000
	sarifMaxSteps   = 1000
	sarifMaxTags    = 10
)

const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// SARIF writes SARIF 2.1.0 with a result per finding: kind fail for violations, open for what the logs do not
// decide. Rules that were kept or not exercised are left to SARIFAll: code-scanning services raise an alert for
// every result, whatever its kind.
func SARIF(w io.Writer, run *Run) error { return writeSARIF(w, newSARIF(run)) }

// SARIFAll writes SARIF 2.1.0 with, besides, a result of kind pass or notApplicable for each rule without a
// finding: a record of all verdicts.
func SARIFAll(w io.Writer, run *Run) error {
	log := newSARIF(run)
	r := &log.Runs[0]
	for i := range run.Report.Rules {
		if res := &run.Report.Rules[i]; res.Verdict == rules.Pass || res.Verdict == rules.NotExercised {
			r.Results = append(r.Results, sarifVerdict(res, i))
		}
	}
	return writeSARIF(w, log)
}

func writeSARIF(w io.Writer, log *sarifLog) error {
	enc := encoder(w)
	enc.SetIndent("", " ")
	return enc.Encode(log)
}

func newSARIF(run *Run) *sarifLog {
	r := run.Report
	c := Count(r)
	out := sarifRun{
		Tool:        sarifTool{sarifDriver{"fo-check", run.Version, make([]sarifRule, 0, len(r.Rules))}},
		Invocations: []sarifInvocation{{Successful: !r.Partial && run.ExitCode <= 1, ExitCode: run.ExitCode}},
		Results:     []sarifResult{},
		ColumnKind:  "unicodeCodePoints",
		Properties: map[string]any{"rulesDigest": r.Digest, "partial": r.Partial, "pass": c.Pass, "inconclusive": c.Inconclusive,
			"notExercised": c.NotExercised, "violations": c.Error + c.Warning + c.Note, "suppressed": c.Suppressed, "baselined": c.Baselined},
	}
	index := map[*rules.Rule]int{}
	for i := range r.Rules {
		index[r.Rules[i].Rule] = i
		out.Tool.Driver.Rules = append(out.Tool.Driver.Rules, newSARIFRule(r.Rules[i].Rule))
	}
	for _, in := range r.Inputs {
		out.Artifacts = append(out.Artifacts, sarifInput(in)...)
	}
	s := sarifWriter{run, index}
	out.Results = s.results()
	out.Invocations[0].Notifications = s.notes(len(out.Results))
	return &sarifLog{sarifSchema, "2.1.0", []sarifRun{out}}
}

// sarifWriter turns findings into results.
type sarifWriter struct {
	run   *Run
	index map[*rules.Rule]int
}

// results are those of the worst findings that have a place.
func (s sarifWriter) results() []sarifResult {
	out := []sarifResult{}
	for _, f := range worstFirst(s.run.Report.Findings) {
		if len(out) == sarifMaxResults {
			break
		}
		out = append(out, s.result(f))
	}
	return out
}

// notes say what the results do not.
func (s sarifWriter) notes(written int) (out []sarifNotification) {
	note := func(level, format string, args ...any) {
		out = append(out, sarifNotification{level, sarifText{Text: fmt.Sprintf(format, args...)}})
	}
	left := int64(len(s.run.Report.Findings) - written)
	for i := range s.run.Report.Rules {
		left += s.run.Report.Rules[i].Omitted
	}
	if left > 0 {
		note("warning", "%s more, the least of them, left out", count(left, "finding"))
	}
	if s.run.Report.Partial {
		note("error", "the check was interrupted; nothing is said about what was not read")
	}
	return out
}

func (s sarifWriter) result(f *rules.Finding) sarifResult {
	out := sarifResult{RuleID: f.Rule.ID, RuleIndex: s.index[f.Rule], Kind: "fail", Level: string(f.Rule.Severity.Level()),
		Message:      sarifText{Text: s.message(f)},
		Locations:    []sarifLocation{{Physical: s.physical(s.anchor(f))}},
		Fingerprints: map[string]string{"foCheck/v1": f.Fingerprint, "primaryLocationLineHash": f.Fingerprint + ":1"},
		Properties:   map[string]any{"verdict": label(f), "severity": string(f.Rule.Severity), "key": keyMap(f.Key)}}
	if f.Verdict == rules.Inconclusive {
		out.Kind, out.Level = "open", "none"
		out.Properties["reasons"] = f.Reasons
	}
	if !f.Deadline.IsZero() {
		out.Properties["deadline"] = stamp(f.Deadline)
	}
	if f.Detail != "" {
		out.Properties["detail"] = f.Detail
	}
	if steps := s.steps(f); len(steps) > 0 {
		out.Flows = []sarifCodeFlow{{[]sarifThreadFlow{{steps}}}}
	}
	if f.Suppressed != "" {
		out.Suppressions = []sarifSuppression{{"external", "accepted", Visible(f.Suppressed)}}
	}
	out.Baseline = s.baseline(f)
	return out
}

// baseline says how a finding compares to what was known before; "": nobody asked.
func (s sarifWriter) baseline(f *rules.Finding) string {
	switch {
	case f.Baselined:
		return "unchanged"
	case s.run.Baseline != nil:
		return "new"
	}
	return ""
}

// sarifVerdict is the result of a rule without a finding.
func sarifVerdict(res *rules.RuleResult, index int) sarifResult {
	out := sarifResult{RuleID: res.Rule.ID, RuleIndex: index, Kind: "pass", Level: "none",
		Message: sarifText{Text: "kept " + count(res.Passed, "time") + ": " + Visible(res.Rule.Title)}}
	if res.Verdict == rules.NotExercised {
		out.Kind = "notApplicable"
		out.Message.Text = CoverageWords(res.Coverage) + ": " + Visible(res.Rule.Title)
	}
	return out
}

// CoverageWords says why a rule was not exercised.
func CoverageWords(c rules.CoverageClass) string {
	switch c {
	case rules.GuardNeverTrue:
		return "its trigger came, its guard never held"
	case rules.NotObservable:
		return "no input can show its events"
	case rules.CancelledOnly:
		return "cancelled each time"
	}
	return "its trigger never came"
}
