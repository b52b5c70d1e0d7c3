package input

import (
	"bufio"
	"bytes"
	byteorder "encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// Encodings that are turned into UTF-8 while they are read. "" is UTF-8 or ASCII, which stay as they are.
const (
	encodingUTF16LE = "UTF-16 (little endian)"
	encodingUTF16BE = "UTF-16 (big endian)"
	encodingLatin1  = "Latin-1"
)

// encodingSample is how much of a content decides about its encoding.
const encodingSample = 64 << 10

// encodingOf tells the encoding by the beginning of a content. Text with bytes that are not UTF-8 is
// Latin-1 (Windows-1252 included): nothing else can be told from bytes.
func encodingOf(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return encodingUTF16LE
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return encodingUTF16BE
	}
	if e := wide(head); e != "" {
		return e
	}
	if bytes.IndexByte(head, 0) >= 0 || validButCut(head) {
		return ""
	}
	return encodingLatin1
}

// wide recognises UTF-16 without a mark: every other byte of the text is 0.
func wide(head []byte) string {
	head = head[:min(len(head), 512)&^1]
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i&1]++
		}
	}
	switch half := len(head) / 2; {
	case half < 8:
	case zeros[1] > half*9/10 && zeros[0] == 0:
		return encodingUTF16LE
	case zeros[0] > half*9/10 && zeros[1] == 0:
		return encodingUTF16BE
	}
	return ""
}

// validButCut tells whether b is UTF-8, the last character of which may be cut.
func validButCut(b []byte) bool {
	for i := 0; i < utf8.UTFMax && i <= len(b); i++ {
		if utf8.Valid(b[:len(b)-i]) {
			return i == 0 || !utf8.FullRune(b[len(b)-i:])
		}
	}
	return false
}

// decoding is a content that is turned into UTF-8, or left as it is.
type decoding struct {
	io.Reader
	encoding string
	sampled  int // bytes at the beginning of Reader that were looked at
}

// decode looks at the beginning of r and returns it as UTF-8, without a byte order mark.
func decode(r io.Reader) (decoding, error) {
	head := make([]byte, encodingSample)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return decoding{}, err
	}
	head = head[:n]
	sample := bytes.TrimPrefix(head, []byte(bom))
	d := decoding{encoding: encodingOf(head), sampled: len(sample)}
	whole := io.MultiReader(bytes.NewReader(sample), r)
	if err != nil {
		whole = bytes.NewReader(sample)
	}
	switch d.encoding {
	case encodingUTF16LE:
		d.Reader = &utf16Reader{r: bufio.NewReaderSize(whole, encodingSample), order: byteorder.LittleEndian}
	case encodingUTF16BE:
		d.Reader = &utf16Reader{r: bufio.NewReaderSize(whole, encodingSample), order: byteorder.BigEndian}
	case encodingLatin1:
		d.Reader = &latin1Reader{r: whole}
	default:
		d.Reader = whole
	}
	return d, nil
}

// utf16Reader turns UTF-16 into UTF-8.
type utf16Reader struct {
	r     *bufio.Reader
	order byteorder.ByteOrder
	out   []byte
	err   error
	begun bool
}

// Read implements io.Reader.
func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.out) == 0 {
		if u.err != nil {
			return 0, u.err
		}
		u.fill()
	}
	n := copy(p, u.out)
	u.out = u.out[n:]
	return n, nil
}

func (u *utf16Reader) fill() {
	u.out = u.out[:0:0]
	buf := make([]byte, 0, 16<<10)
	for len(buf) < 15<<10 {
		c, err := u.unit()
		if err != nil {
			u.err = err
			break
		}
		if !u.begun {
			u.begun = true
			if c == 0xfeff {
				continue
			}
		}
		r := rune(c)
		if utf16.IsSurrogate(r) {
			r = u.pair(r)
		}
		buf = utf8.AppendRune(buf, r)
	}
	u.out = buf
}

// pair joins a surrogate with the one that must follow.
func (u *utf16Reader) pair(first rune) rune {
	next, err := u.r.Peek(2)
	if err != nil {
		return utf8.RuneError
	}
	r := utf16.DecodeRune(first, rune(u.order.Uint16(next)))
	if r != utf8.RuneError {
		_, _ = u.r.Discard(2)
	}
	return r
}

func (u *utf16Reader) unit() (uint16, error) {
	var b [2]byte
	n, err := io.ReadFull(u.r, b[:])
	if n == 1 {
		return 0xfffd, nil // half a character: the file was cut
	}
	if err != nil {
		return 0, err
	}
	return u.order.Uint16(b[:]), nil
}

// latin1Reader turns each byte that is not part of UTF-8 into the character of Latin-1: programs append to
// files in more than one encoding.
type latin1Reader struct {
	r    io.Reader
	in   []byte // not turned yet
	out  []byte
	left []byte
	err  error
	buf  [16 << 10]byte
}

// Read implements io.Reader.
func (l *latin1Reader) Read(p []byte) (int, error) {
	for len(l.left) == 0 {
		if l.err != nil && len(l.in) == 0 {
			return 0, l.err
		}
		l.fill()
	}
	n := copy(p, l.left)
	l.left = l.left[n:]
	return n, nil
}

func (l *latin1Reader) fill() {
	if l.err == nil {
		var n int
		n, l.err = l.r.Read(l.buf[:])
		l.in = append(l.in, l.buf[:n]...)
	}
	l.out = l.out[:0]
	i := 0
	for i < len(l.in) {
		if l.in[i] < utf8.RuneSelf {
			l.out = append(l.out, l.in[i])
			i++
			continue
		}
		r, size := utf8.DecodeRune(l.in[i:])
		if r == utf8.RuneError && size <= 1 {
			if l.err == nil && !utf8.FullRune(l.in[i:]) {
				break // it may go on
			}
			r, size = rune(l.in[i]), 1
		}
		l.out = utf8.AppendRune(l.out, r)
		i += size
	}
	l.in = append(l.in[:0], l.in[i:]...)
	l.left = l.out
}
