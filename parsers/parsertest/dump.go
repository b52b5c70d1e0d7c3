package parsertest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/fo-check/fo-check/trace"
)

// Dump writes an input and its events as text that a reader can check against the log.
func (c *Collected) Dump() string {
	var b strings.Builder
	in := c.In
	fmt.Fprintf(&b, "input server=%q host=%q clock=%q offset=%q dating=%q end=%q complete=%v\n", in.Server, in.Host, in.Clock,
		in.Offset, in.Dating, in.End, in.CompleteFromStart)
	fmt.Fprintf(&b, "      lines=%d skipped=%d bytes=%d events=%d first=%s last=%s\n", in.Lines, in.SkippedLines, in.Bytes, in.Events,
		Stamp(in.First), Stamp(in.EndTime))
	for _, n := range slices.Sorted(maps.Keys(in.ByName)) {
		fmt.Fprintf(&b, "count %s %d\n", n, in.ByName[n])
	}
	for _, n := range in.Notes {
		fmt.Fprintf(&b, "note  %s:%d %s\n", n.Pos.File, n.Pos.Line, n.Text)
	}
	for _, e := range c.Events {
		b.WriteString(c.Line(e, true) + "\n")
	}
	return b.String()
}

// Lines writes the events without their places.
func (c *Collected) Lines() string {
	var b strings.Builder
	for _, e := range c.Events {
		b.WriteString(c.Line(e, false) + "\n")
	}
	return b.String()
}

// Stamp writes a time to a tenth of a millisecond, with its offset; "-" for none.
func Stamp(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format("2006-01-02T15:04:05.0000-07:00")
}

// Line writes an event, with its place or without. What holds for the whole input is left out.
func (c *Collected) Line(e *trace.Event, place bool) string {
	var b strings.Builder
	if place {
		fmt.Fprintf(&b, "%s:%d+%d ", e.Pos.File, e.Pos.Line, e.Pos.Offset)
	}
	fmt.Fprintf(&b, "%s %s %s", Stamp(e.Time), e.Name, e.Direction)
	same := map[string]string{}
	if c != nil && c.In != nil {
		same = map[string]string{"source": c.In.Source, "server": c.In.Server, "instance": c.In.Instance}
	}
	put := func(key, value string) {
		if value != "" && value != same[key] {
			fmt.Fprintf(&b, " %s=%q", key, value)
		}
	}
	put("source", e.Source)
	for k := trace.Key(0); k < trace.NumKeys; k++ {
		put(k.String(), e.Key(k))
	}
	put("reason", e.Reason)
	put("ref", e.Ref)
	for _, a := range e.Attrs {
		fmt.Fprintf(&b, " [%s=%q]", a.Key, a.Value)
	}
	if e.Skipped {
		b.WriteString(" skipped")
	}
	return b.String()
}

// Line writes an event with all its fields, with its place or without.
func Line(e *trace.Event, place bool) string { return (&Collected{}).Line(e, place) }
