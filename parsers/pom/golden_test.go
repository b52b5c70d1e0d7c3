package pom_test

import (
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/parsers/pom"
	"github.com/sebdah/goldie/v2"
)

func parserOf(name string) parsers.Parser {
	if strings.HasPrefix(name, "events") {
		return pom.NewEvents()
	}
	return pom.New()
}

func TestGolden(t *testing.T) {
	g := goldie.New(t, goldie.WithFixtureDir(logFolder))
	for _, name := range parsertest.Cases(t, logFolder) {
		t.Run(name, func(t *testing.T) {
			g.Assert(t, name, []byte(parsertest.Parse(t, parserOf(name), options(), readCase(t, name)...).Dump()))
		})
	}
}

// TestDetectCases checks that every log is claimed by its own parser only, with a reason.
func TestDetectCases(t *testing.T) {
	for _, name := range parsertest.Cases(t, logFolder) {
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
