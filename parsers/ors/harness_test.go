package ors_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/ors"
	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/trace"
)

type (
	text      = parsertest.Text
	collected = parsertest.Collected
)

// logFolder holds a folder of segments for each case, and what is read from it beside.
var logFolder = filepath.Join("..", "..", "testdata", "ors")

func readCase(t testing.TB, name string) []text {
	t.Helper()
	return parsertest.Read(t, filepath.Join(logFolder, name))
}

// options want everything, in a zone that no test log uses by chance.
func options() parsers.Options {
	return parsers.Options{Wanted: &trace.Wanted{All: true}, Zone: time.UTC}
}

func parse(t testing.TB, opt parsers.Options, texts ...text) *collected {
	t.Helper()
	return parsertest.Parse(t, ors.New(), opt, texts...)
}
