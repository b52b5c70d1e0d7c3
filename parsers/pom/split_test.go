package pom_test

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/parsers/pom"
	"pgregory.net/rapid"
)

func joinCase(t testing.TB, name string) string {
	var all strings.Builder
	for _, seg := range readCase(t, name) {
		all.WriteString(seg.Content)
	}
	return all.String()
}

// TestSplit checks that it does not matter where a log is cut into segments.
func TestSplit(t *testing.T) {
	for _, name := range parsertest.Cases(t, logFolder) {
		whole := joinCase(t, name)
		p := parserOf(name)
		want := parsertest.Parse(t, p, options(), text{Name: "a.log", Content: whole})
		rapid.Check(t, func(rt *rapid.T) {
			cut := rapid.IntRange(0, len(whole)).Draw(rt, "cut")
			second := rapid.IntRange(cut, len(whole)).Draw(rt, "second")
			got := parsertest.Parse(t, p, options(), text{Name: "a.log", Content: whole[:cut]}, text{Name: "b.log", Content: whole[cut:second]}, text{Name: "c.log", Content: whole[second:]})
			if got.Lines() != want.Lines() {
				rt.Fatalf("%s, cut at %d and %d:\n%s\nwant\n%s", name, cut, second, got.Lines(), want.Lines())
			}
			if got.In.Lines != want.In.Lines || got.In.Bytes != want.In.Bytes || got.In.Events != want.In.Events {
				rt.Fatalf("%s, cut at %d and %d: %d lines, %d bytes; want %d, %d", name, cut, second, got.In.Lines, got.In.Bytes,
					want.In.Lines, want.In.Bytes)
			}
		})
	}
}

// TestSmallReads checks that it does not matter how many bytes a read gives.
func TestSmallReads(t *testing.T) {
	for _, name := range parsertest.Cases(t, logFolder) {
		whole := joinCase(t, name)
		want := parsertest.Parse(t, parserOf(name), options(), text{Name: "a.log", Content: whole})
		got := &collected{}
		seg := parsers.Segment{Name: "a.log", Open: func() (io.ReadCloser, error) {
			return io.NopCloser(iotest.HalfReader(iotest.DataErrReader(strings.NewReader(whole)))), nil
		}}
		if err := parserOf(name).Parse([]parsers.Segment{seg}, options(), got); err != nil {
			t.Fatal(err)
		}
		if got.Dump() != want.Dump() {
			t.Errorf("%s:\n%s\nwant\n%s", name, got.Dump(), want.Dump())
		}
	}
}

// TestPlaces checks that an event stands where its place says, whatever the segments.
func TestPlaces(t *testing.T) {
	for _, name := range parsertest.Cases(t, logFolder) {
		segs := readCase(t, name)
		got := parsertest.Parse(t, parserOf(name), options(), segs...)
		for _, e := range got.Events {
			if !placed(segs, e.Pos.File, e.Pos.Line, e.Pos.Offset) {
				t.Errorf("%s: %s: no line %d begins at byte %d", name, e.Pos.File, e.Pos.Line, e.Pos.Offset)
			}
		}
	}
}

func placed(segs []text, file string, line int, offset int64) bool {
	for _, s := range segs {
		if s.Name == file {
			before := s.Content[:offset]
			return strings.Count(before, "\n") == line-1 && (before == "" || strings.HasSuffix(before, "\n"))
		}
	}
	return false
}

// TestReadError checks that a log that cannot be read to its end is an error that names it.
func TestReadError(t *testing.T) {
	for _, p := range []parsers.Parser{pom.New(), pom.NewEvents()} {
		seg := parsers.Segment{Name: "gone.log", Open: func() (io.ReadCloser, error) { return io.NopCloser(iotest.ErrReader(io.ErrClosedPipe)), nil }}
		err := p.Parse([]parsers.Segment{seg}, options(), &collected{})
		if err == nil || !strings.Contains(err.Error(), "gone.log") {
			t.Errorf("%s: %v", p.Info().Name, err)
		}
	}
}
