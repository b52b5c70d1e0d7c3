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
	column int // of the last place, 0-based
}

// at returns the place of an offset and its 1-based column in code points.
func (p *places) at(offset int64) (trace.Pos, int) {
	o := max(min(int(offset), len(p.text)), p.offset)
	passed := p.text[p.offset:o]
	if n := bytes.LastIndexByte(passed, '\n'); n >= 0 {
		p.line += bytes.Count(passed, []byte("\n"))
		p.start, p.column = p.offset+n+1, 0
		passed = passed[n+1:]
	}
	p.column += utf8.RuneCount(passed)
	p.offset = o
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
