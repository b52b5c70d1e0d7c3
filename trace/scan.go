package trace

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// lineError is what is wrong with a line, and where in it: at is a byte index, -1 for the whole line.
type lineError struct {
	at   int
	text string
}

// Error implements error.
func (e *lineError) Error() string { return e.text }

// col returns the 1-based column in code points, 0 for the whole line.
func (e *lineError) col(line []byte) int {
	if e.at < 0 || e.at > len(line) {
		return 0
	}
	return utf8.RuneCount(line[:e.at]) + 1
}

func errAt(at int, format string, args ...any) *lineError {
	return &lineError{at, fmt.Sprintf(format, args...)}
}

// jsonKind is the kind of a JSON value by its first byte; numbers are '0', no value is 0.
type jsonKind byte

const (
	kindNone   jsonKind = 0
	kindString jsonKind = '"'
	kindNumber jsonKind = '0'
	kindTrue   jsonKind = 't'
	kindFalse  jsonKind = 'f'
	kindNull   jsonKind = 'n'
	kindObject jsonKind = '{'
	kindArray  jsonKind = '['
)

// String names the kind in messages.
func (k jsonKind) String() string {
	switch k {
	case kindString:
		return "a string"
	case kindNumber:
		return "a number"
	case kindTrue, kindFalse:
		return "a boolean"
	case kindNull:
		return "null"
	case kindObject:
		return "an object"
	case kindArray:
		return "an array"
	}
	return "nothing"
}

// value is a JSON value in a line, by where it stands. It holds no pointers, so that it is cheap to keep.
type value struct {
	at, end int32 // first byte, and one after the last; a string's quotes included
	kind    jsonKind
	escaped bool // the string holds escapes
}

// raw returns the text of the value; of a string what stands between the quotes.
func (v value) raw(line []byte) []byte {
	if v.kind == kindString {
		return line[v.at+1 : v.end-1]
	}
	return line[v.at:v.end]
}

// err says what is wrong with the value.
func (v value) err(format string, args ...any) *lineError {
	return errAt(int(v.at), format, args...)
}

// maxDepth bounds the nesting of values.
const maxDepth = 64

// scanner reads JSON from one line that is valid UTF-8.
type scanner struct {
	line []byte
	i    int
}

func (s *scanner) space() {
	if s.i < len(s.line) && s.line[s.i] <= ' ' {
		s.spaces()
	}
}

func (s *scanner) spaces() {
	for s.i < len(s.line) {
		switch s.line[s.i] {
		case ' ', '\t', '\r', '\n':
			s.i++
		default:
			return
		}
	}
}

// special returns the index of the first byte from i on that a string cannot hold as it is: a quote, a
// backslash or a control character; len(b) if there is none. It looks at eight bytes at once.
func special(b []byte, i int) int {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	for i+8 <= len(b) {
		x := binary.LittleEndian.Uint64(b[i:])
		quote, slash := x^('"'*ones), x^('\\'*ones)
		if m := ((quote-ones)&^quote | (slash-ones)&^slash | (x-' '*ones)&^x) & tops; m != 0 {
			return i + bits.TrailingZeros64(m)>>3
		}
		i += 8
	}
	for i < len(b) && b[i] >= ' ' && b[i] != '"' && b[i] != '\\' {
		i++
	}
	return i
}

// text reads a string; the opening quote is at s.i.
func (s *scanner) text() (value, *lineError) {
	start := s.i
	if i := special(s.line, start+1); i < len(s.line) && s.line[i] == '"' {
		s.i = i + 1
		return value{kind: kindString, at: int32(start), end: int32(i + 1)}, nil
	}
	return s.escapedText()
}

// escapedText reads a string that is not just plain characters.
func (s *scanner) escapedText() (value, *lineError) {
	v := value{kind: kindString, at: int32(s.i)}
	for i := special(s.line, s.i+1); ; i = special(s.line, i) {
		switch {
		case i >= len(s.line):
			return v, errAt(len(s.line), "string without its closing quote: the line may have been cut")
		case s.line[i] == '"':
			s.i = i + 1
			v.end = int32(s.i)
			return v, v.checkEscapes(s.line)
		case s.line[i] == '\\':
			v.escaped = true
			i += 2
		default:
			return v, errAt(i, "control character %#02x in a string; write it as \\u%04x", s.line[i], s.line[i])
		}
	}
}

