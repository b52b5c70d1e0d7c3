package report

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"time"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// Schema names the JSON form. It is only ever added to: docs/report-v1.schema.json.
const Schema = "fo-check/report/v1"

// JSON writes the whole report as one document.
func JSON(w io.Writer, run *Run) error {
	doc := newDocument(run)
	if run.doc != nil {
		doc.Findings = run.doc.Findings
		return writeDocument(w, doc)
	}
	doc.Findings = make([]finding, 0, len(run.Report.Findings))
	for i := range run.Report.Findings {
		doc.Findings = append(doc.Findings, run.finding(&run.Report.Findings[i]))
	}
	return writeDocument(w, doc)
}

func writeDocument(w io.Writer, doc document) error {
	enc := encoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(doc)
}

// NDJSON writes a finding a line; the last line is the document without findings.
func NDJSON(w io.Writer, run *Run) error {
	enc := encoder(w)
	if run.doc != nil {
		for _, f := range run.doc.Findings {
			if err := enc.Encode(f); err != nil {
				return err
			}
		}
		return enc.Encode(newDocument(run))
	}
	for i := range run.Report.Findings {
		if err := enc.Encode(run.finding(&run.Report.Findings[i])); err != nil {
			return err
		}
	}
	return enc.Encode(newDocument(run))
}

func encoder(w io.Writer) *json.Encoder {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc
}

type document struct {
	Schema   string    `json:"schema"`
	Tool     Tool      `json:"tool"`
	Inputs   []input   `json:"inputs"`
	Params   []Param   `json:"params"`
	Rules    []rule    `json:"rules"`
	Findings []finding `json:"findings,omitzero"`
	Summary  summary   `json:"summary"`
	Partial  bool      `json:"partial"`
	// Shard is I/N of a check that judged a share only.
	Shard    string    `json:"shard,omitempty"`
	Baseline *baseline `json:"baseline,omitempty"`
}

// baseline is what was known before, and what of it was not found again.
type baseline struct {
	Path    string  `json:"path"`
	Known   int     `json:"known"`
	Matched int     `json:"matched"`
	Stale   []Known `json:"stale"`
}

// Tool is the program and its rules.
type Tool struct {
	Name        string `json:"name"`
	Version     string `json:"version"`
	RulesDigest string `json:"rules_digest"`
}

type input struct {
	Path              string   `json:"path"`
	Segments          []string `json:"segments,omitempty"`
	Parser            string   `json:"parser"`
	Source            string   `json:"source"`
	Server            string   `json:"server"`
	Instance          string   `json:"instance"`
	Site              string   `json:"site"`
	Host              string   `json:"host"`
	Clock             string   `json:"clock"`
	Offset            string   `json:"offset"`
	Dating            string   `json:"dating"`
	SHA256            string   `json:"sha256"`
	Bytes             int64    `json:"bytes"`
	Lines             int64    `json:"lines"`
	Events            int64    `json:"events"`
	SkippedLines      int64    `json:"skipped_lines"`
	First             string   `json:"first"`
	Last              string   `json:"last"`
	CompleteFromStart bool     `json:"complete_from_start"`
	End               string   `json:"end"`
	Notes             []string `json:"notes"`

	ByName     map[string]int64 `json:"by_name"`
	Recognised float64          `json:"recognised_percent"`
	DatesSure  Certainty        `json:"dating_certainty"`
	OffsetFrom string           `json:"offset_from"`
	OffsetSure Certainty        `json:"offset_certainty"`
	Tolerance  string           `json:"tolerance"`
	Gaps       int64            `json:"gaps"`
	Truncated  int64            `json:"truncated_records"`
	Masked     int64            `json:"withheld_values"`
	Inferred   map[string]int64 `json:"inferred"`
}

// Param is a setting as it was judged with.
type Param struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	From  string `json:"from"`
}

