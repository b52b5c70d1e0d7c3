package report

import (
	"testing"
	"time"

	"github.com/fo-check/fo-check/trace"
)

func TestCertainty(t *testing.T) {
	untold := []trace.Note{{Text: "the log does not tell its offset from UTC: read in Local"}}
	for _, c := range []struct {
		name        string
		dating      string
		notes       []trace.Note
		given       bool
		dates, zone Certainty
		from        string
	}{
		{"a trace", "", nil, true, Exact, Exact, "time of every event"},
		{"an epoch", "epoch in the block", nil, false, Exact, Exact, "time of every event"},
		{"a dated record", "dated record", nil, false, Exact, Derived, "told by the log"},
		{"a check point", "check point", untold, false, Derived, Assumed, "zone of this machine"},
		{"a name", "file name", nil, true, Derived, Assumed, "--tz"},
		{"a flag", "--date", nil, true, Assumed, Assumed, "--tz"},
	} {
		in := &trace.Input{Source: "tserver", Dating: c.dating, Notes: c.notes, First: time.Unix(1, 0)}
		_, dates := dating(in)
		from, zone := (&Reading{ZoneGiven: c.given}).zoned(in)
		if dates != c.dates || zone != c.zone || from != c.from {
			t.Errorf("%s: dates %s, offset %s (%s)", c.name, dates, from, zone)
		}
	}
	if by, sure := dating(&trace.Input{}); by != "none" || sure != Unknown {
		t.Errorf("an input without events: %s %s", by, sure)
	}
}

func TestReadingCounts(t *testing.T) {
	var r Reading
	for _, e := range []trace.Event{
		{Name: "LogGap"},
		{Name: "X", Attrs: trace.Attrs{{Key: "inferred", Value: "agent, dn"}, {Key: "Password", Value: trace.Withheld}}},
		{Name: "Y", Attrs: trace.Attrs{{Key: "inferred", Value: "agent"}, {Key: "truncated", Value: "end"}}},
	} {
		r.See(&e)
	}
	if got := r.doubts(); got != "1 gap, 1 truncated record, 1 value withheld, agent inferred 2 times, dn inferred once" {
		t.Error(got)
	}
}

func TestCoverage(t *testing.T) {
	for _, c := range []struct {
		lines, skipped int64
		want           float64
	}{{0, 0, 100}, {10, 0, 100}, {10, 10, 0}, {200, 1, 99.5}, {1, 2, 0}} {
		if got := Coverage(&trace.Input{Lines: c.lines, SkippedLines: c.skipped}); got != c.want {
			t.Errorf("%d of %d skipped: %g", c.skipped, c.lines, got)
		}
	}
}
