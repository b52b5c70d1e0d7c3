package tserver_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"

	"github.com/fo-check/fo-check/parsers/tserver"
)

// logFolder holds a folder of segments for each case, and what is read from it beside.
var logFolder = filepath.Join("..", "..", "testdata", "tserver")

func readCase(t testing.TB, name string) []text {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(logFolder, name, "*.log"))
	if len(files) == 0 {
		t.Fatal("no logs")
	}
	var out []text
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, text{filepath.Base(f), string(b)})
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

func TestGolden(t *testing.T) {
	g := goldie.New(t, goldie.WithFixtureDir(logFolder))
	for _, name := range caseNames(t) {
		t.Run(name, func(t *testing.T) {
			g.Assert(t, name, []byte(parse(t, options(), readCase(t, name)...).dump()))
		})
	}
}

// TestDerivedNamesArePublished wants every name that the log does not print among those that the parser
// publishes.
func TestDerivedNamesArePublished(t *testing.T) {
	known, derived := tserver.New().Info().Known, map[string]bool{}
	for _, name := range caseNames(t) {
		printed := ""
		for _, segment := range readCase(t, name) {
			printed += segment.content
		}
		for event := range parse(t, options(), readCase(t, name)...).in.ByName {
			if strings.Contains(printed, event) {
				continue
			}
			derived[event] = true
			if !slices.Contains(known, event) {
				t.Errorf("%s is written and not published", event)
			}
		}
	}
	if len(derived) < len(known)-2 {
		t.Errorf("the cases show %d derived names only: %v", len(derived), derived)
	}
}
