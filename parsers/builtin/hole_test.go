package builtin_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/adapter"
	"github.com/fo-check/fo-check/parsers/builtin"
	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/trace"
)

// rotated are logs to be cut anywhere between a third and a half.
var rotated = map[string]string{
	"tserver": "tserver/basics", "interaction": "interaction/basics", "ors": "ors/basics", "pom": "pom/iso", "pom-events": "pom/events",
	"desktop": "desktop/switchover.ndjson", "gws": "gws/switch",
	"workspace": "workspace/switchover", "psdk": "psdk/java", "softphone": "softphone/outage", "js-toolbar": "adapter/js-toolbar",
}

func parserNamed(t *testing.T, name string) parsers.Parser {
	t.Helper()
	if p := parsers.Find(name, builtin.Parsers()); p != nil {
		return p
	}
	a, err := adapter.Load(filepath.Join("..", "..", "docs", "examples", "adapters", name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// rotatedText is the text of a file, or of the files of a folder.
func rotatedText(t *testing.T, path string) string {
	t.Helper()
	path = filepath.Join("..", "..", "testdata", path)
	if text, err := os.ReadFile(path); err == nil {
		return string(text)
	}
	return parsertest.Join(parsertest.Read(t, path))
}

// parseRotated reads the text cut in two, as if segments were missing between the parts. An empty segment
// before the second one lacks its predecessor too.
func parseRotated(t *testing.T, p parsers.Parser, a, b string) *parsertest.Collected {
	t.Helper()
	segments := parsertest.Segments(parsertest.Text{Name: "x.log.5", Content: a}, parsertest.Text{Name: "x.log.3"}, parsertest.Text{Name: "x.log.1", Content: b})
	segments[1].Missing, segments[2].Missing = "x.log.4", "x.log.2"
	got := &parsertest.Collected{}
	if err := p.Parse(segments, parsertest.Options(), got); err != nil {
		t.Fatal(err)
	}
	return got
}

// TestEveryParserTellsOfMissingSegments wants a gap where segments are missing, before what follows it.
func TestEveryParserTellsOfMissingSegments(t *testing.T) {
	for name, folder := range rotated {
		p := parserNamed(t, name)
		text := rotatedText(t, folder)
		lines := strings.SplitAfter(text, "\n")
		for cut := len(lines) / 3; cut < len(lines)/2; cut++ {
			got := parseRotated(t, p, strings.Join(lines[:cut], ""), strings.Join(lines[cut:], ""))
			if holes := holesOf(t, got); holes != 1 || got.In.ByName["LogGap"] < 1 {
				t.Errorf("%s: %d gaps after line %d:\n%s", name, holes, cut, got.Dump())
				break
			}
		}
	}
}

func timeIn(e *trace.Event, attr string) (time.Time, error) {
	v, _ := e.Attrs.Get(attr)
	return time.Parse(time.RFC3339Nano, v)
}

// holesOf counts the gaps that tell of the missing segments.
func holesOf(t *testing.T, got *parsertest.Collected) (n int) {
	t.Helper()
	for i, e := range got.Events {
		if e.Name != "LogGap" || e.Reason != "x.log.4 is missing, x.log.2 is missing" {
			continue
		}
		n++
		from, noFrom := timeIn(e, "from")
		to, noTo := timeIn(e, "to")
		if e.Pos.File != "x.log.1" || noFrom != nil || noTo != nil || to.Before(from) || i > 0 && e.Time.Before(got.Events[i-1].Time) {
			t.Errorf("gap %+v", e)
		}
		for _, before := range got.Events[:i] {
			if before.Pos.File != "x.log.5" {
				t.Errorf("%s of %s stands before the gap", before.Name, before.Pos.File)
			}
		}
	}
	return n
}

// TestEveryParserTellsOfDoubtfulSeams wants a note where nothing can tell whether a segment is missing.
func TestEveryParserTellsOfDoubtfulSeams(t *testing.T) {
	for name, folder := range rotated {
		text := rotatedText(t, folder)
		cut := strings.LastIndex(text[:len(text)/2], "\n") + 1
		segments := parsertest.Segments(parsertest.Text{Name: "x.20260302_100000_000.log", Content: text[:cut]},
			parsertest.Text{Name: "x.20260302_110000_000.log", Content: text[cut:]})
		segments[1].Unnumbered = true
		got := &parsertest.Collected{}
		if err := parserNamed(t, name).Parse(segments, parsertest.Options(), got); err != nil {
			t.Fatal(err)
		}
		noted := 0
		for _, n := range got.In.Notes {
			if strings.HasPrefix(n.Text, "nothing tells whether a segment is missing") && n.Pos.File == segments[1].Name {
				noted++
			}
		}
		if noted != 1 || got.In.ByName["LogGap"] != 0 {
			t.Errorf("%s: %d notes:\n%s", name, noted, got.Dump())
		}
	}
}
