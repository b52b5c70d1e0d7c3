package interaction_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/interaction"
)

// TestSamples runs over real logs that are not part of the project, where they are at hand: each must be
// read with events counted, or refused with a reason.
func TestSamples(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "samples", "eservices")
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
			d := interaction.New().Detect(parsers.Head{Name: f, Bytes: b[:min(len(b), parsers.HeadSize)], Whole: len(b) <= parsers.HeadSize})
			t.Logf("score %d: %s", d.Score, d.Reason)
			if d.Reason == "" {
				t.Error("no reason")
			}
			got := parse(t, options(), text{f, string(b)})
			t.Logf("%d lines (%d skipped), %d events %v, dated by %q", got.in.Lines, got.in.SkippedLines, got.in.Events, got.in.ByName, got.in.Dating)
			for _, n := range got.in.Notes {
				t.Logf("note %s:%d %s", filepath.Base(n.Pos.File), n.Pos.Line, n.Text)
			}
			if d.Score >= 50 && got.in.Events == 0 && len(got.in.Notes) == 0 {
				t.Error("claimed, but nothing read and nothing said")
			}
		})
	}
}
