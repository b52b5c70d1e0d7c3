package genesys_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

func location(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Skip(err)
	}
	return loc
}

// read gives the dates of clocks that follow one another, the first one on that day.
func read(d *genesys.Dater, day string, clocks string) string {
	t, _ := time.Parse(time.DateOnly, day)
	first, out := true, []string{}
	for _, clock := range strings.Fields(clocks) {
		s, ok := genesys.ParseStamp([]byte(clock + ".000 x"))
		if !ok {
			panic(clock)
		}
		if first {
			first = false
			d.SetDay(int32(t.Unix()/86400), s.Clock, genesys.DatedByOption)
		}
		out = append(out, d.Time(d.Day(s), s.Clock).UTC().Format("02T15:04:05"))
	}
	return strings.Join(out, " ")
}

// TestDaylightSaving reads clocks across both changes and midnight, in zones of several kinds.
func TestDaylightSaving(t *testing.T) {
	for _, c := range []struct{ what, zone, day, clocks, want string }{
		{"spring", "Europe/Berlin", "2026-03-28", "23:59:59 00:00:01 01:59:59 03:00:00 04:00:00", "28T22:59:59 28T23:00:01 29T00:59:59 29T01:00:00 29T02:00:00"},
		{"autumn", "Europe/Berlin", "2026-10-24", "23:59:59 01:59:59 02:00:00 02:59:59 02:00:00 02:59:59 03:00:00 23:00:00 00:10:00",
			"24T21:59:59 24T23:59:59 25T00:00:00 25T00:59:59 25T01:00:00 25T01:59:59 25T02:00:00 25T22:00:00 25T23:10:00"},
		{"autumn, threads out of step", "Europe/Berlin", "2026-10-25", "02:59:59 02:59:58 02:00:01 02:00:00 02:30:00", "25T00:59:59 25T00:59:58 25T01:00:01 25T01:00:00 25T01:30:00"},
		{"autumn, silent before", "Europe/Berlin", "2026-10-25", "02:40:00 02:20:00 02:50:00", "25T00:40:00 25T01:20:00 25T01:50:00"},
		{"autumn, a clock set back later", "Europe/Berlin", "2026-10-25", "02:59:00 02:00:00 03:30:00 02:30:00", "25T00:59:00 25T01:00:00 25T02:30:00 25T01:30:00"},
		{"no change", "Asia/Kolkata", "2026-10-25", "23:59:59 00:00:01", "25T18:29:59 25T18:30:01"},
		{"half an hour", "Australia/Lord_Howe", "2026-04-05", "01:59:59 01:30:00 02:00:00", "04T14:59:59 04T15:00:00 04T15:30:00"},
		{"back at midnight", "America/Havana", "2026-11-01", "00:59:59 00:00:00 00:59:59 01:00:00", "01T04:59:59 01T05:00:00 01T05:59:59 01T06:00:00"},
		{"on at midnight", "America/Havana", "2026-03-07", "23:59:59 01:00:00", "08T04:59:59 08T05:00:00"},
		{"on at midnight, from the day before", "Asia/Beirut", "2026-03-28", "23:59:59 01:00:01 02:00:00", "28T21:59:59 28T22:00:01 28T23:00:00"},
		{"back to the day before", "Asia/Beirut", "2026-10-24", "22:59:59 23:59:59 23:00:00 23:59:59 00:00:00", "24T19:59:59 24T20:59:59 24T21:00:00 24T21:59:59 24T22:00:00"},
	} {
		for _, forced := range []bool{true, false} { // without a header it is all the same
			d := genesys.NewDater(location(t, c.zone), forced)
			if got := read(d, c.day, c.clocks); got != c.want {
				t.Errorf("%s:\n got %s\nwant %s", c.what, got, c.want)
			}
		}
	}
}

