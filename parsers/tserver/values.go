package tserver

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// maxValue is how much of one value is kept.
const maxValue = 64 << 10

// maxAttrs is how many attributes of one message are kept.
const maxAttrs = 2048

// maxRepeated is the longest value that is kept in case that it comes again.
const maxRepeated = 96

// maxDepth is how deep nested lists are followed.
const maxDepth = 8

// values reads the attribute lines of a dump into an event.
type values struct {
	names   attributes
	serial  uint64     // of the event
	open    bool       // a quoted value goes on in the next line
	key     *attribute // of the open value; nil: it is not kept
	acc     []byte     // what there is of it
	what    string     // name of the value read last, for notes
	list    string     // the list that is being read: "Extensions"; "": none
	kept    bool       // its pairs are kept
	path    [maxDepth]string
	sum     genesys.ListSum
	short   []string // lists that are not complete
	cut     []string // values that are not complete
	differs []string // lists whose printed size is another
	scratch []byte
}

func (v *values) reset() {
	v.serial++
	v.names.last = &v.names.first
	v.open, v.key, v.list = false, nil, ""
	v.short, v.cut, v.differs = v.short[:0], v.cut[:0], v.differs[:0]
}

// line takes a line that begins with a tab.
func (v *values) line(s *scan, line []byte) {
	depth := genesys.Depth(line)
	text := line[depth:]
	switch {
	case depth == 1 && (!v.open || bytes.HasPrefix(text, []byte("Attribute"))):
		v.attribute(s, line)
	case v.open:
		v.more(s, line)
	case v.list == "" || depth < 2 || !v.pair(s, depth, text):
		s.In.SkipLine(s.Reader)
	}
}

// attribute takes "<tab>AttributeName<tab>value", or the error text "<tab>(text)" below the first line.
func (v *values) attribute(s *scan, line []byte) {
	v.close()
	v.endList()
	name, text, ok := v.names.split(line)
	if !ok {
		v.remark(s, line[1:])
		return
	}
	if name.field == fieldTime || name.field == fieldOwn {
		s.peek(line)
	}
	val := genesys.ParseValue(text)
	if val.Kind == genesys.KindList {
		v.beginList(s, name, val)
		return
	}
	v.put(s, name, val)
}

// remark keeps the text that stands below the head of an error.
func (v *values) remark(s *scan, text []byte) {
	text = bytes.TrimSpace(text)
	if len(text) > 2 && text[0] == '(' && text[len(text)-1] == ')' && len(text) < maxValue {
		s.set(v.names.named([]byte("Text")), string(text[1:len(text)-1]))
	}
}

func (v *values) beginList(s *scan, name *attribute, val genesys.Value) {
	v.list = name.key
	v.kept = !name.secret
	v.sum = genesys.NewListSum(val)
	v.key = nil
	v.path[1] = v.list
	if name.secret {
		v.withhold(s, name)
	}
}

// withhold tells that there was a value which must not be kept.
func (v *values) withhold(s *scan, name *attribute) {
	name.serial = v.serial
	s.event.Attrs = s.event.Attrs.Set(name.key, trace.Withheld)
}

// endList closes the list and checks it against its head.
func (v *values) endList() {
	if v.list == "" {
		return
	}
	switch {
	case !v.sum.Complete():
		v.short = append(v.short, v.list)
	case v.sum.SizeDiffers():
		v.differs = append(v.differs, v.list)
	}
	v.list = ""
}

// pair takes a line of a list. Deeper lists stand one tab further in.
func (v *values) pair(s *scan, depth int, text []byte) bool {
	key, raw, nested, ok := genesys.SplitPair(text)
	if !ok {
		return false
	}
	v.close()
	val := genesys.ParseValue(raw)
	if depth == 2 {
		v.sum.Pair(key, val, nested)
	}
	var name *attribute
	if v.kept && depth < maxDepth {
		name = v.under(v.path[depth-1], key)
	}
	if nested || val.Kind == genesys.KindList {
		if depth < maxDepth {
			v.path[depth] = name.text()
		}
		return true
	}
	v.put(s, name, val)
	return true
}

// under joins a list and a key: "Extensions.ReasonCode".
func (v *values) under(list string, key []byte) *attribute {
	if list == "" {
		return nil
	}
	v.scratch = append(append(append(v.scratch[:0], list...), '.'), key...)
	return v.names.under(v.scratch)
}

