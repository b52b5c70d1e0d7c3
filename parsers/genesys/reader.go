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
	own      []byte // the reader's room: buf, unless that was lent by a segment and must not be written to
	pos, end int
	torn     bool  // what stood before buf[0] lacks its end
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
	r := &Reader{own: make([]byte, bufferFor(segments)), cutAt: -1}
	r.buf = r.own
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
	return r.pos == r.end && r.Unterminated()
}

// Unterminated tells, where a segment or the input ends, whether its last line lacks its end.
func (r *Reader) Unterminated() bool {
	if r.end > 0 {
		return r.buf[r.end-1] != '\n'
	}
	return r.torn
}

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

// fill gets more into the buffer, opening the next segment where one ends. It returns false when there
// is nothing more.
func (r *Reader) fill() bool {
	return r.err == nil && (r.refill() || r.pull() || r.nextSegment())
}

// refill takes a block over from the open segment, if it lends any.
func (r *Reader) refill() bool {
	lender, ok := r.src.(parsers.Refiller)
	if !ok || len(r.head) > 0 {
		return false
	}
	r.leave()
	buf, err := lender.Refill(r.buf[r.pos:r.end])
	if err != nil {
		return false // Read tells why
	}
	n := len(buf) - (r.end - r.pos)
	r.got += int64(n)
	r.rebase(buf, len(buf))
	r.progress(n)
	return true
}

// leave notes the place of the line at hand and counts what lies before the unread bytes, before the buffer
// moves on.
func (r *Reader) leave() {
	r.cutPos, r.cutAt = r.Pos(), r.line
	r.countTo(r.buf, r.base, r.base+int64(r.pos))
	r.torn = r.Unterminated()
}

// rebase goes on in buf, which begins with the bytes that are not read yet.
func (r *Reader) rebase(buf []byte, end int) {
	r.base += int64(r.pos)
	r.buf, r.pos, r.end = buf, 0, end
}

// room makes room behind the unread bytes, in the reader's own buffer.
func (r *Reader) room() {
	left := r.end - r.pos
	if &r.buf[0] == &r.own[0] && len(r.buf)-r.end >= len(r.buf)/4 {
		return
	}
	if left > len(r.own)/2 {
		r.own = make([]byte, max(2*len(r.own), 2*left))
	}
	r.leave()
	r.rebase(r.own, copy(r.own, r.buf[r.pos:r.end]))
}

// pull reads from the open segment; false at its end.
func (r *Reader) pull() bool {
	r.room()
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
		if seam.Break() && r.Unterminated() {
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
