package parsertest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers"
)

// SplitAnywhere cuts a log into two segments, every so many bytes: the same events must come out, at the
// same places. Cuts for which skip, if not nil, is true are left out.
func SplitAnywhere(t *testing.T, p parsers.Parser, opt parsers.Options, whole Text, stride int, skip func(cut int) bool) {
	t.Helper()
	want := Parse(t, p, opt, whole)
	for cut := 0; cut <= len(whole.Content); cut += stride * raceStride {
		if skip != nil && skip(cut) {
			continue
		}
		first := whole.Content[:cut]
		got := Parse(t, p, opt, Text{"a.log", first}, Text{"b.log", whole.Content[cut:]})
		SameEvents(t, want, got, fmt.Sprint("cut at ", cut))
		samePlaces(t, want, got, first)
	}
}

// samePlaces checks that a line that begins in the first part stays there.
func samePlaces(t *testing.T, want, got *Collected, first string) {
	t.Helper()
	for i, e := range got.Events {
		back := e.Pos
		if back.File == "b.log" {
			back.Line += strings.Count(first, "\n")
			back.Offset += int64(len(first))
		}
		if w := want.Events[i].Pos; back.Line != w.Line || back.Offset != w.Offset {
			if e.Name == "LogOpened" || e.Name == "ServerStarted" {
				continue // stands at the segment in which the header ends
			}
			t.Fatalf("cut at %d: %s stands at %+v, want line %d offset %d", len(first), e.Name, e.Pos, w.Line, w.Offset)
		}
	}
}

// SplitWithHeader cuts a log where its server would have rotated it, every so many bytes: the header, up to
// the first blank line and with the number (1), comes again.
func SplitWithHeader(t *testing.T, p parsers.Parser, opt parsers.Options, whole Text, stride int) {
	t.Helper()
	end := "\n\n"
	if i := strings.Index(whole.Content, "\r\n\r\n"); i >= 0 && (!strings.Contains(whole.Content, end) || i < strings.Index(whole.Content, end)) {
		end = "\r\n\r\n"
	}
	head := strings.Index(whole.Content, end) + len(end)
	again := strings.Replace(whole.Content[:head], "(1)", "(2)", 1)
	want := Parse(t, p, opt, whole)
	for cut := head; cut <= len(whole.Content); cut += stride * raceStride {
		got := Parse(t, p, opt, Text{"a.log", whole.Content[:cut]}, Text{"b.log", again + whole.Content[cut:]})
		SameEvents(t, want, got, fmt.Sprint("header again at ", cut))
	}
}

// PlacesOf checks that the offset of every event is that of its line, and its line the number of that line.
// Events that are told later than they stand are left out.
func PlacesOf(t *testing.T, p parsers.Parser, opt parsers.Options, log []byte) {
	t.Helper()
	got := Parse(t, p, opt, Text{"a.log", string(log)})
	line, at := 1, int64(0)
	for _, e := range got.Events {
		if e.Pos.Offset < at {
			continue
		}
		line += bytes.Count(log[at:e.Pos.Offset], []byte{'\n'})
		at = e.Pos.Offset
		if e.Pos.Line != line || at > 0 && log[at-1] != '\n' {
			t.Fatalf("%s at line %d offset %d: the line there is %d", e.Name, e.Pos.Line, at, line)
		}
	}
	if got.In.Lines != int64(bytes.Count(log, []byte{'\n'})) || got.In.Bytes != int64(len(log)) {
		t.Errorf("%d lines, %d bytes", got.In.Lines, got.In.Bytes)
	}
}
