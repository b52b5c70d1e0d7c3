package interaction_test

import (
	"testing"

	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/sebdah/goldie/v2"
)

func TestGolden(t *testing.T) {
	g := goldie.New(t, goldie.WithFixtureDir(logFolder))
	for _, name := range parsertest.Cases(t, logFolder) {
		t.Run(name, func(t *testing.T) {
			g.Assert(t, name, []byte(parse(t, options(), readCase(t, name)...).Dump()))
		})
	}
}
