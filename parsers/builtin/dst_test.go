package builtin_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/builtin"
	"github.com/fo-check/fo-check/parsers/pom/pomtest"
	"github.com/fo-check/fo-check/trace"
)

// written keeps the times of the events that a parser writes, and its gaps.
type written struct {
	times map[string]bool
	gaps  int
}

func (w *written) Start(*trace.Input) error { return nil }
func (w *written) End(*trace.Input) error   { return nil }
func (w *written) Event(_ *trace.Input, e *trace.Event) error {
	w.times[e.Time.UTC().Format("2006-01-02T15:04:05")] = true
	if e.Name == "LogGap" {
		w.gaps++
	}
	return nil
}

// genesysLog writes records that all Genesys servers write, the first one with its date, the others with
// a clock alone.
func genesysLog(moments []time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s Trc 04120 Check point %s\n", moments[0].Format("15:04:05.000"), moments[0].Format("2006-01-02T15:04:05"))
	for _, m := range moments {
		fmt.Fprintf(&b, "%s Std 04561 Warm Standby (Primary) mode activated\n", m.Format("15:04:05.000"))
	}
	return b.String()
}

func traceLog(moments []time.Time) string {
	var b strings.Builder
	b.WriteString(`{"schema":"fo-check/trace/v1","source":"desktop","instance":"PC-1"}` + "\n")
	for _, m := range moments {
		fmt.Fprintf(&b, `{"time":%q,"name":"CheckPoint"}`+"\n", m.Format(time.RFC3339))
	}
	return b.String()
}

func pomLog(moments []time.Time) string {
	var b bytes.Buffer
	for _, m := range moments {
		pomtest.NewWriter(&b, pomtest.ISOLayout(), m).Start("East")
	}
	return b.String()
}

// TestEveryParserAcrossDaylightSaving reads logs without a zone of their own, in that of --tz, across both
// changes of the clocks and midnight.
func TestEveryParserAcrossDaylightSaving(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err)
	}
	logs := map[string]func([]time.Time) string{"tserver": genesysLog, "interaction": genesysLog, "ors": genesysLog, "desktop": traceLog, "pom": pomLog}
	for change, at := range map[string]time.Time{
		"spring":   time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC),
		"autumn":   time.Date(2026, 10, 25, 1, 0, 0, 0, time.UTC),
		"midnight": time.Date(2026, 3, 1, 23, 0, 0, 0, time.UTC),
	} {
		var moments []time.Time
		for _, d := range []time.Duration{-5 * time.Hour, -2 * time.Hour, -30 * time.Minute, -time.Minute, 2 * time.Minute, 58 * time.Minute, 61 * time.Minute, 4 * time.Hour} {
			moments = append(moments, at.Add(d).In(zone))
		}
		for name, log := range logs {
			text := log(moments)
			seg := parsers.Segment{Name: "x.log", Size: int64(len(text)), Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
			got := &written{times: map[string]bool{}}
			opt := parsers.Options{Wanted: &trace.Wanted{All: true}, Zone: zone, ZoneForced: true}
			if err := parsers.Find(name, builtin.Parsers()).Parse([]parsers.Segment{seg}, opt, got); err != nil {
				t.Fatal(err)
			}
			for _, m := range moments {
				if want := m.UTC().Format("2006-01-02T15:04:05"); !got.times[want] {
					t.Errorf("%s, %s: nothing at %s, which is %s", name, change, want, m)
				}
			}
			if got.gaps > 0 {
				t.Errorf("%s, %s: %d gaps", name, change, got.gaps)
			}
		}
	}
}
