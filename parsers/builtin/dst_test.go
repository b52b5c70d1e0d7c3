package builtin_test

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/builtin"
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

// readAt reads a log whose records were written at those moments: each must be told at its own, and none
// of them is a gap.
func readAt(t *testing.T, what string, p parsers.Parser, opt parsers.Options, text string, moments []time.Time) {
	t.Helper()
	seg := parsers.Segment{Name: "x.log", Size: int64(len(text)), Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
	got := &written{times: map[string]bool{}}
	opt.Wanted = &trace.Wanted{All: true}
	if err := p.Parse([]parsers.Segment{seg}, opt, got); err != nil {
		t.Fatal(err)
	}
	for _, m := range moments {
		if want := m.UTC().Format("2006-01-02T15:04:05"); !got.times[want] {
			t.Errorf("%s: nothing at %s, which is %s", what, want, m)
		}
	}
	if got.gaps > 0 {
		t.Errorf("%s: %d gaps", what, got.gaps)
	}
}

// acrossChanges calls f for both changes of the clocks and for midnight, with moments on both sides.
func acrossChanges(t *testing.T, f func(change string, zone *time.Location, moments []time.Time)) {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err)
	}
	for change, at := range map[string]time.Time{
		"spring":   time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC),
		"autumn":   time.Date(2026, 10, 25, 1, 0, 0, 0, time.UTC),
		"midnight": time.Date(2026, 3, 1, 23, 0, 0, 0, time.UTC),
	} {
		var moments []time.Time
		for _, d := range []time.Duration{-5 * time.Hour, -2 * time.Hour, -30 * time.Minute, -time.Minute, 2 * time.Minute, 58 * time.Minute, 61 * time.Minute, 4 * time.Hour} {
			moments = append(moments, at.Add(d).In(zone))
		}
		f(change, zone, moments)
	}
}

// TestEveryParserAcrossDaylightSaving reads logs without a zone of their own, in that of --tz, across both
// changes of the clocks and midnight.
func TestEveryParserAcrossDaylightSaving(t *testing.T) {
	for name, log := range map[string]func([]time.Time) string{
		"tserver": genesysLog, "interaction": genesysLog, "ors": genesysLog, "desktop": traceLog, "pom": pomLog, "softphone": phoneLog(false),
		"workspace": workspaceLog(dated, false), "psdk": sdkLog(dated, false), "gws": webLog(dated, false), "pom-manager": managerLog,
	} {
		p := parserNamed(t, name)
		acrossChanges(t, func(change string, zone *time.Location, moments []time.Time) {
			for _, forced := range []bool{true, false} { // without a zone in the log it is all the same
				readAt(t, name+", "+change, p, parsers.Options{Zone: zone, ZoneForced: forced}, log(moments), moments)
			}
		})
	}
}

// TestClocksWithoutDateAcrossDaylightSaving reads logs that print neither zone nor date.
func TestClocksWithoutDateAcrossDaylightSaving(t *testing.T) {
	for name, log := range map[string]func([]time.Time) string{
		"workspace": workspaceLog(clockAlone, false), "psdk": sdkLog(clockAlone, false), "gws": webLog(clockAlone, false), "clock adapter": consoleLog,
	} {
		p := parsers.Find(name, builtin.Parsers())
		if p == nil {
			p = clockAdapter(t)
		}
		acrossChanges(t, func(change string, zone *time.Location, moments []time.Time) {
			readAt(t, name+", "+change, p, parsers.Options{Zone: zone, ZoneForced: true, Date: moments[0]}, log(moments), moments)
		})
	}
}

// TestServerTimesTellDaylightSaving reads logs in the wrong zone: the servers' times in messages tell the
// right one before the change and after.
func TestServerTimesTellDaylightSaving(t *testing.T) {
	for name, logs := range map[string][]func([]time.Time) string{
		"workspace": {workspaceLog(dated, true), workspaceLog(clockAlone, true)},
		"psdk":      {sdkLog(dated, true), sdkLog(clockAlone, true)},
		"gws":       {webLog(dated, true), webLog(clockAlone, true)},
		"softphone": {phoneLog(true)},
	} {
		for i, log := range logs {
			acrossChanges(t, func(change string, _ *time.Location, moments []time.Time) {
				readAt(t, name+", "+change+[]string{"", ", without a date"}[i], parsers.Find(name, builtin.Parsers()), parsers.Options{Zone: time.UTC}, log(moments), moments)
			})
		}
	}
}
