package ors_test

import (
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/ors"
	"github.com/fo-check/fo-check/parsers/parsertest"
)

type (
	text      = parsertest.Text
	collected = parsertest.Collected
)

var logs = parsertest.Logs{Folder: "ors", Parser: parsertest.One(ors.New()), Zone: time.UTC}

func readCase(t testing.TB, name string) []text {
	t.Helper()
	return logs.Case(t, name)
}

func options() parsers.Options { return logs.Options() }

func parse(t testing.TB, opt parsers.Options, texts ...text) *collected {
	t.Helper()
	return parsertest.Parse(t, ors.New(), opt, texts...)
}
