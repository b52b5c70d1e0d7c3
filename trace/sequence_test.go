package trace

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSequencerKeepsFileOrder(t *testing.T) {
	tests := []struct {
		name    string
		printed []float64
		want    []float64
		gaps    int
	}{
		{"in order", []float64{0, 1, 1, 2}, []float64{0, 1, 1, 2}, 0},
		{"jitter is raised to the event before", []float64{10, 8, 9, 11}, []float64{10, 10, 10, 11}, 0},
		{"exactly the bound is jitter", []float64{10, 8}, []float64{10, 10}, 0},
		{"a larger step moves the clock from there on", []float64{100, 101, 50, 51, 53}, []float64{100, 101, 101, 102, 104}, 1},
		{"two steps add up", []float64{100, 90, 91, 70, 71}, []float64{100, 100, 101, 101, 102}, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var s Sequencer
			in := &Input{}
			gaps := 0
			for i, p := range tt.printed {
				e := &Event{Time: at(p), Name: "X"}
				if g := s.Place(in, e); g != nil {
					gaps++
					if g.Name != "LogGap" || !g.Time.Equal(e.Time) {
						t.Errorf("gap %+v before the event at %s", g, e.Time)
					}
				}
				if !e.Time.Equal(at(tt.want[i])) {
					t.Errorf("event %d printed %v: at %s, want %s", i, p, e.Time, at(tt.want[i]))
				}
				stamped, moved := e.Attrs.Get("stamped")
				if moved != (p != tt.want[i]) || moved && stamped != at(p).Format(time.RFC3339Nano) {
					t.Errorf("event %d printed %v: stamped %q", i, p, stamped)
				}
			}
			if gaps != tt.gaps || len(in.Notes) != tt.gaps {
				t.Errorf("%d gaps, %d notes, want %d", gaps, len(in.Notes), tt.gaps)
			}
		})
	}
}

func TestSequencerNeverGoesBackAndKeepsStepsForward(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := Sequencer{Reorder: time.Duration(rapid.IntRange(0, 5).Draw(rt, "reorder")) * time.Second}
		printed := rapid.SliceOf(rapid.IntRange(0, 1000)).Draw(rt, "printed")
		var last time.Time
		for _, p := range printed {
			got, _ := s.Time(at(float64(p)))
			if got.Before(last) {
				rt.Fatalf("%s after %s", got, last)
			}
			last = got
		}
	})
}

func TestSequencerLeavesStaticFactsAlone(t *testing.T) {
	var s Sequencer
	s.Time(at(5))
	if got, step := s.Time(time.Time{}); !got.IsZero() || step != 0 {
		t.Errorf("%s, %s", got, step)
	}
}

func TestParseSkew(t *testing.T) {
	good := map[string]Skew{
		"PC-17=+120ms":   {Name: "PC-17", Ahead: 120 * time.Millisecond},
		"a=b=-1.5s":      {Name: "a=b", Ahead: -1500 * time.Millisecond},
		" sip-a = 0s ":   {Name: "sip-a", Ahead: 0},
		"h=1h0m0.001s":   {Name: "h", Ahead: time.Hour + time.Millisecond},
		"10.0.0.1=250ms": {Name: "10.0.0.1", Ahead: 250 * time.Millisecond},
	}
	for text, want := range good {
		if got, err := ParseSkew(text); err != nil || got != want {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	bad := map[string]string{
		"PC-17":      `"PC-17": has no "="; accepted is HOST=+120ms`,
		"=+1s":       `names no host`,
		"PC-17=120":  `"120" is no duration with a unit`,
		"PC-17=":     `"" is no duration`,
		"PC-17=fast": `"fast" is no duration`,
	}
	for text, want := range bad {
		if _, err := ParseSkew(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	if _, err := ParseSkews([]string{"a=1s", "A=2s"}); err == nil || !strings.Contains(err.Error(), "was given as 1s before") {
		t.Error(err)
	}
}

func TestSkewIsSubtractedFromTheClockItNames(t *testing.T) {
	in := &Input{Path: "x", Clock: "pc17", Host: "other", First: at(10), Last: at(10), EndTime: at(11), Coverage: []Span{{at(10), at(11)}}}
	skews := Skews{{Name: "OTHER", Ahead: time.Hour}, {Name: "PC17", Ahead: 2 * time.Second}, {Name: "nobody", Ahead: time.Second}}
	e := &Event{Time: at(10), Name: "X"}
	s := skews.Apply(&listStream{items: []Item{{Kind: KindInputStart, Input: in}, {Input: in, Event: e, Time: e.Time},
		{Kind: KindInputEnd, Input: in, Time: at(11)}}})
	items := mustDrain(t, s)
	if !items[1].Time.Equal(at(8)) || !items[1].Event.Time.Equal(at(8)) || !items[2].Time.Equal(at(9)) {
		t.Errorf("event at %s, end at %s", items[1].Time, items[2].Time)
	}
	if !in.First.Equal(at(8)) || !in.EndTime.Equal(at(9)) || !in.Coverage[0].To.Equal(at(9)) {
		t.Errorf("%+v", in)
	}
	if !e.Time.Equal(at(10)) {
		t.Error("the stream's own event was changed: delivered twice it would be corrected twice")
	}
	if diff := cmp.Diff([]string{"nobody"}, skews.Unused([]*Input{in})); diff != "" {
		t.Error(diff)
	}
}

func TestSkewIsRefusedForAMergedTrace(t *testing.T) {
	start := func(clock string) Stream {
		in := &Input{Path: "m.ndjson", Clock: clock, Merged: true}
		return Skews{{Name: "PC-17", Ahead: 120 * time.Millisecond}}.Apply(&listStream{items: []Item{{Kind: KindInputStart, Input: in}}})
	}
	if _, err := drain(start("pc-17")); err == nil || !strings.Contains(err.Error(), "--skew PC-17=+120ms: m.ndjson was merged") {
		t.Error(err)
	}
	if _, err := drain(start("pc-18")); err != nil {
		t.Error(err)
	}
}

// A damaged stamp may be centuries off, which no duration can tell.
func TestSequencerAcrossCenturies(t *testing.T) {
	at := func(year, second int) time.Time { return time.Date(year, 6, 10, 13, 35, second, 0, time.UTC) }
	var s Sequencer
	for i, c := range []struct{ printed, want time.Time }{
		{at(2526, 0), at(2526, 0)}, {at(2026, 1), at(2526, 0)}, {at(2026, 4), at(2526, 3)}, {at(2026, 3), at(2526, 3)}, {at(2026, 9), at(2526, 8)},
	} {
		got, step := s.Time(c.printed)
		if !got.Equal(c.want) || (step != 0) != (i == 1) {
			t.Errorf("%s: placed at %s after a step of %s, want %s", c.printed, got, step, c.want)
		}
	}
}
