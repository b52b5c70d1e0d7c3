package textlog

import (
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/trace"
)

// times reads what is printed, one after the other, as UTC.
func times(t *testing.T, c *Clock, printed string) string {
	t.Helper()
	out := []string{}
	for _, text := range strings.Split(printed, ", ") {
		pattern := "HH:mm:ss"
		if len(text) > len(pattern) {
			pattern = "yyyy-MM-dd HH:mm:ss"
		}
		l, err := ParseLayout(pattern)
		if err != nil {
			t.Fatal(err)
		}
		v, _, _ := l.Parse([]byte(text))
		at, ok := c.Time(v)
		if !ok {
			t.Fatalf("%s has no date", text)
		}
		out = append(out, at.UTC().Format("02T15:04:05"))
	}
	return strings.Join(out, " ")
}

// TestClock reads times across both changes of the clocks and midnight, in zones of several kinds.
func TestClock(t *testing.T) {
	for _, c := range []struct{ what, zone, printed, want string }{
		{"spring", "Europe/Berlin", "2026-03-28 23:59:59, 00:00:01, 01:59:59, 03:00:00, 04:00:00", "28T22:59:59 28T23:00:01 29T00:59:59 29T01:00:00 29T02:00:00"},
		{"autumn", "Europe/Berlin", "2026-10-24 23:59:59, 01:59:59, 02:00:00, 02:59:59, 02:00:00, 02:30:00, 02:59:59, 03:00:00, 23:00:00, 00:10:00",
			"24T21:59:59 24T23:59:59 25T00:00:00 25T00:59:59 25T01:00:00 25T01:30:00 25T01:59:59 25T02:00:00 25T22:00:00 25T23:10:00"},
		{"autumn, with dates", "Europe/Berlin", "2026-10-25 01:00:00, 2026-10-25 02:30:00, 2026-10-25 02:10:00, 2026-10-25 02:40:00", "24T23:00:00 25T00:30:00 25T01:10:00 25T01:40:00"},
		{"autumn, silent for long before", "Europe/Berlin", "2026-10-24 12:00:00, 2026-10-25 02:30:00, 2026-10-25 02:00:00", "24T10:00:00 25T00:30:00 25T01:00:00"},
		{"autumn, threads out of step", "Europe/Berlin", "2026-10-25 02:59:59, 02:59:30, 02:00:01, 02:00:00, 02:30:00", "25T00:59:59 25T00:59:30 25T01:00:01 25T01:00:00 25T01:30:00"},
		{"autumn, a clock set back later", "Europe/Berlin", "2026-10-25 02:59:00, 02:00:00, 03:30:00, 02:30:00", "25T00:59:00 25T01:00:00 25T02:30:00 25T01:30:00"},
		{"autumn, first line in the hour that comes twice", "Europe/Berlin", "2026-10-25 02:30:00, 02:10:00", "25T00:30:00 25T01:10:00"},
		{"autumn, late past the change", "Europe/Berlin", "2026-10-25 02:59:59, 02:00:01, 02:59:58, 02:00:02", "25T00:59:59 25T01:00:01 25T00:59:58 25T01:00:02"},
		{"no change", "Asia/Kolkata", "2026-10-25 23:59:59, 00:00:01", "25T18:29:59 25T18:30:01"},
		{"half an hour", "Australia/Lord_Howe", "2026-04-05 01:59:59, 01:30:00, 02:00:00", "04T14:59:59 04T15:00:00 04T15:30:00"},
		{"back at midnight", "America/Havana", "2026-11-01 00:59:59, 00:00:00, 00:30:00, 00:59:59, 01:00:00", "01T04:59:59 01T05:00:00 01T05:30:00 01T05:59:59 01T06:00:00"},
		{"on at midnight", "America/Havana", "2026-03-07 23:59:59, 01:00:00", "08T04:59:59 08T05:00:00"},
		{"back to the day before", "Asia/Beirut", "2026-10-24 22:59:59, 23:59:59, 23:00:00, 23:30:00, 23:59:59, 00:00:00", "24T19:59:59 24T20:59:59 24T21:00:00 24T21:30:00 24T21:59:59 24T22:00:00"},
		{"late past midnight", "UTC", "2026-03-02 23:59:58, 00:00:01, 23:59:59, 00:00:02, 12:00:00", "02T23:59:58 03T00:00:01 02T23:59:59 03T00:00:02 03T12:00:00"},
		{"silent for a day", "UTC", "2026-03-02 00:00:01, 23:59:59, 00:00:02", "02T00:00:01 02T23:59:59 03T00:00:02"},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Skip(err)
		}
		clock := &Clock{Zone: zone}
		if got := times(t, clock, c.printed); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.what, got, c.want)
		}
		in := &trace.Input{}
		if clock.Remark(in); len(in.Notes) > 0 {
			t.Errorf("%s: %v", c.what, in.Notes)
		}
	}
}

// TestClockLeftOut notes that times do not exist in the zone.
func TestClockLeftOut(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err)
	}
	clock, in := &Clock{Zone: zone}, &trace.Input{}
	times(t, clock, "2026-03-29 01:30:00, 02:30:00, 03:30:00")
	if clock.Remark(in); len(in.Notes) != 1 || !strings.Contains(in.Notes[0].Text, "times that clocks leave out") {
		t.Errorf("%v", in.Notes)
	}
}
