package report

import (
	"fmt"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/owenrumney/go-sarif/v2/sarif"

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
	r := log.Runs[0]
	for i := range run.Report.Rules {
		if res := &run.Report.Rules[i]; res.Verdict == rules.Pass || res.Verdict == rules.NotExercised {
			r.Results = append(r.Results, sarifVerdict(res, uint(i)))
		}
	}
	return writeSARIF(w, log)
}

// writeSARIF leaves out all that is not set, in particular the null that the library (whose third version cannot write
// an index of 0) has for parts of suppressions: code-scanning services refuse null and empty arrays.
func writeSARIF(w io.Writer, log *sarif.Report) error {
	enc := jsontext.NewEncoder(w, jsontext.WithIndent(" "), jsontext.AllowInvalidUTF8(true)) // names of files may be anything
	return json.MarshalEncode(enc, log, json.OmitZeroStructFields(true), json.Deterministic(true))
}

func newSARIF(run *Run) *sarif.Report {
	r := run.Report
	driver := &sarif.ToolComponent{Name: "fo-check", Rules: []*sarif.ReportingDescriptor{}}
	if run.Version != "" {
		driver.Version = &run.Version
	}
	index := map[*rules.Rule]uint{}
	for i := range r.Rules {
		index[r.Rules[i].Rule] = uint(i)
		driver.Rules = append(driver.Rules, newSARIFRule(r.Rules[i].Rule))
	}
	s := sarifWriter{run, index}
	out := &sarif.Run{Tool: sarif.Tool{Driver: driver}, Results: s.results(), ColumnKind: "unicodeCodePoints", PropertyBag: sarifTotals(run)}
	out.Invocations = []*sarif.Invocation{{ExecutionSuccessful: new(!r.Partial && run.ExitCode <= 1), ExitCode: &run.ExitCode,
		ToolExecutionNotifications: s.notes(len(out.Results))}}
	for _, in := range r.Inputs {
		out.Artifacts = append(out.Artifacts, sarifInput(in)...)
	}
	return &sarif.Report{Schema: sarifSchema, Version: string(sarif.Version210), Runs: []*sarif.Run{out}}
}

// sarifTotals says of the whole run what has no property of its own in the standard.
func sarifTotals(run *Run) sarif.PropertyBag {
	r, c := run.Report, Count(run.Report)
	return sarif.PropertyBag{Properties: sarif.Properties{"rulesDigest": r.Digest, "partial": r.Partial, "pass": c.Pass,
		"inconclusive": c.Inconclusive, "notExercised": c.NotExercised, "violations": c.Error + c.Warning + c.Note,
		"suppressed": c.Suppressed, "baselined": c.Baselined}}
}

// sarifWriter turns findings into results.
type sarifWriter struct {
	run   *Run
	index map[*rules.Rule]uint
}

// results are those of the worst findings that have a place.
func (s sarifWriter) results() []*sarif.Result {
	out := []*sarif.Result{} // an empty one says that nothing was found
	for _, f := range worstFirst(s.run.Report.Findings) {
		if len(out) == sarifMaxResults {
			break
		}
		out = append(out, s.result(f))
	}
	return out
}

// notes say what the results do not.
func (s sarifWriter) notes(written int) (out []*sarif.Notification) {
	note := func(level, format string, args ...any) {
		out = append(out, &sarif.Notification{Level: level, Message: sarifMessage(fmt.Sprintf(format, args...))})
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

func (s sarifWriter) result(f *rules.Finding) *sarif.Result {
	more := sarif.Properties{"verdict": label(f), "severity": string(f.Rule.Severity), "key": keyMap(f.Key)}
	out := &sarif.Result{RuleID: &f.Rule.ID, RuleIndex: new(s.index[f.Rule]), Kind: new("fail"), Level: new(string(f.Rule.Severity.Level())),
		Message: *sarifMessage(s.message(f)), Locations: []*sarif.Location{{PhysicalLocation: s.physical(s.anchor(f))}}, CodeFlows: s.flows(f),
		PartialFingerprints: map[string]any{"foCheck/v1": f.Fingerprint, "primaryLocationLineHash": f.Fingerprint + ":1"},
		PropertyBag:         sarif.PropertyBag{Properties: more}, BaselineState: s.baseline(f)}
	if f.Verdict == rules.Inconclusive {
		out.Kind, out.Level = new("open"), new("none")
		more["reasons"] = f.Reasons
	}
	if !f.Deadline.IsZero() {
		more["deadline"] = Stamp(f.Deadline)
	}
	if f.Detail != "" {
		more["detail"] = f.Detail
	}
	if f.Suppressed != "" {
		out.Suppressions = []*sarif.Suppression{{Kind: "external", Status: new("accepted"), Justification: new(Visible(f.Suppressed))}}
	}
	return out
}

// baseline says how a finding compares to what was known before; nil: nobody asked.
func (s sarifWriter) baseline(f *rules.Finding) *string {
	switch {
	case f.Baselined:
		return new("unchanged")
	case s.run.Baseline != nil:
		return new("new")
	}
	return nil
}

// sarifVerdict is the result of a rule without a finding.
func sarifVerdict(res *rules.RuleResult, index uint) *sarif.Result {
	kind, text := "pass", "kept "+count(res.Passed, "time")
	if res.Verdict == rules.NotExercised {
		kind, text = "notApplicable", CoverageWords(res.Coverage)
	}
	return &sarif.Result{RuleID: &res.Rule.ID, RuleIndex: &index, Kind: &kind, Level: new("none"),
		Message: *sarifMessage(text + ": " + Visible(res.Rule.Title))}
}

func sarifMessage(text string) *sarif.Message { return &sarif.Message{Text: &text} }

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
