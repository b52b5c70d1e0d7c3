package parsers

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/trace"
)

// A log that is alive says so once a second, and once more right before anything else of the same log:
// what another log does in between takes nothing away. Deliveries are part of the record before them.
func TestSignsOfLifeAreThinnedOut(t *testing.T) {
	skipped := func(ms int, name string) trace.Event {
		return trace.Event{Name: name, Time: time.UnixMilli(int64(ms)), Skipped: true}
	}
	read := func(ms int, name string) trace.Event { return trace.Event{Name: name, Time: time.UnixMilli(int64(ms))} }
	a, b := &trace.Input{Path: "a"}, &trace.Input{Path: "b"}
	steps := []struct {
		in *trace.Input
		e  trace.Event
	}{
		{a, skipped(0, "A0")}, {a, skipped(1, delivery)}, {a, skipped(10, "A10")}, {a, skipped(20, "A20")},
		{b, skipped(30, "B30")}, {b, read(40, "BREAD")}, {a, read(50, "AREAD")}, {a, skipped(60, "A60")},
		{a, skipped(1000, "A1000")}, {a, skipped(1001, "A1001")},
	}
	log := Log{Segments: []Segment{text("x", "")}, Parser: feed(func(out Output) error {
		for _, in := range []*trace.Input{a, b} {
			if err := out.Start(in); err != nil {
				return err
			}
		}
		for i := range steps {
			if err := out.Event(steps[i].in, &steps[i].e); err != nil {
				return err
			}
		}
		return out.End(a)
	})}
	reading := Open([]Log{log})
	defer reading.Close()
	events, _, _ := drain(t, reading.Streams()[0])
	var got []string
	for _, e := range events {
		got = append(got, e.Name)
	}
	want := "[A0 B30 BREAD A20 AREAD A1000 A1001]"
	if fmt.Sprint(got) != want {
		t.Errorf("got %s, want %s", strings.Join(got, " "), want)
	}
}
