package genesys

import (
	"bytes"
	"fmt"
	"io"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

const (
	bufferSize = 512 << 10
	readSize   = 256 << 10
	// MaxLine is how much of a line is kept. The rest is skipped and noted.
	MaxLine = 256 << 10
	// MaxSkip is the longest span that Body can look at.
	MaxSkip = 1 << 20
)

// Reader joins the segments of one log family into one text without their headers, line by line. A line
// may begin in one segment and end in the next. It keeps places in terms of the files.
type Reader struct {
	// OnSeam, if not nil, is called before the first line that begins in a segment is returned.
	OnSeam func(*Seam)
	// OnCut, if not nil, is told of lines that were longer than MaxLine.
	OnCut func(pos trace.Pos, size int64)
	// Progress, if not nil, is told how many bytes were read.
	Progress func(n int)

	opener
	buf      []byte
	pos, end int
	base     int64 // joined offset of buf[0]
	line     int64 // joined offset of the line that Line returned
	seamAt   int64 // joined offset of the next seam to announce
	announce int   // its index
	places
	cutPos trace.Pos // of the line at cutAt, which can no longer be counted
	cutAt  int64
	err    error
}

// NewReader returns a reader of the segments, in order.
func NewReader(segments []parsers.Segment) *Reader {
	r := &Reader{buf: make([]byte, bufferFor(segments)), cutAt: -1}
	r.opener.segments = segments
	r.places.at = -1
	return r
}

// bufferFor is the size of the buffer: small logs need no large one.
func bufferFor(segments []parsers.Segment) int {
	total := int64(4 << 10)
	for _, s := range segments {
		if s.Size < 0 || s.Size > bufferSize {
			return bufferSize
		}
		total += s.Size
	}
	return int(min(total, bufferSize))
}

// Line returns the next line without its end, LF or CRLF. It is valid until the next call. ok is false at
// the end of the last segment, or when reading failed: see Err.
func (r *Reader) Line() (line []byte, ok bool) {
	for {
		i := bytes.IndexByte(r.buf[r.pos:r.end], '\n')
		if i >= 0 {
			start := r.pos
			r.pos += i + 1
			return r.give(start, r.buf[start:start+i]), true
		}
		if r.end-r.pos > MaxLine {
			return r.long(), true
		}
		if !r.fill() {
			break
		}
	}
	start := r.pos
	r.pos = r.end
	r.give(start, nil)
	if start == r.end {
		return nil, false
	}
	return trimCR(r.buf[start:r.end]), true
}

func (r *Reader) give(start int, b []byte) []byte {
	r.line = r.base + int64(start)
	if r.line >= r.seamAt {
		r.crossed()
	}
	return trimCR(b)
}

func trimCR(b []byte) []byte {
	if n := len(b); n > 0 && b[n-1] == '\r' {
		return b[:n-1]
	}
	return b
}

// crossed announces the seams up to the current line.
func (r *Reader) crossed() {
	for r.announce < len(r.seams) && r.line >= r.seams[r.announce].at {
		s := r.seams[r.announce]
		r.announce++
		if r.OnSeam != nil {
			r.countTo(r.buf, r.base, s.at)
			r.OnSeam(s)
		}
	}
	r.seamAt = 1 << 62
	if r.announce < len(r.seams) {
		r.seamAt = r.seams[r.announce].at
	}
}

// long returns the beginning of a line that is too long, and drops the rest of it.
func (r *Reader) long() []byte {
	r.line = r.base + int64(r.pos)
	if r.line >= r.seamAt {
		r.crossed()
	}
	r.cutPos, r.cutAt = r.Pos(), r.line
	kept := append([]byte(nil), r.buf[r.pos:r.pos+MaxLine]...)
	for {
		i := bytes.IndexByte(r.buf[r.pos:r.end], '\n')
		if i >= 0 {
			r.pos += i + 1
			break
		}
		r.pos = r.end
		if !r.fill() {
			break
		}
	}
	if r.OnCut != nil {
		r.OnCut(r.cutPos, r.base+int64(r.pos)-r.line)
	}
	return kept
}

// Pos is where the line begins that Line returned last.
func (r *Reader) Pos() trace.Pos {
	if r.line == r.cutAt {
		return r.cutPos
	}
	r.countTo(r.buf, r.base, r.line)
	return r.place(r.line)
}

// Body returns up to n bytes that follow the current line, n at most MaxSkip. Fewer bytes mean the end of
// the input. They are valid until the next call.
func (r *Reader) Body(n int) []byte {
	for r.end-r.pos < n && r.fill() {
	}
	return r.buf[r.pos:min(r.pos+n, r.end)]
}

// Skip leaves out n bytes of what Body returned.
func (r *Reader) Skip(n int) { r.pos += n }

// Cut tells whether the line that Line returned last lacks its end: the input ends there, or its segment
// does and the next one belongs to another run.
func (r *Reader) Cut() bool {
	at := r.base + int64(r.pos)
	if r.announce < len(r.seams) && r.seams[r.announce].at == at && r.seams[r.announce].torn {
		return true
	}
	return r.pos == r.end && r.pos > 0 && r.buf[r.pos-1] != '\n'
}

// Unterminated tells, at the end of the input, whether its last line lacks its end.
func (r *Reader) Unterminated() bool { return r.end > 0 && r.buf[r.end-1] != '\n' }

// Err is why reading stopped before the end of the last segment.
func (r *Reader) Err() error { return r.err }

// Finish counts what is left. Call it when Line has returned false.
func (r *Reader) Finish() {
	r.countTo(r.buf, r.base, r.base+int64(r.end))
	if r.Unterminated() {
		r.lines++
	}
	r.close()
}

// fill reads more into the buffer, opening the next segment where one ends. It returns false when there
// is nothing more.
func (r *Reader) fill() bool {
	if r.err != nil {
		return false
	}
	if len(r.buf)-r.end < len(r.buf)/4 {
		r.compact()
	}
	return r.pull() || r.nextSegment()
}

// pull reads from the open segment; false at its end.
func (r *Reader) pull() bool {
	for {
		n, more := r.read(r.buf[r.end:min(len(r.buf), r.end+readSize)])
		r.end += n
		if n > 0 {
			r.progress(n)
			return true
		}
		if !more {
			return false
		}
	}
}

func (r *Reader) progress(n int) {
	if r.Progress != nil {
		r.Progress(n)
	}
}

func (r *Reader) compact() {
	if r.pos == 0 {
		r.buf = append(r.buf, make([]byte, len(r.buf))...)
		return
	}
	r.cutPos, r.cutAt = r.Pos(), r.line // what is counted from here on lies behind the line
	r.countTo(r.buf, r.base, r.base+int64(r.pos))
	copy(r.buf, r.buf[r.pos:r.end])
	r.base += int64(r.pos)
	r.end -= r.pos
	r.pos = 0
}

// nextSegment opens segments until one has a body.
func (r *Reader) nextSegment() bool {
	for {
		seam, err := r.open()
		if err == io.EOF {
			return false
		}
		if err != nil {
			r.err = err
			return false
		}
		if seam.Break() && r.end > 0 && r.buf[r.end-1] != '\n' {
			r.buf[r.end] = '\n'
			r.end++
			seam.torn = true
		}
		seam.at = r.base + int64(r.end)
		r.seams = append(r.seams, seam)
		r.seamAt = min(r.seamAt, seam.at)
		r.progress(int(seam.skipBytes))
		if r.pull() {
			return true
		}
	}
}

func readError(name string, err error) error { return fmt.Errorf("%s: cannot be read: %w", name, err) }