type rule struct {
	ID           string           `json:"id"`
	Title        string           `json:"title"`
	Severity     string           `json:"severity"`
	Level        string           `json:"level"`
	Verdict      string           `json:"verdict"`
	Coverage     string           `json:"coverage"`
	Exercised    int64            `json:"exercised"`
	Passed       int64            `json:"passed"`
	Violated     int64            `json:"violated"`
	Inconclusive int64            `json:"inconclusive"`
	Cancelled    int64            `json:"cancelled"`
	Omitted      int64            `json:"omitted"`
	Reasons      map[string]int64 `json:"reasons"`
	Suppressed   int64            `json:"suppressed,omitempty"`
	Baselined    int64            `json:"baselined,omitempty"`
	Errors       int64            `json:"errors"`
	FirstError   string           `json:"first_error,omitempty"`
}

type finding struct {
	ID        string            `json:"id"`
	Rule      string            `json:"rule"`
	Verdict   string            `json:"verdict"`
	Detail    string            `json:"detail"`
	Reason    string            `json:"reason"`
	Reasons   []string          `json:"reasons"`
	Severity  string            `json:"severity"`
	Level     string            `json:"level"`
	Key       map[string]string `json:"key"`
	Message   string            `json:"message"`
	Time      string            `json:"time"`
	Deadline  string            `json:"deadline"`
	Evidence  []evidence        `json:"evidence"`
	Notes     []string          `json:"notes"`
	Source    source            `json:"source"`
	Baselined bool              `json:"baselined"`
	// Suppressed is why the finding does not count for the exit code.
	Suppressed string `json:"suppressed,omitempty"`
}