// TestZoneOfTheHeader follows the rules of the zone that the header names, and no others.
func TestZoneOfTheHeader(t *testing.T) {
	location(t, "Europe/Berlin")
	const spring, springUTC = "01:59:59 03:00:00", "29T00:59:59 29T01:00:00"
	for _, c := range []struct{ zone, utc, local, clocks, want string }{
		{"-3600, CET, CEST", "2026-03-28T23:30:00", "2026-03-29T00:30:00", spring, springUTC},
		{"-3600, W. Europe Standard Time, W. Europe Daylight Time", "2026-03-28T23:30:00", "2026-03-29T00:30:00", spring, springUTC},
		{"-3600, W. Central Africa Standard Time, W. Central Africa Daylight Time", "2026-03-28T23:30:00", "2026-03-29T00:30:00", spring, "29T00:59:59 29T02:00:00"},
		{"-3600, CET, CEST", "2026-03-28T22:30:00", "2026-03-29T00:30:00", spring, "28T23:59:59 29T01:00:00"},                                   // not its offset
		{"-3600, CET, CEST", "2026-03-28T23:30:00", "2026-03-29T00:30:00", "01:59:59 02:30:00 03:30:00", "29T00:59:59 29T01:30:00 29T02:30:00"}, // nor its rules
		{"-3600, CET, CEST", "2026-10-25T00:30:00", "2026-10-25T02:30:00", "02:59:59 02:00:00 03:00:00", "25T00:59:59 25T01:00:00 25T02:00:00"},
		{"-3600, CET, CEST", "2026-10-25T01:30:00", "2026-10-25T02:30:00", "02:30:00 03:00:00", "25T01:30:00 25T02:00:00"}, // opened in the second hour
		{"-3600, Zeit, Sommerzeit", "2026-10-25T00:30:00", "2026-10-25T02:30:00", "02:59:59 02:00:01 03:00:00", "25T00:59:59 25T01:00:01 25T02:00:00"},
		{"-3600, Zeit, Sommerzeit", "2026-10-25T00:30:00", "2026-10-25T02:30:00", "02:59:59 02:50:00", "25T00:59:59 25T00:50:00"}, // too little for it
	} {
		h, _, _, _ := genesys.FindHeader([]byte("Application name: x\nTime zone: " + c.zone + "\nUTC time: " + c.utc + "\nLocal time: " + c.local + "\n\n"))
		d := genesys.NewDater(location(t, "Asia/Kolkata"), false)
		d.SetHeader(h)
		if got := read(d, c.local[:10], c.clocks); got != c.want {
			t.Errorf("%s, opened at %s:\n got %s\nwant %s", c.zone, c.local, got, c.want)
		}
		forced := genesys.NewDater(time.FixedZone("", 0), true)
		forced.SetHeader(h)
		if got, want := read(forced, c.local[:10], "01:00:00"), c.local[8:10]+"T01:00:00"; got != want {
			t.Errorf("%s: --tz gives %s, want %s", c.zone, got, want)
		}
	}
}

// TestEveryZoneOfAHeaderExists catches a zone that was mistyped.
func TestEveryZoneOfAHeaderExists(t *testing.T) {
	location(t, "Europe/Berlin")
	names := []string{"CET, CEST", "MET, MEST", "MEZ, MESZ", "GMT, BST", "GMT, IST", "WET, WEST", "EET, EEST", "IST, IDT", "EST, EDT", "CST, CDT", "MST, MDT",
		"PST, PDT", "AKST, AKDT", "AST, ADT", "NST, NDT", "AEST, AEDT", "ACST, ACDT", "NZST, NZDT"}
	for _, w := range []string{"W. Europe", "Romance", "Central Europe", "Central European", "GMT", "FLE", "GTB", "E. Europe", "Azores", "Israel", "Middle East",
		"Egypt", "Eastern", "Central", "Mountain", "Pacific", "Alaskan", "Atlantic", "Newfoundland", "Cuba", "Pacific SA", "E. South America", "AUS Eastern",
		"Cen. Australia", "Tasmania", "New Zealand"} {
		names = append(names, w+" Standard Time, "+w+" Daylight Time")
	}
	for _, name := range names {
		utc := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
		found := 0
		for off := -12 * 60; off <= 14*60; off += 30 {
			local := utc.Add(time.Duration(off) * time.Minute)
			h, _, _, _ := genesys.FindHeader(fmt.Appendf(nil, "Application name: x\nTime zone: 0, %s\nUTC time: %s\nLocal time: %s\n\n", name,
				utc.Format("2006-01-02T15:04:05"), local.Format("2006-01-02T15:04:05")))
			if h.Zone() != nil {
				found++
			}
		}
		if found != 1 {
			t.Errorf("%s: %d offsets in June, want one", name, found)
		}
	}
}

// sink takes what a journal tells.
type sink struct {
	in     *trace.Input
	events []*trace.Event
}

func (s *sink) Start(in *trace.Input) error { s.in = in; return nil }
func (s *sink) Event(_ *trace.Input, e *trace.Event) error {
	s.events = append(s.events, e.Clone())
	return nil
}
func (s *sink) End(*trace.Input) error { return nil }

