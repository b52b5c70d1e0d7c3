package tserver_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers/tserver/tservertest"
	"github.com/fo-check/fo-check/trace"
	"pgregory.net/rapid"
)

// seamless are the cases without a silence or a restart, where a seam may be anywhere.
var seamless = []string{"basics", "crlf", "requests", "sync", "lists", "callmanager", "zone", "dst", "encoding"}

// TestSplitAnywhere cuts a log into two segments at every byte: the same events must come out, at the
// same places.
func TestSplitAnywhere(t *testing.T) {
	for _, name := range seamless {
		t.Run(name, func(t *testing.T) {
			whole := readCase(t, name)[0]
			want := parse(t, options(), whole)
			for cut := range len(whole.content) + 1 {
				if name == "encoding" && (cut == 1 || cut == 2) {
					continue // inside the byte order mark
				}
				a, b := text{"a.log", whole.content[:cut]}, text{"b.log", whole.content[cut:]}
				compareSplit(t, want, parse(t, options(), a, b), a, cut)
				if t.Failed() {
					return
				}
			}
		})
	}
}

// TestSplitWithHeader cuts a log where its server would have rotated it: the header comes again.
func TestSplitWithHeader(t *testing.T) {
	for _, name := range seamless {
		if name == "dst" {
			continue // the second header would tell another offset
		}
		t.Run(name, func(t *testing.T) {
			whole := readCase(t, name)[0]
			end := "\n\n"
			if strings.Contains(whole.content, "\r\n\r\n") && name == "crlf" {
				end = "\r\n\r\n"
			}
			head := strings.Index(whole.content, end) + len(end)
			again := strings.Replace(whole.content[:head], "(1)", "(2)", 1)
			want := parse(t, options(), whole)
			for cut := head; cut <= len(whole.content); cut++ {
				got := parse(t, options(), text{"a.log", whole.content[:cut]}, text{"b.log", again + whole.content[cut:]})
				compareEvents(t, want, got, cut)
				if t.Failed() {
					return
				}
			}
		})
	}
}

func compareEvents(t *testing.T, want, got *collected, cut int) {
	t.Helper()
	for i := range max(len(want.events), len(got.events)) {
		w, g := "nothing", "nothing"
		if i < len(want.events) {
			w = eventLine(want.events[i], false)
		}
		if i < len(got.events) {
			g = eventLine(got.events[i], false)
		}
		if w != g {
			t.Fatalf("cut at %d, event %d:\n got %s\nwant %s", cut, i, g, w)
		}
	}
	if fmt.Sprint(want.in.ByName) != fmt.Sprint(got.in.ByName) {
		t.Fatalf("cut at %d: counts %v, want %v", cut, got.in.ByName, want.in.ByName)
	}
}

// compareSplit compares the places too: a line that begins in the first part stays there.
func compareSplit(t *testing.T, want, got *collected, first text, cut int) {
	t.Helper()
	compareEvents(t, want, got, cut)
	for i, e := range got.events {
		back := e.Pos
		if back.File == "b.log" {
			back.Line += strings.Count(first.content, "\n")
			back.Offset += int64(cut)
		}
		if w := want.events[i].Pos; back.Line != w.Line || back.Offset != w.Offset {
			if e.Name == "LogOpened" || e.Name == "ServerStarted" {
				continue // stands at the segment in which the header ends
			}
			t.Fatalf("cut at %d: %s stands at %+v, want line %d offset %d", cut, e.Name, e.Pos, w.Line, w.Offset)
		}
	}
}

// TestPlaces checks that every event's offset is that of its line, and its line the number of that line.
func TestPlaces(t *testing.T) {
	log, counts := generated(t, tservertest.Options{Size: 3 << 20, Seed: 3, Forced: 5})
	got := parse(t, options(), text{"sip.log", string(log)})
	line, at := 1, int64(0)
	for _, e := range got.events {
		if e.Pos.Offset < at {
			continue // told later than it stands
		}
		line += bytes.Count(log[at:e.Pos.Offset], []byte{'\n'})
		at = e.Pos.Offset
		if e.Pos.Line != line || at > 0 && log[at-1] != '\n' {
			t.Fatalf("%s at line %d offset %d: the line there is %d", e.Name, e.Pos.Line, at, line)
		}
	}
	if got.in.Lines != int64(bytes.Count(log, []byte{'\n'})) || got.in.Bytes != counts.Bytes {
		t.Errorf("%d lines, %d bytes", got.in.Lines, got.in.Bytes)
	}
}

// TestGeneratedSegments reads a rotated log, cut anywhere, and compares it with what was written.
func TestGeneratedSegments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		opt := tservertest.Options{Seed: rapid.Uint64().Draw(t, "seed"), Size: 100 << 10, Forced: 1,
			Segment: rapid.Int64Range(4<<10, 80<<10).Draw(t, "segment")}
		texts, counts := generatedSegments(t, opt)
		c := &collected{}
		if err := parserUnderTest.Parse(segments(texts), options(), c); err != nil {
			t.Fatal(err)
		}
		for name, n := range counts.Events {
			if c.in.ByName[name] != n {
				t.Fatalf("%s: %d events, want %d", name, c.in.ByName[name], n)
			}
		}
		if c.in.ByName["EventDelivered"] != counts.Fanout || c.in.ByName["LogGap"] != 0 || c.in.SkippedLines != 0 {
			t.Fatalf("%d delivered, want %d; %d gaps; %d skipped lines", c.in.ByName["EventDelivered"], counts.Fanout,
				c.in.ByName["LogGap"], c.in.SkippedLines)
		}
		checkForced(t, c.events, counts.Forced)
	})
}

func checkForced(t *rapid.T, events []*trace.Event, planted int) {
	forced, last := 0, events[0].Time
	for _, e := range events {
		if e.Name == "EventAgentLogout" && e.Reason == trace.ReasonForceLogout {
			forced++
		}
		if e.Time.Before(last) {
			t.Fatalf("time goes back at %s:%d", e.Pos.File, e.Pos.Line)
		}
		last = e.Time
	}
	if forced != planted {
		t.Fatalf("%d forced logouts, %d were planted", forced, planted)
	}
}
