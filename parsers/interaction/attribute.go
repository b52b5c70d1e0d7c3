package interaction

import "bytes"

// kind is the kind of a printed value.
type kind uint8

const (
	kindWord   kind = iota // number, hex id, enumerator
	kindString             // "text"
	kindList               // pairs in the lines that follow, deeper
	kindHidden             // the printer left it out
)

// attribute is a line of a dump: name [type] = value.
type attribute struct {
	indent int
	name   []byte // without quotes
	kind   kind
	text   []byte // without quotes and gloss
	gloss  []byte // 4 [NotAvailable]: the name of the number
	open   bool   // a string whose closing quote is not on this line
}

// parseAttribute reads a line of a dump.
func parseAttribute(line []byte) (a attribute, ok bool) {
	a.indent = indentOf(line)
	var rest []byte
	if a.name, rest, ok = attributeName(line[a.indent:]); !ok {
		return a, false
	}
	var typ []byte
	if rest = bytes.TrimLeft(rest, " \t"); len(rest) > 0 && rest[0] == '[' {
		end := bytes.IndexByte(rest, ']')
		if end < 0 {
			return a, false
		}
		typ, rest = rest[1:end], bytes.TrimLeft(rest[end+1:], " \t")
	}
	if hidden(typ) || len(rest) == 0 && len(typ) > 0 {
		a.kind = kindHidden
		return a, hidden(typ)
	}
	if len(rest) == 0 || rest[0] != '=' {
		return a, false
	}
	a.value(string(typ), bytes.TrimPrefix(rest[1:], []byte{' '}))
	return a, true
}

// indentOf counts the blanks and tabs that a line begins with.
func indentOf(line []byte) int {
	n := 0
	for n < len(line) && (line[n] == '\t' || line[n] == ' ') {
		n++
	}
	return n
}

// attributeName takes a name or a quoted key. A key may hold blanks.
func attributeName(b []byte) (name, rest []byte, ok bool) {
	if len(b) == 0 {
		return nil, nil, false
	}
	if b[0] == '\'' {
		for _, end := range [...]string{"' [", "' =", "'="} {
			if i := bytes.Index(b, []byte(end)); i > 0 {
				return b[1:i], b[i+1:], true
			}
		}
		return nil, nil, false
	}
	n := 0
	for n < len(b) && (b[n]|0x20-'a' < 26 || b[n]-'0' <= 9 || b[n] == '_' || b[n] == '.' || b[n] == '-') {
		n++
	}
	return b[:n], b[n:], n > 0 && n < len(b)
}

// hidden tells that the printer left the value out. It is known for a spelling of its own.
func hidden(typ []byte) bool {
	return bytes.HasPrefix(typ, []byte("output sup")) && bytes.HasSuffix(typ, []byte("ressed"))
}

// value takes what stands after "= ".
func (a *attribute) value(typ string, b []byte) {
	b = bytes.TrimRight(b, " \t")
	switch {
	case hidden(bytes.Trim(b, "[]")):
		a.kind = kindHidden
	case len(b) > 0 && b[0] == '"':
		a.kind, a.text = kindString, b[1:]
		if a.open = len(b) == 1 || b[len(b)-1] != '"'; !a.open {
			a.text = b[1 : len(b)-1]
		}
	case typ == "list", bytes.HasSuffix(b, []byte("KVList:")), bytes.HasPrefix(b, []byte("ComplexClass(")):
		a.kind = kindList
	default:
		a.text = b
		if i := bytes.Index(b, []byte(" [")); i > 0 && b[len(b)-1] == ']' {
			a.text, a.gloss = b[:i], b[i+2:len(b)-1]
		}
	}
}
