package pom_test

import (
	"reflect"
	"testing"

	"github.com/fo-check/fo-check/parsers/pom"
	"github.com/fo-check/fo-check/parsers/pom/pomtest"
	"github.com/fo-check/fo-check/trace"
)

// TestWanted checks that what is not wanted is counted all the same, and that times and fields of the
// rest do not depend on it.
func TestWanted(t *testing.T) {
	for _, name := range caseNames(t) {
		segs := readCase(t, name)
		all := parseWith(t, parserOf(name), options(), segs...)
		for event := range all.in.ByName {
			opt := options()
			opt.Wanted = &trace.Wanted{Bodies: map[string]map[string]bool{pom.Source: {event: true, "LogGap": true}}}
			got := parseWith(t, parserOf(name), opt, segs...)
			if !reflect.DeepEqual(got.in.ByName, all.in.ByName) {
				t.Errorf("%s: wanting %s counts %v, want %v", name, event, got.in.ByName, all.in.ByName)
			}
			want := &collected{}
			for _, e := range all.events {
				if e.Name == event || e.Name == "LogGap" {
					want.events = append(want.events, e)
				}
			}
			if got.lines() != want.lines() {
				t.Errorf("%s: wanting %s:\n%s\nwant\n%s", name, event, got.lines(), want.lines())
			}
		}
	}
}

// TestRecords checks that every event is delivered, without its body, where records count.
func TestRecords(t *testing.T) {
	opt := options()
	opt.Wanted = &trace.Wanted{Records: map[string]bool{pom.Source: true}}
	got := parseWith(t, pom.New(), opt, readCase(t, "incident")...)
	if int64(len(got.events)) != got.in.Events {
		t.Errorf("%d events delivered of %d", len(got.events), got.in.Events)
	}
	for _, e := range got.events {
		if !e.Skipped || e.Agent != "" || e.Time.IsZero() || e.Pos.Line == 0 {
			t.Errorf("%s", eventLine(e, true))
		}
	}
}

// TestGenerated checks the counts of a long log.
func TestGenerated(t *testing.T) {
	log, counts := generated(t, pomtest.Options{Size: 4 << 20, Loses: 5, Seed: 3})
	opt := options()
	opt.Wanted = nil
	got := parseWith(t, pom.New(), opt, text{"a.log", string(log)})
	by := got.in.ByName
	for name, want := range map[string]int{"AgentCommand": counts.Commands, "POMNotAvailable": counts.NotAvailable,
		"POMAvailable": counts.Available, "ZoneManagerChanged": counts.Changes, "PeerLost": counts.Changes} {
		if by[name] != int64(want) || want == 0 {
			t.Errorf("%s: %d, want %d", name, by[name], want)
		}
	}
	if got.in.SkippedLines != 0 || len(got.events) != 0 || got.in.Bytes != counts.Bytes {
		t.Errorf("skipped %d, delivered %d, bytes %d", got.in.SkippedLines, len(got.events), got.in.Bytes)
	}
}
