package parsers

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/trace"
)

// lines is a parser of a format made for tests: each line is the name of an event; "fail", "panic" and
// "twice" do what they say.
type lines struct{ score int }

func (lines) Info() Info { return Info{Name: "lines", Title: "lines of names"} }

func (l lines) Detect(Head) Detection { return Detection{l.score, "line 1"} }

func (lines) Parse(segments []Segment, opt Options, out Output) error {
	in := &trace.Input{Path: segments[0].Name, Parser: "lines"}
	if err := out.Start(in); err != nil {
		return err
	}
	attrs := make(trace.Attrs, 0, 4)
	for _, seg := range segments {
		r, err := seg.Open()
		if err != nil {
			return err
		}
		defer r.Close()
		sc := bufio.NewScanner(r)
		for n := 1; sc.Scan(); n++ {
			switch sc.Text() {
			case "fail":
				return errors.New("line 3: cannot go on")
			case "panic":
				panic("index out of range")
			}
			attrs = append(attrs[:0], trace.Attr{Key: "n", Value: fmt.Sprint(n)})
			in.Events++
			in.Last = time.Unix(int64(n), 0)
			e := trace.Event{Name: sc.Text(), Time: in.Last, Attrs: attrs, Pos: trace.Pos{File: seg.Name, Line: n}}
			if err := out.Event(in, &e); err != nil {
				return err
			}
		}
		if sc.Err() != nil {
			return sc.Err()
		}
	}
	return out.End(in)
}

func text(name, content string) Segment {
	return Segment{Name: name, Size: int64(len(content)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(content)), nil
	}}
}

func drain(t *testing.T, s trace.Stream) (events []*trace.Event, marks string, ins []*trace.Input) {
	t.Helper()
	for {
		it, err := s.Next()
		if err == io.EOF {
			return events, marks, ins
		}
		if err != nil {
			t.Fatal(err)
		}
		switch it.Kind {
		case trace.KindEvent:
			events = append(events, it.Event.Clone())
		case trace.KindInputStart:
			marks += "<"
			ins = append(ins, it.Input)
		case trace.KindInputEnd:
			marks += ">"
			if !it.Time.Equal(it.Input.Last) {
				t.Errorf("the end is at %v, the last event at %v", it.Time, it.Input.Last)
			}
		}
	}
}

func TestStreamDeliversEveryEventOnceInOrder(t *testing.T) {
	const n = 3*batchItems + 17
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "E%d\n", i)
	}
	r := Open([]Log{{Segments: []Segment{text("a.log", b.String()), text("a.log.2", "last\n")}, Parser: lines{}}})
	events, marks, _ := drain(t, r.Streams()[0])
	if len(events) != n+1 || marks != "<>" {
		t.Fatalf("got %d events and marks %s, want %d and <>", len(events), marks, n+1)
	}
	for i, e := range events[:n] {
		want := fmt.Sprint(i + 1)
		if got, _ := e.Attrs.Get("n"); e.Name != "E"+fmt.Sprint(i) || got != want || len(e.Attrs) != 1 {
			t.Fatalf("event %d is %s with attrs %v", i, e.Name, e.Attrs)
		}
	}
	if events[n].Pos.File != "a.log.2" || r.Whole() != 1 || len(r.Problems()) != 0 {
		t.Errorf("last event %v, whole %d, problems %v", events[n].Pos, r.Whole(), r.Problems())
	}
}

func TestAttrsOfOneEventDoNotReachTheNext(t *testing.T) {
	r := Open([]Log{{Segments: []Segment{text("a.log", strings.Repeat("A\n", 50))}, Parser: lines{}}})
	defer r.Close()
	s := r.Streams()[0]
	s.Next()
	for n := 1; n <= 50; n++ {
		it, _ := s.Next()
		if got, _ := it.Event.Attrs.Get("n"); got != fmt.Sprint(n) || len(it.Event.Attrs) != 1 {
			t.Fatalf("the attributes of event %d are %v", n, it.Event.Attrs)
		}
		it.Event.Attrs = it.Event.Attrs.Set("more", "x") // as a stage behind the reader may do
	}
}

