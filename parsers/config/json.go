package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// jsonForm is the JSON export: an object with a list of objects for each kind, or one object alone.
type jsonForm struct{}

func newJSON(content []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(content), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// check implements form.
func (jsonForm) check(content []byte) *fault {
	d := newJSON(content)
	err := d.SkipValue()
	if err == nil {
		if _, err = d.ReadToken(); err == io.EOF {
			return nil
		}
		return &fault{int(d.InputOffset()), "more stands behind the end of the object; one JSON object is accepted"}
	}
	var syntax *jsontext.SyntacticError
	at := int(d.InputOffset())
	if errors.As(err, &syntax) {
		at = int(syntax.ByteOffset)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || err == io.EOF {
		return &fault{len(content), "the export ends within an object; it was cut, and what it does not show is not known to be absent"}
	}
	return &fault{at, fmt.Sprintf("not JSON from here on (%s); what stands before is read, and what it does not show is not known to be absent", reasonOf(syntax))}
}

// reasonOf says what is wrong without quoting the text: it may be a password.
func reasonOf(err *jsontext.SyntacticError) string {
	if err == nil || err.Err == nil {
		return "a value, a comma or a bracket is wrong"
	}
	if err.Err == jsontext.ErrNonStringName {
		return "the name of a property must be quoted"
	}
	return "a value, a comma or a bracket is wrong"
}

// facts implements form.
func (jsonForm) facts(r *reading, content []byte) {
	d := &jsonReader{dec: newJSON(content)}
	if k := d.dec.PeekKind(); k != '{' {
		if k == '[' {
			d.objects(r, guessed)
		}
		return
	}
	if alone(content) {
		if n := d.node("", 0); n != nil {
			r.object(guessed, n)
		}
		return
	}
	_, _ = d.dec.ReadToken()
	for d.dec.PeekKind() == '"' && d.dec.StackDepth() == 1 {
		before := d.dec.InputOffset()
		d.collection(r)
		if d.dec.InputOffset() == before { // the content ends here
			return
		}
	}
}

// alone tells that the content is one object, not an export of many.
func alone(content []byte) bool {
	d := newJSON(content)
	if _, err := d.ReadToken(); err != nil {
		return false
	}
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return false
		}
		kind := d.PeekKind()
		if name.String() == "__metadata__" || kindOf(name.String()) != unknownKind && (kind == '[' || kind == '{') {
			return false
		}
		if d.SkipValue() != nil {
			return false
		}
	}
	return true
}

// jsonReader builds nodes.
type jsonReader struct {
	dec   *jsontext.Decoder
	nodes int
}

// collection reads one property of an export: the objects of a kind.
func (d *jsonReader) collection(r *reading) {
	at := d.start()
	name, err := d.dec.ReadToken()
	if err != nil {
		return
	}
	key := name.String()
	if key == "__metadata__" {
		r.metadata(d.node(key, 0))
		return
	}
	kind := kindOf(key)
	if kind == unknownKind {
		r.unread(key, at, d.count())
		return
	}
	d.objects(r, kind)
}

// objects reads a list of objects, or one.
func (d *jsonReader) objects(r *reading, k kind) {
	if d.dec.PeekKind() != '[' {
		if n := d.node("", 0); n != nil {
			r.object(k, n)
		}
		return
	}
	_, _ = d.dec.ReadToken()
	for {
		switch d.dec.PeekKind() {
		case jsontext.KindInvalid:
			return
		case ']':
			_, _ = d.dec.ReadToken()
			return
		}
		n := d.node("", 0)
		if n == nil || r.gone != nil {
			return
		}
		r.object(k, n)
	}
}

// count skips a value and returns how many elements it has.
func (d *jsonReader) count() int {
	if d.dec.PeekKind() != '[' {
		_ = d.dec.SkipValue()
		return 1
	}
	_, _ = d.dec.ReadToken()
	n := 0
	for d.dec.PeekKind() != ']' {
		if d.dec.SkipValue() != nil {
			return n
		}
		n++
	}
	_, _ = d.dec.ReadToken()
	return n
}

// start is the offset of the next token; blanks, commas and colons may stand before it.
func (d *jsonReader) start() int {
	d.dec.PeekKind()
	at := int(d.dec.InputOffset())
	for _, c := range d.dec.UnreadBuffer() {
		if c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != ',' && c != ':' {
			break
		}
		at++
	}
	return at
}

// node reads a value; nil where the content ends before it does.
func (d *jsonReader) node(key string, depth int) *node {
	n := &node{key: key, at: d.start()}
	if d.nodes++; depth == 0 {
		d.nodes = 0
	}
	switch d.dec.PeekKind() {
	case '{', '[':
		if depth > maxDepth || d.nodes > maxNodes {
			return n.orNil(d.dec.SkipValue())
		}
		return d.nested(n, depth)
	}
	raw, err := d.dec.ReadValue()
	if err != nil {
		return nil
	}
	n.text = scalar(raw)
	if conceal(key, n.text) {
		n.text, n.masked = "", true
	}
	return n
}

func (n *node) orNil(err error) *node {
	if err != nil {
		return nil
	}
	return n
}

// nested reads the members of an object or an array. What was read of one that is cut is kept if it has a
// whole member.
func (d *jsonReader) nested(n *node, depth int) *node {
	n.nested = true
	open, err := d.dec.ReadToken()
	if err != nil {
		return nil
	}
	object := open.Kind() == '{'
	for {
		switch d.dec.PeekKind() {
		case '}', ']':
			_, err := d.dec.ReadToken()
			return n.orNil(err)
		case jsontext.KindInvalid:
			return nil
		}
		key, at := "", d.start()
		if object {
			t, err := d.dec.ReadToken()
			if err != nil {
				return nil
			}
			key = t.String()
		}
		c := d.node(key, depth+1)
		if c == nil {
			return nil
		}
		c.at = at
		n.list = append(n.list, c)
	}
}

// scalar is the text of a string, a number or a truth value; null is "".
func scalar(raw jsontext.Value) string {
	switch {
	case len(raw) > maxText || raw.Kind() == 'n':
		return ""
	case raw.Kind() == '"':
		b, _ := jsontext.AppendUnquote(nil, raw)
		return string(b)
	}
	return string(raw)
}
