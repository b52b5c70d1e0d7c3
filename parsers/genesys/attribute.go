package genesys

import "bytes"

// Kind is the kind of a printed attribute value.
type Kind uint8

// Kinds of values.
const (
	KindWord   Kind = iota // enumerator name, hex id, or anything else
	KindString             // 'text', without its quotes
	KindNumber             // digits, perhaps with a gloss: 3 (text)
	KindList               // [bytes] hh hh hh hh.. and pairs in the lines that follow
)

// Value is an attribute value as printed.
type Value struct {
	Text  []byte // without quotes and gloss; borrowed from the line
	Gloss []byte // what stands between brackets after a number
	Kind  Kind
	Open  bool // a string whose closing quote is not on this line
	Bytes int  // KindList: packed size; -1: not printed
	Pairs int  // KindList: pairs at the top level by the list's own head; -1: not printed
}

// Depth counts the tabs a line begins with.
func Depth(line []byte) int {
	n := 0
	for n < len(line) && line[n] == '\t' {
		n++
	}
	return n
}

// SplitAttribute splits "<tab>Name<tab>value". ok is false for lines of another shape.
func SplitAttribute(line []byte) (name, value []byte, ok bool) {
	if len(line) < 2 || line[0] != '\t' || line[1] == '\t' || line[1] == '(' {
		return nil, nil, false
	}
	name, value, _ = bytes.Cut(line[1:], []byte{'\t'})
	for _, c := range name {
		if c <= ' ' || c == '\'' {
			return nil, nil, false
		}
	}
	return name, value, len(name) > 0
}

// SplitPair splits the text of a list line, "'key'<tab>value" or "'key'(list)", without its tabs.
func SplitPair(text []byte) (key, value []byte, nested, ok bool) {
	if len(text) < 3 || text[0] != '\'' {
		return nil, nil, false, false
	}
	if i := bytes.Index(text, []byte("'\t")); i > 0 {
		return text[1:i], text[i+2:], false, true
	}
	if i := bytes.LastIndex(text, []byte("'(list)")); i > 0 {
		return text[1:i], nil, true, true
	}
	return nil, nil, false, false
}

// ParseValue reads a value as printed after the tab.
func ParseValue(b []byte) Value {
	v := Value{Text: b, Bytes: -1, Pairs: -1}
	if len(b) == 0 {
		return v
	}
	switch c := b[0]; {
	case c == '\'':
		v.Kind, v.Text = KindString, b[1:]
		t := bytes.TrimRight(b[1:], " ")
		v.Open = len(t) == 0 || t[len(t)-1] != '\''
		if !v.Open {
			v.Text = t[:len(t)-1]
		}
	case c == '[':
		return listHead(v, b)
	case c-'0' <= 9 || (c == '-' && len(b) > 1 && b[1]-'0' <= 9):
		return numberValue(v, b)
	default:
		v.Text = bytes.TrimRight(b, " ")
	}
	return v
}

func numberValue(v Value, b []byte) Value {
	n := 1
	for n < len(b) && b[n]-'0' <= 9 {
		n++
	}
	rest := bytes.TrimSpace(b[n:])
	if len(rest) == 0 {
		v.Kind, v.Text = KindNumber, b[:n]
		return v
	}
	if rest[0] == '(' && rest[len(rest)-1] == ')' {
		v.Kind, v.Text, v.Gloss = KindNumber, b[:n], rest[1:len(rest)-1]
		return v
	}
	v.Text = bytes.TrimRight(b, " ")
	return v
}

// listHead reads "[561] 00 14 00 00..": packed size, then the first bytes, of which the first two are the
// number of pairs.
func listHead(v Value, b []byte) Value {
	end := bytes.IndexByte(b, ']')
	if end < 0 {
		return v
	}
	size, ok := number(b[1:end])
	if !ok {
		return v
	}
	v.Kind, v.Bytes = KindList, size
	rest := bytes.TrimLeft(b[end+1:], " ")
	if len(rest) < 5 || rest[2] != ' ' {
		return v
	}
	hi, ok1 := hexByte(rest)
	lo, ok2 := hexByte(rest[3:])
	if ok1 && ok2 {
		v.Pairs = hi<<8 | lo
	}
	return v
}

func hexByte(b []byte) (int, bool) {
	hi, ok1 := hexDigit(b[0])
	lo, ok2 := hexDigit(b[1])
	return hi<<4 | lo, ok1 && ok2
}

func hexDigit(c byte) (int, bool) {
	switch {
	case c-'0' <= 9:
		return int(c - '0'), true
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10, true
	}
	return 0, false
}

// ListSum checks a printed list against its head. The packed size of a list is 2 bytes and, for every
// pair, 5 bytes, its key and its value (4 bytes for a number).
type ListSum struct {
	pairs, bytes   int // as the head says; -1: not said
	seen, size     int
	doubtful, open bool
}

// NewListSum begins a list.
func NewListSum(v Value) ListSum {
	return ListSum{pairs: v.Pairs, bytes: v.Bytes, size: 2, open: true}
}

// Pair counts a pair of the top level.
func (l *ListSum) Pair(key []byte, v Value, nested bool) {
	l.seen++
	l.size += 5 + len(key)
	switch {
	case nested || v.Kind == KindList || v.Open:
		l.doubtful = true
	case v.Kind == KindNumber:
		l.size += 4
	default:
		l.size += len(v.Text)
		l.doubtful = l.doubtful || odd(v.Text)
	}
}

// odd finds text whose printed length says nothing: another code page, or masked by a filter.
func odd(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 || c == '*' {
			return true
		}
	}
	return false
}

// Complete tells whether as many pairs were printed as the head says.
func (l *ListSum) Complete() bool { return !l.open || l.pairs < 0 || l.pairs == l.seen }

// SizeDiffers tells whether the pairs are all there but add up to another size. It is false where the
// size cannot be told from the text.
func (l *ListSum) SizeDiffers() bool {
	return l.open && l.Complete() && !l.doubtful && l.bytes >= 0 && l.bytes != l.size
}

// Counts returns the pairs seen, and those that the head says.
func (l *ListSum) Counts() (seen, said int) { return l.seen, l.pairs }