// merged is a trace of another run, whose inputs it names.
type merged struct{ lines }

func (merged) Parse(_ []Segment, _ Options, out Output) error {
	in := &trace.Input{Path: "original.log", Merged: true}
	if err := out.Start(in); err != nil {
		return err
	}
	return out.End(in)
}

func TestTheDigestOfAMergedTraceIsNotThatOfItsInputs(t *testing.T) {
	r := Open([]Log{{Segments: []Segment{text("a.trace", "")}, Parser: merged{}, HeadDigest: "head",
		Digest: func() (string, int64) { return "abc", 2 }}})
	if _, _, ins := drain(t, r.Streams()[0]); ins[0].SHA256 != "" || ins[0].Digest != "" {
		t.Errorf("the input has the digests %q and %q", ins[0].SHA256, ins[0].Digest)
	}
}

func TestAFailingLogEndsItselfOnly(t *testing.T) {
	missing := Segment{Name: "c.log", Open: func() (io.ReadCloser, error) { return nil, errors.New("gone") }}
	r := Open([]Log{
		{Segments: []Segment{text("a.log", "A\nB\nfail\n")}, Parser: lines{}},
		{Segments: []Segment{text("b.log", "A\npanic\n")}, Parser: lines{}},
		{Segments: []Segment{missing}, Parser: lines{}},
		{Segments: []Segment{text("d.log", "A\n")}, Parser: lines{}},
	})
	want := []struct {
		events  int
		problem string
	}{{2, "a.log: line 3: cannot go on"}, {1, "b.log: the parser lines failed: index out of range; please report it"},
		{0, "c.log: gone"}, {1, ""}}
	for i, s := range r.Streams() {
		events, marks, ins := drain(t, s)
		if len(events) != want[i].events || marks != "<>" {
			t.Errorf("log %d: %d events, marks %s", i, len(events), marks)
		}
		if bad := want[i].problem != ""; bad != (ins[0].End == trace.EndTruncated) || bad != (len(ins[0].Notes) == 1) {
			t.Errorf("log %d: end %q, notes %v", i, ins[0].End, ins[0].Notes)
		}
	}
	problems := r.Problems()
	if len(problems) != 3 || r.Whole() != 1 {
		t.Fatalf("problems %v, whole %d", problems, r.Whole())
	}
	for i, p := range problems {
		if p.Error() != want[i].problem {
			t.Errorf("got %q, want %q", p, want[i].problem)
		}
	}
}

// silent finds nothing and says nothing, as a parser does that never learnt whose log it reads.
type silent struct{ lines }

func (silent) Parse([]Segment, Options, Output) error { return nil }

func TestALogWithoutEventsIsStillAnInput(t *testing.T) {
	r := Open([]Log{{Segments: []Segment{text("a.log", "x"), text("b.log", "y")}, Parser: silent{}}})
	events, marks, ins := drain(t, r.Streams()[0])
	if len(events) != 0 || marks != "<>" || ins[0].Path != "a.log" || len(ins[0].Segments) != 2 {
		t.Errorf("%d events, marks %s, input %+v", len(events), marks, ins)
	}
}

func TestTheDigestBecomesKnownWithTheEnd(t *testing.T) {
	log := Log{Segments: []Segment{text("a.log", "A\n")}, Parser: lines{}, HeadDigest: "head",
		Digest: func() (string, int64) { return "abc", 2 }}
	r := Open([]Log{log})
	defer r.Close()
	s := r.Streams()[0]
	it, _ := s.Next()
	<-r.streams[0].gone // the parser is done; its consumer is at the start
	if it.Input.SHA256 != "" || it.Input.Digest != "head" {
		t.Errorf("at its start the input has the digests %q and %q", it.Input.SHA256, it.Input.Digest)
	}
	s.Next()
	if it, _ = s.Next(); it.Input.SHA256 != "abc" || it.Input.Bytes != 2 {
		t.Errorf("at its end the input has the digest %q of %d bytes", it.Input.SHA256, it.Input.Bytes)
	}
}

