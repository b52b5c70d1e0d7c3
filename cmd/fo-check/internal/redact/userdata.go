package redact

import (
	"bytes"
	"regexp"
	"strings"
)

// userData finds the values that customers and scripts attach to calls and interactions. Everything in them is
// replaced, whoever it is about. It follows the lists of T-Server, Interaction Server and SDK logs by their
// indentation, and the objects of JSON by their braces.
type userData struct {
	open   bool // in a list of user data
	indent int  // of its head
	quote  byte // of a value that does not end on its line; 0: none is open
	ranges [][2]int
	keys   map[string]class
}

// class is what the name of an attribute tells about its value.
type class uint8

const (
	ordinary class = iota
	single         // it names a human being, or a number to call
	attached       // it is user data, one value or a list
)

// maxKeys bounds the names that are remembered. User data may hold any number.
const maxKeys = 4096

func (u *userData) class(key []byte) class {
	if c, ok := u.keys[string(key)]; ok {
		return c
	}
	c := ordinary
	switch name := string(key); {
	case personal(name):
		c = single
	case private(name):
		c = attached
	}
	if u.keys == nil {
		u.keys = map[string]class{}
	}
	if len(u.keys) < maxKeys {
		u.keys[string(key)] = c
	}
	return c
}

// head matches the first line of an attribute: indentation, name, value.
var head = regexp.MustCompile(`^([ \t]*)['"]?([A-Za-z][\w.-]*)['"]?[ \t]*(?:\[[a-z]\w*\])?[ \t]*[:=]?[ \t]*(.*)$`)

// listed matches a value that opens a list.
var listed = regexp.MustCompile(`^(?:KVList|\[\d+\] [0-9a-f]{2} |\(list\)|$)`)

// recordStart matches the first line of a record, and an attribute: no value goes on there.
var recordStart = regexp.MustCompile(`^(?:\d{1,2}:\d\d:\d\d|\d{4}-\d\d-\d\d|@\d|[ \t]*(?:Attribute|attr_)\w)`)

// values returns the stretches of the line that are user data.
func (u *userData) values(line []byte) [][2]int {
	u.ranges = u.ranges[:0]
	if bytes.IndexByte(line, ':') >= 0 {
		u.objects(line)
	}
	if looksLikeJSON(line) {
		return u.ranges
	}
	text := bytes.TrimRight(line, "\r\n")
	if u.quote != 0 && recordStart.Match(text) {
		u.quote, u.open = 0, false // the log cuts the value
	}
	if u.quote != 0 {
		u.rest(text, 0)
		return u.ranges
	}
	m := head.FindSubmatchIndex(text)
	indent := len(text) - len(bytes.TrimLeft(text, " \t"))
	if u.open && len(text) > 0 && indent <= u.indent {
		u.open = false
	}
	switch {
	case m == nil:
	case u.open:
		u.pair(text, m)
	case u.class(text[m[4]:m[5]]) == single:
		u.ranges = append(u.ranges, [2]int{m[6], len(text)})
	case u.class(text[m[4]:m[5]]) == attached:
		u.open, u.indent = listed.Match(text[m[6]:m[7]]), indent
		if !u.open {
			u.value(text, m[6])
		}
	}
	return u.ranges
}

// pair takes a line of a list. Names with the prefix attr_ belong to the protocol, not to the customer.
func (u *userData) pair(text []byte, m []int) {
	key := text[m[4]:m[5]]
	if bytes.HasPrefix(key, []byte("attr_")) || listed.Match(text[m[6]:m[7]]) && m[6] < m[7] {
		return
	}
	u.value(text, m[6])
}

// value takes the value that begins at i.
func (u *userData) value(text []byte, i int) {
	if i < len(text) && (text[i] == '\'' || text[i] == '"') {
		u.quote = text[i]
		u.rest(text, i+1)
		return
	}
	u.ranges = append(u.ranges, [2]int{i, len(text)})
}

// rest takes what stands from i up to the end of the value, on this line or a later one.
func (u *userData) rest(text []byte, i int) {
	u.ranges = append(u.ranges, [2]int{i, len(text)})
	if len(text) > i && text[len(text)-1] == u.quote {
		u.quote = 0
	}
}

// private tells names of attributes that hold user data.
func private(key string) bool {
	flat := strings.ToLower(strings.NewReplacer("_", "", "-", "", ".", "").Replace(key))
	flat = strings.TrimPrefix(strings.TrimPrefix(flat, "attribute"), "attr")
	if strings.Contains(flat, "userdata") || strings.Contains(flat, "attacheddata") {
		return true
	}
	switch flat {
	case "addedproperties", "changedproperties", "deletedproperties", "envelope", "esprequestenvelope", "eventcontent", "pseventcontent",
		"custommessagedata", "pinginfo", "interactionproperties", "properties":
		return true
	}
	return false
}

// personal tells names of attributes that name a human being or a number to call, which an event need not keep.
func personal(key string) bool {
	switch kindOf(key) {
	case Agent:
		return !strings.EqualFold(key, "agent") && !strings.EqualFold(key, "login")
	case Name:
		return person(key)
	case Number:
		return len(key) > 2 && !strings.EqualFold(key, "target") && !strings.EqualFold(key, "destination")
	}
	return false
}

// objectKey matches a key of an object, as JSON and JavaScript write it, with the colon behind it.
var objectKey = regexp.MustCompile(`"?([A-Za-z][\w.-]*)"?\s*:\s*`)

func (u *userData) objects(line []byte) {
	for _, m := range objectKey.FindAllSubmatchIndex(line, -1) {
		if u.class(line[m[2]:m[3]]) != ordinary {
			u.ranges = append(u.ranges, valueRanges(line, m[1])...)
		}
	}
}

// valueRanges are the strings and numbers of the JSON value at i, without the keys of its objects.
func valueRanges(line []byte, i int) (out [][2]int) {
	depth := 0
	for i < len(line) {
		switch c := line[i]; {
		case c == '"':
			end := stringEnd(line, i)
			if after := bytes.TrimLeft(line[min(end, len(line)):], " \t"); depth == 0 || len(after) == 0 || after[0] != ':' {
				out = append(out, [2]int{i, end})
			}
			i = end
		case c == '{' || c == '[':
			depth++
			i++
		case c == '}' || c == ']':
			depth--
			i++
		case isDigit(c):
			end := wordEnd(line, i)
			out = append(out, [2]int{i, end})
			i = end
		default:
			i++
		}
		if depth <= 0 && i < len(line) && strings.IndexByte(",}] \r\n", line[i]) >= 0 {
			return out
		}
	}
	return out
}

func stringEnd(line []byte, i int) int {
	for i++; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(line)
}
