package strategy

import (
	"bytes"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/fo-check/fo-check/trace"
)

// places turns offsets, asked for in ascending order, into lines and columns. Every byte is looked at once,
// also where all stands in one line.
type places struct {
	file   string
	text   []byte
	offset int // of the last place
	start  int // of its line
	line   int
	column int  // of the last place, 0-based
	behind bool // something stands before the last place in its line
	looked int  // how many bytes were counted so far: never more than there are
}

// span is a range of offsets.
type span struct{ from, to int }

func blank(text []byte) bool { return len(bytes.Trim(text, " \t\r\xef\xbb\xbf")) == 0 }

// at returns the place of an offset and its 1-based column in code points. The offset of a place is that of
// its line, for an excerpt, but for what stands behind something else in the line: no two have one place.
func (p *places) at(offset int64) (trace.Pos, int) {
	o := max(min(int(offset), len(p.text)), p.offset)
	passed := p.text[p.offset:o]
	p.looked += len(passed)
	if n := bytes.LastIndexByte(passed, '\n'); n >= 0 {
		p.line += bytes.Count(passed, []byte("\n"))
		p.start, p.column, p.behind = p.offset+n+1, 0, false
		passed = passed[n+1:]
	}
	p.column += utf8.RuneCount(passed)
	p.offset = o
	if p.behind = p.behind || !blank(passed); p.behind {
		return trace.Pos{File: p.file, Line: p.line + 1, Offset: int64(o)}, p.column + 1
	}
	return trace.Pos{File: p.file, Line: p.line + 1, Offset: int64(p.start)}, p.column + 1
}

// folders are those of a Composer project that hold strategies.
var folders = [...]string{"Interaction Processes", "src-gen", "Workflows", "src"}

// project returns the folder of the Composer project that a file belongs to: the one above the folders that
// Composer makes, else its own.
func project(file string) string {
	dir := path.Dir(strings.ReplaceAll(file, `\`, "/"))
	for _, f := range folders {
		if path.Base(dir) == f {
			return path.Dir(dir)
		}
	}
	return dir
}
