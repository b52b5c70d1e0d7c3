package textlog

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

const (
	bufferSize = 512 << 10
	readSize   = 256 << 10
	// MaxLine is how much of a line is kept. The rest is skipped, and told by Cut.
	MaxLine = 256 << 10
	bom     = "\xef\xbb\xbf"
)

// Reader joins segments into one text, line by line, and knows where its lines stand in the files. A line
// may begin in one segment and end in the next.
type Reader struct {
	// OnHole, if not nil, is called before the first line is returned that begins behind missing segments:
	// a record that is open cannot go on there.
	OnHole func()
	// Limit is how much of a line is kept; 0: MaxLine.
	Limit int
	// Begins, if not nil, tells from the first bytes of a segment that it begins a text of its own, so that
	// the segment before ends there even if its last line lacks its end.
	Begins func(head []byte) bool

	source   source
	buf      []byte
	pos, end int   // unread bytes
	base     int64 // joined offset of buf[0]
	start    int64 // joined offset of the current line
	size     int   // of the current line as it stands in buf, with its end; 0: it is no longer there
	eof      bool

	seg   int // of the current line; -1: none yet
	no    int // number of the line in the segment
	asked int // the last segment of which Hole told
	lines int64
	cut   int64
	long  []byte
}

// NewReader returns a reader of the segments, in order. progress may be nil.
func NewReader(segments []parsers.Segment, progress func(int)) *Reader {
	room := int64(4 << 10)
	for _, s := range segments {
		if s.Size < 0 || room > bufferSize {
			room = bufferSize
			break
		}
		room += s.Size
	}
	return &Reader{source: source{segments: segments, progress: progress}, buf: make([]byte, min(room, bufferSize)), seg: -1}
}

// Line returns the next line without its end, LF or CRLF. It is valid until the next call of Line or
// Ahead. ok is false at the end of the last segment, or when reading failed: see Err.
func (r *Reader) Line() (line []byte, ok bool) {
	r.cut = 0
	from := r.pos
	for {
		i := bytes.IndexByte(r.buf[from:r.end], '\n')
		if i >= 0 && from+i-r.pos <= r.limit() {
			line = r.buf[r.pos : from+i]
			r.take(from + i + 1)
			return r.trim(line), true
		}
		if i >= 0 || r.end-r.pos > r.limit() {
			return r.trim(r.rest()), true
		}
		from = r.end
		moved := r.pos
		if !r.fill() {
			break
		}
		from -= moved - r.pos
	}
	if r.pos == r.end {
		r.size = 0
		return nil, false
	}
	line = r.buf[r.pos:r.end]
	r.take(r.end)
	return r.trim(line), true
}

func (r *Reader) limit() int {
	if r.Limit > 0 {
		return r.Limit
	}
	return MaxLine
}

// take makes the bytes up to next the current line.
func (r *Reader) take(next int) {
	r.start, r.size = r.base+int64(r.pos), next-r.pos
	r.pos = next
	r.number()
}

// number finds the segment and the number of the current line.
func (r *Reader) number() {
	r.lines++
	r.no++
	hole := false
	for r.seg+1 < len(r.source.begins) && r.source.begins[r.seg+1] <= r.start {
		r.seg++
		hole = hole || r.source.segments[r.seg].Missing != ""
		r.no = 1
		if r.start > r.source.begins[r.seg] {
			r.no = 2 // the segment begins with the rest of the line before
		}
	}
	if hole && r.OnHole != nil {
		r.OnHole()
	}
}

// trim takes a carriage return and, at the beginning of a segment, a byte order mark off.
func (r *Reader) trim(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	if len(line) >= len(bom) && line[0] == bom[0] && r.start == r.source.begins[r.seg] {
		line = bytes.TrimPrefix(line, []byte(bom))
	}
	return line
}

// rest reads a line to its end that is too long, and keeps its beginning.
func (r *Reader) rest() []byte {
	r.long = append(r.long[:0], r.buf[r.pos:r.pos+r.limit()]...)
	start := r.base + int64(r.pos)
	for {
		if i := bytes.IndexByte(r.buf[r.pos:r.end], '\n'); i >= 0 {
			r.pos += i + 1
			break
		}
		r.pos = r.end
		if !r.fill() {
			break
		}
	}
	r.start, r.size = start, 0
	r.number()
	r.cut = r.base + int64(r.pos) - start
	return r.long
}

// Cut is the size of the current line, if it was longer than MaxLine; else 0.
func (r *Reader) Cut() int64 { return r.cut }

// Pos is where the current line begins.
func (r *Reader) Pos() trace.Pos {
	if r.seg < 0 {
		return trace.Pos{}
	}
	return trace.Pos{File: r.source.segments[r.seg].Name, Line: r.no, Offset: r.start - r.source.begins[r.seg]}
}

// Ahead returns up to n bytes from the beginning of the current line on. The current line must be taken
// from it again: what Line returned is no longer valid. Of a line that was cut only what follows is there.
func (r *Reader) Ahead(n int) []byte {
	for r.end-r.pos < n && r.fill() {
	}
	from := r.pos - r.size
	return r.buf[from:min(from+n, r.end)]
}

// Hole says, once, which segments are missing between the line for which it was asked last and the current
// one; "" if none are.
func (r *Reader) Hole() string { return r.HoleBefore(r.seg) }

