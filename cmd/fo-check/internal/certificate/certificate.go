// Package certificate says whether a desktop kept every obligation of a profile, and proves it by traces: which
// obligation was exercised, how often, by which trace. The same traces, rules and settings give the same bytes.
package certificate

import (
	"encoding/json"
	"io"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/rules"
)

// Schema names the JSON form: docs/certificate-v1.schema.json.
const Schema = "fo-check/certificate/v1"

// Results of a certificate.
const (
	Passed   = "passed"   // every obligation was exercised and kept
	Violated = "violated" // one was not kept
	Open     = "open"     // one was not exercised, or is inconclusive
)

// Certificate is what was examined, by which rules, and what came of it. It holds no time of its making.
type Certificate struct {
	Schema      string       `json:"schema"`
	Tool        report.Tool  `json:"tool"`
	Profile     string       `json:"profile"`
	Result      string       `json:"result"`
	Options     Options      `json:"options"`
	Traces      []Trace      `json:"traces"`      // in order of name
	Obligations []Obligation `json:"obligations"` // in order of the rules
	Findings    []Finding    `json:"findings"`    // violations and what is inconclusive, by trace
}

// Options are those of the command line that change verdicts, as they were given.
type Options struct {
	Param         []string `json:"param"`
	TZ            []string `json:"tz"`
	Skew          []string `json:"skew"`
	SkewTolerance string   `json:"skew_tolerance"`
	Reorder       string   `json:"reorder"`
	Date          string   `json:"date"`
}

// Trace is one scenario: a file, or the logs of a folder together.
type Trace struct {
	Name   string         `json:"name"`
	Inputs []Input        `json:"inputs"`
	Params []report.Param `json:"params"`
}

// Input is a log of a trace.
type Input struct {
	Path         string `json:"path"`
	SHA256       string `json:"sha256"`
	Bytes        int64  `json:"bytes"`
	Lines        int64  `json:"lines"`
	SkippedLines int64  `json:"skipped_lines"`
	Events       int64  `json:"events"`
	Parser       string `json:"parser"`
	Source       string `json:"source"`
	Complete     bool   `json:"complete_from_start"`
	End          string `json:"end"`
}

// Obligation is a rule of the profile, and what all traces say of it.
type Obligation struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Severity string `json:"severity"`
	// Required: it must have been exercised and kept. Of the others a violation counts if Counts.
	Required     bool             `json:"required"`
	Counts       bool             `json:"counts"`
	Sentence     string           `json:"sentence"`
	Document     string           `json:"document"`
	Section      string           `json:"section"`
	Verdict      string           `json:"verdict"`
	Coverage     string           `json:"coverage"`
	Exercised    int64            `json:"exercised"`
	Passed       int64            `json:"passed"`
	Violated     int64            `json:"violated"`
	Inconclusive int64            `json:"inconclusive"`
	Reasons      map[string]int64 `json:"reasons"`
	Traces       []Exercise       `json:"traces"` // those that exercised it
	Missing      *Missing         `json:"missing,omitempty"`
}

// Kept tells whether the obligation was exercised and kept each time.
func (o *Obligation) Kept() bool {
	return o.Verdict == string(rules.Pass) && o.Coverage == string(rules.Exercised)
}

// Exercise is what one trace says of an obligation.
type Exercise struct {
	Trace     string `json:"trace"`
	Verdict   string `json:"verdict"`
	Exercised int64  `json:"exercised"`
}

// Missing describes the scenario that would exercise an obligation.
type Missing struct {
	Why  string `json:"why"`
	Test string `json:"test"` // of the rule's own that passes; "": there is none
	// Flags are those with which it is judged.
	Flags string   `json:"flags"`
	Trace []string `json:"trace"`
}

// Finding is a violation, or what the traces do not decide.
type Finding struct {
	Trace    string            `json:"trace"`
	ID       string            `json:"id"`
	Rule     string            `json:"rule"`
	Verdict  string            `json:"verdict"`
	Reasons  []string          `json:"reasons"`
	Key      map[string]string `json:"key"`
	Message  string            `json:"message"`
	Evidence []Evidence        `json:"evidence"`
}

// Evidence is a record that a finding rests on.
type Evidence struct {
	Role   string `json:"role"`
	Time   string `json:"time"`
	Event  string `json:"event"`
	Detail string `json:"detail"`
	Note   string `json:"note"`
	File   string `json:"file"`
	Line   int    `json:"line"`
}

// Count sums up the required obligations.
type Count struct{ Required, Kept, Violated, Inconclusive, Missing int }

// Count sums up the required obligations.
func (c *Certificate) Count() (n Count) {
	for i := range c.Obligations {
		o := &c.Obligations[i]
		switch {
		case !o.Required:
			continue
		case o.Kept():
			n.Kept++
		case o.Verdict == string(rules.Violation):
			n.Violated++
		case o.Verdict == string(rules.Inconclusive):
			n.Inconclusive++
		default:
			n.Missing++
		}
		n.Required++
	}
	return n
}

// JSON writes the certificate itself.
func JSON(w io.Writer, c *Certificate) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(c)
}
