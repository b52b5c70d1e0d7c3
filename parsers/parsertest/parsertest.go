// Package parsertest checks what every parser of logs must hold: the tests of several parsers share it.
package parsertest

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
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

// Named returns the events of a name.
func (c *Collected) Named(name string) []*trace.Event {
	var out []*trace.Event
	for _, e := range c.Events {
		if e.Name == name {
			out = append(out, e)
		}
	}
	return out
}

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
