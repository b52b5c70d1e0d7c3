package trace

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

// record is one line of a trace, read but not yet understood: its fields as they stand in the line.
type record struct {
	vals    [numFields]value
	seen    fieldSet // of which the value is not null
	attrs   []member
	pos     Pos
	posFile value
	unknown value   // name of the first field that is none; kindNone: all are fields
	scan    scanner // of the line
	// follower predicts which field comes after another one, the last at the beginning: lines of a trace
	// resemble each other, and comparing a name is cheaper than reading it.
	follower [numFields + 1]field
	// last is the last value of every field, which is often the next one too.
	last [numFields]string
}

// member is an attribute as it stands in the line. name is its full name if that is another one than key
// says: of a nested attribute.
type member struct {
	key, val value
	name     []byte
}

func (m *member) nameIn(line []byte) []byte {
	if m.name != nil {
		return m.name
	}
	return m.key.raw(line)
}

// stringFields are the fields of an event whose value is a string.
func stringFields() fieldSet { return fields(fTime, fClock) }

// read takes a line apart. What the record holds points into line.
func (r *record) read(line []byte) *lineError {
	r.seen, r.attrs, r.unknown = 0, r.attrs[:0], value{}
	r.scan = scanner{line: line}
	s := &r.scan
	s.space()
	if s.i >= len(line) || line[s.i] != '{' {
		return errAt(s.i, "%s where a JSON object was expected; a trace holds one object per line", s.found())
	}
	if err := r.members(); err != nil {
		return err
	}
	if s.space(); s.i < len(line) {
		return errAt(s.i, "%s after the object; a trace holds one object per line", s.found())
	}
	return nil
}

func (r *record) members() *lineError {
	s := &r.scan
	s.i++
	if s.space(); s.i < len(s.line) && s.line[s.i] == '}' {
		s.i++
		return nil
	}
	var given fieldSet
	before := numFields
	for {
		f := r.follower[before]
		key, ok := s.expected(keyTexts[f])
		if !ok {
			var err *lineError
			if key, err = s.key(); err != nil {
				return err
			}
			if f, ok = findField(key.bytes(s.line)); ok {
				r.follower[before] = f
			}
		}
		if ok && given.has(f) {
			return key.err("field %q given twice", fieldNames[f])
		}
		if err := r.field(f, ok, key); err != nil {
			return err
		}
		if ok {
			given |= 1 << f
			before = f
		}
		if more, err := s.comma('}'); err != nil || !more {
			return err
		}
	}
}

// keyTexts are the names of fields as they mostly stand in a line.
var keyTexts = func() (t [numFields]string) {
	for f, n := range fieldNames {
		t[f] = `"` + n + `":`
	}
	return t
}()

// expected reads the name and the colon if they are text, to the letter.
func (s *scanner) expected(text string) (key value, ok bool) {
	at, end := s.i, s.i+len(text)
	if end > len(s.line) || string(s.line[at:end]) != text {
		return key, false
	}
	s.i = end
	s.space()
	return value{kind: kindString, at: int32(at), end: int32(end - 1)}, true
}

// field reads the value of a field.
func (r *record) field(f field, known bool, key value) *lineError {
	s := &r.scan
	if !known && r.unknown.kind == kindNone {
		r.unknown = key
	}
	if known && s.i < len(s.line) && s.line[s.i] == '{' {
		switch f {
		case fAttrs:
			r.seen |= 1 << f
			return r.readAttrs(nil, 0)
		case fPos:
			r.seen |= 1 << f
			return r.readPos()
		}
	}
	v, err := s.value(0)
	if err != nil || !known || v.kind == kindNull {
		return err
	}
	if f == fAttrs || f == fPos || stringFields().has(f) && v.kind != kindString {
		return v.err("%s: is %s; accepted is %s", fieldNames[f], v.kind, acceptedKind(f))
	}
	r.vals[f] = v
	r.seen |= 1 << f
	return nil
}

func acceptedKind(f field) string {
	switch f {
	case fAttrs:
		return `an object, "attrs":{"service":"telephony"}`
	case fPos:
		return `an object, "pos":{"file":"x.log","line":7,"offset":381}`
	}
	return "a string"
}

// key reads a member's name and the colon, and stops at its value.
func (s *scanner) key() (value, *lineError) {
	s.space()
	if s.i >= len(s.line) {
		return value{}, errAt(s.i, "the line ends inside an object: it may have been cut")
	}
	if s.line[s.i] != '"' {
		return value{}, errAt(s.i, "%s where a name in quotes was expected", s.found())
	}
	key, err := s.text()
	if err != nil {
		return key, err
	}
	s.space()
	if s.i >= len(s.line) || s.line[s.i] != ':' {
		return key, errAt(s.i, "%s after the name %q; a colon is expected", s.found(), key.raw(s.line))
	}
	s.i++
	s.space()
	return key, nil
}

// text returns the value of an attribute as a string: numbers and booleans as they are written.
func (v value) text(line []byte, t *interner) string { return t.string(v.bytes(line)) }

// require checks that the record has no other fields than allowed.
func (r *record) require(allowed fieldSet, what string) *lineError {
	if r.unknown.kind != kindNone {
		name := r.unknown.bytes(r.scan.line)
		return r.unknown.err("%s: unknown field%s", name, suggest(string(name), allowed.names()))
	}
	if extra := r.seen &^ allowed; extra != 0 {
		f := field(bits.TrailingZeros64(uint64(extra)))
		return r.vals[f].err("%s: no field of %s; accepted are %s", fieldNames[f], what, strings.Join(allowed.names(), " "))
	}
	return nil
}

// in returns the id of the input that the line names; 0 if none.
func (r *record) in() (int, *lineError) {
	if !r.seen.has(fIn) {
		return 0, nil
	}
	n, err := r.vals[fIn].integer(r.scan.line, "in")
	if err == nil && (n < 1 || n > 1<<30) {
		err = r.vals[fIn].err("in: %s is no id of an input; accepted are whole numbers from 1 on", strconv.FormatInt(n, 10))
	}
	return int(n), err
}

// fill sets the string fields of e that the record has.
func (r *record) fill(e *Event, t *interner) {
	for rest := r.seen & stringFields() &^ (1<<fTime | 1<<fName); rest != 0; rest &= rest - 1 {
		f := field(bits.TrailingZeros64(uint64(rest)))
		to := e.at(f)
		if v := r.vals[f]; v.escaped || string(v.raw(r.scan.line)) != r.last[f] {
			r.last[f] = v.text(r.scan.line, t)
		}
		*to = r.last[f]
	}
}

// at returns where e holds the field, which must be one of stringFields but not the time.
func (e *Event) at(f field) *string {
	switch f {
	case fSource:
		return &e.Source
	case fName:
		return &e.Name
	case fDirection:
		return &e.Direction
	case fServer:
		return &e.Server
	case fInstance:
		return &e.Instance
	case fSite:
		return &e.Site
	case fClient:
		return &e.Client
	case fAgent:
		return &e.Agent
	case fDN:
		return &e.DN
	case fPlace:
		return &e.Place
	case fQueue:
		return &e.Queue
	case fZone:
		return &e.Zone
	case fSession:
		return &e.Session
	case fInteraction:
		return &e.Interaction
	case fCall:
		return &e.Call
	case fReason:
		return &e.Reason
	case fRef:
		return &e.Ref
	case fClock:
		return &e.Clock
	}
	panic(fmt.Sprintf("field %d holds no string", f))
}
