package ruletest

import (
	"errors"
	"io"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// Line is a line of a case's trace as the test file has it, without indentation. Number is its line in the
// file.
type Line struct {
	Number int
	Text   string
}

// Lines returns the events and directives of the case, what aliases stand for in its place; nil if the case
// names a log.
func (c *Case) Lines() []Line {
	if c.script == nil {
		return nil
	}
	return c.script.lines
}

// Encode writes the trace of the case as NDJSON (fo-check/trace/v1). The settings and the profile of the
// case are not part of it.
func (c *Case) Encode(w io.Writer) error {
	if c.script == nil {
		return errors.New(c.Log + ": the case names a log; only a case with a trace can be written")
	}
	stream := c.stream()
	defer stream.Close()
	return trace.NewEncoder(w).Copy(placeless{stream})
}

// placeless is a stream without the places in the test file, and without digests, which a test has none of.
type placeless struct{ trace.Stream }

// Next implements trace.Stream.
func (s placeless) Next() (trace.Item, error) {
	item, err := s.Stream.Next()
	if err == nil && item.Kind == trace.KindEvent {
		item.Event.Pos = trace.Pos{}
	}
	if err == nil && item.Kind == trace.KindInputStart {
		item.Input.Path, item.Input.SHA256 = "", ""
	}
	return item, err
}

// Mismatches returns the differences between what the case expects and a report on its trace, however that
// was read.
func (c *Case) Mismatches(report *rules.Report) []Mismatch { return compare(c, report) }
