package tserver

import (
	"bytes"

	"github.com/fo-check/fo-check/parsers/genesys"
)

// Ids of the log library's records about messages. The level under which one is written can be configured.
const (
	idReceived     = 4541
	idSent         = 4542
	idInteractionR = 4543
	idInteractionS = 4545
)

// record takes a log-library record.
func (s *scan) record(rec genesys.Record) {
	switch rec.ID {
	case idSent:
		s.sent(rec.Text)
		return
	case idInteractionS:
		s.told(rec.Text)
		return
	}
	s.ended()
	switch rec.ID {
	case idReceived:
		s.request(rec.Text)
	case idInteractionR:
		s.interactionRequest(rec.Text)
	default:
		s.Common(rec)
	}
}

// twin tells whether the record only repeats the one that announced the request being read: the log
// library may write both 04541 and 04543.
func (s *scan) twin(text []byte) bool {
	rec, ok := genesys.ParseRecord(text)
	if !ok {
		return false
	}
	switch rec.ID {
	case idInteractionR:
		name, _, _, ok := interaction(rec.Text, " received from ")
		return ok && string(name) == s.block.msg.Text
	case idReceived:
		name, rest, _ := bytes.Cut(rec.Text, []byte{' '})
		i := bytes.IndexByte(rest, '[')
		if s.block.handle != "" || s.block.clientID != 0 || i < 0 || string(name) != s.block.msg.Text {
			return false
		}
		c, ok := genesys.ParseClient(rest[i:])
		if ok {
			s.block.clientID, s.block.client = c.ID, s.know(c)
			s.block.handle, s.block.address = s.Text.String(c.Handle), s.Text.String(c.Address)
		}
		return ok
	}
	return false
}

// interactionRequest takes `Interaction message "RequestX" received from 24 ("client")`, which announces
// a request where the trace level is off.
func (s *scan) interactionRequest(text []byte) {
	name, _, client, ok := interaction(text, " received from ")
	if !ok || !bytes.HasPrefix(name, []byte("Request")) {
		return
	}
	s.openBlock(name, "received")
	s.mode = modeRequest
	s.block.client = s.Text.String(client)
}
