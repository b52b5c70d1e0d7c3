package tserver_test

import (
	"testing"

	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/parsers/tserver"
	"github.com/fo-check/fo-check/parsers/tserver/tservertest"
	"github.com/fo-check/fo-check/trace"
	"pgregory.net/rapid"
)

// seamless are the cases without a silence or a restart, where a seam may be anywhere.
var seamless = []string{"basics", "crlf", "requests", "sync", "lists", "callmanager", "zone", "dst", "encoding"}

// insideMark tells cuts inside the byte order mark.
func insideMark(name string) func(int) bool {
	return func(cut int) bool { return name == "encoding" && (cut == 1 || cut == 2) }
}

func TestSplitAnywhere(t *testing.T) {
	for _, name := range seamless {
		t.Run(name, func(t *testing.T) {
			parsertest.SplitAnywhere(t, tserver.New(), options(), readCase(t, name)[0], 1, insideMark(name))
		})
	}
}

func TestSplitWithHeader(t *testing.T) {
	for _, name := range seamless {
		if name == "dst" {
			continue // the second header would tell another offset
		}
		t.Run(name, func(t *testing.T) {
			parsertest.SplitWithHeader(t, tserver.New(), options(), readCase(t, name)[0], 1)
		})
	}
}

func TestPlaces(t *testing.T) {
	log, _ := generated(t, tservertest.Options{Size: 3 << 20, Seed: 3, Forced: 5})
	parsertest.PlacesOf(t, tserver.New(), options(), log)
}

// TestGeneratedSegments reads a rotated log, cut anywhere, and compares it with what was written.
func TestGeneratedSegments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		opt := tservertest.Options{Seed: rapid.Uint64().Draw(t, "seed"), Size: 100 << 10, Forced: 1,
			Segment: rapid.Int64Range(4<<10, 80<<10).Draw(t, "segment")}
		texts, counts := parsertest.Generated(t, tservertest.Generate, opt)
		c := &collected{}
		if err := tserver.New().Parse(parsertest.Segments(texts...), options(), c); err != nil {
			t.Fatal(err)
		}
		for name, n := range counts.Events {
			if c.In.ByName[name] != n {
				t.Fatalf("%s: %d events, want %d", name, c.In.ByName[name], n)
			}
		}
		if c.In.ByName["EventDelivered"] != counts.Fanout || c.In.ByName["LogGap"] != 0 || c.In.SkippedLines != 0 {
			t.Fatalf("%d delivered, want %d; %d gaps; %d skipped lines", c.In.ByName["EventDelivered"], counts.Fanout,
				c.In.ByName["LogGap"], c.In.SkippedLines)
		}
		checkForced(t, c.Events, counts.Forced)
	})
}

func checkForced(t *rapid.T, events []*trace.Event, planted int) {
	forced, last := 0, events[0].Time
	for _, e := range events {
		if e.Name == "EventAgentLogout" && e.Reason == trace.ReasonForceLogout {
			forced++
		}
		if e.Time.Before(last) {
			t.Fatalf("time goes back at %s:%d", e.Pos.File, e.Pos.Line)
		}
		last = e.Time
	}
	if forced != planted {
		t.Fatalf("%d forced logouts, %d were planted", forced, planted)
	}
}