// value reads any value. Objects and arrays are checked and returned as they stand.
func (s *scanner) value(depth int) (value, *lineError) {
	if s.i >= len(s.line) {
		return value{}, errAt(s.i, "the line ends where a value was expected")
	}
	switch s.line[s.i] {
	case '"':
		return s.text()
	case '{':
		return s.nested(kindObject, depth)
	case '[':
		return s.nested(kindArray, depth)
	}
	return s.literal()
}

// nested reads an object or an array without keeping what is in it.
func (s *scanner) nested(kind jsonKind, depth int) (value, *lineError) {
	v := value{kind: kind, at: int32(s.i)}
	if depth >= maxDepth {
		return v, errAt(s.i, "values nested deeper than %d", maxDepth)
	}
	var err *lineError
	each := func(key, val value) *lineError { return nil }
	if kind == kindObject {
		err = s.object(depth, each)
	} else {
		err = s.array(depth, each)
	}
	v.end = int32(s.i)
	return v, err
}

// object reads an object at s.i and calls each for every member.
func (s *scanner) object(depth int, each func(key, val value) *lineError) *lineError {
	s.i++
	s.space()
	if s.i < len(s.line) && s.line[s.i] == '}' {
		s.i++
		return nil
	}
	for {
		key, val, err := s.member(depth)
		if err == nil {
			err = each(key, val)
		}
		if err != nil {
			return err
		}
		if more, err := s.comma('}'); err != nil || !more {
			return err
		}
	}
}

// member reads `"key": value`.
func (s *scanner) member(depth int) (key, val value, err *lineError) {
	if key, err = s.key(); err != nil {
		return key, val, err
	}
	val, err = s.value(depth + 1)
	return key, val, err
}

func (s *scanner) array(depth int, each func(key, val value) *lineError) *lineError {
	s.i++
	s.space()
	if s.i < len(s.line) && s.line[s.i] == ']' {
		s.i++
		return nil
	}
	for {
		s.space()
		val, err := s.value(depth + 1)
		if err == nil {
			err = each(value{}, val)
		}
		if err != nil {
			return err
		}
		if more, err := s.comma(']'); err != nil || !more {
			return err
		}
	}
}

// comma reads what separates two members, or the end of the collection.
func (s *scanner) comma(end byte) (more bool, err *lineError) {
	s.space()
	if s.i >= len(s.line) {
		return false, errAt(s.i, "the line ends before %q: it may have been cut", string(end))
	}
	c := s.line[s.i]
	if c != ',' && c != end {
		return false, errAt(s.i, "%s where a comma or %q was expected", s.found(), string(end))
	}
	s.i++
	return c == ',', nil
}

// literal reads a number, true, false or null.
func (s *scanner) literal() (value, *lineError) {
	start := s.i
	for s.i < len(s.line) && !delimiter(s.line[s.i]) {
		s.i++
	}
	v := value{at: int32(start), end: int32(s.i)}
	raw := s.line[start:s.i]
	switch string(raw) {
	case "true":
		v.kind = kindTrue
	case "false":
		v.kind = kindFalse
	case "null":
		v.kind = kindNull
	default:
		if jsontext.Value(raw).Kind() != '0' || !jsontext.Value(raw).IsValid() {
			s.i = start
			return v, errAt(start, "%s where a value was expected", s.found())
		}
		v.kind = kindNumber
	}
	return v, nil
}

func delimiter(c byte) bool {
	return c == ',' || c == '}' || c == ']' || c == ' ' || c == '\t' || c == ':' || c == '"' || c == '\r' || c == '\n'
}

// found says what stands at s.i, for messages.
func (s *scanner) found() string {
	if s.i >= len(s.line) {
		return "end of the line"
	}
	r, _ := utf8.DecodeRune(s.line[s.i:])
	return fmt.Sprintf("%q", r)
}

func (v value) checkEscapes(line []byte) *lineError {
	if !v.escaped {
		return nil
	}
	if _, err := v.unescape(line, nil); err != nil {
		return v.err("string with a wrong escape; accepted are \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX")
	}
	return nil
}

// unescape appends the text of a string to dst. A half of a surrogate pair becomes U+FFFD, as the
// trace has no way to write it.
func (v value) unescape(line, dst []byte) ([]byte, error) {
	quoted := line[v.at:v.end]
	out, err := jsontext.AppendUnquote(dst, quoted)
	if err != nil && jsontext.Value(quoted).IsValid(jsontext.AllowInvalidUTF8(true)) {
		err = nil
	}
	return out, err
}

// bytes returns the text of a string.
func (v value) bytes(line []byte) []byte {
	if !v.escaped {
		return v.raw(line)
	}
	b, _ := v.unescape(line, nil)
	return b
}
