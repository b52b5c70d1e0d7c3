package tserver

import (
	"strings"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// Limits of what is remembered of names. A log has a few hundred short ones.
const (
	maxNames = 8192
	maxName  = 256
)

// field is where the value of an attribute goes.
type field uint8

const (
	fieldAttr field = iota // among the attributes
	fieldAgent
	fieldDN
	fieldQueue
	fieldPlace
	fieldCall
	fieldRef
	fieldOwn  // among the attributes, with a value that hardly comes again
	fieldTime // the time of the message
)

// attribute is what is known of the name of an attribute, or of a pair of a list.
type attribute struct {
	raw     string // as printed: "AttributeThisDN"; "" for pairs
	key     string // "ThisDN", "Extensions.ReasonCode"
	field   field
	secret  bool // its value must not be kept
	glossed bool // what stands in parentheses behind the value is kept
	pair    bool // a list may hold it twice

	value  string     // the last one
	then   *attribute // the one that came after it the last time
	serial uint64     // of the last event that has it
}

// attributes remembers the names that were met.
type attributes struct {
	byRaw map[string]*attribute // names at the head of a line
	byKey map[string]*attribute // pairs of lists
	last  *attribute            // the name that was read before, which the next one mostly follows
	first attribute             // comes before the first name of a message
}

func newAttributes() attributes {
	return attributes{byRaw: map[string]*attribute{}, byKey: map[string]*attribute{}}
}

func newAttribute(key string) *attribute {
	return &attribute{key: key, field: fieldOf(key), secret: trace.Sensitive(key), glossed: !strings.HasPrefix(key, "Timein"),
		pair: strings.Contains(key, ".")}
}

// text is the key; "" for a name that is not kept.
func (a *attribute) text() string {
	if a == nil {
		return ""
	}
	return a.key
}

func fieldOf(key string) field {
	switch key {
	case "AgentID":
		return fieldAgent
	case "ThisDN":
		return fieldDN
	case "ThisQueue":
		return fieldQueue
	case "Place":
		return fieldPlace
	case "ConnID":
		return fieldCall
	case "ReferenceID":
		return fieldRef
	case "TimeinSecs", "TimeinuSecs":
		return fieldTime
	case "EventSequenceNumber", "CallUUID":
		return fieldOwn
	}
	return fieldAttr
}

// split splits "<tab>AttributeName<tab>value". ok is false where the line is no attribute.
func (a *attributes) split(line []byte) (name *attribute, value []byte, ok bool) {
	if n := a.last.then; n != nil {
		if end := 1 + len(n.raw); len(line) > end && line[end] == '\t' && string(line[1:end]) == n.raw {
			a.last = n
			return n, line[end+1:], true
		}
	}
	raw, value, ok := genesys.SplitAttribute(line)
	if !ok {
		return nil, nil, false
	}
	name = a.named(raw)
	a.last.then, a.last = name, name
	return name, value, true
}

func (a *attributes) named(raw []byte) *attribute {
	if name := a.byRaw[string(raw)]; name != nil {
		return name
	}
	text := string(raw)
	name := newAttribute(strings.TrimPrefix(strings.TrimPrefix(text, "ISCC"), "Attribute"))
	name.raw = text
	if len(a.byRaw) < maxNames && len(text) <= maxName {
		a.byRaw[text] = name
	}
	return name
}

// under returns the name of a key in a list.
func (a *attributes) under(key []byte) *attribute {
	if name := a.byKey[string(key)]; name != nil {
		return name
	}
	name := newAttribute(string(key))
	if len(a.byKey) < maxNames && len(key) <= maxName {
		a.byKey[name.key] = name
	}
	return name
}