// endless never runs out of lines.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return copy(p, "E\nE\nE\nE\n"), nil }

// hanging blocks in Read until it is closed, as a quiet pipe does.
type hanging struct{ closed chan struct{} }

func (h hanging) Read([]byte) (int, error) { <-h.closed; return 0, errors.New("closed") }
func (h hanging) Close() error             { close(h.closed); return nil }

func TestCloseStopsParsersAndLeavesNoGoroutine(t *testing.T) {
	before := runtime.NumGoroutine()
	more := Segment{Name: "a", Open: func() (io.ReadCloser, error) { return io.NopCloser(endless{}), nil }}
	quiet := Segment{Name: "b", Open: func() (io.ReadCloser, error) { return hanging{make(chan struct{})}, nil }}
	r := Open([]Log{{Segments: []Segment{more}, Parser: lines{}}, {Segments: []Segment{quiet}, Parser: lines{}}})
	for range 1000 {
		if _, err := r.Streams()[0].Next(); err != nil {
			t.Fatal(err)
		}
	}
	r.Close()
	if _, err := r.Streams()[0].Next(); err != nil && err != io.EOF {
		t.Error(err)
	}
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines before, %d after", before, runtime.NumGoroutine())
}

func TestDetectNeverGuesses(t *testing.T) {
	named := func(name string, score int) Parser { return fake{name, score} }
	cases := []struct {
		name, want, why string
		all             []Parser
	}{
		{"the best score wins", "b", "", []Parser{named("a", 40), named("b", 90), named("c", 0)}},
		{"no parser sees its format", "", "not recognised", []Parser{named("a", 0), named("b", 0)}},
		{"two fit equally", "", "equally well: a (because), b (because)", []Parser{named("a", 70), named("b", 70)}},
		{"no parsers at all", "", "not recognised", nil},
	}
	for _, c := range cases {
		p, candidates := Detect(Head{}, c.all)
		got := ""
		if p != nil {
			got = p.Info().Name
		}
		if got != c.want || len(candidates) != len(c.all) {
			t.Errorf("%s: got %q of %d", c.name, got, len(candidates))
		}
		if p == nil && !strings.Contains(Undecided(candidates), c.why) {
			t.Errorf("%s: %s", c.name, Undecided(candidates))
		}
	}
}

type fake struct {
	name  string
	score int
}

func (f fake) Info() Info                           { return Info{Name: f.name} }
func (f fake) Detect(Head) Detection                { return Detection{f.score, "because"} }
func (fake) Parse([]Segment, Options, Output) error { return nil }

func BenchmarkStream(b *testing.B) {
	in := &trace.Input{}
	attrs := trace.Attrs{{Key: "a", Value: "1"}, {Key: "b", Value: "2"}, {Key: "c", Value: "3"}}
	source := feed(func(out Output) error {
		e := trace.Event{Name: "EventEstablished", DN: "1001", Attrs: attrs}
		for range b.N {
			if err := out.Event(in, &e); err != nil {
				return err
			}
		}
		return nil
	})
	b.ReportAllocs()
	s := Open([]Log{{Segments: []Segment{text("a", "")}, Parser: source}}).Streams()[0]
	for {
		if _, err := s.Next(); err != nil {
			return
		}
	}
}

// feed is a parser that only writes events.
type feed func(Output) error

func (feed) Info() Info                                       { return Info{Name: "feed"} }
func (feed) Detect(Head) Detection                            { return Detection{} }
func (f feed) Parse(_ []Segment, _ Options, out Output) error { return f(out) }
