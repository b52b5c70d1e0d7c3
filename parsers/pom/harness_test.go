package pom_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/parsers/pom"
	"github.com/fo-check/fo-check/trace"
)

type (
	text      = parsertest.Text
	collected = parsertest.Collected
)

// logFolder holds a folder of segments for each case, and what is read from it beside.
var logFolder = filepath.Join("..", "..", "testdata", "pom")

// readCase returns the segments of a case, the oldest first.
func readCase(t testing.TB, name string) []text {
	t.Helper()
	segments := parsertest.Read(t, filepath.Join(logFolder, name))
	slices.Reverse(segments)
	return segments
}

// options want everything, in a zone that no test log uses by chance.
func options() parsers.Options {
	return parsers.Options{Wanted: &trace.Wanted{All: true}, Zone: time.FixedZone("", -3*3600)}
}

func parse(t testing.TB, texts ...text) *collected {
	t.Helper()
	return parsertest.Parse(t, pom.New(), options(), texts...)
}
