package pom_test

import (
	"testing"

	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/parsers/pom"
	"github.com/fo-check/fo-check/parsers/pom/pomtest"
)

func TestWanted(t *testing.T) {
	for _, name := range logs.Names(t) {
		parsertest.Wanted(t, parserOf(name), readCase(t, name)...)
	}
}

func TestRecords(t *testing.T) { logs.Records(t, pom.Source, nil) }

// TestGenerated checks the counts of a long log.
func TestGenerated(t *testing.T) {
	log, counts := generated(t, pomtest.Options{Size: 4 << 20, Loses: 5, Seed: 3})
	opt := options()
	opt.Wanted = nil
	got := parsertest.Parse(t, pom.New(), opt, text{Name: "a.log", Content: string(log)})
	by := got.In.ByName
	for name, want := range map[string]int{"AgentCommand": counts.Commands, "POMNotAvailable": counts.NotAvailable,
		"POMAvailable": counts.Available, "ZoneManagerChanged": counts.Changes, "PeerLost": counts.Changes} {
		if by[name] != int64(want) || want == 0 {
			t.Errorf("%s: %d, want %d", name, by[name], want)
		}
	}
	if got.In.SkippedLines != 0 || len(got.Events) != 0 || got.In.Bytes != counts.Bytes {
		t.Errorf("skipped %d, delivered %d, bytes %d", got.In.SkippedLines, len(got.Events), got.In.Bytes)
	}
}
