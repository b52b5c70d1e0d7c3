package pom

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

const (
	// maxLine is how much of a line is kept, and the longest line that is read as an event.
	maxLine = 1 << 20
	// aheadLimit is how far a log is read ahead.
	aheadLimit = 1 << 20
	bom        = "\xef\xbb\xbf"
)

// reader reads segments as one text and knows where its bytes stand in the files. A line may begin in one
// segment and end in the next.
type reader struct {
	source source
	buf    *bufio.Reader

	next  int64 // offset of the next line
	seg   int   // segment of the current line; -1: none yet
	no    int   // its number in the segment
	at    int64 // its offset
	cut   int64 // its size, if it was too long; else 0
	long  []byte
	lines int64 // that were read
}

func newReader(segments []parsers.Segment, progress func(int)) *reader {
	r := &reader{source: source{segments: segments, progress: progress}, seg: -1}
	r.buf = bufio.NewReaderSize(&r.source, aheadLimit)
	return r
}

// line returns the next line without its end, LF or CRLF, and without a byte order mark. It is valid until
// the next call, and until the log is read ahead.
func (r *reader) line() (line []byte, ok bool) {
	r.cut, r.at = 0, r.next
	b, err := r.buf.ReadSlice('\n')
	r.next += int64(len(b))
	if err == bufio.ErrBufferFull {
		b = r.rest(b)
	}
	if len(b) == 0 {
		return nil, false
	}
	r.lines++
	r.no++
	for r.seg+1 < len(r.source.begins) && r.source.begins[r.seg+1] <= r.at {
		r.seg++
		r.no = 1
		if r.at > r.source.begins[r.seg] {
			r.no = 2 // the segment begins with the rest of the line before
		}
	}
	if r.at == r.source.begins[r.seg] {
		b = bytes.TrimPrefix(b, []byte(bom))
	}
	if n := len(b); n > 0 && b[n-1] == '\n' {
		b = b[:n-1]
	}
	if n := len(b); n > 0 && b[n-1] == '\r' {
		b = b[:n-1]
	}
	return b, true
}

// rest reads a line to its end that is longer than the buffer, and keeps its beginning.
func (r *reader) rest(b []byte) []byte {
	r.long = append(r.long[:0], b...)
	for err := bufio.ErrBufferFull; err == bufio.ErrBufferFull; {
		b, err = r.buf.ReadSlice('\n')
		r.next += int64(len(b))
	}
	r.cut = r.next - r.at
	return r.long[:min(len(r.long), maxLine)]
}

// place is where the current line stands.
func (r *reader) place() trace.Pos {
	if r.seg < 0 {
		return trace.Pos{}
	}
	return trace.Pos{File: r.source.segments[r.seg].Name, Line: r.no, Offset: r.at - r.source.begins[r.seg]}
}

// ahead returns what follows the current line, up to aheadLimit bytes. The line is no longer valid.
func (r *reader) ahead() []byte {
	b, _ := r.buf.Peek(aheadLimit)
	return b
}

// source reads the segments one after the other.
type source struct {
	segments []parsers.Segment
	progress func(int)
	src      io.ReadCloser
	opened   int
	begins   []int64 // offsets at which the segments begin
	bytes    int64
	last     byte
	err      error
}

// Read implements io.Reader.
func (s *source) Read(p []byte) (int, error) {
	for s.err == nil {
		if s.src == nil && !s.open() {
			break
		}
		n, err := s.src.Read(p)
		if err != nil {
			s.close()
			if err != io.EOF {
				s.err = fmt.Errorf("%s: cannot be read: %w", s.segments[s.opened-1].Name, err)
			}
		}
		if n > 0 {
			s.bytes += int64(n)
			s.last = p[n-1]
			if s.progress != nil {
				s.progress(n)
			}
			return n, nil
		}
	}
	if s.err != nil {
		return 0, s.err
	}
	return 0, io.EOF
}

func (s *source) open() bool {
	if s.opened == len(s.segments) {
		return false
	}
	src, err := s.segments[s.opened].Open()
	if err != nil {
		s.err = fmt.Errorf("%s: cannot be opened: %w", s.segments[s.opened].Name, err)
		return false
	}
	s.src, s.begins = src, append(s.begins, s.bytes)
	s.opened++
	return true
}

func (s *source) close() {
	if s.src != nil {
		s.src.Close()
		s.src = nil
	}
}

// unterminated tells, at the end, whether the last line lacks its end.
func (s *source) unterminated() bool { return s.bytes > 0 && s.last != '\n' }
