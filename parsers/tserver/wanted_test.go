package tserver_test

import (
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/parsers/tserver"
	"github.com/fo-check/fo-check/parsers/tserver/tservertest"
	"github.com/fo-check/fo-check/trace"
)

func TestWantedIsAFilter(t *testing.T) {
	wishes := map[string]*trace.Wanted{"few": few(), "nothing": nil, "answers": {Bodies: map[string]map[string]bool{"": {"EventError": true}}},
		"roles":        {Bodies: map[string]map[string]bool{"tserver": {"RoleChanged": true, "GracefulShutdownStarted": true, "LogGap": true}}},
		"ready":        {Bodies: map[string]map[string]bool{"tserver": {"EventAgentReady": true}}},
		"told":         {Bodies: map[string]map[string]bool{"tserver": {"EventDelivered": true}}},
		"told of some": {Bodies: map[string]map[string]bool{"tserver": {"EventDelivered": true}}, Deliveries: map[string]map[string]bool{"tserver": {"EventAgentLogout": true}}},
		"register":     {Bodies: map[string]map[string]bool{"tserver": {"RegistrationChanged": true}}}}
	log, _ := generated(t, tservertest.Options{Size: 1 << 20, Forced: 3, Seed: 11})
	logs.Filter(t, wishes, text{Name: "sip.log", Content: string(log)}, nil)
}

func TestRecords(t *testing.T) { logs.Records(t, tserver.Source, few()) }

func TestConsumerGone(t *testing.T) {
	log, _ := generated(t, tservertest.Options{Size: 1 << 20})
	parsertest.ConsumerGone(t, tserver.New(), string(log))
}

func TestReadErrors(t *testing.T) {
	log, _ := generated(t, tservertest.Options{Size: 1 << 20})
	parsertest.ReadErrors(t, tserver.New(), string(log))
}

// TestOptions checks what the user says of dates and zones.
func TestOptions(t *testing.T) {
	undated := readCase(t, "undated")
	opt := options()
	opt.Date = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	opt.Zone = time.FixedZone("", -5*3600)
	got := parse(t, opt, undated...)
	if got.In.Dating != "--date" || len(got.Events) != 2 || parsertest.Stamp(got.Events[1].Time) != "2026-03-03T00:00:05.0000-05:00" {
		t.Errorf("with a date: %s", got.Dump())
	}
	named := undated
	named[0].Name = "SIP_Main.20260402_230000_000.log"
	if got = parse(t, options(), named...); got.In.Dating != "file name" || parsertest.Stamp(got.Events[0].Time) != "2026-04-02T23:59:59.0000+00:00" {
		t.Errorf("with a name: %s", got.Dump())
	}
	opt.ZoneForced = true
	if got = parse(t, opt, readCase(t, "zone")...); parsertest.Stamp(got.Events[2].Time) != "2026-03-02T23:59:59.9999-05:00" || got.In.Offset != "-05:00" {
		t.Errorf("with a forced zone: %s", got.Dump())
	}
}
