package workspace

import (
	"bytes"
	"strconv"
	"time"

	"github.com/fo-check/fo-check/trace"
)

const (
	maxValue = 4 << 10
	maxAttrs = 512
)

// opener is the head of a message: 'EventAgentLogin' (73) attributes:
type opener struct {
	name   []byte
	number []byte
	before []byte // what stands before it on the line
}

// findOpener finds the head of a message at the end of a line. Its number may be quoted.
func findOpener(line []byte) (o opener, ok bool) {
	for from := 0; ; {
		i := bytes.IndexByte(line[from:], '\'')
		if i < 0 {
			return o, false
		}
		at := from + i
		from = at + 1
		rest := line[from:]
		if !hasPrefix(rest, "Event") && !hasPrefix(rest, "Request") {
			continue
		}
		n := 5
		for n < len(rest) && (alnum(rest[n]) || rest[n] == '_') {
			n++
		}
		if number, ok := openerTail(rest[n:]); ok && n < 80 {
			return opener{rest[:n], number, line[:at]}, true
		}
	}
}

// openerTail reads "' ('74')" or "' (74) attributes:" to the end of the line.
func openerTail(b []byte) (number []byte, ok bool) {
	if !hasPrefix(b, "' (") {
		return nil, false
	}
	b = bytes.TrimPrefix(b[3:], []byte{'\''})
	n := 0
	for n < len(b) && b[n]-'0' <= 9 {
		n++
	}
	number = b[:n]
	b = bytes.TrimPrefix(b[n:], []byte{'\''})
	if n == 0 || n > 6 || len(b) == 0 || b[0] != ')' {
		return nil, false
	}
	switch string(bytes.TrimSpace(b[1:])) {
	case "", "attributes:", "message attributes:":
		return number, true
	}
	return nil, false
}

// open begins a message if its head is on the line.
func (s *scan) open(line []byte) {
	o, ok := findOpener(line)
	if !ok || bytes.Contains(o.before, []byte("Completed handling")) {
		return
	}
	m := &s.msg
	m.reset()
	m.open = true
	m.name = s.text.String(o.name)
	if m.name == s.submitted.name {
		s.submitted = submission{} // printed after all
	}
	switch {
	case s.rec.sends, bytes.Contains(o.before, []byte("Sent ")), bytes.Contains(o.before, []byte("Sending ")):
		m.direction = "sent"
	case bytes.Contains(o.before, []byte("got message")), bytes.Contains(o.before, []byte("eceived")), m.name[0] == 'E':
		m.direction = "received"
	default:
		m.direction = "sent"
	}
}

// raw is an attribute as bytes of the message's arena.
type raw struct{ key, keyEnd, value, valueEnd int }

// level is a list that is open: pairs that stand deeper belong to it.
type level struct {
	indent, path int // length of the path
	hidden       bool
}

// message is a message being read.
type message struct {
	open      bool
	name      string
	direction string
	arena     []byte
	attrs     []raw
	path      []byte
	levels    []level
	complex   int  // indent of a complex attribute whose members are left out; -1: none
	quoted    bool // a string goes on in the next line
	drop      bool // ... and is not kept
	ixn       bool // attributes begin with attr_
	ended     bool
	secs      int64
	micros    int64
	proxy     []byte
	state     []byte
}

func (m *message) reset() {
	*m = message{arena: m.arena[:0], attrs: m.attrs[:0], path: m.path[:0], levels: m.levels[:0], complex: -1,
		proxy: m.proxy[:0], state: m.state[:0]}
}

// take takes a line of the body.
func (m *message) take(line []byte) {
	if m.quoted {
		m.more(line)
		return
	}
	if m.ended || len(line) == 0 {
		return
	}
	indent := 0
	for indent < len(line) && (line[indent] == '\t' || line[indent] == ' ') {
		indent++
	}
	text := bytes.TrimRight(line[indent:], " ")
	switch {
	case len(text) == 0:
	case text[0] == '\'':
		m.pair(text, indent)
	case hasPrefix(text, "Attribute"):
		m.attribute(text[len("Attribute"):], indent)
	case hasPrefix(text, "attr_"):
		m.ixn = true
		m.attribute(text[len("attr_"):], indent)
	case text[0] == '.':
		m.processed(text)
	case text[len(text)-1] == ':' && !hasPrefix(text, "message attributes"):
		m.complex = indent // Time = ComplexClass(TimeStamp):
	}
}

// processed takes ". Processing with  state .StatePrimary proxy: proxy1", the end of a message.
func (m *message) processed(text []byte) {
	_, rest, ok := bytes.Cut(text, []byte("Processing with"))
	if !ok {
		return
	}
	m.ended = true
	m.state, m.proxy = appendProxy(m.state, m.proxy, bytes.TrimPrefix(bytes.TrimSpace(rest), []byte("state ")))
}

// appendProxy reads ".StatePrimary proxy: proxy1".
func appendProxy(state, proxy, b []byte) (_, _ []byte) {
	st, name, ok := bytes.Cut(bytes.TrimSpace(b), []byte(" proxy: "))
	if !ok {
		return state, proxy
	}
	return append(state, bytes.TrimPrefix(st, []byte{'.'})...), append(proxy, bytes.TrimSpace(name)...)
}

