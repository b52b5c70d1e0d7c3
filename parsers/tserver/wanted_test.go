package tserver_test

import (
	"bytes"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/tserver"
	"github.com/fo-check/fo-check/parsers/tserver/tservertest"
	"github.com/fo-check/fo-check/trace"
	"pgregory.net/rapid"
)

var parserUnderTest = tserver.New()

func generatedSegments(t *rapid.T, opt tservertest.Options) ([]text, tservertest.Counts) {
	var bufs []*bytes.Buffer
	counts, err := tservertest.Generate(opt, func(int) (io.Writer, error) {
		bufs = append(bufs, &bytes.Buffer{})
		return bufs[len(bufs)-1], nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var out []text
	for i, b := range bufs {
		out = append(out, text{fmt.Sprintf("sip%04d.log", i), b.String()})
	}
	return out, counts
}

// TestWantedIsAFilter reads each log for a few events only: those must be the same as among all, and the
// counts must not change.
func TestWantedIsAFilter(t *testing.T) {
	wishes := map[string]*trace.Wanted{"few": few(), "nothing": nil, "answers": {Bodies: map[string]map[string]bool{"": {"EventError": true}}},
		"roles":    {Bodies: map[string]map[string]bool{"tserver": {"RoleChanged": true, "GracefulShutdownStarted": true, "LogGap": true}}},
		"ready":    {Bodies: map[string]map[string]bool{"tserver": {"EventAgentReady": true}}},
		"told":     {Bodies: map[string]map[string]bool{"tserver": {"EventDelivered": true}}},
		"register": {Bodies: map[string]map[string]bool{"tserver": {"RegistrationChanged": true}}}}
	log, _ := generated(t, tservertest.Options{Size: 1 << 20, Forced: 3, Seed: 11})
	cases := map[string][]text{"generated": {{"sip.log", string(log)}}}
	for _, name := range caseNames(t) {
		cases[name] = readCase(t, name)
	}
	for name, texts := range cases {
		all := parse(t, options(), texts...)
		for wish, w := range wishes {
			t.Run(name+"/"+wish, func(t *testing.T) {
				opt := options()
				opt.Wanted = w
				compareWanted(t, all, parse(t, opt, texts...), wish)
			})
		}
	}
}

func compareWanted(t *testing.T, all, got *collected, wish string) {
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
		opt.Wanted = &trace.Wanted{Bodies: few().Bodies, Records: map[string]bool{"tserver": true}}
		got := parse(t, opt, texts...)
		for i, e := range got.events {
			if e.Skipped && (len(e.Attrs) > 0 || e.DN != "" || e.Time.IsZero() || e.Name == "" || e.Pos.Line == 0) {
				t.Errorf("%s: skipped event %s", name, eventLine(e, true))
			}
			if i > 0 && e.Time.Before(got.events[i-1].Time) {
				t.Errorf("%s: time goes back at %s", name, eventLine(e, true))
			}
		}
		delivered := int(all.in.ByName["EventDelivered"]) // not a record: told by its event
		if len(got.events) != len(all.events)-delivered {
			t.Errorf("%s: %d events, want %d", name, len(got.events), len(all.events)-delivered)
		}
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
	log, _ := generated(t, tservertest.Options{Size: 1 << 20})
	err := tserver.New().Parse(segments([]text{{"sip.log", string(log)}}), options(), &failing{left: 3})
	if err != io.ErrClosedPipe {
		t.Errorf("error %v, want that of the consumer", err)
	}
}

// broken fails to open, or in the middle.
func TestReadErrors(t *testing.T) {
	log, _ := generated(t, tservertest.Options{Size: 1 << 20})
	boom := fmt.Errorf("disk on fire")
	for name, open := range map[string]func() (io.ReadCloser, error){
		"open": func() (io.ReadCloser, error) { return nil, boom },
		"read": func() (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(bytes.NewReader(log[:600000]), &errReader{boom})), nil
		},
	} {
		c := &collected{}
		err := tserver.New().Parse([]parsers.Segment{{Name: "x.log", Open: open}}, options(), c)
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
	if got.in.Dating != "--date" || len(got.events) != 2 || stamp(got.events[1].Time) != "2026-03-03T00:00:05.0000-05:00" {
		t.Errorf("with a date: %s", got.dump())
	}
	named := undated
	named[0].name = "SIP_Main.20260402_230000_000.log"
	if got = parse(t, options(), named...); got.in.Dating != "file name" || stamp(got.events[0].Time) != "2026-04-02T23:59:59.0000+00:00" {
		t.Errorf("with a name: %s", got.dump())
	}
	opt.ZoneForced = true
	if got = parse(t, opt, readCase(t, "zone")...); stamp(got.events[2].Time) != "2026-03-02T23:59:59.9999-05:00" || got.in.Offset != "-05:00" {
		t.Errorf("with a forced zone: %s", got.dump())
	}
}
