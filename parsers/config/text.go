package config

import (
	"bytes"
	"sort"
	"unicode/utf8"

	"github.com/fo-check/fo-check/trace"
)

// text is the content of an export, with what it takes to tell lines and columns.
type text struct {
	name    string
	content []byte
	starts  []int // offsets of the lines

	// the place that was told last: a long line is not counted from its start again
	last   place
	off    int
	looked int // how many bytes were counted
}

// place is where something stands. line and col are 1-based, col counts code points.
type place struct {
	line, col int
	offset    int // of the thing itself: no two things have one place
}

func newText(name string, content []byte) *text {
	t := &text{name: name, content: content, starts: []int{0}}
	for i := 0; ; {
		n := bytes.IndexByte(content[i:], '\n')
		if n < 0 || i+n+1 >= len(content) {
			break
		}
		i += n + 1
		t.starts = append(t.starts, i)
	}
	t.last = place{line: 1, col: 1}
	return t
}

// lines is the number of lines; a line end at the end of the content begins no other.
func (t *text) lines() int {
	if len(t.content) == 0 {
		return 0
	}
	return len(t.starts)
}

// at returns the place of an offset.
func (t *text) at(offset int) place {
	offset = max(0, min(offset, len(t.content)))
	line := sort.SearchInts(t.starts, offset+1)
	start := t.starts[line-1]
	p := place{line: line, offset: offset}
	switch {
	case line != t.last.line:
		p.col = 1 + utf8.RuneCount(t.content[start:offset])
	case offset >= t.off:
		p.col = t.last.col + utf8.RuneCount(t.content[t.off:offset])
	default:
		p.col = t.last.col - utf8.RuneCount(t.content[offset:t.off])
	}
	if line != t.last.line {
		t.off = start
	}
	t.looked += max(offset-t.off, t.off-offset)
	t.last, t.off = p, offset
	return p
}

func (t *text) pos(p place) trace.Pos {
	return trace.Pos{File: t.name, Line: p.line, Offset: int64(p.offset)}
}
