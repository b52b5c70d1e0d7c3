package parsertest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// Wish is a set of wanted events with a name.
type Wish struct {
	Name   string
	Wanted *trace.Wanted
}

// Only wants the bodies of some events of a source.
func Only(source string, names ...string) *trace.Wanted {
	wanted := map[string]bool{}
	for _, n := range names {
		wanted[n] = true
	}
	return &trace.Wanted{Bodies: map[string]map[string]bool{source: wanted}}
}

// sink takes events and drops them.
type sink struct{}

// Start implements parsers.Output.
func (sink) Start(*trace.Input) error { return nil }

// Event implements parsers.Output.
func (sink) Event(*trace.Input, *trace.Event) error { return nil }

// End implements parsers.Output.
func (sink) End(*trace.Input) error { return nil }

// Benchmark measures the parsing of a log in memory, once for each wish.
func Benchmark(b *testing.B, p parsers.Parser, log []byte, wishes ...Wish) {
	seg := []parsers.Segment{{Name: "a.log", Size: int64(len(log)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(log)), nil }}}
	for _, w := range wishes {
		b.Run(w.Name, func(b *testing.B) {
			b.SetBytes(int64(len(log)))
			b.ReportAllocs()
			for b.Loop() {
				if err := p.Parse(seg, parsers.Options{Wanted: w.Wanted}, sink{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// Generated collects what a generator of logs writes into its segments.
func Generated[O, C any](t interface{ Fatal(...any) }, generate func(O, func(int) (io.Writer, error)) (C, error), opt O) ([]Text, C) {
	var segments []*bytes.Buffer
	counts, err := generate(opt, func(int) (io.Writer, error) {
		segments = append(segments, &bytes.Buffer{})
		return segments[len(segments)-1], nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var out []Text
	for i, b := range segments {
		out = append(out, Text{fmt.Sprintf("a%04d.log", i), b.String()})
	}
	return out, counts
}

// failing refuses events after some.
type failing struct{ left int }

var errGone = errors.New("the consumer has gone")

// Start implements parsers.Output.
func (*failing) Start(*trace.Input) error { return nil }

// Event implements parsers.Output.
func (f *failing) Event(*trace.Input, *trace.Event) error {
	if f.left--; f.left < 0 {
		return errGone
	}
	return nil
}

// End implements parsers.Output.
func (*failing) End(*trace.Input) error { panic("ended after an error") }

// ConsumerGone checks that a parser stops with the error of its consumer. The log must hold more than a
// hundred events.
func ConsumerGone(t *testing.T, p parsers.Parser, log string) {
	t.Helper()
	for _, left := range []int{0, 3, 100} {
		if err := p.Parse(Segments(Text{"a.log", log}), Options(), &failing{left}); err != errGone {
			t.Errorf("after %d events: error %v, want that of the consumer", left, err)
		}
	}
}

type errReader struct{ err error }

// Read implements io.Reader.
func (e *errReader) Read([]byte) (int, error) { return 0, e.err }

// ReadErrors fails to open a log, and in the middle of it: the error must name the file and its cause, what
// was read before must be told, and the input must not be ended.
func ReadErrors(t *testing.T, p parsers.Parser, log string) {
	t.Helper()
	boom := errors.New("disk on fire")
	for name, open := range map[string]func() (io.ReadCloser, error){
		"open": func() (io.ReadCloser, error) { return nil, boom },
		"read": func() (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(strings.NewReader(log), &errReader{boom})), nil
		},
	} {
		c := &Collected{}
		err := p.Parse([]parsers.Segment{{Name: "x.log", Open: open}}, Options(), c)
		if !errors.Is(err, boom) || !strings.HasPrefix(err.Error(), "x.log: cannot be ") {
			t.Errorf("%s: error %v", name, err)
		}
		if c.Ended != 0 {
			t.Errorf("%s: the input was ended as if it had been read", name)
		}
		if name == "read" && len(c.Events) == 0 {
			t.Errorf("what was read before the error is lost")
		}
	}
}

// SameEvents checks that two readings tell the same events, places aside.
func SameEvents(t interface {
	Helper()
	Fatalf(string, ...any)
}, want, got *Collected, what string) {
	t.Helper()
	for i := range max(len(want.Events), len(got.Events)) {
		w, g := "nothing", "nothing"
		if i < len(want.Events) {
			w = Line(want.Events[i], false)
		}
		if i < len(got.Events) {
			g = Line(got.Events[i], false)
		}
		if w != g {
			t.Fatalf("%s, event %d:\n got %s\nwant %s", what, i, g, w)
		}
	}
	if fmt.Sprint(want.In.ByName) != fmt.Sprint(got.In.ByName) {
		t.Fatalf("%s: counts %v, want %v", what, got.In.ByName, want.In.ByName)
	}
}

// Filtered checks that got, a reading for fewer events, tells those events as all does, and counts and ends
// the same. line writes what must be the same of an event.
func Filtered(t *testing.T, all, got *Collected, line func(*trace.Event) string) {
	t.Helper()
	if fmt.Sprint(all.In.ByName) != fmt.Sprint(got.In.ByName) {
		t.Errorf("counts %v, want %v", got.In.ByName, all.In.ByName)
	}
	if !all.In.EndTime.Equal(got.In.EndTime) || all.In.End != got.In.End {
		t.Errorf("ends %v %q, want %v %q", got.In.EndTime, got.In.End, all.In.EndTime, all.In.End)
	}
	names := map[string]bool{}
	for _, e := range got.Events {
		names[kind(e)] = true
	}
	var want []string
	for _, e := range all.Events {
		if names[kind(e)] {
			want = append(want, line(e))
		}
	}
	if len(got.Events) != len(want) {
		t.Fatalf("%d events, want %d", len(got.Events), len(want))
	}
	for i, e := range got.Events {
		if line(e) != want[i] {
			t.Fatalf("event %d:\n got %s\nwant %s", i, line(e), want[i])
		}
	}
}

// kind is what can be wanted: an event by name, or the deliveries of one message.
func kind(e *trace.Event) string {
	message, _ := e.Attrs.Get("event")
	return e.Name + " " + message
}

// WholeLine writes all of an event: for Filtered.
func WholeLine(e *trace.Event) string { return Line(e, true) }
