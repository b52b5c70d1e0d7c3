package builtin_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/builtin"
	"github.com/fo-check/fo-check/parsers/parsertest"
)

// TestSamples runs over files that are not part of the project, in the folder that FO_CHECK_SAMPLES names:
// each must be read with events counted or something said, or refused with a reason.
func TestSamples(t *testing.T) {
	dir := os.Getenv("FO_CHECK_SAMPLES")
	if dir == "" {
		t.Skip("FO_CHECK_SAMPLES names no folder of real logs")
	}
	filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(d.Name(), func(t *testing.T) { trySample(t, path, b) })
		return nil
	})
}

func trySample(t *testing.T, path string, b []byte) {
	head := parsers.Head{Name: path, Bytes: b[:min(len(b), parsers.HeadSize)], Whole: len(b) <= parsers.HeadSize}
	p, all := parsers.Detect(head, builtin.Parsers())
	if p == nil {
		t.Logf("not recognised: %s", parsers.Undecided(all))
		return
	}
	t.Logf("%s: score %d: %s", p.Info().Name, all[0].Score, all[0].Reason)
	got := &several{}
	if err := p.Parse(parsertest.Segments(parsertest.Text{Name: path, Content: string(b)}), parsertest.Options(), got); err != nil {
		t.Fatal(err)
	}
	for _, in := range got.inputs {
		t.Logf("%d lines (%d skipped), %d events %v, dated by %q", in.Lines, in.SkippedLines, in.Events, in.ByName, in.Dating)
		for _, n := range in.Notes {
			t.Logf("note %s:%d %s", filepath.Base(n.Pos.File), n.Pos.Line, n.Text)
		}
		if in.Events == 0 && len(in.Notes) == 0 {
			t.Error("claimed, but nothing was found and nothing said")
		}
	}
}
