package genesys_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// segmentsOf makes segments of texts; once: such that can be opened once, of no known size.
func segmentsOf(t *testing.T, once bool, texts ...string) []parsers.Segment {
	var out []parsers.Segment
	for i, text := range texts {
		opened := false
		seg := parsers.Segment{Name: fmt.Sprintf("%d.log", i+1), Size: int64(len(text)), Open: func() (io.ReadCloser, error) {
			if once && opened {
				t.Errorf("segment %d is opened twice", i+1)
			}
			opened = true
			return io.NopCloser(strings.NewReader(text)), nil
		}}
		if once {
			seg.Size = -1
		}
		out = append(out, seg)
	}
	return out
}

// bodyOf reads all lines and returns them with the headers that were met.
func bodyOf(t *testing.T, segments []parsers.Segment) (lines []string, headers int) {
	t.Helper()
	r := genesys.NewReader(segments)
	r.OnSeam = func(s *genesys.Seam) {
		if s.Header != nil {
			headers++
		}
	}
	for {
		line, ok := r.Line()
		if !ok {
			break
		}
		lines = append(lines, string(line))
	}
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	return lines, headers
}

const header = "Banner 8.5\nApplication name: SIP_P\nApplication type: TServer (1)\nHost name: h01\n\n"

// TestSegmentWithoutHeader keeps the text of a first segment that has neither header nor stamp, whatever
// follows it.
func TestSegmentWithoutHeader(t *testing.T) {
	long := strings.Repeat("[10:00:00,000] a line with a stamp of another kind\n", 34<<10/51)
	for name, c := range map[string]struct {
		texts   []string
		lines   int
		headers int
	}{
		"alone":                        {[]string{long}, strings.Count(long, "\n"), 0},
		"before another one":           {[]string{long, long}, 2 * strings.Count(long, "\n"), 0},
		"before one with header":       {[]string{long, header + "09:00:00.000 x\n"}, strings.Count(long, "\n") + 1, 1},
		"before a stamped one":         {[]string{"\tAttributeThisDN\t'1'\n", "09:00:00.000 x\n"}, 2, 0},
		"its line goes on":             {[]string{"\tAttributeThisDN\t'1", "2'\n"}, 1, 0},
		"a header cut in its banner":   {[]string{header[:6], header[6:] + "09:00:00.000 x\n"}, 1, 1},
		"a header cut in its middle":   {[]string{header[:40], header[40:] + "09:00:00.000 x\n"}, 1, 1},
		"a header cut twice":           {[]string{header[:40], header[40:60], header[60:] + "09:00:00.000 x\n"}, 1, 1},
		"an empty one before a header": {[]string{"", header + "09:00:00.000 x\n"}, 1, 1},
	} {
		lines, headers := bodyOf(t, segmentsOf(t, false, c.texts...))
		for i, l := range lines {
			if strings.HasPrefix(l, "Banner") || strings.HasPrefix(l, "Application") && headers > 0 {
				t.Errorf("%s: line %d of the body is %q", name, i+1, l)
			}
		}
		// A segment that begins with a banner ends its header, so what stands before it is no part of it.
		if len(lines) != c.lines || headers != c.headers {
			t.Errorf("%s: %d lines and %d headers, want %d and %d", name, len(lines), headers, c.lines, c.headers)
		}
	}
}

// TestPipesAreOpenedOnce reads segments that cannot be looked at beforehand.
func TestPipesAreOpenedOnce(t *testing.T) {
	lines, headers := bodyOf(t, segmentsOf(t, true, "no stamp\n", "09:00:00.000 x\n"))
	if len(lines) != 2 || headers != 0 {
		t.Errorf("%q, %d headers", lines, headers)
	}
	lines, headers = bodyOf(t, segmentsOf(t, true, header[:40], header[40:]+"09:00:00.000 x\n"))
	if len(lines) != 1 || headers != 1 {
		t.Errorf("%q, %d headers", lines, headers)
	}
}

// TestPosAfterBody looks ahead from every line: its place must stay what it was.
func TestPosAfterBody(t *testing.T) {
	for _, size := range []int{3, 4 << 10, 600 << 10} {
		line := strings.Repeat("x", size) + "\n"
		texts := []string{strings.Repeat(line, 5), strings.Repeat(line, 3)}
		r := genesys.NewReader(segmentsOf(t, false, texts...))
		for i := range 8 {
			if _, ok := r.Line(); !ok {
				t.Fatalf("%d lines of 8", i)
			}
			r.Body(genesys.MaxSkip)
			want := trace.Pos{File: "1.log", Line: i + 1, Offset: int64(i * len(line))}
			if i >= 5 {
				want = trace.Pos{File: "2.log", Line: i - 4, Offset: int64((i - 5) * len(line))}
			}
			if got := r.Pos(); got != want {
				t.Fatalf("lines of %d bytes: %+v, want %+v", len(line), got, want)
			}
			if got := r.Pos(); got != want {
				t.Fatalf("asked again: %+v, want %+v", got, want)
			}
		}
	}
}
