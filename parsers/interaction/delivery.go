package interaction

import (
	"bytes"
	"slices"
	"time"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// delivered takes "   distributing message 'EventAgentLogin' (137) with ReportingEventSequenceNumber 7 to
// client 'StatServer' - Reporting engine through proxy 'P' -": one line for each recipient of the message
// before.
func (s *scan) delivered(rec genesys.Record) {
	name := s.Name([]byte("EventDelivered"))
	if !name.Wanted {
		name.Count++
		s.Skip(name, s.Here())
		return
	}
	h, named := parseHead(rec.Text)
	if _, tail, ok := bytes.Cut(rec.Text, []byte(" to ")); ok && len(h.who.name)+len(h.who.id) == 0 {
		tail, _, _ = bytes.Cut(tail, []byte(" using "))
		h.who = parseParty(tail)
	}
	c, last := s.recipient(h.who), &s.last
	event := last.Name
	if named {
		event = s.str(h.name)
	}
	s.Tell("EventDelivered", "sent", s.Here(), func(e *trace.Event) {
		if c != nil {
			e.Client = c.called()
			e.Attrs = attach(e.Attrs, "client_id", c.id, "client_kind", c.kind)
		}
		e.Attrs = attach(e.Attrs, "event", event, "number", positive(h.number), "proxy", s.str(h.who.proxy),
			"sequence", s.str(word(rec.Text, "ReportingEventSequenceNumber ")))
		if !named && event != "" {
			e.Attrs = infer(e.Attrs, "event")
		}
		if event == last.Name {
			e.Agent, e.Place, e.Interaction, e.Ref = last.Agent, last.Place, last.Interaction, last.Ref
		}
	})
}

func (s *scan) recipient(p party) *client {
	if len(p.name)+len(p.id) == 0 {
		return nil
	}
	return s.clients.find(s.str(p.id), s.clients.known(s.str(p.name)))
}

// maxRecipients is how many repetitions of one message are taken for its deliveries.
const maxRecipients = 1000

func (s *scan) remember() {
	s.last, s.lastAt = s.event, s.block.at
	s.last.Attrs = nil
	s.lastTo = append(s.lastTo[:0], s.last.Client)
}

// repeats tells that the message is the one before once more, sent to another client: one thing that
// happened, of which several are told. To the same client it would be a second message.
func (s *scan) repeats() bool {
	e, last, b := &s.event, &s.last, &s.block
	if len(s.lastTo) > maxRecipients || b.direction != "sent" || e.Client == "" || slices.Contains(s.lastTo, e.Client) || len(b.cut) > 0 {
		return false
	}
	d := b.at.Stamp.Clock - s.lastAt.Stamp.Clock
	return e.Name == last.Name && e.Agent != "" && e.Agent == last.Agent && e.Place == last.Place &&
		b.at.Day == s.lastAt.Day && d >= -time.Second && d <= time.Second
}

// fanned tells that the message before was sent to one more client.
func (s *scan) fanned() {
	b, from := &s.block, s.event
	s.lastTo = append(s.lastTo, b.name)
	s.Tell("EventDelivered", "sent", b.at, func(e *trace.Event) {
		e.Client, e.Agent, e.Place, e.Ref = b.name, from.Agent, from.Place, from.Ref
		e.Attrs = attach(e.Attrs, "client_id", b.client.id, "client_kind", b.client.kind, "event", from.Name, "proxy", b.proxy)
	})
}
