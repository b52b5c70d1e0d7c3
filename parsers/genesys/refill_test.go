package genesys_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/genesys"
)

// lending lends its text in blocks, and spoils each block when the next one is asked for.
type lending struct {
	*strings.Reader
	size    int
	refuses int // times that it wants to be read
	lent    []byte
}

func (l *lending) Close() error { return nil }

func (l *lending) Refill(tail []byte) ([]byte, error) {
	if l.refuses > 0 {
		l.refuses--
		return nil, errors.ErrUnsupported
	}
	block := make([]byte, min(l.size, l.Len()))
	if len(block) == 0 {
		return nil, io.EOF
	}
	l.Reader.Read(block)
	block = slices.Concat(tail, block)
	for i := range l.lent {
		l.lent[i] = '#'
	}
	l.lent = block
	return block, nil
}

// TestLentBlocks reads the same lines at the same places from blocks that segments lend as from copies.
func TestLentBlocks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.Custom(segmentText), 1, 4).Draw(t, "texts")
		size, refuses := rapid.IntRange(300, 5000).Draw(t, "size"), rapid.IntRange(0, 2).Draw(t, "refuses")
		body := rapid.IntRange(0, 300).Draw(t, "body")
		want := linesOf(texts, body, func(r *strings.Reader) io.ReadCloser { return io.NopCloser(r) })
		got := linesOf(texts, body, func(r *strings.Reader) io.ReadCloser {
			return &lending{Reader: r, size: size, refuses: refuses}
		})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("-copied +lent\n%s", diff)
		}
	})
}

// long is a line that is longer than what is kept of one.
var long = strings.Repeat("w", genesys.MaxLine+100)

// segmentText draws the text of a segment, with a header or without, larger than what is read with it.
func segmentText(t *rapid.T) string {
	var b strings.Builder
	if start := rapid.IntRange(0, 2).Draw(t, "start"); start > 0 {
		fmt.Fprintf(&b, "Genesys T-Server, version 8.1\nApplication name:  A\nApplication type:  TServer (1)\n"+
			"Start time (UTC):  2024-01-0%dT00:00:00\n\n", start)
	}
	line := rapid.SampledFrom([]string{"x\n", "\n", "@10:00:00.000 a line\r\n", strings.Repeat("y", 700) + "\n"})
	for _, l := range rapid.SliceOfN(line, 0, 60).Draw(t, "lines") {
		b.WriteString(l)
	}
	if rapid.Bool().Draw(t, "far") {
		b.WriteString(strings.Repeat(strings.Repeat("z", 2000)+"\n", 40))
	}
	b.WriteString(rapid.SampledFrom([]string{"", "no end", long}).Draw(t, "end"))
	return b.String()
}

// linesOf reads the lines of the texts with their places; every 7th looks ahead, every 14th leaves out what
// it saw.
func linesOf(texts []string, body int, open func(*strings.Reader) io.ReadCloser) (lines []string) {
	var segments []parsers.Segment
	for i, text := range texts {
		segments = append(segments, parsers.Segment{Name: fmt.Sprint(i), Size: int64(len(text)), Open: func() (io.ReadCloser, error) {
			return open(strings.NewReader(text)), nil
		}})
	}
	r := genesys.NewReader(segments)
	for n := 0; ; n++ {
		line, ok := r.Line()
		if !ok {
			break
		}
		seen, cut := fmt.Sprintf("%d %.20q", len(line), line), r.Cut()
		if n%7 == 0 {
			ahead := r.Body(body)
			seen += fmt.Sprintf(" before %q", ahead)
			if n%14 == 0 {
				r.Skip(len(ahead))
			}
		}
		lines = append(lines, fmt.Sprint(r.Pos(), cut, seen))
	}
	r.Finish()
	return append(lines, fmt.Sprint(r.Lines(), r.Bytes(), r.Unterminated()))
}