// HoleBefore is Hole for a segment that was reached by Read.
func (r *Reader) HoleBefore(segment int) string {
	lost := ""
	for r.asked < segment {
		r.asked++
		if m := r.source.segments[r.asked].Missing; m != "" {
			lost += ", " + m + " is missing"
		}
	}
	return strings.TrimPrefix(lost, ", ")
}

// Read implements io.Reader: it gives what was not read as lines.
func (r *Reader) Read(p []byte) (int, error) {
	for r.pos == r.end {
		r.size = 0
		if !r.fill() {
			if r.source.err != nil {
				return 0, r.source.err
			}
			return 0, io.EOF
		}
	}
	n := copy(p, r.buf[r.pos:r.end])
	r.pos += n
	return n, nil
}

// Locate finds the segment, and the place in it, of a byte in what was read, segments joined. segment is -1
// if nothing was read.
func (r *Reader) Locate(joined int64) (segment int, file string, offset int64) {
	segment = -1
	for segment+1 < len(r.source.begins) && r.source.begins[segment+1] <= joined {
		segment++
	}
	if segment < 0 {
		return segment, "", 0
	}
	return segment, r.source.segments[segment].Name, joined - r.source.begins[segment]
}

// Segment is the index of the segment in which the current line begins; -1: there was none yet.
func (r *Reader) Segment() int { return r.seg }

// Lines is how many lines were read.
func (r *Reader) Lines() int64 { return r.lines }

// Bytes is how many bytes were read.
func (r *Reader) Bytes() int64 { return r.source.bytes }

// Unterminated tells, at the end, whether the last line lacks its end.
func (r *Reader) Unterminated() bool { return r.source.bytes > 0 && r.source.last != '\n' }

// Err is why reading stopped before the end of the last segment.
func (r *Reader) Err() error { return r.source.err }

// Close closes the segment that is open.
func (r *Reader) Close() { r.source.close() }

// fill reads more; false: there is no more. The current line is kept in the buffer.
func (r *Reader) fill() bool {
	if r.eof {
		return false
	}
	if len(r.buf)-r.end < len(r.buf)/4 {
		r.compact()
	}
	n, ok := r.source.read(r.buf[r.end:min(len(r.buf), r.end+readSize)], r.Begins)
	r.end += n
	r.eof = !ok
	return ok
}

func (r *Reader) compact() {
	keep := r.pos - r.size
	if keep == 0 {
		r.buf = append(r.buf, make([]byte, len(r.buf))...)
		return
	}
	copy(r.buf, r.buf[keep:r.end])
	r.base += int64(keep)
	r.end -= keep
	r.pos -= keep
}

// source reads the segments one after the other.
type source struct {
	segments []parsers.Segment
	progress func(int)
	src      io.ReadCloser
	opened   int
	begins   []int64 // joined offsets at which the segments begin
	given    int64   // bytes given, line ends that were added included
	bytes    int64
	last     byte
	fresh    bool // nothing of the segment was read yet
	err      error
}

// read reads at least a byte; false: there is no more.
func (s *source) read(p []byte, begins func([]byte) bool) (int, bool) {
	for s.err == nil {
		if s.src == nil && !s.open() {
			return 0, false
		}
		n, err := s.some(p)
		if n > 0 {
			return s.give(p, n, begins), true
		}
		if err == io.EOF {
			s.close()
		} else if err != nil {
			s.close()
			s.err = fmt.Errorf("%s: cannot be read: %w", s.segments[s.opened-1].Name, err)
		}
	}
	return 0, false
}

// headRoom is how much of a segment's beginning is read before it is judged.
const headRoom = 4 << 10

// some reads; of a fresh segment enough to judge its beginning, from p[1] on.
func (s *source) some(p []byte) (int, error) {
	if !s.fresh {
		return s.src.Read(p)
	}
	p = p[1:]
	if len(s.begins) == 1 {
		return s.src.Read(p)
	}
	n, err := io.ReadAtLeast(s.src, p, min(headRoom, len(p)))
	if err == io.ErrUnexpectedEOF {
		err = nil // the next read tells
	}
	return n, err
}

// give hands out n bytes. Those of a fresh segment stand from p[1] on, and get a line end before them if a text of
// its own begins there.
func (s *source) give(p []byte, n int, begins func([]byte) bool) int {
	s.bytes += int64(n)
	if s.progress != nil {
		s.progress(n)
	}
	if s.fresh {
		n = s.first(p, n, begins)
	}
	s.last = p[n-1]
	s.given += int64(n)
	return n
}

// first joins the first n bytes of a segment, from p[1] on, to what was given before.
func (s *source) first(p []byte, n int, begins func([]byte) bool) int {
	s.fresh = false
	if s.given > 0 && s.last != '\n' && (s.segments[s.opened-1].Missing != "" || begins != nil && begins(p[1:1+n])) {
		p[0] = '\n'
		s.begins[len(s.begins)-1]++
		return n + 1
	}
	return copy(p, p[1:1+n])
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
	s.src, s.begins, s.fresh = src, append(s.begins, s.given), true
	s.opened++
	return true
}

func (s *source) close() {
	if s.src != nil {
		s.src.Close()
		s.src = nil
	}
}
