package ors_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers/ors"
	"github.com/fo-check/fo-check/parsers/ors/orstest"
	"pgregory.net/rapid"
)

// seamless are the cases without a silence or a restart, where a seam may be anywhere.
var seamless = []string{"basics", "crlf", "resultof", "sessions", "forms", "network", "servers"}

// stride is how far apart logs are cut: long ones not at every byte, to save time.
func stride(name string) int {
	if name == "forms" || name == "network" {
		return 1
	}
	return 5
}

// TestSplitAnywhere cuts a log into two segments at every byte: the same events must come out, at the
// same places.
func TestSplitAnywhere(t *testing.T) {
	for _, name := range seamless {
		t.Run(name, func(t *testing.T) {
			whole := readCase(t, name)[0]
			want := parse(t, options(), whole)
			for cut := 0; cut <= len(whole.content); cut += stride(name) {
				a, b := text{"a.log", whole.content[:cut]}, text{"b.log", whole.content[cut:]}
				got := parse(t, options(), a, b)
				compareEvents(t, want, got, cut)
				comparePlaces(t, want, got, a, cut)
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
		t.Run(name, func(t *testing.T) {
			whole := readCase(t, name)[0]
			end := "\n\n"
			if name == "crlf" {
				end = "\r\n\r\n"
			}
			head := strings.Index(whole.content, end) + len(end)
			again := strings.Replace(whole.content[:head], "(1)", "(2)", 1)
			want := parse(t, options(), whole)
			for cut := head; cut <= len(whole.content); cut += 7 {
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

// comparePlaces checks that a line that begins in the first part stays there.
func comparePlaces(t *testing.T, want, got *collected, first text, cut int) {
	t.Helper()
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
	log, _ := orstest.Generate(orstest.Options{Size: 2 << 20, Seed: 3, Lost: 5})
	got := parse(t, options(), text{"ors.log", string(log)})
	line, at := 1, int64(0)
	for _, e := range got.events {
		line += bytes.Count(log[at:e.Pos.Offset], []byte{'\n'})
		at = e.Pos.Offset
		if e.Pos.Line != line || at > 0 && log[at-1] != '\n' {
			t.Fatalf("%s at line %d offset %d: the line there is %d", e.Name, e.Pos.Line, at, line)
		}
	}
	if got.in.Lines != int64(bytes.Count(log, []byte{'\n'})) || got.in.Bytes != int64(len(log)) {
		t.Errorf("%d lines, %d bytes", got.in.Lines, got.in.Bytes)
	}
}

// TestGenerated reads a log in segments that were cut anywhere, and compares it with what was written.
func TestGenerated(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		log, counts := orstest.Generate(orstest.Options{Seed: rapid.Uint64().Draw(t, "seed"), Size: 300 << 10,
			Lost: rapid.IntRange(0, 4).Draw(t, "lost"), At: rapid.Int64Range(0, 86400).Draw(t, "at")})
		var texts []text
		for i, part := range orstest.Split(log, rapid.IntRange(4<<10, 400<<10).Draw(t, "segment")) {
			texts = append(texts, text{fmt.Sprintf("ors%04d.log", i), string(part)})
		}
		c := &collected{}
		if err := ors.New().Parse(segments(texts), options(), c); err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(counts.Events) != fmt.Sprint(c.in.ByName) || c.in.SkippedLines != 0 || len(c.in.Notes) != 0 {
			t.Fatalf("counts %v, want %v; %d skipped lines; notes %v", c.in.ByName, counts.Events, c.in.SkippedLines, c.in.Notes)
		}
		checkGenerated(t, c, counts)
	})
}

func checkGenerated(t *rapid.T, c *collected, counts orstest.Counts) {
	results := map[string]int64{}
	last := c.events[0].Time
	for _, e := range c.events {
		if e.Name == "interaction.notcontrolled" {
			v, _ := e.Attrs.Get("resultof")
			results[v]++
		}
		if strings.HasPrefix(e.Name, "interaction.") && (e.Client != "IXN_A" || len(e.Interaction) != 16) {
			t.Fatalf("without its server or interaction: %s", eventLine(e, true))
		}
		if e.Name == "SessionEnded" {
			if cause, _ := e.Attrs.Get("cause"); cause != "final" {
				t.Fatalf("cause %q: %s", cause, eventLine(e, true))
			}
		}
		if e.Time.Before(last) {
			t.Fatalf("time goes back at %s:%d", e.Pos.File, e.Pos.Line)
		}
		last = e.Time
	}
	if fmt.Sprint(results) != fmt.Sprint(counts.Results) {
		t.Fatalf("resultof %v, want %v", results, counts.Results)
	}
}
