package pom_test

import (
	"fmt"
	"io"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/pom"
	"github.com/fo-check/fo-check/trace"
)

// text is a segment in memory.
type text struct{ name, content string }

func segments(texts []text) []parsers.Segment {
	var out []parsers.Segment
	for _, x := range texts {
		out = append(out, parsers.Segment{Name: x.name, Size: int64(len(x.content)),
			Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(x.content)), nil }})
	}
	return out
}

// options want everything, in a zone of their own.
func options() parsers.Options {
	return parsers.Options{Wanted: &trace.Wanted{All: true}, Zone: time.FixedZone("", -3*3600)}
}

// collected is what a parser wrote.
type collected struct {
	in            *trace.Input
	events        []*trace.Event
	starts, ended int
}

func (c *collected) Start(in *trace.Input) error { c.starts++; c.in = in; return nil }

func (c *collected) Event(in *trace.Input, e *trace.Event) error {
	if c.starts == 0 || in != c.in {
		return fmt.Errorf("event before the start of its input")
	}
	c.events = append(c.events, e.Clone())
	return nil
}

func (c *collected) End(*trace.Input) error { c.ended++; return nil }

func parseWith(t testing.TB, p parsers.Parser, opt parsers.Options, texts ...text) *collected {
	t.Helper()
	c := &collected{}
	if err := p.Parse(segments(texts), opt, c); err != nil {
		t.Fatal(err)
	}
	if c.starts != 1 || c.ended != 1 {
		t.Fatalf("%d starts and %d ends of the input, want one of each", c.starts, c.ended)
	}
	return c
}

func parse(t testing.TB, texts ...text) *collected {
	return parseWith(t, pom.New(), options(), texts...)
}

// dump writes an input and its events as text that a reader can check against the log.
func (c *collected) dump() string {
	var b strings.Builder
	in := c.in
	fmt.Fprintf(&b, "input clock=%q offset=%q dating=%q end=%q complete=%v\n", in.Clock, in.Offset, in.Dating, in.End, in.CompleteFromStart)
	fmt.Fprintf(&b, "      lines=%d skipped=%d bytes=%d events=%d first=%s last=%s\n", in.Lines, in.SkippedLines, in.Bytes, in.Events,
		stamp(in.First), stamp(in.EndTime))
	names := make([]string, 0, len(in.ByName))
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
	for _, e := range c.events {
		b.WriteString(eventLine(e, true) + "\n")
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
	fmt.Fprintf(&b, "%s %s %s", stamp(e.Time), e.Name, e.Direction)
	for k := trace.Key(0); k < trace.NumKeys; k++ {
		if v := e.Key(k); v != "" {
			fmt.Fprintf(&b, " %s=%q", k, v)
		}
	}
	if e.Reason != "" {
		fmt.Fprintf(&b, " reason=%q", e.Reason)
	}
	if e.Ref != "" {
		fmt.Fprintf(&b, " ref=%q", e.Ref)
	}
	for _, a := range e.Attrs {
		fmt.Fprintf(&b, " [%s=%q]", a.Key, a.Value)
	}
	if e.Skipped {
		b.WriteString(" skipped")
	}
	return b.String()
}

// lines are the events of c without their places.
func (c *collected) lines() string {
	var b strings.Builder
	for _, e := range c.events {
		b.WriteString(eventLine(e, false) + "\n")
	}
	return b.String()
}
