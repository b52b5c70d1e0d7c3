package pom_test

import (
	"reflect"
	"testing"

	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/parsers/pom"
	"github.com/fo-check/fo-check/parsers/pom/pomtest"
	"github.com/fo-check/fo-check/trace"
)

// TestWanted checks that what is not wanted is counted all the same, and that times and fields of the
// rest do not depend on it.
func TestWanted(t *testing.T) {
	for _, name := range parsertest.Cases(t, logFolder) {
		segs := readCase(t, name)
		all := parsertest.Parse(t, parserOf(name), options(), segs...)
		for event := range all.In.ByName {
			opt := options()
			opt.Wanted = &trace.Wanted{Bodies: map[string]map[string]bool{pom.Source: {event: true, "LogGap": true}}}
			got := parsertest.Parse(t, parserOf(name), opt, segs...)
			if !reflect.DeepEqual(got.In.ByName, all.In.ByName) {
				t.Errorf("%s: wanting %s counts %v, want %v", name, event, got.In.ByName, all.In.ByName)
			}
			want := &collected{In: all.In}
			for _, e := range all.Events {
				if e.Name == event || e.Name == "LogGap" {
					want.Events = append(want.Events, e)
				}
			}
			if got.Lines() != want.Lines() {
				t.Errorf("%s: wanting %s:\n%s\nwant\n%s", name, event, got.Lines(), want.Lines())
			}
		}
	}
}

// TestRecords checks that every event is delivered, without its body, where records count.
func TestRecords(t *testing.T) {
	opt := options()
	opt.Wanted = &trace.Wanted{Records: map[string]bool{pom.Source: true}}
	got := parsertest.Parse(t, pom.New(), opt, readCase(t, "incident")...)
	if int64(len(got.Events)) != got.In.Events {
		t.Errorf("%d events delivered of %d", len(got.Events), got.In.Events)
	}
	for _, e := range got.Events {
		if !e.Skipped || e.Agent != "" || e.Time.IsZero() || e.Pos.Line == 0 {
			t.Errorf("%s", parsertest.Line(e, true))
		}
	}
}

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
