package genesys

import (
	"bytes"
	"errors"
	"io"

	"github.com/fo-check/fo-check/parsers"
)

// headLimit is how many bytes of a segment are looked at for its header.
const headLimit = 1 << 20

// opener opens the segments one after the other and takes their headers off.
type opener struct {
	segments []parsers.Segment
	next     int
	src      io.ReadCloser
	head     []byte  // body bytes that were read along with the header
	carry    []byte  // a header that the end of a segment cut
	last     *Header // header of the segment before
	got      int64   // bytes read so far
}

// open opens the next segment and finds its header; io.EOF after the last one.
func (o *opener) open() (*Seam, error) {
	o.close()
	if o.next >= len(o.segments) {
		return nil, io.EOF
	}
	seg := o.segments[o.next]
	seam := &Seam{Index: o.next, File: seg.Name, previous: o.last, absent: seg.Missing, unnumbered: seg.Unnumbered}
	o.next++
	src, err := seg.Open()
	if err != nil {
		return nil, readError(seg.Name, err)
	}
	o.src = src
	if err := o.readHead(seam); err != nil {
		return nil, readError(seg.Name, err)
	}
	if seam.Header != nil {
		o.last = seam.Header
	}
	return seam, nil
}

// readHead reads until the header is complete, or it is clear that there is none.
func (o *opener) readHead(seam *Seam) error {
	b, size, eof := []byte(nil), 64<<10, false
	if n := o.segments[seam.Index].Size; n >= 0 && n < int64(size) {
		size = int(n) + 1
	}
	for {
		var err error
		if b, eof, err = o.grow(b, size); err != nil {
			return err
		}
		bom := bomLen(b)
		h, n, lines, state := o.find(b[bom:])
		if state == HeaderPartial && !eof && len(b) < headLimit {
			size *= 4
			continue
		}
		o.settle(seam, b, bom, h, n, lines, state, eof)
		return nil
	}
}

func (o *opener) grow(b []byte, size int) (_ []byte, eof bool, err error) {
	have := len(b)
	b = append(b, make([]byte, size-have)...)
	n, err := io.ReadFull(o.src, b[have:])
	o.got += int64(n)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return b[:have+n], true, nil
	}
	return b[:have+n], false, err
}

// find looks for the header, taking up one that was cut by the end of the segment before.
func (o *opener) find(b []byte) (h *Header, n, lines int, state HeaderState) {
	h, n, lines, state = FindHeader(b)
	if o.carry == nil || (h != nil && state == HeaderFound) {
		return h, n, lines, state
	}
	joined := append(append([]byte(nil), o.carry...), b...)
	if hj, nj, lj, sj := FindHeader(joined); hj != nil && sj == HeaderFound && nj >= len(o.carry) {
		return hj, nj - len(o.carry), lj - countLines(o.carry), sj
	}
	return h, n, lines, state
}

// settle decides what of b is header and what is body.
func (o *opener) settle(seam *Seam, b []byte, bom int, h *Header, n, lines int, state HeaderState, eof bool) {
	cut := state == HeaderPartial && eof && (h != nil || len(o.carry) > 0 || seam.Index == 0)
	switch {
	case state == HeaderFound && h != nil:
		o.carry = nil
	case cut && len(o.carry)+len(b) < headLimit && (len(o.carry) > 0 && h == nil || o.completes(b[bom:], h != nil)):
		o.carry = append(o.carry, b[bom:]...)
		h, n, lines = nil, len(b)-bom, countLines(b)
	case cut && h != nil:
		n, lines = len(b)-bom, countLines(b)
	default:
		h, n, lines = nil, 0, 0
	}
	seam.Header = h
	seam.skipBytes, seam.skipLines = int64(bom+n), int64(lines)
	o.head = b[bom+n:]
}

// completes tells whether the segments that follow complete a header that the end of this one cut. What
// stands before a header looks like anything, so only that tells a cut header from a segment without one.
// Segments that can be read only once are not looked at: there the words that open a header (begun) count.
func (o *opener) completes(b []byte, begun bool) bool {
	if !begun && !banner(b) {
		return false
	}
	joined := append(append([]byte(nil), o.carry...), b...)
	for _, seg := range o.segments[o.next:] {
		if seg.Size < 0 {
			return begun
		}
		more, whole := peekHead(seg)
		joined = append(joined, more[bomLen(more):]...)
		h, n, _, state := FindHeader(joined)
		if state != HeaderPartial {
			return h != nil && n >= len(o.carry)+len(b)
		}
		if !whole || len(joined) >= headLimit {
			return false
		}
	}
	return false
}

// longestBanner is how long the text before a header can be.
const longestBanner = 8 << 10

// banner tells whether text without a stamp may be what stands before a header: the names and versions of
// products, not the dump of a message or a log of another form.
func banner(b []byte) bool {
	return len(b) <= longestBanner && !bytes.HasPrefix(b, []byte{'\t'}) && !bytes.Contains(b, []byte("\n\t"))
}

// peekHead returns the beginning of a segment, and whether that is all of it. What cannot be read is
// told when its turn comes.
func peekHead(seg parsers.Segment) (b []byte, whole bool) {
	src, err := seg.Open()
	if err != nil {
		return nil, false
	}
	defer src.Close()
	b, err = io.ReadAll(io.LimitReader(src, headLimit))
	return b, err == nil && len(b) < headLimit
}

func bomLen(b []byte) int {
	if len(b) >= 3 && string(b[:3]) == "\xef\xbb\xbf" {
		return 3
	}
	return 0
}

// takeHead copies body bytes that were read with the header.
func (o *opener) takeHead(dst []byte) int {
	n := copy(dst, o.head)
	o.head = o.head[n:]
	return n
}

// read reads body bytes; more is false at the end of the segment.
func (r *Reader) read(dst []byte) (n int, more bool) {
	if len(r.head) > 0 {
		return r.takeHead(dst), true
	}
	if r.src == nil {
		return 0, false
	}
	n, err := r.src.Read(dst)
	r.got += int64(n)
	if err == nil || n > 0 {
		return n, true
	}
	if err != io.EOF {
		r.err = readError(r.segments[r.next-1].Name, err)
	}
	return 0, false
}

// Bytes is how many bytes were read, headers included.
func (o *opener) Bytes() int64 { return o.got }

func (o *opener) close() {
	if o.src != nil {
		o.src.Close()
		o.src = nil
	}
}
