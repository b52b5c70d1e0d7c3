package strategy

import (
	"bytes"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/fo-check/fo-check/trace"
)

// places turns offsets, asked for in ascending order, into lines and columns.
type places struct {
	file  string
	text  []byte
	start int // of the current line
	line  int
}

// at returns the place of an offset and its 1-based column in code points.
func (p *places) at(offset int64) (trace.Pos, int) {
	o := min(int(offset), len(p.text))
	for {
		n := bytes.IndexByte(p.text[p.start:o], '\n')
		if n < 0 {
			break
		}
		p.start += n + 1
		p.line++
	}
	return trace.Pos{File: p.file, Line: p.line + 1, Offset: int64(p.start)}, utf8.RuneCount(p.text[p.start:o]) + 1
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
