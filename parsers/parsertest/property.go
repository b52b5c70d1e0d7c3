package parsertest

import (
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// Split checks that it does not matter where a log is cut into segments, nor how many bytes a read gives.
func Split(t *testing.T, p parsers.Parser, name, whole string) {
	t.Helper()
	want := Parse(t, p, Options(), Text{name, whole})
	rapid.Check(t, func(rt *rapid.T) {
		cut := rapid.IntRange(0, len(whole)).Draw(rt, "cut")
		second := rapid.IntRange(cut, len(whole)).Draw(rt, "second")
		got := Parse(t, p, Options(), Text{name, whole[:cut]}, Text{"b.log", whole[cut:second]}, Text{"c.log", whole[second:]})
		if got.Lines() != want.Lines() {
			rt.Fatalf("cut at %d and %d:\n%s\nwant\n%s", cut, second, got.Lines(), want.Lines())
		}
		if got.In.Lines != want.In.Lines || got.In.Bytes != want.In.Bytes || got.In.Events != want.In.Events {
			rt.Fatalf("cut at %d and %d: %d lines, %d bytes; want %d, %d", cut, second, got.In.Lines, got.In.Bytes, want.In.Lines, want.In.Bytes)
		}
	})
	got := &Collected{}
	seg := parsers.Segment{Name: name, Size: -1, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(iotest.HalfReader(iotest.DataErrReader(strings.NewReader(whole)))), nil
	}}
	if err := p.Parse([]parsers.Segment{seg}, Options(), got); err != nil || got.Dump() != want.Dump() {
		t.Errorf("small reads (%v):\n%s\nwant\n%s", err, got.Dump(), want.Dump())
	}
}

// Places checks that an event stands where its place says.
func Places(t *testing.T, p parsers.Parser, texts ...Text) {
	t.Helper()
	for _, e := range Parse(t, p, Options(), texts...).Events {
		ok := false
		for _, x := range texts {
			if x.Name == e.Pos.File && e.Pos.Offset <= int64(len(x.Content)) {
				before := x.Content[:e.Pos.Offset]
				ok = strings.Count(before, "\n") == e.Pos.Line-1 && (before == "" || strings.HasSuffix(before, "\n"))
			}
		}
		if !ok {
			t.Errorf("%s: no line %d begins at byte %d", e.Pos.File, e.Pos.Line, e.Pos.Offset)
		}
	}
}

// Wanted checks that what is not wanted is counted all the same, and that the rest does not depend on it.
func Wanted(t *testing.T, p parsers.Parser, texts ...Text) {
	t.Helper()
	all := Parse(t, p, Options(), texts...)
	for name := range all.In.ByName {
		opt := Options()
		opt.Wanted = &trace.Wanted{Bodies: map[string]map[string]bool{"": {name: true}}}
		got := Parse(t, p, opt, texts...)
		if !reflect.DeepEqual(got.In.ByName, all.In.ByName) {
			t.Errorf("wanting %s counts %v, want %v", name, got.In.ByName, all.In.ByName)
		}
		want, have := &Collected{In: all.In}, &Collected{In: got.In}
		for _, e := range all.Events {
			if e.Name == name || e.Name == "LogGap" {
				want.Events = append(want.Events, e)
			}
		}
		for _, e := range got.Events {
			if !opt.Wanted.Read(e.Source, e.Name) {
				t.Errorf("wanting %s tells %s", name, Line(e, true))
			}
			if e.Name == name || e.Name == "LogGap" {
				have.Events = append(have.Events, e)
			}
		}
		if have.Lines() != want.Lines() {
			t.Errorf("wanting %s:\n%s\nwant\n%s", name, have.Lines(), want.Lines())
		}
	}
}

// Sound checks what holds for any bytes: every event is counted, every byte and line too, and time does
// not go back.
func Sound(t *testing.T, p parsers.Parser, name, text string) {
	t.Helper()
	if d := p.Detect(parsers.Head{Name: name, Bytes: []byte(text), Whole: true}); d.Reason == "" {
		t.Error("no reason")
	}
	got := Parse(t, p, Options(), Text{name, text})
	total := int64(0)
	for _, n := range got.In.ByName {
		total += n
	}
	if total != got.In.Events || int(total) != len(got.Events) {
		t.Errorf("%d events counted, %d by name, %d delivered", got.In.Events, total, len(got.Events))
	}
	lines := strings.Count(text, "\n")
	if text != "" && !strings.HasSuffix(text, "\n") {
		lines++
	}
	if got.In.Bytes != int64(len(text)) || int(got.In.Lines) != lines {
		t.Errorf("%d bytes, %d lines; want %d, %d", got.In.Bytes, got.In.Lines, len(text), lines)
	}
	for i := 1; i < len(got.Events); i++ {
		if got.Events[i].Time.Before(got.Events[i-1].Time) {
			t.Errorf("event %d goes back in time", i)
		}
	}
}

// Secrets checks that nothing of what must not be kept is in what the parser tells.
func Secrets(t *testing.T, p parsers.Parser, secrets []string, texts ...Text) {
	t.Helper()
	all := Parse(t, p, Options(), texts...).Dump()
	for _, x := range texts {
		all += p.Detect(parsers.Head{Name: x.Name, Bytes: []byte(x.Content), Whole: true}).Reason
	}
	for _, s := range secrets {
		if !strings.Contains(Join(texts), s) {
			t.Errorf("the log does not hold %q: the test proves nothing", s)
		}
		if strings.Contains(all, s) {
			t.Errorf("%q is kept", s)
		}
	}
}
