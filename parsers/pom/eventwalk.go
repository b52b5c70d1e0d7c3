package pom

import (
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

func (w *walker) space() {
	for w.i < len(w.b) {
		switch w.b[w.i] {
		case ' ', '\t', '\r', '\n':
			w.i++
		default:
			return
		}
	}
}

// members reads an object: of the event; of t if that is not nil; of what t holds if data is set.
func (w *walker) members(rec *record, t *typed, data bool) bool {
	w.i++
	w.space()
	if w.is('}') {
		w.i++
		return true
	}
	for {
		key, ok := w.plain()
		if w.space(); !ok || !w.is(':') {
			return false
		}
		w.i++
		w.space()
		if !w.member(key, rec, t, data) {
			return false
		}
		w.space()
		if w.is('}') {
			w.i++
			return true
		}
		if !w.is(',') {
			return false
		}
		w.i++
		w.space()
	}
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
	w.i++
	wide := byte(0)
	for i, c := range w.b[w.i:] {
		if c == '"' {
			v := w.b[w.i : w.i+i]
			w.i += i + 1
			return v, wide < utf8.RuneSelf || utf8.Valid(v)
		}
		if c < ' ' || c == '\\' {
			return nil, false
		}
		wide |= c
	}
	return nil, false
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
	w.i++
	w.space()
	if w.is(end) {
		w.i++
		return true
	}
	for {
		if end == '}' {
			if ok := w.is('"') && w.text(); !ok {
				return false
			}
			if w.space(); !w.is(':') {
				return false
			}
			w.i++
			w.space()
		}
		if !w.skip(depth + 1) {
			return false
		}
		if w.space(); w.is(end) {
			w.i++
			return true
		}
		if !w.is(',') {
			return false
		}
		w.i++
		w.space()
	}
}

// text reads a string that is not kept. Escapes other than of one character are left to the JSON library.
func (w *walker) text() bool {
	for i := w.i + 1; i < len(w.b); i++ {
		switch c := w.b[i]; {
		case c == '"':
			w.i = i + 1
			return true
		case c < ' ':
			return false
		case c == '\\':
			i++
			if i == len(w.b) || !simpleEscape(w.b[i]) {
				return false
			}
		}
	}
	return false
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
