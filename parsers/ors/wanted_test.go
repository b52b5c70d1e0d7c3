package ors_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/ors"
	"github.com/fo-check/fo-check/parsers/ors/orstest"
	"github.com/fo-check/fo-check/trace"
)

// TestWantedIsAFilter reads each log for a few events only: those must be the same as among all, and the
// counts must not change.
func TestWantedIsAFilter(t *testing.T) {
	only := func(names ...string) *trace.Wanted {
		m := map[string]bool{}
		for _, n := range names {
			m[n] = true
		}
		return &trace.Wanted{Bodies: map[string]map[string]bool{ors.Source: m}}
	}
	wishes := map[string]*trace.Wanted{"few": few(), "nothing": nil, "ends": only("SessionEnded"), "present": only("interaction.present"),
		"links": only("PeerLost", "PeerConnected", "LogGap"), "acts": only("SessionAction", "RoleChanged"), "other": {Bodies: map[string]map[string]bool{"pom": {"X": true}}}}
	log, _ := orstest.Generate(orstest.Options{Size: 1 << 20, Lost: 3, Seed: 11})
	cases := map[string][]text{"generated": {{"ors.log", string(log)}}}
	for _, name := range caseNames(t) {
		cases[name] = readCase(t, name)
	}
	for name, texts := range cases {
		all := parse(t, options(), texts...)
		for wish, w := range wishes {
			t.Run(name+"/"+wish, func(t *testing.T) {
				opt := options()
				opt.Wanted = w
				compareWanted(t, all, parse(t, opt, texts...))
			})
		}
	}
}

func compareWanted(t *testing.T, all, got *collected) {
	t.Helper()
	if fmt.Sprint(all.in.ByName) != fmt.Sprint(got.in.ByName) {
		t.Errorf("counts %v, want %v", got.in.ByName, all.in.ByName)
	}
	if !all.in.EndTime.Equal(got.in.EndTime) || all.in.End != got.in.End {
		t.Errorf("ends %v %q, want %v %q", got.in.EndTime, got.in.End, all.in.EndTime, all.in.End)
	}
	names := map[string]bool{}
	for _, e := range got.events {
		names[e.Name] = true
	}
	var want []string
	for _, e := range all.events {
		if names[e.Name] {
			want = append(want, eventLine(e, true))
		}
	}
	for i, e := range got.events {
		if i >= len(want) || eventLine(e, true) != want[i] {
			t.Fatalf("event %d:\n got %s\nwant %v", i, eventLine(e, true), want[min(i, len(want)-1)])
		}
	}
	if len(got.events) != len(want) {
		t.Errorf("%d events, want %d", len(got.events), len(want))
	}
}

// TestRecords delivers every event as a sign of life.
func TestRecords(t *testing.T) {
	for _, name := range caseNames(t) {
		texts := readCase(t, name)
		all := parse(t, options(), texts...)
		opt := options()
		opt.Wanted = &trace.Wanted{Bodies: few().Bodies, Records: map[string]bool{ors.Source: true}}
		got := parse(t, opt, texts...)
		for i, e := range got.events {
			if e.Skipped && (len(e.Attrs) > 0 || e.Session != "" || e.Time.IsZero() || e.Name == "" || e.Pos.Line == 0) {
				t.Errorf("%s: skipped event %s", name, eventLine(e, true))
			}
			if i > 0 && e.Time.Before(got.events[i-1].Time) {
				t.Errorf("%s: time goes back at %s", name, eventLine(e, true))
			}
		}
		if len(got.events) != len(all.events) {
			t.Errorf("%s: %d events, want %d", name, len(got.events), len(all.events))
		}
	}
}

// TestSecretsAreNotKept plants user data and passwords wherever a log holds them.
func TestSecretsAreNotKept(t *testing.T) {
	const secret = "SECRET"
	planted := 0
	for _, name := range caseNames(t) {
		texts := readCase(t, name)
		for _, x := range texts {
			planted += strings.Count(x.content, secret)
		}
		if strings.Contains(parse(t, options(), texts...).dump(), secret) {
			t.Errorf("%s: user data was kept", name)
		}
		d := ors.New().Detect(parsers.Head{Bytes: []byte(texts[0].content)})
		if strings.Contains(d.Reason, secret) {
			t.Errorf("%s: user data in %q", name, d.Reason)
		}
	}
	if planted < 10 {
		t.Errorf("only %d secrets are planted", planted)
	}
}

// failing refuses events after some.
type failing struct{ left int }

func (*failing) Start(*trace.Input) error { return nil }
func (f *failing) Event(*trace.Input, *trace.Event) error {
	if f.left--; f.left < 0 {
		return io.ErrClosedPipe
	}
	return nil
}
func (*failing) End(*trace.Input) error { panic("ended after an error") }

func TestConsumerGone(t *testing.T) {
	log, _ := orstest.Generate(orstest.Options{})
	for _, left := range []int{0, 3, 100} {
		err := ors.New().Parse(segments([]text{{"ors.log", string(log)}}), options(), &failing{left})
		if err != io.ErrClosedPipe {
			t.Errorf("error %v, want that of the consumer", err)
		}
	}
}

func TestReadErrors(t *testing.T) {
	log, _ := orstest.Generate(orstest.Options{})
	boom := fmt.Errorf("disk on fire")
	for name, open := range map[string]func() (io.ReadCloser, error){
		"open": func() (io.ReadCloser, error) { return nil, boom },
		"read": func() (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(bytes.NewReader(log[:600000]), &errReader{boom})), nil
		},
	} {
		c := &collected{}
		err := ors.New().Parse([]parsers.Segment{{Name: "x.log", Open: open}}, options(), c)
		if err == nil || err.Error() != "x.log: cannot be read: disk on fire" {
			t.Errorf("%s: error %v", name, err)
		}
		if c.ended != 0 {
			t.Errorf("%s: the input was ended as if it had been read", name)
		}
		if name == "read" && len(c.events) < 100 {
			t.Errorf("what was read before the error is lost: %d events", len(c.events))
		}
	}
}

type errReader struct{ err error }

func (e *errReader) Read([]byte) (int, error) { return 0, e.err }

// TestOptions checks what the user says of dates and zones.
func TestOptions(t *testing.T) {
	undated := readCase(t, "undated")
	opt := options()
	opt.Date = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	opt.Zone = time.FixedZone("", -5*3600)
	got := parse(t, opt, undated...)
	if got.in.Dating != "--date" || len(got.events) != 2 || stamp(got.events[1].Time) != "2026-03-03T00:00:01.0000-05:00" {
		t.Errorf("with a date: %s", got.dump())
	}
	opt.ZoneForced = true
	if got = parse(t, opt, readCase(t, "basics")...); stamp(got.events[2].Time) != "2026-03-02T09:00:00.1400-05:00" || got.in.Offset != "-05:00" {
		t.Errorf("with a forced zone: %s", got.dump())
	}
}

// TestVersion takes the version of the server from its banner, before the first event is told.
func TestVersion(t *testing.T) {
	v := ""
	out := &starter{func(in *trace.Input) { v = in.Params["ors-version"] }}
	if err := ors.New().Parse(segments(readCase(t, "basics")), options(), out); err != nil || v != "8.1.400.75" {
		t.Errorf("version %q, error %v", v, err)
	}
}

type starter struct{ f func(*trace.Input) }

func (s *starter) Start(in *trace.Input) error          { s.f(in); return nil }
func (*starter) Event(*trace.Input, *trace.Event) error { return nil }
func (*starter) End(*trace.Input) error                 { return nil }
