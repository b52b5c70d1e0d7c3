package softphone_test

import (
	"path/filepath"
	"testing"

	"github.com/sebdah/goldie/v2"

	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/parsers/softphone"
)

var logFolder = filepath.Join("..", "..", "testdata", "softphone")

func outage(t testing.TB) []parsertest.Text {
	return parsertest.Read(t, filepath.Join(logFolder, "outage"))
}

func TestGolden(t *testing.T) {
	g := goldie.New(t, goldie.WithFixtureDir(logFolder))
	g.Assert(t, "outage", []byte(parsertest.Parse(t, softphone.New(), parsertest.Options(), outage(t)...).Dump()))
}

// Fractions are not padded: .94 is 94 ms.
func TestFractions(t *testing.T) {
	got := parsertest.Parse(t, softphone.New(), parsertest.Options(), outage(t)...)
	if ms := got.Events[0].Time.Nanosecond() / 1e6; ms != 94 {
		t.Errorf("%d ms", ms)
	}
}

func TestProperties(t *testing.T) {
	parsertest.Split(t, softphone.New(), "phone.log", parsertest.Join(outage(t)))
	parsertest.Places(t, softphone.New(), outage(t)...)
	parsertest.Wanted(t, softphone.New(), outage(t)...)
	parsertest.Secrets(t, softphone.New(), []string{"Ada Example"}, outage(t)...)
}

func FuzzParse(f *testing.F) {
	f.Add(parsertest.Join(outage(f)))
	f.Fuzz(func(t *testing.T, text string) { parsertest.Sound(t, softphone.New(), "a.log", text) })
}
