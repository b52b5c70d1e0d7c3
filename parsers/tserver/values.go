package tserver

import (
	"bytes"
	"strings"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// maxValue is how much of one value is kept.
const maxValue = 64 << 10

// maxDepth is how deep nested lists are followed.
const maxDepth = 8

// values reads the attribute lines of a dump into an event.
type values struct {
	open    bool   // a quoted value goes on in the next line
	key     string // of the value read last; "": it is not kept
	acc     []byte // the value, while it may go on
	grown   bool   // acc holds more than the event does
	list    string // the list that is being read: "Extensions"; "": none
	kept    bool   // its pairs are kept
	path    [maxDepth]string
	sum     genesys.ListSum
	cut     []string // lists that are not complete
	differs []string // lists whose printed size is another
	scratch []byte
}

func (v *values) reset() {
	v.open, v.grown, v.key, v.list = false, false, "", ""
	v.cut, v.differs = v.cut[:0], v.differs[:0]
}

// line takes a line that begins with a tab.
func (v *values) line(s *scan, line []byte) {
	depth := genesys.Depth(line)
	text := line[depth:]
	if depth == 1 && bytes.HasPrefix(text, []byte("Attribute")) || depth == 1 && !v.open && len(text) > 0 {
		v.attribute(s, line)
		return
	}
	if v.open {
		v.more(line)
		return
	}
	if v.list == "" || depth < 2 || !v.pair(s, depth, text) {
		v.more(line)
	}
}

// attribute takes "<tab>AttributeName<tab>value", or the error text "<tab>(text)" below the first line.
func (v *values) attribute(s *scan, line []byte) {
	v.settle(s)
	v.endList()
	name, text, ok := genesys.SplitAttribute(line)
	if !ok {
		v.remark(s, line[1:])
		return
	}
	name = bytes.TrimPrefix(bytes.TrimPrefix(name, []byte("ISCC")), []byte("Attribute"))
	val := genesys.ParseValue(text)
	if val.Kind == genesys.KindList {
		v.beginList(s, name, val)
		return
	}
	v.key = s.text.String(name)
	v.put(s, val)
}

// remark keeps the text that stands below the head of an error.
func (v *values) remark(s *scan, text []byte) {
	v.key = ""
	text = bytes.TrimSpace(text)
	if len(text) > 2 && text[0] == '(' && text[len(text)-1] == ')' && len(text) < maxValue {
		s.event.Attrs = s.event.Attrs.Set("Text", string(text[1:len(text)-1]))
	}
}

func (v *values) beginList(s *scan, name []byte, val genesys.Value) {
	v.list = s.text.String(name)
	v.kept = !trace.Sensitive(v.list)
	v.sum = genesys.NewListSum(val)
	v.key = ""
	v.path[1] = v.list
	if !v.kept {
		s.event.Attrs = s.event.Attrs.Set(v.list, trace.Withheld)
	}
}

// endList closes the list and checks it against its head.
func (v *values) endList() {
	if v.list == "" {
		return
	}
	switch {
	case !v.sum.Complete():
		v.cut = append(v.cut, v.list)
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
	v.settle(s)
	val := genesys.ParseValue(raw)
	if depth == 2 {
		v.sum.Pair(key, val, nested)
	}
	v.key = ""
	if depth >= maxDepth {
		v.open = val.Open && !nested
		return true
	}
	if v.kept {
		v.key = v.name(s, v.path[depth-1], key)
	}
	if nested || val.Kind == genesys.KindList {
		v.path[depth], v.key = v.key, ""
		return true
	}
	v.put(s, val)
	return true
}

// name joins a list and a key: "Extensions.ReasonCode".
func (v *values) name(s *scan, list string, key []byte) string {
	if list == "" {
		return ""
	}
	v.scratch = append(append(append(v.scratch[:0], list...), '.'), key...)
	return s.text.String(v.scratch)
}

// put begins a value and gives it to the event.
func (v *values) put(s *scan, val genesys.Value) {
	v.open = val.Open
	v.acc = append(v.acc[:0], val.Text[:min(len(val.Text), maxValue)]...)
	v.grown = false
	if trace.Sensitive(v.key) {
		s.event.Attrs = s.event.Attrs.Set(v.key, trace.Withheld)
		v.key = ""
	}
	if v.key == "" || v.open {
		v.grown = true
		return
	}
	s.assign(v.key, v.acc)
	if len(val.Gloss) > 0 && !strings.HasPrefix(v.key, "Timein") {
		v.scratch = append(append(v.scratch[:0], v.key...), ".text"...)
		s.event.Attrs = s.event.Attrs.Set(s.text.String(v.scratch), s.text.String(val.Gloss))
	}
}

// more appends a line to the value that is open, or to the last one.
func (v *values) more(line []byte) {
	if v.key == "" && !v.open {
		return
	}
	v.grown = true
	closed := v.open && len(line) > 0 && line[len(line)-1] == '\''
	if closed {
		line, v.open = line[:len(line)-1], false
	}
	if len(v.acc)+len(line) < maxValue {
		v.acc = append(append(v.acc, '\n'), line...)
	}
}

// settle gives the event a value that went on over several lines.
func (v *values) settle(s *scan) {
	if v.grown && v.key != "" {
		s.assign(v.key, v.acc)
	}
	v.grown, v.open, v.key = false, false, ""
}

// assign puts a value into the field that it belongs to, or among the attributes.
func (s *scan) assign(key string, b []byte) {
	e := &s.event
	switch key {
	case "AgentID":
		e.Agent = s.text.String(b)
	case "ThisDN":
		e.DN = s.text.String(b)
	case "ThisQueue":
		e.Queue = s.text.String(b)
	case "Place":
		e.Place = s.text.String(b)
	case "ConnID":
		e.Call = string(b)
	case "ReferenceID":
		if string(b) != "4294967295" { // -1: none
			e.Ref = string(b)
		}
	case "TimeinSecs", "TimeinuSecs":
	case "EventSequenceNumber", "CallUUID":
		e.Attrs = e.Attrs.Set(key, string(b))
	default:
		e.Attrs = e.Attrs.Set(s.unused(key), s.text.String(b))
	}
}

// unused makes the key of a pair unique: a list may hold one key several times.
func (s *scan) unused(key string) string {
	if _, taken := s.event.Attrs.Get(key); !taken || !strings.Contains(key, ".") || s.values.grown {
		return key
	}
	for n := 2; ; n++ {
		k := key + "#" + string(rune('0'+n%10))
		if _, taken := s.event.Attrs.Get(k); !taken || n == 9 {
			return k
		}
	}
}