// put gives a value to the event, or begins one that goes on in the next line. Without a name it is
// not kept.
func (v *values) put(s *scan, name *attribute, val genesys.Value) {
	v.open, v.key, v.what = val.Open, name, name.text()
	if name != nil && name.secret {
		v.withhold(s, name)
		v.key = nil
	}
	switch {
	case v.open:
		v.acc = append(v.acc[:0], val.Text[:min(len(val.Text), maxValue)]...)
		return
	case val.Kind != genesys.KindString && s.Reader.Cut():
		v.cut = append(v.cut, v.what)
		return
	case v.key == nil:
		return
	}
	s.assign(name, val.Text[:min(len(val.Text), maxValue)])
	if len(val.Gloss) > 0 && name.glossed {
		v.scratch = append(append(v.scratch[:0], name.key...), ".text"...)
		s.event.Attrs = s.event.Attrs.Set(s.Text.String(v.scratch), s.Text.String(val.Gloss))
	}
}

// more appends a line to the value that is open. Other lines without a stamp belong to nothing.
func (v *values) more(s *scan, line []byte) {
	if !v.open {
		s.In.SkipLine(s.Reader)
		return
	}
	last := len(line) > 0 && line[len(line)-1] == '\''
	if last {
		line = line[:len(line)-1]
	}
	if len(v.acc)+len(line) < maxValue {
		v.acc = append(append(v.acc, '\n'), line...)
	}
	if !last {
		return
	}
	v.open = false
	if v.key != nil {
		s.assign(v.key, v.acc)
	}
}

// close ends a value. One whose closing quote never came is not kept.
func (v *values) close() {
	if v.open {
		v.cut = append(v.cut, v.what)
		v.open = false
	}
}

// assign puts a value into the field that it belongs to, or among the attributes.
func (s *scan) assign(name *attribute, b []byte) {
	e := &s.event
	value := name.value
	if value != string(b) {
		value = s.text(name, b)
		if len(value) <= maxRepeated {
			name.value = value
		}
	}
	switch name.field {
	case fieldAgent:
		e.Agent = value
	case fieldDN:
		e.DN = value
	case fieldQueue:
		e.Queue = value
	case fieldPlace:
		e.Place = value
	case fieldCall:
		e.Call = value
	case fieldRef:
		if value != "4294967295" { // -1: none
			e.Ref = value
		}
	case fieldTime:
	default:
		if len(e.Attrs) >= maxAttrs {
			s.Note("many attributes", s.block.pos, fmt.Sprintf("%s has more than %d attributes: the rest is left out", e.Name, maxAttrs))
			return
		}
		s.set(name, value)
	}
}

// text makes a string of a value.
func (s *scan) text(name *attribute, b []byte) string {
	if !utf8.Valid(b) {
		b = s.latin(b)
	}
	switch name.field {
	case fieldTime:
		return ""
	case fieldOwn, fieldCall, fieldRef: // hardly comes again
		return string(b)
	}
	return s.Text.String(b)
}

// set gives the event an attribute. Names that this event does not have yet need no search, unless a list
// may hold the same.
func (s *scan) set(name *attribute, value string) {
	e := &s.event
	switch {
	case name.pair:
		e.Attrs = e.Attrs.Set(s.unused(name.key), value)
	case name.serial == s.values.serial:
		e.Attrs = e.Attrs.Set(name.key, value)
	default:
		name.serial = s.values.serial
		e.Attrs = append(e.Attrs, trace.Attr{Key: name.key, Value: value})
	}
}

// latin reads text that is not UTF-8 byte by byte, so that nothing is lost of it.
func (s *scan) latin(b []byte) []byte {
	s.Note("encoding", s.block.pos, "text that is not UTF-8 is read as ISO 8859-1")
	out := make([]byte, 0, 2*len(b))
	for _, c := range b {
		out = utf8.AppendRune(out, rune(c))
	}
	return out
}

// unused makes the key of a pair unique: a list may hold one key several times.
func (s *scan) unused(key string) string {
	if _, taken := s.event.Attrs.Get(key); !taken {
		return key
	}
	for n := 2; ; n++ {
		k := key + "#" + string(rune('0'+n%10))
		if _, taken := s.event.Attrs.Get(k); !taken || n == 9 {
			return k
		}
	}
}
