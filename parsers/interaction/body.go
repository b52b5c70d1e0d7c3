package interaction

import (
	"bytes"

	"github.com/fo-check/fo-check/trace"
)

const (
	maxValue = 64 << 10 // bytes kept of one value
	maxDepth = 8        // nesting to which lists are followed
	maxAttrs = 512      // attributes kept of one message
)

// body reads the attribute lines of a dump into the event.
type body struct {
	open  bool   // a quoted value goes on in the next line
	key   string // of the open value; "": it is not kept
	what  string // name of the value read last, for notes
	acc   []byte
	lists [maxDepth]list // that are open, outermost first
	depth int
	buf   []byte
}

// list is a list that is being read.
type list struct {
	indent int
	name   string // with those around it; "": nothing of it is kept
	plain  bool
}

func (b *body) reset() { b.open, b.key, b.what, b.depth = false, "", "", 0 }

// line takes a line of the dump.
func (b *body) line(s *scan, line []byte) {
	s.block.lines++
	if !b.open && b.idle(line, indentOf(line)) {
		return
	}
	a, ok := parseAttribute(line)
	if b.open {
		if !ok || !bytes.HasPrefix(a.name, []byte("attr_")) || a.indent != 1 {
			b.more(s, line)
			return
		}
		b.close(s)
	}
	if !ok {
		if b.depth == 0 {
			s.In.SkipLine(s.Reader)
		}
		return
	}
	for b.depth > 0 && a.indent <= b.lists[b.depth-1].indent {
		b.depth--
	}
	b.take(s, &a)
}

// take decides under which name a value is kept, if it is.
func (b *body) take(s *scan, a *attribute) {
	n := s.spelled(a.name)
	full, kept := n.text, true
	if b.depth > 0 {
		in := &b.lists[b.depth-1]
		kept = in.name != "" && (in.plain || n.prefixed)
		full = b.join(s, in.name, n.text)
		if !kept && in.name != "" {
			s.set(in.name, trace.Withheld)
		}
	}
	b.what = full
	switch {
	case a.kind == kindList:
		b.push(s, a.indent, full, kept && !n.secret, n.plain, kept)
		return
	case !kept:
	case n.secret || a.kind == kindHidden:
		s.set(full, trace.Withheld)
		kept = false
	}
	b.put(s, full, a, kept)
}

// idle tells that a line, indent deep, is a pair of a list of which nothing is kept, and that its value
// ends with it.
func (b *body) idle(line []byte, indent int) bool {
	if b.depth == 0 || b.lists[b.depth-1].name != "" || indent <= b.lists[b.depth-1].indent {
		return false
	}
	return line[len(line)-1] == '"' && !bytes.HasSuffix(line, []byte(`= "`))
}

// push opens a list. One that is not kept is followed all the same, so that what is in it is not taken
// for something else.
func (b *body) push(s *scan, indent int, name string, keep, plain, say bool) {
	if !keep && say {
		s.set(name, trace.Withheld)
	}
	if b.depth == maxDepth {
		b.depth--
		keep = false
	}
	if !keep {
		name = ""
	}
	if b.depth > 0 {
		plain = plain || b.lists[b.depth-1].plain
	}
	b.lists[b.depth] = list{indent, name, plain}
	b.depth++
}

// bare takes the prefix off a name.
func bare(name []byte) []byte {
	for _, prefix := range [...]string{"attr_", "Attribute"} {
		if len(name) > len(prefix) && string(name[:len(prefix)]) == prefix {
			return name[len(prefix):]
		}
	}
	return name
}

func (b *body) join(s *scan, list, name string) string {
	b.buf = append(append(append(b.buf[:0], list...), '.'), name...)
	return s.Text.String(b.buf)
}

// put gives a value to the event, or begins one that goes on in the next line.
func (b *body) put(s *scan, name string, a *attribute, keep bool) {
	b.open, b.key = a.open, ""
	if keep {
		b.key = name
	}
	switch {
	case a.open:
		b.acc = append(b.acc[:0], a.text...)
	case a.kind == kindWord && s.Reader.Cut():
		s.block.cut = append(s.block.cut, name)
	case keep:
		s.assign(name, a.text)
		if len(a.gloss) > 0 {
			s.set(b.join(s, name, "text"), s.str(a.gloss))
		}
	}
}

// more appends a line to the value that is open.
func (b *body) more(s *scan, line []byte) {
	s.block.lines++
	text := bytes.TrimRight(line, " \t")
	last := len(text) > 0 && text[len(text)-1] == '"'
	if last {
		line = text[:len(text)-1]
	}
	if b.key != "" && len(b.acc)+len(line) < maxValue {
		b.acc = append(append(b.acc, '\n'), line...)
	}
	if !last {
		return
	}
	b.open = false
	if b.key != "" {
		s.assign(b.key, b.acc)
	}
}

// close ends a value. One whose closing quote never came is not kept.
func (b *body) close(s *scan) {
	if b.open {
		s.block.cut = append(s.block.cut, b.what)
		b.open = false
	}
}

// assign puts a value into the field that it belongs to, or among the attributes.
func (s *scan) assign(key string, b []byte) {
	e, v := &s.event, s.str(b[:min(len(b), maxValue)])
	switch key {
	case "agent_id", "AgentId", "AgentID":
		e.Agent = v
	case "place_id", "PlaceId", "Place":
		e.Place = v
	case "itx_id", "InteractionId":
		e.Interaction = v
	case "ref_id", "ReferenceId", "ReferenceID":
		e.Ref = v
	case "queue", "Queue", "ThisQueue":
		e.Queue = v
	case "ConnID":
		e.Call = v
	case "ThisDN":
		e.DN = v
	case "agent_description.agent_id", "agent_description.AgentId":
		s.fallback(&e.Agent, key, v)
	case "agent_description.place_id", "agent_description.PlaceId":
		s.fallback(&e.Place, key, v)
	default:
		s.set(key, v)
	}
}

func (s *scan) fallback(field *string, key, v string) {
	if *field == "" {
		*field = v
		return
	}
	s.set(key, v)
}

// set keeps an attribute. Of pairs with one name the first is kept: a list may repeat its keys.
func (s *scan) set(key, v string) {
	attrs := s.event.Attrs
	if _, taken := attrs.Get(key); taken {
		return
	}
	if len(attrs) == maxAttrs {
		s.block.cut = append(s.block.cut, "attributes")
	}
	if len(attrs) < maxAttrs {
		s.event.Attrs = append(attrs, trace.Attr{Key: key, Value: v})
	}
}
