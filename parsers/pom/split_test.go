package pom_test

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/parsers/pom"
)

func TestSplit(t *testing.T) {
	for _, name := range logs.Names(t) {
		parsertest.Split(t, parserOf(name), "a.log", parsertest.Join(readCase(t, name)))
	}
}

func TestPlaces(t *testing.T) {
	for _, name := range logs.Names(t) {
		parsertest.Places(t, parserOf(name), readCase(t, name)...)
	}
}

// TestReadError checks that a log that cannot be read to its end is an error that names it.
func TestReadError(t *testing.T) {
	for _, p := range []parsers.Parser{pom.New(), pom.NewEvents()} {
		seg := parsers.Segment{Name: "gone.log", Open: func() (io.ReadCloser, error) { return io.NopCloser(iotest.ErrReader(io.ErrClosedPipe)), nil }}
		err := p.Parse([]parsers.Segment{seg}, options(), &collected{})
		if err == nil || !strings.Contains(err.Error(), "gone.log") {
			t.Errorf("%s: %v", p.Info().Name, err)
		}
	}
}
