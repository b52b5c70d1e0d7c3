package pom_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/pom"
)

// TestSamples runs over real logs that are not part of the project, where they are at hand: each must be
// read with events counted, or refused with a reason.
func TestSamples(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "samples", "pom")
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	if len(files) == 0 {
		t.Skip("no real logs at " + dir)
	}
	for _, f := range files {
		if strings.HasSuffix(f, ".source.txt") {
			continue
		}
		t.Run(filepath.Base(f), func(t *testing.T) {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			head := parsers.Head{Name: f, Bytes: b[:min(len(b), parsers.HeadSize)], Whole: len(b) <= parsers.HeadSize}
			claimed := 0
			for _, p := range []parsers.Parser{pom.New(), pom.NewEvents()} {
				d := p.Detect(head)
				t.Logf("%s: score %d: %s", p.Info().Name, d.Score, d.Reason)
				if d.Reason == "" {
					t.Error("no reason")
				}
				if d.Score == 0 {
					continue
				}
				claimed++
				got := parseWith(t, p, options(), text{filepath.Base(f), string(b)})
				if got.in.Events == 0 {
					t.Error("claimed, but no event counted")
				}
				t.Logf("\n%s", got.dump())
			}
			if claimed > 1 {
				t.Error("claimed by both parsers")
			}
		})
	}
}
