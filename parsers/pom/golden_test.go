package pom_test

import (
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/pom"
)

func TestGolden(t *testing.T) { logs.Golden(t) }

// TestDetectCases checks that every log is claimed by its own parser only, with a reason.
func TestDetectCases(t *testing.T) {
	for _, name := range logs.Names(t) {
		for _, seg := range readCase(t, name) {
			b := []byte(seg.Content)
			for _, p := range []parsers.Parser{pom.New(), pom.NewEvents()} {
				d := p.Detect(parsers.Head{Name: seg.Name, Bytes: b, Whole: true})
				if want := p == parserOf(name); (d.Score > 0) != want || d.Reason == "" {
					t.Errorf("%s/%s: %s says %d: %q", name, seg.Name, p.Info().Name, d.Score, d.Reason)
				}
			}
		}
	}
}
