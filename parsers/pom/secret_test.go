package pom_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/parsers/pom/pomtest"
)

// secrets stand in the logs of this test and may stand nowhere in what is read from them.
var secrets = []string{"Pa55w0rd", "Ada Example", "+15550100", "+15550101", "3651000"}

// TestSecrets checks that neither passwords nor data of customers are kept.
func TestSecrets(t *testing.T) {
	for _, name := range logs.Names(t) {
		segs := readCase(t, name)
		got := parsertest.Parse(t, parserOf(name), options(), segs...)
		all := got.Dump()
		for _, seg := range segs {
			all += parserOf(name).Detect(parsers.Head{Name: seg.Name, Bytes: []byte(seg.Content)}).Reason
		}
		for _, s := range secrets {
			if strings.Contains(all, s) {
				t.Errorf("%s: %q is kept", name, s)
			}
		}
	}
}

// TestSecretsOfDamagedMessages checks that a message that cannot be read is not quoted either.
func TestSecretsOfDamagedMessages(t *testing.T) {
	var b bytes.Buffer
	w := pomtest.NewWriter(&b, pomtest.DateLayout(nil), time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))
	w.Login("7001", "Pa55w0rd", "East")
	whole := b.String()
	at := strings.Index(whole, "Pa55w0rd")
	for cut := at - 120; cut < at; cut++ {
		damaged := whole[:cut] + whole[cut+1:]
		got := parse(t, text{Name: "a.log", Content: damaged})
		if strings.Contains(got.Dump(), "Pa55") {
			t.Fatalf("without byte %d: %s", cut, got.Dump())
		}
	}
}
