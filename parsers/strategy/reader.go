package strategy

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"

	"github.com/fo-check/fo-check/trace"
)

// Limits of a file. The largest real ones have some hundred KB.
const (
	maxFile     = 32 << 20
	maxHandlers = 5000
	maxNotes    = 100
)

var errEntities = errors.New("declares entities; a strategy file without <!ENTITY is accepted")

// errEncoding is the encoding that a file declares, one that is not read.
type errEncoding string

// Error implements error.
func (e errEncoding) Error() string {
	return fmt.Sprintf("encoding %q; UTF-8, UTF-16, ISO-8859-1 and Windows-125x are accepted", string(e))
}

// reader reads one file.
type reader struct {
	f       *file
	decoder *xml.Decoder
	places  places
	notes   []trace.Note
	isSCXML bool
	// application says that the SCXML is a whole one, generated from a process diagram.
	application bool

	pos    trace.Pos // of the element being read
	column int
	tag    span      // its start tag
	open   []element // of SCXML
	scopes int
}

// read reads the text of a file. What was read before an error is kept.
func read(name string, text []byte) (*file, []trace.Note, error) {
	r := &reader{f: &file{kind: scxml, blocks: map[string]int{}, finals: map[string]bool{globalExit: true}},
		decoder: newDecoder(text), places: places{file: name, text: text}}
	r.f.pos = trace.Pos{File: name, Line: 1}
	err := r.all()
	if err != nil {
		r.f.broken = true
		err = r.located(err)
	}
	return r.f, r.notes, err
}

// encodings are those that a file may declare besides UTF-8: its text has been turned into UTF-8 before it
// comes here.
var encodings = regexp.MustCompile(`(?i)^(us-)?ascii$|^iso-8859-15?$|^latin-?1$|^windows-125\d$|^cp125\d$|^utf-?16(le|be)?$`)

// newDecoder reads XML strictly: entities that XML does not have are errors.
func newDecoder(text []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(text))
	d.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		if encodings.MatchString(charset) {
			return in, nil
		}
		return nil, errEncoding(charset)
	}
	return d
}

// all reads to the end of the file.
func (r *reader) all() error {
	for {
		offset := r.decoder.InputOffset()
		token, err := r.decoder.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		r.tag = span{int(offset), int(r.decoder.InputOffset())}
		if err := r.token(token, offset); err != nil {
			return err
		}
	}
}

func (r *reader) token(token xml.Token, offset int64) error {
	switch t := token.(type) {
	case xml.Directive:
		if bytes.Contains(t, []byte("<!ENTITY")) {
			r.pos, r.column = r.places.at(offset)
			return errEntities
		}
	case xml.Comment:
		r.comment(t)
	case xml.EndElement:
		r.close()
	case xml.StartElement:
		r.pos, r.column = r.places.at(offset)
		return r.element(t)
	}
	return nil
}

func (r *reader) element(t xml.StartElement) error {
	if t.Name.Local == "scxml" {
		r.isSCXML = true
	}
	if r.isSCXML {
		return r.readSCXML(t)
	}
	return r.readDiagram(t)
}

// handler keeps a handler with its condition parsed.
func (r *reader) handler(h handler) {
	switch {
	case len(r.f.handlers) < maxHandlers:
		h.guard, h.fault = parseCondition(h.condition)
		h.tag = r.tag
		r.f.handlers = append(r.f.handlers, h)
	case !r.f.broken:
		r.f.broken = true
		r.note(fmt.Sprintf("more than %d handlers; the rest is left out", maxHandlers))
	}
}

// note says something of the element being read.
func (r *reader) note(text string) {
	if len(r.notes) < maxNotes {
		r.notes = append(r.notes, trace.Note{Pos: r.pos, Col: r.column, Text: text})
	}
}

// located puts the place where the XML breaks before what is wrong with it.
func (r *reader) located(err error) error {
	if err == errEntities {
		return fmt.Errorf("%d:%d: %w", r.pos.Line, r.column, err)
	}
	line, column := r.decoder.InputPos()
	var encoding errEncoding
	if errors.As(err, &encoding) {
		return fmt.Errorf("%d:%d: %w", line, column, encoding)
	}
	var syntax *xml.SyntaxError
	text := err.Error()
	if errors.As(err, &syntax) {
		text = syntax.Msg
	}
	return fmt.Errorf("%d:%d: not read to its end: %s; well-formed XML is accepted", line, column, text)
}

// quote shows a name of the file in a message.
func quote(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "..."
	}
	return `"` + s + `"`
}
