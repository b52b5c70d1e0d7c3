package ors

import (
	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// callUUID is the length of the key of a call; that of an interaction is shorter.
const callUUID = 32

// interaction is what is known of an interaction.
type interaction struct {
	session *session // that it was added to last
	client  string   // its Interaction Server
}

func (s *scan) interactionOf(id []byte) *interaction {
	if x, ok := s.interactions.get(id); ok {
		return x
	}
	x := &interaction{}
	s.interactions.set(string(id), x)
	return x
}

// associate takes that an interaction, or a call, belongs to a session.
func (s *scan) associate(id, sid []byte) {
	if !isID(id) || !isID(sid) {
		return
	}
	x := s.session(sid)
	switch {
	case x.interaction == "" && !x.several:
		x.interaction, x.voice = string(id), len(id) == callUUID
	case x.interaction != string(id):
		x.several = true
	}
	s.interactionOf(id).session = x
}

// interactionEvent tells of an interaction event that a session gets. If more may come to light while
// the session processes it, it waits, and is returned.
func (s *scan) interactionEvent(x *session, name []byte, evidence string, at genesys.Moment) *held {
	s.events++
	n := s.j.Name(name)
	n.Count++
	if !n.Wanted {
		s.j.Skip(n, at)
		return nil
	}
	in := s.j.In
	s.event = trace.Event{Attrs: s.attrs[:0], Source: Source, Name: n.Text, Direction: "internal", Server: in.Server,
		Instance: in.Instance, Session: x.name()}
	e := &s.event
	s.attribute(e, x)
	if evidence != "event_queued" {
		e.Attrs = append(e.Attrs, trace.Attr{Key: "evidence", Value: evidence})
	}
	s.attrs = e.Attrs
	last := s.j.Last()
	if x == nil || e.Interaction != "" && !bears(n.Text) || last.IsZero() {
		s.j.Send(e, at)
		return nil
	}
	h := &held{bears: bears(n.Text), open: true, session: x, until: last.Add(holdTime)}
	s.queue.subject, s.queue.as = e, h
	s.j.Send(e, at)
	s.queue.subject = nil
	return h
}

// attribute fills in the interaction of a session that has had one only, and its Interaction Server.
func (s *scan) attribute(e *trace.Event, x *session) {
	if x != nil && x.interaction != "" && !x.several {
		e.Interaction = x.interaction
		e.Attrs = infer(e.Attrs, "interaction")
		if x.voice {
			e.Attrs = e.Attrs.Set("media", "voice")
			return // a call has no Interaction Server
		}
	}
	if isInteractionEvent([]byte(e.Name)) {
		s.owner(e)
	}
}

// owner fills in the Interaction Server of an interaction: the one with which messages about it were
// exchanged, the one that it was pulled from, or the only one there is.
func (s *scan) owner(e *trace.Event) {
	if e.Client != "" {
		return
	}
	var x *interaction
	if e.Interaction != "" {
		x = s.interactionOf([]byte(e.Interaction))
		e.Client = x.client
	}
	if e.Client == "" {
		e.Client = s.links.only()
		if x != nil {
			x.client = e.Client
		}
	}
	if e.Client != "" {
		e.Attrs = infer(e.Attrs, "client")
	}
}

// identify takes the interaction that was printed with an event.
func (s *scan) identify(h *held, id []byte) {
	if h.direct || !isID(id) {
		return
	}
	h.direct = true
	e := &h.event
	if e.Interaction != string(id) {
		e.Interaction, e.Client = string(id), ""
		if len(id) != callUUID {
			s.owner(e)
		}
	}
	e.Attrs = notInferred(e.Attrs, "interaction")
}
