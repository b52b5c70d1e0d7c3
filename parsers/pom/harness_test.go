package pom_test

import (
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/parsers/pom"
)

type (
	text      = parsertest.Text
	collected = parsertest.Collected
)

var logs = parsertest.Logs{Folder: "pom", Parser: parserOf, Zone: time.FixedZone("", -3*3600), Reversed: true}

func parserOf(name string) parsers.Parser {
	if strings.HasPrefix(name, "events") {
		return pom.NewEvents()
	}
	return pom.New()
}

// readCase returns the segments of a case, the oldest first.
func readCase(t testing.TB, name string) []text {
	t.Helper()
	return logs.Case(t, name)
}

func options() parsers.Options { return logs.Options() }

func parse(t testing.TB, texts ...text) *collected {
	t.Helper()
	return parsertest.Parse(t, pom.New(), options(), texts...)
}
