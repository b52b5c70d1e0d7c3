package interaction

import (
	"fmt"
	"strings"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// block is a message that is being read.
type block struct {
	msg       *message
	at        genesys.Moment
	direction string
	client    *client
	name      string // the client as the head names it, or as it is known
	proxy     string
	inferred  bool // the message's name is not printed
	router    bool // in the form of the T-Library: to or from a router
	lines     int
	cut       []string // what is not complete
}

// messageIDs are the ids of records that announce a dump.
func announces(id int) bool {
	switch id {
	case 24101, 24102, 26015, 26016, 26019, 26020, 26201, 26202, 30004, 30006, 30010, 30013, 30131, 30133:
		return true
	}
	return false
}

// announced takes a record that announces a message.
func (s *scan) announced(rec genesys.Record) {
	s.block = block{at: s.Here(), router: rec.ID == 24101 || rec.ID == 24102, cut: s.block.cut[:0]}
	h, ok := parseHead(rec.Text)
	if !ok {
		s.mode = modeName
		if dir, who, ok := bareHead(rec.Text); ok {
			s.block.direction = dir
			s.meet(who)
		}
		return
	}
	s.open(&h)
}

// bareHead reads the first line of a message whose name stands in the next one.
func bareHead(text []byte) (dir string, who party, ok bool) {
	for _, w := range [...]struct{ words, direction string }{{"Received from ", "received"}, {"Sending to ", "sent"}} {
		if len(text) > len(w.words) && string(text[:len(w.words)]) == w.words {
			return w.direction, parseParty(text[len(w.words):]), true
		}
	}
	return "", party{}, false
}

// perhaps takes a record of an id that is not known but reads like the head of a message. It is one if
// attributes follow.
func (s *scan) perhaps(rec genesys.Record) {
	h, ok := parseHead(rec.Text)
	if !ok || h.number == 0 {
		return
	}
	s.block = block{at: s.Here(), cut: s.block.cut[:0], direction: h.way(), msg: s.message(h.name)}
	s.meet(h.who)
	s.mode = modeHead
}

// sure takes the first line below such a record.
func (s *scan) sure(line []byte) {
	a, ok := parseAttribute(line)
	if !ok || len(bare(a.name)) == len(a.name) {
		s.mode = modeRecord
		return
	}
	s.begin()
	s.indented(line)
}

// named takes the name of a message from the line below its head.
func (s *scan) named(name []byte, number int) {
	h := head{name: name, number: number, direction: s.block.direction}
	s.block.direction = h.way()
	s.block.msg = s.message(name)
	s.begin()
}

func (s *scan) open(h *head) {
	s.block.direction, s.block.inferred = h.way(), h.inferred
	s.block.msg = s.message(h.name)
	s.meet(h.who)
	if known := nameOf(h.number); known != "" && known != s.block.msg.Text && !s.block.router && !renamed(known, s.block.msg.Text) {
		s.Note("number", s.block.at.Pos, fmt.Sprintf("%s is printed with number %d, which is that of %s: the name counts", s.block.msg.Text, h.number, known))
	}
	s.begin()
}

// renamed accepts the two spellings of one message.
func renamed(known, printed string) bool {
	return known == "EventInteractionSubmited" && printed == "EventInteractionSubmitted"
}

// begin starts to read the dump.
func (s *scan) begin() {
	s.mode = modeSkip
	s.messages++
	if !s.block.msg.read {
		return
	}
	s.mode = modeBody
	s.body.reset()
	b := &s.block
	s.event = trace.Event{Attrs: s.event.Attrs[:0], Source: Source, Name: b.msg.Text, Direction: b.direction,
		Server: s.In.Server, Instance: s.In.Instance, Client: b.name}
	protocol := b.msg.protocol
	if b.router {
		protocol = trace.ProtocolTLib
	}
	s.event.Attrs = append(s.event.Attrs, trace.Attr{Key: "protocol", Value: protocol})
	if b.inferred {
		s.event.Attrs = infer(s.event.Attrs, "name")
	}
}

// message returns what is known of a name. It allocates only for a new one.
func (s *scan) message(name []byte) *message {
	if m := s.msgs[string(name)]; m != nil {
		return m
	}
	m := &message{Name: s.Name(name), protocol: protocolOf(string(name))}
	m.brief = m.Wanted && !s.need.wanted.Body(Source, m.Text) && strings.HasPrefix(m.Text, "Request")
	m.read = m.Wanted || s.need.delivered && strings.HasPrefix(m.Text, "Event")
	switch m.Text {
	case "RequestRegisterClient", "RequestUnregisterClient":
		m.brief = false
		m.read = true // what clients are called, and which of them have gone
	case "EventAgentLogin", "EventAgentLogout":
		m.read, m.fans = true, true
	case "RequestAgentLogin", "RequestAgentLogout", "RequestAgentAvailable", "RequestAgentNotAvailable",
		"EventAck", "EventError", "EventAgentAvailable", "EventAgentNotAvailable":
		m.read = m.read || s.need.any // who is logged in
	}
	s.msgs[m.Text] = m
	return m
}

// endMessage closes the message that is being read, and delivers it if it is wanted.
func (s *scan) endMessage() {
	mode := s.mode
	s.mode = modeNone
	switch mode {
	case modeSkip:
		s.block.msg.Count++
		s.last, s.lastAt = trace.Event{Name: s.block.msg.Text}, s.block.at
		s.Skip(s.block.msg.Name, s.block.at)
	case modeBody:
		s.body.close(s)
		s.complete()
	case modeName:
		s.Note("head", s.block.at.Pos, "the head of a message whose name is not understood; accepted is 'Name' (number)")
	}
}

// complete fills what does not stand in the dump itself, and delivers the message.
func (s *scan) complete() {
	b, e := &s.block, &s.event
	if b.msg.fans && s.repeats() {
		s.fanned()
		return
	}
	b.msg.Count++
	if b.client != nil {
		s.identify()
	}
	if b.proxy != "" {
		e.Attrs = e.Attrs.Set("proxy", b.proxy)
	}
	s.follow()
	if len(b.cut) > 0 {
		e.Attrs = e.Attrs.Set("truncated", strings.Join(b.cut, ","))
		s.Note("truncated", b.at.Pos, fmt.Sprintf("%s: truncated, %s is not complete; a value that is cut was left out", b.msg.Text, strings.Join(b.cut, ", ")))
	}
	if note := e.Normalize(); note != "" {
		s.Note("reason", b.at.Pos, note)
	}
	s.remember()
	if !b.msg.Wanted {
		s.Skip(b.msg.Name, b.at)
	} else {
		s.Send(e, b.at)
	}
	s.leave()
}

// identify says what is known of the client.
func (s *scan) identify() {
	c, e := s.block.client, &s.event
	if c.id != "" {
		e.Attrs = e.Attrs.Set("client_id", c.id)
	}
	if c.kind != "" {
		e.Attrs = e.Attrs.Set("client_kind", c.kind)
	}
}
