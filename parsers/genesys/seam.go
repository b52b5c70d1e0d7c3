package genesys

import (
	"bytes"
	"fmt"

	"github.com/fo-check/fo-check/trace"
)

// Seam is the beginning of a segment.
type Seam struct {
	Index  int     // of the segment
	File   string  // its name
	Header *Header // nil if it has none

	previous             *Header
	absent               string // segments that the file names show to be missing right before it
	unnumbered           bool   // file names cannot show that
	at                   int64  // joined offset of its first body byte
	torn                 bool   // the line before it has no end
	skipBytes, skipLines int64  // what stands before: header and byte order mark
}

// Previous is the header before this one in the family; nil if there is none.
func (s *Seam) Previous() *Header { return s.previous }

// Restart tells whether the process was started anew between this segment and the one before.
func (s *Seam) Restart() bool {
	return s.Header != nil && s.previous != nil && !s.Header.Start.Equal(s.previous.Start)
}

// Missing is how many segments of the run lie between this one and the one before.
func (s *Seam) Missing() int {
	if s.Header == nil || s.previous == nil || s.Restart() || s.previous.Number == 0 {
		return 0
	}
	return max(0, s.Header.Number-s.previous.Number-1)
}

// follows tells whether the headers prove that this segment is the next one of the same run.
func (s *Seam) follows() bool {
	return s.Header != nil && s.previous != nil && !s.Restart() && s.previous.Number > 0 && s.Header.Number == s.previous.Number+1
}

// Hole says in words which segments are missing right before this one; "" if nothing shows that any are.
// The numbers in headers count more than those in file names.
func (s *Seam) Hole() string {
	if n := s.Missing(); n > 0 {
		return fmt.Sprintf("%d segment(s) missing between numbers %d and %d", n, s.previous.Number, s.Header.Number)
	}
	if s.absent == "" || s.follows() {
		return ""
	}
	return s.absent + " is missing"
}

// Doubtful tells that neither headers nor file names can show whether a segment is missing right before
// this one.
func (s *Seam) Doubtful() bool { return s.unnumbered && !s.follows() && s.Missing() == 0 }

// doubtfulNote says what is not known of a doubtful seam.
const doubtfulNote = "nothing tells whether a segment is missing right before this one: neither its name nor a header has a number"

// Break tells whether a record cannot go on from the segment before into this one.
func (s *Seam) Break() bool { return s.Restart() || s.Hole() != "" }

// places keeps where joined offsets lie in the files. Lines are counted late, in one go.
type places struct {
	seams   []*Seam
	at      int // index of the seam that was counted last; -1: none
	counted int64
	lines   int64 // ends of lines in the body of the current segment, up to counted
	total   int64 // ends of lines and headers of the segments before
}

// countTo counts lines up to the joined offset x. buf begins at the joined offset base.
func (p *places) countTo(buf []byte, base, x int64) {
	for p.at+1 < len(p.seams) && p.seams[p.at+1].at <= x {
		p.count(buf, base, p.seams[p.at+1].at)
		p.total += p.lines
		p.at++
		p.total += p.seams[p.at].skipLines
		p.lines = 0
	}
	p.count(buf, base, x)
}

func (p *places) count(buf []byte, base, x int64) {
	if x > p.counted {
		p.lines += int64(bytes.Count(buf[p.counted-base:x-base], []byte{'\n'}))
		p.counted = x
	}
}

// place gives the file, line and offset of the joined offset x, to which lines were counted.
func (p *places) place(x int64) trace.Pos {
	if p.at < 0 {
		return trace.Pos{}
	}
	s := p.seams[p.at]
	return trace.Pos{File: s.File, Line: int(s.skipLines + p.lines + 1), Offset: max(x-s.at, 0) + s.skipBytes}
}

// Lines is how many lines were counted, headers included.
func (p *places) Lines() int64 { return p.total + p.lines }

func countLines(b []byte) int { return bytes.Count(b, []byte{'\n'}) }
