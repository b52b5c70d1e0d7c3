package pom

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// walker reads events that are plain JSON: no escapes in the names and values that are kept, no number
// out of the ordinary. It takes nothing that the JSON library refuses, and reads it as that does.
type walker struct {
	b []byte
	i int
}

// maxNesting is how deep values are followed that are not kept.
const maxNesting = 16

// walk reads the event in b into rec; false: b is not plain, or no event.
func (w *walker) walk(b []byte, rec *record) bool {
	w.b, w.i = b, 0
	w.space()
	if !w.is('{') || !w.members(rec, nil, false) {
		return false
	}
	w.space()
	return w.i == len(b)
}

func (w *walker) is(c byte) bool { return w.i < len(w.b) && w.b[w.i] == c }

// space passes over white space; mostly there is none.
func (w *walker) space() {
	if w.i < len(w.b) && w.b[w.i] <= ' ' {
		w.blanks()
	}
}

func (w *walker) blanks() {
	for w.i < len(w.b) {
		switch w.b[w.i] {
		case ' ', '\t', '\r', '\n':
			w.i++
		default:
			return
		}
	}
}

// enter passes over the beginning of an object or array, which end ends; more: it is not empty.
func (w *walker) enter(end byte) (more bool) {
	w.i++
	if w.space(); w.is(end) {
		w.i++
		return false
	}
	return true
}

// next passes over what follows a value inside an object or array: a comma, or its end. ok is false if it is
// neither.
func (w *walker) next(end byte) (more, ok bool) {
	if w.space(); w.i == len(w.b) {
		return false, false
	}
	c := w.b[w.i]
	w.i++
	if c != ',' {
		return false, c == end
	}
	w.space()
	return true, true
}

// colon passes over what separates a name from its value.
func (w *walker) colon() bool {
	if w.space(); !w.is(':') {
		return false
	}
	w.i++
	w.space()
	return true
}

// members reads an object: of the event; of t if that is not nil; of what t holds if data is set.
func (w *walker) members(rec *record, t *typed, data bool) bool {
	ok := true
	for more := w.enter('}'); more; {
		key, plain := w.plain()
		if !plain || !w.colon() || !w.member(key, rec, t, data) {
			return false
		}
		more, ok = w.next('}')
	}
	return ok
}

// member reads the value of a name.
func (w *walker) member(key []byte, rec *record, t *typed, data bool) bool {
	var field *word
	switch {
	case data:
		field = t.Data.field(key)
	case t != nil:
		switch string(key) {
		case "type":
			field = &t.Type
		case "data":
			return w.object(rec, t, true)
		}
	default:
		switch string(key) {
		case "agentEventType":
			return w.object(rec, &rec.AgentEvent, false)
		case "jobEventinfo":
			return w.object(rec, &rec.JobInfo, false)
		}
		field = rec.field(key)
	}
	if field == nil {
		return w.skip(0)
	}
	return w.put(field)
}

// object reads an object inside the event, or null.
func (w *walker) object(rec *record, t *typed, data bool) bool {
	if w.is('{') {
		return w.members(rec, t, data)
	}
	return w.is('n') && w.literal()
}

// put reads a value that is kept.
func (w *walker) put(field *word) bool {
	start := w.i
	switch {
	case w.is('"'):
		v, ok := w.plain()
		*field = v
		return ok
	case w.is('n'):
		*field = nil
		return w.literal()
	case w.is('t'), w.is('f'):
		ok := w.literal()
		*field = w.b[start:w.i]
		return ok
	}
	ok := w.number()
	*field = w.b[start:w.i]
	return ok
}

// plain reads a string without escapes.
func (w *walker) plain() ([]byte, bool) {
	if !w.is('"') {
		return nil, false
	}
	n, wide := ordinary(w.b[w.i+1:])
	v := w.b[w.i+1 : w.i+1+n]
	w.i += n + 1
	if !w.is('"') {
		return nil, false
	}
	w.i++
	return v, !wide || utf8.Valid(v)
}

// Eight bytes at a time: each byte of ones is 1, of tops 0x80.
const (
	ones = 0x0101010101010101
	tops = 0x80 * ones
)

// ordinary is how many bytes stand before the first quote, backslash or control character. wide tells that one of
// them may be none of ASCII.
func ordinary(b []byte) (n int, wide bool) {
	seen := uint64(0)
	for ; n+8 <= len(b); n += 8 {
		x := binary.LittleEndian.Uint64(b[n:])
		quote, slash := x^('"'*ones), x^('\\'*ones)
		if stop := ((x-' '*ones)&^x | (quote-ones)&^quote | (slash-ones)&^slash) & tops; stop != 0 {
			at := bits.TrailingZeros64(stop) // of the first one; behind it there may be false ones
			seen |= x & (1<<(at&^7) - 1)
			return n + at/8, seen&tops != 0
		}
		seen |= x
	}
	for ; n < len(b); n++ {
		c := b[n]
		if c == '"' || c == '\\' || c < ' ' {
			break
		}
		seen |= uint64(c)
	}
	return n, seen&tops != 0
}

// skip reads a value that is not kept.
func (w *walker) skip(depth int) bool {
	if w.i >= len(w.b) || depth > maxNesting {
		return false
	}
	switch w.b[w.i] {
	case '"':
		return w.text()
	case 'n', 't', 'f':
		return w.literal()
	case '{':
		return w.list(depth, '}')
	case '[':
		return w.list(depth, ']')
	}
	return w.number()
}

// list reads an object or an array up to its end.
func (w *walker) list(depth int, end byte) bool {
	ok := true
	for more := w.enter(end); more; {
		if end == '}' && !(w.is('"') && w.text() && w.colon()) || !w.skip(depth+1) {
			return false
		}
		more, ok = w.next(end)
	}
	return ok
}

// text reads a string that is not kept. Escapes other than of one character are left to the JSON library.
func (w *walker) text() bool {
	w.i++
	for {
		n, _ := ordinary(w.b[w.i:])
		w.i += n
		if w.is('"') {
			w.i++
			return true
		}
		if !w.is('\\') || w.i+1 == len(w.b) || !simpleEscape(w.b[w.i+1]) {
			return false
		}
		w.i += 2
	}
}

func simpleEscape(c byte) bool {
	switch c {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return true
	}
	return false
}

// literal reads null, true or false.
func (w *walker) literal() bool {
	for _, word := range [...]string{"null", "true", "false"} {
		if len(w.b)-w.i >= len(word) && string(w.b[w.i:w.i+len(word)]) == word {
			w.i += len(word)
			return true
		}
	}
	return false
}

// number reads a whole number.
func (w *walker) number() bool {
	if w.is('-') {
		w.i++
	}
	start := w.i
	for w.i < len(w.b) && w.b[w.i]-'0' <= 9 {
		w.i++
	}
	if w.i == start || w.b[start] == '0' && w.i > start+1 {
		return false
	}
	return w.i == len(w.b) || w.b[w.i] != '.' && w.b[w.i]|0x20 != 'e'
}
