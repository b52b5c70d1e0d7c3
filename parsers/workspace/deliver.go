package workspace

import (
	"bytes"
	"hash/maphash"
	"strconv"

	"github.com/fo-check/fo-check/trace"
)

// close ends the message that is open and tells of it.
func (s *scan) close() {
	s.tellSubmitted()
	if !s.msg.open {
		return
	}
	m := &s.msg
	m.open = false
	if len(m.proxy) > 0 {
		s.proxyState(m.proxy, m.state)
	}
	s.verify(m.serverTime())
	if m.secs > 0 && m.direction == "received" && s.seen.again(m) {
		s.doubles++
		return
	}
	e := s.Event(m.name, s.rec.at, s.rec.pos)
	e.Direction = m.direction
	if s.Wants(Source, m.name) {
		s.fill(e)
	}
	s.server(e)
	s.tell(e)
}

// fill gives the event its fields and attributes.
func (s *scan) fill(e *trace.Event) {
	m := &s.msg
	for _, a := range m.attrs {
		key, value := m.arena[a.key:a.keyEnd], m.arena[a.value:a.valueEnd]
		if f := field(e, key); f != nil && *f == "" {
			*f = s.text.String(value)
			continue
		}
		number, gloss := splitGloss(value)
		k := s.text.String(key)
		e.Attrs = e.Attrs.Set(k, s.text.String(number))
		if gloss != nil {
			e.Attrs = e.Attrs.Set(k+".text", s.text.String(gloss))
		}
	}
	if m.ixn {
		e.Attrs = e.Attrs.Set("protocol", trace.ProtocolInteraction)
	}
	if t := m.serverTime(); !t.IsZero() {
		e.Attrs = e.Attrs.Set("server_time", t.UTC().Format("2006-01-02T15:04:05.000Z"))
	}
	if len(m.proxy) > 0 {
		e.Attrs = e.Attrs.Set("proxy", s.text.String(m.proxy))
		e.Attrs = e.Attrs.Set("state", s.text.String(m.state))
	}
}

// field returns the field of an event for a key, nil if it is an attribute.
func field(e *trace.Event, key []byte) *string {
	switch string(key) {
	case "ThisDN":
		return &e.DN
	case "AgentID", "AgentId", "agent_id":
		return &e.Agent
	case "ThisQueue":
		return &e.Queue
	case "Queue", "queue":
		if e.Queue == "" {
			return &e.Queue
		}
	case "ConnID":
		return &e.Call
	case "ReferenceID", "ReferenceId", "ref_id":
		return &e.Ref
	case "PlaceID", "PlaceId", "Place", "place_id":
		return &e.Place
	case "InteractionId", "itx_id":
		return &e.Interaction
	}
	return nil
}

// splitGloss splits `4 [NotAvailable]`.
func splitGloss(v []byte) (number, gloss []byte) {
	if len(v) < 5 || v[0]-'0' > 9 || v[len(v)-1] != ']' {
		return v, nil
	}
	i := bytes.Index(v, []byte(" ["))
	if i < 0 {
		return v, nil
	}
	for _, c := range v[:i] {
		if c-'0' > 9 {
			return v, nil
		}
	}
	return v[:i], v[i+2 : len(v)-1]
}

// server names the other end: where a request is sent to, or where the proxy that read a message has sent
// its requests.
func (s *scan) server(e *trace.Event) {
	if s.rec.server != "" {
		e.Server = s.rec.server
		return
	}
	if c := s.channels[string(s.msg.proxy)]; c != nil && len(s.msg.proxy) > 0 && c.endpoint != "" {
		e.Server = c.endpoint
		e.Infer("server")
	}
}

// recentSize is how many messages are remembered to find what is printed twice.
const recentSize = 1 << 10

// recent remembers the messages seen last.
type recent struct {
	seed  maphash.Seed
	known map[uint64]bool
	ring  [recentSize]uint64
	next  int
	begun bool
}

// again tells whether the message was seen a short while ago, and remembers it. It is the same if name,
// server time, sequence number and DN are.
func (r *recent) again(m *message) bool {
	if !r.begun {
		r.begun, r.seed, r.known = true, maphash.MakeSeed(), map[uint64]bool{}
	}
	var h maphash.Hash
	h.SetSeed(r.seed)
	h.WriteString(m.name)
	var b [24]byte
	h.Write(strconv.AppendInt(b[:0], m.secs, 10))
	h.WriteByte('.')
	h.Write(strconv.AppendInt(b[:0], m.micros, 10))
	for _, part := range m.identity() {
		h.WriteByte(0)
		h.Write(part)
	}
	key := h.Sum64()
	if r.known[key] {
		return true
	}
	delete(r.known, r.ring[r.next])
	r.ring[r.next] = key
	r.known[key] = true
	r.next = (r.next + 1) % recentSize
	return false
}