// attribute takes "ThisDN [str] = "7001"", without its prefix.
func (m *message) attribute(text []byte, indent int) {
	m.levels, m.path = m.levels[:0], m.path[:0]
	n := 0
	for n < len(text) && (alnum(text[n]) || text[n] == '_') {
		n++
	}
	value, ok := assigned(text[n:])
	if n == 0 || !ok {
		return
	}
	name := text[:n]
	switch string(name) {
	case "TimeinSecs":
		m.secs, _ = strconv.ParseInt(string(value), 10, 64)
		return
	case "TimeinuSecs":
		m.micros, _ = strconv.ParseInt(string(value), 10, 64)
		return
	}
	if m.complex >= 0 && indent > m.complex {
		return
	}
	m.complex = -1
	m.value(name, value, indent)
}

// assigned reads " [str] = value".
func assigned(b []byte) (value []byte, ok bool) {
	b = bytes.TrimLeft(b, " ")
	if len(b) > 0 && b[0] == '[' {
		i := bytes.IndexByte(b, ']')
		if i < 0 {
			return nil, false
		}
		b = bytes.TrimLeft(b[i+1:], " ")
	}
	if len(b) == 0 || b[0] != '=' {
		return nil, false
	}
	return bytes.TrimLeft(b[1:], " "), true
}

// pair takes "'ReasonCode' [str] = "x"", an entry of the list that is open.
func (m *message) pair(text []byte, indent int) {
	for len(m.levels) > 1 && m.levels[len(m.levels)-1].indent >= indent {
		m.levels = m.levels[:len(m.levels)-1]
	}
	if len(m.levels) == 0 {
		return
	}
	top := m.levels[len(m.levels)-1]
	end := bytes.LastIndex(text, []byte("' ["))
	if i := bytes.Index(text, []byte("' [")); i > 0 {
		end = i
	}
	if end < 1 {
		return
	}
	value, ok := assigned(text[end+1:])
	if !ok {
		return
	}
	m.path = append(m.path[:top.path], '.')
	m.path = append(m.path, text[1:end]...)
	if top.hidden {
		m.drop, m.quoted = true, openString(value)
		return
	}
	m.value(m.path, value, indent)
}

// value keeps a value, or opens a list.
func (m *message) value(key, value []byte, indent int) {
	if hasPrefix(value, "KVList") {
		m.list(key, indent)
		return
	}
	hidden := trace.Sensitive(string(key))
	m.quoted, m.drop = openString(value), hidden
	if hidden {
		value = []byte(trace.Withheld)
	} else if len(value) > 0 && value[0] == '"' {
		value = value[1:]
		if !m.quoted {
			value = value[:len(value)-1]
		}
	}
	m.keep(key, value)
}

// openString tells that a string does not end on its line.
func openString(value []byte) bool {
	return len(value) > 0 && value[0] == '"' && (len(value) == 1 || value[len(value)-1] != '"')
}

// list opens a list. Of lists only extensions and reasons are kept: others are data of customers.
func (m *message) list(key []byte, indent int) {
	if len(m.levels) == 0 {
		m.path = append(m.path[:0], key...)
	}
	l := level{indent: indent, path: len(m.path)}
	if len(m.levels) > 0 {
		l.hidden = m.levels[len(m.levels)-1].hidden
	} else {
		l.indent = -1 // pairs of the first level may stand at any depth
		switch string(bytes.ToLower(key)) {
		case "extensions", "extension", "reasons", "reason", "tevent_extensions":
		default:
			l.hidden = true
			m.keep(key, []byte(trace.Withheld))
		}
	}
	m.levels = append(m.levels, l)
}

func (m *message) keep(key, value []byte) {
	if len(m.attrs) >= maxAttrs {
		return
	}
	if len(value) > maxValue {
		value = value[:maxValue]
	}
	a := raw{key: len(m.arena)}
	m.arena = append(m.arena, key...)
	a.keyEnd, a.value = len(m.arena), len(m.arena)
	m.arena = append(m.arena, value...)
	a.valueEnd = len(m.arena)
	m.attrs = append(m.attrs, a)
}

// more takes a further line of a string.
func (m *message) more(line []byte) {
	line = bytes.TrimRight(line, " ")
	if n := len(line); n > 0 && line[n-1] == '"' {
		m.quoted = false
		line = line[:n-1]
	}
	if m.drop || len(m.attrs) == 0 {
		return
	}
	last := &m.attrs[len(m.attrs)-1]
	if last.valueEnd-last.value+len(line) < maxValue {
		m.arena = append(append(m.arena, '\n'), line...)
		last.valueEnd = len(m.arena)
	}
}

// identity returns the values that tell the message from others of its name and time.
func (m *message) identity() (out [5][]byte) {
	for _, a := range m.attrs {
		at := -1
		switch string(m.arena[a.key:a.keyEnd]) {
		case "EventSequenceNumber":
			at = 0
		case "ThisDN":
			at = 1
		case "AgentID":
			at = 2
		case "ConnID":
			at = 3
		case "ReferenceID":
			at = 4
		}
		if at >= 0 && out[at] == nil {
			out[at] = m.arena[a.value:a.valueEnd]
		}
	}
	return out
}

// serverTime is when the server says that it happened; zero if it does not.
func (m *message) serverTime() time.Time {
	if m.secs <= 0 {
		return time.Time{}
	}
	return time.Unix(m.secs, m.micros*1000)
}
