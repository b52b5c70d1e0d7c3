// Package logtest checks what every parser of logs must hold: the tests of several parsers share it.
package logtest

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// Text is a segment in memory.
type Text struct{ Name, Content string }

// Segments turns texts into segments.
func Segments(texts ...Text) []parsers.Segment {
	var out []parsers.Segment
	for _, x := range texts {
		out = append(out, parsers.Segment{Name: x.Name, Size: int64(len(x.Content)),
			Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(x.Content)), nil }})
	}
	return out
}

// Options want everything, in a zone of their own that is not forced.
func Options() parsers.Options {
	return parsers.Options{Wanted: &trace.Wanted{All: true}, Zone: time.FixedZone("", 3600)}
}

// Collected is what a parser wrote.
type Collected struct {
	In            *trace.Input
	Events        []*trace.Event
	Starts, Ended int
}

// Start implements parsers.Output.
func (c *Collected) Start(in *trace.Input) error { c.Starts++; c.In = in; return nil }

// Event implements parsers.Output.
func (c *Collected) Event(in *trace.Input, e *trace.Event) error {
	if c.Starts == 0 || in != c.In {
		return fmt.Errorf("event before the start of its input")
	}
	c.Events = append(c.Events, e.Clone())
	return nil
}

// End implements parsers.Output.
func (c *Collected) End(*trace.Input) error { c.Ended++; return nil }

// Parse reads texts with a parser.
func Parse(t testing.TB, p parsers.Parser, opt parsers.Options, texts ...Text) *Collected {
	t.Helper()
	c := &Collected{}
	if err := p.Parse(Segments(texts...), opt, c); err != nil {
		t.Fatal(err)
	}
	if c.Starts != 1 || c.Ended != 1 {
		t.Fatalf("%d starts and %d ends of the input, want one of each", c.Starts, c.Ended)
	}
	return c
}

// Read returns the texts in a folder, in the order of their names.
func Read(t testing.TB, dir string) []Text {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) == 0 {
		t.Fatalf("no logs in %s: %v", dir, err)
	}
	var out []Text
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, Text{e.Name(), string(b)})
	}
	return out
}

// Cases returns the names of the folders in dir.
func Cases(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if e.IsDir() {
			out = append(out, e.Name())
		}
	}
	if len(out) == 0 {
		t.Fatalf("no cases in %s", dir)
	}
	return out
}

// Join returns the text of a folder's segments as one.
func Join(texts []Text) string {
	var b strings.Builder
	for _, x := range texts {
		b.WriteString(x.Content)
	}
	return b.String()
}

// Dump writes an input and its events as text that a reader can check against the log.
func (c *Collected) Dump() string {
	var b strings.Builder
	in := c.In
	fmt.Fprintf(&b, "input clock=%q host=%q offset=%q dating=%q end=%q\n", in.Clock, in.Host, in.Offset, in.Dating, in.End)
	fmt.Fprintf(&b, "      lines=%d skipped=%d bytes=%d events=%d first=%s last=%s\n", in.Lines, in.SkippedLines, in.Bytes, in.Events,
		stamp(in.First), stamp(in.EndTime))
	var names []string
	for n := range in.ByName {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		fmt.Fprintf(&b, "count %s %d\n", n, in.ByName[n])
	}
	for _, n := range in.Notes {
		fmt.Fprintf(&b, "note  %s:%d %s\n", n.Pos.File, n.Pos.Line, n.Text)
	}
	for _, e := range c.Events {
		b.WriteString(eventLine(e, true) + "\n")
	}
	return b.String()
}

// Lines writes the events without their places.
func (c *Collected) Lines() string {
	var b strings.Builder
	for _, e := range c.Events {
		b.WriteString(eventLine(e, false) + "\n")
	}
	return b.String()
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format("2006-01-02T15:04:05.000-07:00")
}

func eventLine(e *trace.Event, place bool) string {
	var b strings.Builder
	if place {
		fmt.Fprintf(&b, "%s:%d+%d ", e.Pos.File, e.Pos.Line, e.Pos.Offset)
	}
	fmt.Fprintf(&b, "%s %s %s %s", stamp(e.Time), e.Source, e.Name, e.Direction)
	for k := trace.Key(0); k < trace.NumKeys; k++ {
		if v := e.Key(k); v != "" {
			fmt.Fprintf(&b, " %s=%q", k, v)
		}
	}
	for _, f := range [...]trace.Attr{{Key: "reason", Value: e.Reason}, {Key: "ref", Value: e.Ref}} {
		if f.Value != "" {
			fmt.Fprintf(&b, " %s=%q", f.Key, f.Value)
		}
	}
	for _, a := range e.Attrs {
		fmt.Fprintf(&b, " [%s=%q]", a.Key, a.Value)
	}
	if e.Skipped {
		b.WriteString(" skipped")
	}
	return b.String()
}