// journal reads check points, which every server writes.
func journal(t *testing.T, opt parsers.Options, texts ...string) *sink {
	t.Helper()
	opt.Wanted = &trace.Wanted{All: true}
	out := &sink{}
	j := genesys.NewJournal("any", "any", segmentsOf(t, false, texts...), opt, out)
	for {
		line, ok := j.Reader.Line()
		if !ok {
			break
		}
		if st, ok := j.Stamp(line); ok {
			if rec, ok := genesys.ParseRecord(j.Advance(line, st)[st.Len:]); ok {
				j.Common(rec)
			}
		}
	}
	if err := j.Finish(false, ""); err != nil {
		t.Fatal(err)
	}
	return out
}

func checkPoints(day string, clocks ...string) string {
	text := ""
	for _, c := range clocks {
		text += fmt.Sprintf("%s.000 Trc 04120 Check point %sT%s\n", c, day, c)
	}
	return text
}

// TestJournalAcrossTheEndOfDaylightSaving reads an hour twice without a gap between, whatever tells the zone.
func TestJournalAcrossTheEndOfDaylightSaving(t *testing.T) {
	const named = "Application name: x\nTime zone: -3600, CET, CEST\nUTC time: 2026-10-24T23:00:00\nLocal time: 2026-10-25T01:00:00\n\n"
	points := checkPoints("2026-10-25", "01:30:00", "02:30:00", "02:59:00", "02:00:00", "02:30:00", "03:30:00")
	for name, c := range map[string]struct {
		zone   *time.Location
		header string
	}{
		"the header's zone":       {time.UTC, named},
		"the header's offset":     {time.UTC, strings.Replace(named, "CET, CEST", "X, Y", 1)},
		"without a header, --tz":  {location(t, "Europe/Berlin"), ""},
		"against the header --tz": {location(t, "Europe/Berlin"), strings.Replace(named, "T01:00:00", "T05:00:00", 1)},
	} {
		text := c.header + points
		got := journal(t, parsers.Options{Zone: c.zone, ZoneForced: strings.HasPrefix(name, "against")}, text)
		var hours []string
		for _, e := range got.events {
			if e.Name == "LogGap" {
				t.Errorf("%s: a gap at %s", name, e.Time)
			}
			if u := e.Time.UTC(); u.Minute() == 30 && e.Name == "CheckPoint" {
				hours = append(hours, u.Format("02T15"))
			}
		}
		if strings.Join(hours, " ") != "24T23 25T00 25T01 25T02" {
			t.Errorf("%s: %v\n%v", name, hours, got.in.Notes)
		}
	}
}

// TestJournalTellsOfAnotherOffset notes that a segment has an offset that nothing foretold.
func TestJournalTellsOfAnotherOffset(t *testing.T) {
	head := func(names, utc, local string) string {
		return "Application name: x\nTime zone: -3600, " + names + "\nUTC time: " + utc + "\nLocal time: " + local + "\nStart time (UTC): 2026-03-01T00:00:00\n\n"
	}
	for names, want := range map[string]bool{"X, Y": true, "CET, CEST": false} {
		got := journal(t, parsers.Options{Zone: time.UTC}, head(names, "2026-03-29T00:30:00", "2026-03-29T01:30:00")+checkPoints("2026-03-29", "01:31:00"),
			head(names, "2026-03-29T01:30:00", "2026-03-29T03:30:00")+checkPoints("2026-03-29", "03:31:00"))
		noted := false
		for _, n := range got.in.Notes {
			noted = noted || strings.Contains(n.Text, "the offset from UTC is +02:00 from this segment on")
		}
		last := got.events[len(got.events)-1]
		if noted != want || last.Time.UTC().Format("15:04") != "01:31" {
			t.Errorf("%s: last at %s, notes %v", names, last.Time, got.in.Notes)
		}
	}
}

// TestTimesThatDoNotExist notes that --tz cannot be right.
func TestTimesThatDoNotExist(t *testing.T) {
	got := journal(t, parsers.Options{Zone: location(t, "Europe/Berlin"), ZoneForced: true}, checkPoints("2026-03-29", "01:30:00", "02:30:00", "03:30:00"))
	if len(got.in.Notes) != 1 || !strings.Contains(got.in.Notes[0].Text, "times that clocks leave out") {
		t.Errorf("%v", got.in.Notes)
	}
}
