package ors_test

import (
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/ors"
	"github.com/fo-check/fo-check/parsers/ors/orstest"
	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/trace"
)

func TestWantedIsAFilter(t *testing.T) {
	wishes := map[string]*trace.Wanted{"few": few(), "nothing": nil, "ends": parsertest.Only(ors.Source, "SessionEnded"), "present": parsertest.Only(ors.Source, "interaction.present"),
		"links": parsertest.Only(ors.Source, "PeerLost", "PeerConnected", "LogGap"), "acts": parsertest.Only(ors.Source, "SessionAction", "RoleChanged"), "other": {Bodies: map[string]map[string]bool{"pom": {"X": true}}}}
	log, _ := orstest.Generate(orstest.Options{Size: 1 << 20, Lost: 3, Seed: 11})
	logs.Filter(t, wishes, text{Name: "ors.log", Content: string(log)}, nil)
}

func TestRecords(t *testing.T) { logs.Records(t, ors.Source, few()) }

// TestSecretsAreNotKept plants user data and passwords wherever a log holds them.
func TestSecretsAreNotKept(t *testing.T) {
	const secret = "SECRET"
	planted := 0
	for _, name := range logs.Names(t) {
		texts := readCase(t, name)
		for _, x := range texts {
			planted += strings.Count(x.Content, secret)
		}
		if strings.Contains(parse(t, options(), texts...).Dump(), secret) {
			t.Errorf("%s: user data was kept", name)
		}
		d := ors.New().Detect(parsers.Head{Bytes: []byte(texts[0].Content)})
		if strings.Contains(d.Reason, secret) {
			t.Errorf("%s: user data in %q", name, d.Reason)
		}
	}
	if planted < 10 {
		t.Errorf("only %d secrets are planted", planted)
	}
}

func TestConsumerGone(t *testing.T) {
	log, _ := orstest.Generate(orstest.Options{})
	parsertest.ConsumerGone(t, ors.New(), string(log))
}

func TestReadErrors(t *testing.T) {
	log, _ := orstest.Generate(orstest.Options{})
	parsertest.ReadErrors(t, ors.New(), string(log))
}

// TestOptions checks what the user says of dates and zones.
func TestOptions(t *testing.T) {
	undated := readCase(t, "undated")
	opt := options()
	opt.Date = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	opt.Zone = time.FixedZone("", -5*3600)
	got := parse(t, opt, undated...)
	if got.In.Dating != "--date" || len(got.Events) != 2 || parsertest.Stamp(got.Events[1].Time) != "2026-03-03T00:00:01.0000-05:00" {
		t.Errorf("with a date: %s", got.Dump())
	}
	opt.ZoneForced = true
	if got = parse(t, opt, readCase(t, "basics")...); parsertest.Stamp(got.Events[2].Time) != "2026-03-02T09:00:00.1400-05:00" || got.In.Offset != "-05:00" {
		t.Errorf("with a forced zone: %s", got.Dump())
	}
}

// TestVersion takes the version of the server from its banner, before the first event is told.
func TestVersion(t *testing.T) {
	v := ""
	out := &starter{func(in *trace.Input) { v = in.Params["ors-version"] }}
	if err := ors.New().Parse(parsertest.Segments(readCase(t, "basics")...), options(), out); err != nil || v != "8.1.400.75" {
		t.Errorf("version %q, error %v", v, err)
	}
}

type starter struct{ f func(*trace.Input) }

func (s *starter) Start(in *trace.Input) error          { s.f(in); return nil }
func (*starter) Event(*trace.Input, *trace.Event) error { return nil }
func (*starter) End(*trace.Input) error                 { return nil }
