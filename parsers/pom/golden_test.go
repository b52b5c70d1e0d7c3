package pom_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/pom"
	"github.com/sebdah/goldie/v2"
)

// logFolder holds a folder of segments for each case, and what is read from it beside.
var logFolder = filepath.Join("..", "..", "testdata", "pom")

// readCase returns the segments of a case, the oldest first.
func readCase(t testing.TB, name string) []text {
	t.Helper()
	dir := filepath.Join(logFolder, name)
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) == 0 {
		t.Fatalf("no logs: %v", err)
	}
	var out []text
	for i := len(entries) - 1; i >= 0; i-- {
		b, err := os.ReadFile(filepath.Join(dir, entries[i].Name()))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, text{entries[i].Name(), string(b)})
	}
	return out
}

func caseNames(t testing.TB) []string {
	t.Helper()
	entries, err := os.ReadDir(logFolder)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if e.IsDir() {
			out = append(out, e.Name())
		}
	}
	return out
}

func parserOf(name string) parsers.Parser {
	if strings.HasPrefix(name, "events") {
		return pom.NewEvents()
	}
	return pom.New()
}

func TestGolden(t *testing.T) {
	g := goldie.New(t, goldie.WithFixtureDir(logFolder))
	for _, name := range caseNames(t) {
		t.Run(name, func(t *testing.T) {
			g.Assert(t, name, []byte(parseWith(t, parserOf(name), options(), readCase(t, name)...).dump()))
		})
	}
}

// TestDetectCases checks that every log is claimed by its own parser only, with a reason.
func TestDetectCases(t *testing.T) {
	for _, name := range caseNames(t) {
		for _, seg := range readCase(t, name) {
			b := []byte(seg.content)
			for _, p := range []parsers.Parser{pom.New(), pom.NewEvents()} {
				d := p.Detect(parsers.Head{Name: seg.name, Bytes: b, Whole: true})
				if want := p == parserOf(name); (d.Score > 0) != want || d.Reason == "" {
					t.Errorf("%s/%s: %s says %d: %q", name, seg.name, p.Info().Name, d.Score, d.Reason)
				}
			}
		}
	}
}
