package pom

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/fo-check/fo-check/parsers/textlog"
	"github.com/fo-check/fo-check/trace"
	"github.com/go-json-experiment/json/jsontext"
)

// list reads a JSON array and knows on which lines its values stand.
type list struct {
	from    *textlog.Reader
	decoder *jsontext.Decoder
	start   int64   // offset at which the decoder began
	read    int64   // bytes given to it
	ends    []int64 // offsets of ends of lines that were not passed yet
	seg, no int
	lineAt  int64
	lines   int64
}

// blanksBefore is how much may stand before a list.
const blanksBefore = 4096

// newList returns the list if the text is one. Otherwise nothing is taken.
func newList(from *textlog.Reader) (*list, bool) {
	l := &list{from: from, seg: -1}
	b := from.Ahead(blanksBefore)
	rest := bytes.TrimLeft(bytes.TrimPrefix(b, []byte(bom)), " \t\r\n")
	if len(rest) == 0 || rest[0] != '[' {
		return l, false
	}
	l.take(len(b) - len(rest))
	l.start = l.read
	l.decoder = jsontext.NewDecoder(l, lenient()...)
	return l, true
}

// take passes n bytes that are no part of the list.
func (l *list) take(n int) {
	b := make([]byte, n)
	io.ReadFull(l, b)
}

// Read implements io.Reader for the decoder.
func (l *list) Read(p []byte) (int, error) {
	n, err := l.from.Read(p)
	for i := 0; i < n; {
		k := bytes.IndexByte(p[i:n], '\n')
		if k < 0 {
			break
		}
		i += k + 1
		l.ends = append(l.ends, l.read+int64(i)-1)
	}
	l.read += int64(n)
	return n, err
}

// each calls take with every value of the list, and of lists that follow, until it returns false. The
// error tells why the text was not read to its end.
func (l *list) each(take func(v []byte, pos trace.Pos) bool) error {
	d := l.decoder
	for {
		switch kind := d.PeekKind(); {
		case kind == 0, kind == ']', kind == '[' && d.StackDepth() == 0:
			if _, err := d.ReadToken(); err == io.EOF {
				return nil
			} else if err != nil {
				return err
			}
		default:
			v, err := d.ReadValue()
			if err != nil {
				return err
			}
			if !take(v, l.place(l.start+d.InputOffset()-int64(len(v)))) {
				return nil
			}
		}
	}
}

// here is where reading stopped.
func (l *list) here() trace.Pos { return l.place(l.start + l.decoder.InputOffset()) }

// finish reads what is left, and counts the lines of all.
func (l *list) finish() (lines int64) {
	for b := make([]byte, 32<<10); ; {
		if _, err := l.Read(b); err != nil {
			break
		}
		l.place(l.read)
	}
	l.place(l.read)
	if l.from.Unterminated() {
		l.lines++
	}
	return l.lines
}

// place gives the file and line of an offset. Offsets must not go back.
func (l *list) place(offset int64) trace.Pos {
	n := 0
	for ; n < len(l.ends) && l.ends[n] < offset; n++ {
		l.enter(l.ends[n])
		l.no++
		l.lineAt = l.ends[n] + 1
	}
	l.lines += int64(n)
	l.ends = l.ends[n:]
	file := l.enter(offset)
	if l.seg < 0 {
		return trace.Pos{}
	}
	_, _, at := l.from.Locate(l.lineAt)
	return trace.Pos{File: file, Line: l.no, Offset: at}
}

// enter goes on to the segment of an offset.
func (l *list) enter(offset int64) (file string) {
	seg, file, at := l.from.Locate(offset)
	if seg > l.seg {
		l.seg, l.no, l.lineAt = seg, 1, offset-at
	}
	return file
}

// jsonReason words an error of the JSON reader. It does not quote the text, which may hold data of
// customers.
func jsonReason(err error) string {
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) && syntax.Err != nil {
		return fmt.Sprintf("at byte %d: %s", syntax.ByteOffset, syntax.Err)
	}
	var wrong *misfit
	if errors.As(err, &wrong) {
		return wrong.Error()
	}
	return "it is not JSON"
}