type evidence struct {
	Role    string `json:"role"`
	Time    string `json:"time"`
	Event   string `json:"event"`
	Detail  string `json:"detail"`
	Note    string `json:"note"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Excerpt string `json:"excerpt"`
}

type source struct {
	Document string `json:"document"`
	Section  string `json:"section"`
}

type summary struct {
	Error        int `json:"error"`
	Warning      int `json:"warning"`
	Note         int `json:"note"`
	Inconclusive int `json:"inconclusive"`
	Pass         int `json:"pass"`
	NotExercised int `json:"not_exercised"`
	ExitCode     int `json:"exit_code"`
	Suppressed   int `json:"suppressed,omitempty"`
	Baselined    int `json:"baselined,omitempty"`
}

// newDocument holds everything but the findings.
func newDocument(run *Run) document {
	r := run.Report
	c := Count(r)
	sum := summary{c.Error, c.Warning, c.Note, c.Inconclusive, c.Pass, c.NotExercised, run.ExitCode, c.Suppressed, c.Baselined}
	if run.doc != nil {
		doc := *run.doc
		doc.Findings, doc.Summary, doc.Tool.Version = nil, sum, run.Version
		return doc
	}
	doc := document{
		Schema:  Schema,
		Tool:    Tool{"fo-check", run.Version, r.Digest},
		Inputs:  make([]input, 0, len(r.Inputs)),
		Params:  make([]Param, 0, len(r.Params)),
		Rules:   make([]rule, 0, len(r.Rules)),
		Summary: sum,
		Shard:   run.Shard,
		Partial: r.Partial,
	}
	if b := run.Baseline; b != nil {
		doc.Baseline = &baseline{b.Path, b.Known, b.Matched, append([]Known{}, b.Stale...)}
	}
	for _, in := range r.Inputs {
		doc.Inputs = append(doc.Inputs, newInput(in, run.reading(in)))
	}
	for _, p := range r.Params {
		doc.Params = append(doc.Params, Param(p))
	}
	for i := range r.Rules {
		doc.Rules = append(doc.Rules, newRule(&r.Rules[i]))
	}
	return doc
}

func newInput(in *trace.Input, seen *Reading) input {
	out := input{Path: in.Path, Segments: in.Segments, Parser: in.Parser, Source: in.Source,
		Server: in.Server, Instance: in.Instance, Site: in.Site, Host: in.Host, Clock: in.Clock,
		Offset: in.Offset, Dating: in.Dating, SHA256: in.SHA256, Bytes: in.Bytes, Lines: in.Lines,
		Events: in.Events, SkippedLines: in.SkippedLines, First: Stamp(in.First), Last: Stamp(in.Last),
		CompleteFromStart: in.CompleteFromStart, End: in.End, Notes: []string{}}
	for _, n := range in.Notes {
		out.Notes = append(out.Notes, NoteText(n))
	}
	out.ByName, out.Inferred = map[string]int64{}, map[string]int64{}
	maps.Copy(out.ByName, in.ByName)
	maps.Copy(out.Inferred, seen.Inferred)
	out.Recognised = math.Floor(Coverage(in)*10) / 10
	_, out.DatesSure = dating(in)
	out.OffsetFrom, out.OffsetSure = seen.zoned(in)
	out.Tolerance, out.Gaps, out.Truncated, out.Masked = span(in.Tolerance), seen.Gaps, seen.Truncated, seen.Masked
	return out
}

// NoteText is a note with its place in front.
func NoteText(n trace.Note) string {
	if n.Pos.File == "" {
		return n.Text
	}
	if n.Col > 0 {
		return fmt.Sprintf("%s:%d: %s", position(n.Pos), n.Col, n.Text)
	}
	return position(n.Pos) + ": " + n.Text
}

func newRule(r *rules.RuleResult) rule {
	out := rule{ID: r.Rule.ID, Title: r.Rule.Title, Severity: string(r.Rule.Severity),
		Level: string(r.Rule.Severity.Level()), Verdict: string(r.Verdict), Coverage: string(r.Coverage),
		Exercised: r.Exercised, Passed: r.Passed, Violated: r.Violated, Inconclusive: r.Inconclusive,
		Cancelled: r.Cancelled, Omitted: r.Omitted, Reasons: map[string]int64{}, Errors: r.Errors,
		Suppressed: r.Suppressed, Baselined: r.Baselined,
		FirstError: r.FirstError}
	for reason, n := range r.Reasons {
		out.Reasons[string(reason)] = n
	}
	return out
}

func (run *Run) finding(f *rules.Finding) finding {
	out := finding{ID: f.Fingerprint, Rule: f.Rule.ID, Verdict: string(f.Verdict), Detail: string(f.Detail),
		Reason: string(f.Reason), Reasons: []string{}, Severity: string(f.Rule.Severity),
		Level: string(f.Rule.Severity.Level()), Key: map[string]string{}, Message: f.Message,
		Time: Stamp(f.Time), Deadline: Stamp(f.Deadline), Evidence: []evidence{},
		Notes: append([]string{}, f.Notes...), Source: cited(f.Rule), Suppressed: f.Suppressed, Baselined: f.Baselined}
	for _, r := range f.Reasons {
		out.Reasons = append(out.Reasons, string(r))
	}
	for _, k := range f.Key {
		out.Key[k.Key] = k.Value
	}
	for _, e := range f.Evidence {
		out.Evidence = append(out.Evidence, run.evidence(e))
	}
	return out
}

func (run *Run) evidence(e rules.Evidence) evidence {
	return evidence{string(e.Role), Stamp(e.Time), e.Event, Mask(e.Detail), e.Note, e.Pos.File, e.Pos.Line,
		cut(run.excerpt(e.Pos), maxExcerpt)}
}

func cited(r *rules.Rule) source {
	if r.Pack != nil && r.Pack.Documents[r.Cite.Document].Title != "" {
		return source{r.Pack.Documents[r.Cite.Document].Title, r.Cite.Section}
	}
	return source{r.Cite.Document, r.Cite.Section}
}

// Stamp is RFC 3339 with what fraction there is; "" for no time.
func Stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}
