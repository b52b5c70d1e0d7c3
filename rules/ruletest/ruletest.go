// Package ruletest runs the tests that stand beside a rule file: short traces with the verdicts that the
// rules must give. It knows no log format; whoever calls it may lend it a reader for tests that name a log.
package ruletest

import (
	"fmt"

	"github.com/fo-check/fo-check/rules"
)

// Case is one test: a trace, the settings it is judged with, and the verdicts expected.
type Case struct {
	Name string
	// Pack is the pack under test. A violation of one of its rules that the case does not expect fails
	// the case.
	Pack     string
	Pos      rules.Pos // of the case
	Profile  string    // "": that of the engine
	Settings []rules.Setting
	Expect   []Expectation // in the order of the file
	// Log is the path of a log, as written, relative to the test file; "" if the case has a trace.
	Log string

	script *script
}

// Expectation is the verdict expected of one rule. Reason, Detail, Coverage and Note are checked if set.
type Expectation struct {
	Rule     string
	Verdict  rules.Verdict
	Reason   rules.Reason        // one of the reasons of its inconclusive instances
	Detail   rules.Detail        // of one of its violations
	Coverage rules.CoverageClass //
	Note     string              // id that goes with one of its findings
	Pos      rules.Pos
}

// String returns the expectation as it may be written: violation(late).
func (x Expectation) String() string {
	s := string(x.Verdict)
	if x.Reason != "" {
		s += "(" + string(x.Reason) + ")"
	}
	if x.Detail != "" {
		s += "(" + string(x.Detail) + ")"
	}
	if x.Coverage != "" {
		s += " coverage " + string(x.Coverage)
	}
	if x.Note != "" {
		s += " note " + x.Note
	}
	return s
}

// Error is a mistake in a test file, at its place.
type Error struct {
	Pos rules.Pos
	Msg string
}

// Error returns "file:line:col: message"; a column of 0 is left out.
func (e *Error) Error() string { return place(e.Pos) + ": " + e.Msg }

func place(p rules.Pos) string {
	if p.Col == 0 {
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Errors lists the mistakes in an error of Load or Parse; an error that has no place in the file is left
// out.
func Errors(err error) []*Error {
	var all []*Error
	switch e := err.(type) {
	case *Error:
		all = append(all, e)
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			all = append(all, Errors(one)...)
		}
	}
	return all
}
