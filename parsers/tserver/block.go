package tserver

import (
	"bytes"
	"time"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// block is a T-Library message that is being read.
type block struct {
	msg       *message
	stamp     genesys.Stamp
	day       int32
	pos       trace.Pos
	direction string
	client    string
	handle    string // socket of the client
	address   string
	clientID  uint32
	peer      string // server at the other end of an ISCC message
	untimed   bool   // no record of its own: the time is that of the record before
	epoch     int64
	gloss     time.Duration // the clock printed beside the epoch; -1: none
	dated     bool          // epoch is set
	twice     bool          // the same event was printed before
}

func (b *block) moment() genesys.Moment {
	return genesys.Moment{Stamp: b.stamp, Day: b.day, Pos: b.pos}
}

const colonMessage = ": message "

// common takes a line of the T-Server common part: a message that it distributes, HA synchronisation,
// ISCC, or something else.
func (s *scan) common(text []byte) {
	if len(text) == 0 {
		return
	}
	if len(text) > 7 && text[0] == '[' && text[1]-'0' > 9 {
		if bytes.HasPrefix(text, []byte("[BSYNC]")) {
			s.sync(text)
			return
		}
	}
	name, how, ok := headOf(text)
	if !ok {
		return
	}
	if !isName(name) {
		return
	}
	s.openBlock(name, direction(how))
	if bytes.HasPrefix(how, []byte("[ISCC]")) {
		s.block.peer = isccPeer(how)
	}
}

// headOf splits "[0] 8.1.101.25 distribute_event: message EventReleased".
func headOf(text []byte) (name, how []byte, ok bool) {
	if c := text[len(text)-1]; c == ' ' || c == '\t' {
		text = bytes.TrimRight(text, " \t")
	}
	i := bytes.LastIndexByte(text, ' ') + 1
	if i < len(colonMessage) || string(text[i-len(colonMessage):i]) != colonMessage {
		return nil, nil, false
	}
	return text[i:], text[:i-len(colonMessage)], true
}

func isName(b []byte) bool {
	if len(b) == 0 || b[0]-'A' >= 26 {
		return false
	}
	for _, c := range b {
		if c|0x20-'a' >= 26 && c-'0' > 9 && c != '_' {
			return false
		}
	}
	return true
}

// direction reads how a message came to be written: "[0] 8.1.101.25 distribute_event".
func direction(how []byte) string {
	switch {
	case bytes.HasSuffix(how, []byte("event")), bytes.HasSuffix(how, []byte("send_to_client")):
		return "sent"
	case bytes.Contains(how, []byte("distribute")), bytes.Contains(how, []byte("send")),
		bytes.Contains(how, []byte("Send")), bytes.Contains(how, []byte("Sent")):
		return "sent"
	case bytes.Contains(how, []byte("from")), bytes.Contains(how, []byte("eceived")):
		return "received"
	}
	return "internal"
}

// isccPeer finds the application in "[ISCC] Received from server SIP_B@Switch_B ...".
func isccPeer(how []byte) string {
	_, rest, ok := bytes.Cut(how, []byte(" server "))
	if !ok {
		return ""
	}
	rest = bytes.TrimLeft(rest, " '")
	if i := bytes.IndexAny(rest, "@ ':"); i >= 0 {
		rest = rest[:i]
	}
	return string(rest)
}

func (s *scan) openBlock(name []byte, dir string) { s.openMessage(s.msgs.get(name), dir) }

func (s *scan) openMessage(msg *message, dir string) {
	s.tlibrary = true
	now, today := s.Now()
	s.block = block{msg: msg, stamp: now, day: today, direction: dir, gloss: -1}
	s.mode = modeSkip
	if msg.parse {
		s.mode = modeBody
		s.values.reset()
		s.fields()
	}
	if msg.parse || s.Record {
		s.block.pos = s.Reader.Pos()
	}
}

// fields begins the event that the dump's attributes fill.
func (s *scan) fields() {
	s.event = trace.Event{Attrs: s.event.Attrs[:0], Source: Source, Name: s.block.msg.Text, Direction: s.block.direction,
		Server: s.In.Server, Instance: s.In.Instance}
}

// request takes the record "RequestX received from [66] (00000e85 name ip:port)".
func (s *scan) request(text []byte) {
	name, rest, ok := bytes.Cut(text, []byte{' '})
	i := bytes.IndexByte(rest, '[')
	if !ok || i < 0 || !bytes.HasPrefix(name, []byte("Request")) || !isName(name) {
		return
	}
	c, ok := genesys.ParseClient(rest[i:])
	s.openBlock(name, "received")
	s.mode = modeRequest
	if !ok {
		return
	}
	s.block.clientID, s.block.client = c.ID, s.know(c)
	if s.block.msg.parse {
		s.block.handle, s.block.address = s.Text.String(c.Handle), s.Text.String(c.Address)
	}
}

// know remembers the name of a client under its id.
func (s *scan) know(c genesys.Client) string {
	if name, ok := s.clients[c.ID]; ok && name == string(c.Name) {
		return name
	}
	name := s.Text.String(c.Name)
	s.clients[c.ID] = name
	return name
}

func messageLine(line []byte) ([]byte, bool) {
	const prefix = "message "
	if len(line) <= len(prefix) || string(line[:len(prefix)]) != prefix {
		return nil, false
	}
	name := bytes.TrimRight(line[len(prefix):], " \t")
	return name, isName(name)
}

// messageLine takes "message RequestX" at column 0, which follows the record of the request.
func (s *scan) messageLine(name []byte) {
	switch {
	case s.mode >= modeSync:
		return
	case s.mode == modeRequest && string(name) == s.block.msg.Text:
		s.mode = modeSkip
		if s.block.msg.parse {
			s.mode = modeBody
		}
		return
	case s.mode > modeRecord:
		s.endBlock()
	}
	dir := "internal"
	if bytes.HasPrefix(name, []byte("Request")) {
		dir = "received"
	}
	s.openBlock(name, dir)
	s.block.untimed = true
	if !s.Stamped() {
		s.mode = modeSync // nothing tells when it was
		s.Lost()
	}
}

// peek takes from an attribute line what is needed of every message: its epoch and its identity.
func (s *scan) peek(line []byte) {
	const (
		seconds  = "\tAttributeTimeinSecs\t"
		sequence = "\tAttributeEventSequenceNumber\t"
	)
	if len(line) <= len(seconds) || line[1] != 'A' {
		return
	}
	switch line[10] {
	case 'T':
		if string(line[:len(seconds)]) == seconds {
			s.block.setEpoch(line[len(seconds):])
		}
	case 'E':
		if len(line) > len(sequence) && string(line[:len(sequence)]) == sequence {
			s.identify(line[len(sequence):])
		}
	}
}

// setEpoch reads "1439853377 (23:16:17)".
func (b *block) setEpoch(v []byte) {
	n, i := int64(0), 0
	for i < len(v) && i < 11 && v[i]-'0' <= 9 {
		n = n*10 + int64(v[i]-'0')
		i++
	}
	if i < 9 || n > 1<<32 {
		return
	}
	b.epoch, b.dated = n, true
	if len(v) >= i+11 && v[i] == ' ' && v[i+1] == '(' {
		if st, ok := genesys.ParseGloss(v[i+2 : i+10]); ok {
			b.gloss = st
		}
	}
}

// identify compares the event's sequence number with the one before: a message printed twice in a row is
// one event.
func (s *scan) identify(seq []byte) {
	if s.seqOf == s.block.msg && bytes.Equal(s.seq, seq) && !zeros(seq) {
		s.block.twice = true
		return
	}
	s.seqOf = s.block.msg
	s.seq = append(s.seq[:0], seq...)
}

func zeros(b []byte) bool { return len(bytes.Trim(b, "0")) == 0 }
