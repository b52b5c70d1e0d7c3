package main

import (
	"github.com/fo-check/fo-check/parsers/config"
	"github.com/fo-check/fo-check/parsers/input"
	"github.com/fo-check/fo-check/parsers/pom"
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// excerptSize is how many bytes of a source line are read.
const excerptSize = 400

// excerpts reads the source lines of findings, each file once. A file that cannot be opened any more, or
// was a pipe, has none.
type excerpts struct {
	offsets map[string][]int64
	lines   map[string]map[int64]string
}

// newExcerpts prepares for the lines of the findings' evidence, and of other places.
func newExcerpts(findings []rules.Finding, others []trace.Pos) *excerpts {
	x := &excerpts{offsets: map[string][]int64{}, lines: map[string]map[int64]string{}}
	for _, pos := range others {
		x.offsets[pos.File] = append(x.offsets[pos.File], pos.Offset)
	}
	for i := range findings {
		for _, e := range findings[i].Evidence {
			if e.Pos.Line > 0 {
				x.offsets[e.Pos.File] = append(x.offsets[e.Pos.File], e.Pos.Offset)
			}
		}
	}
	return x
}

// withoutExports leaves out the lines of configuration exports: what stands there beside a finding may be a
// password, under any name.
func (x *excerpts) withoutExports(inputs []*trace.Input) *excerpts {
	for _, in := range inputs {
		if in.Parser != config.Name {
			continue
		}
		x.lines[in.Path] = nil
		for _, path := range in.Segments {
			x.lines[path] = nil
		}
	}
	return x
}

// at returns the line at pos, "" if it cannot be read.
func (x *excerpts) at(pos trace.Pos) string {
	lines, read := x.lines[pos.File]
	if !read {
		lines, _ = input.Lines(pos.File, x.offsets[pos.File], excerptSize)
		x.lines[pos.File] = lines
	}
	return pom.Excerpt(lines[pos.Offset])
}
