package main

import (
	"testing"
	"time"
)

func TestAround(t *testing.T) {
	zones, err := parseZones([]string{"+01:00"})
	if err != nil {
		t.Fatal(err)
	}
	opt := readOptions{zones: zones}
	first := time.Date(2026, 3, 2, 10, 0, 0, 0, time.FixedZone("", 3600))
	for text, want := range map[string]string{
		"10:42":                     "2026-03-02T10:42:00+01:00 5m0s",
		"10:42:07.5/30s":            "2026-03-02T10:42:07.5+01:00 30s",
		"09:58":                     "2026-03-02T09:58:00+01:00 5m0s", // the log begins in between
		"09:42":                     "2026-03-03T09:42:00+01:00 5m0s",
		"2026-03-05T10:42/1h":       "2026-03-05T10:42:00+01:00 1h0m0s",
		"2026-03-05T10:42:00+05:30": "2026-03-05T10:42:00+05:30 5m0s",
	} {
		w, err := parseAround(text, time.Time{}, opt)
		if err != nil {
			t.Error(text, err)
			continue
		}
		at := w.moment
		if at.IsZero() {
			at = w.on(first)
		}
		if got := at.Format(time.RFC3339Nano) + " " + w.span.String(); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	w, err := parseAround("10:42", time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), opt)
	if err != nil || w.moment.Format(time.RFC3339) != "2026-05-01T10:42:00+01:00" {
		t.Errorf("with a date: %v, %v", w, err)
	}
	for _, text := range []string{"noon", "10:42/soon", "25:00", "10:42/-5m", "/5m"} {
		if _, err := parseAround(text, time.Time{}, opt); err == nil {
			t.Errorf("%s is taken for a time", text)
		}
	}
}
