package interaction

import (
	"bytes"
	"time"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// closing is that the server itself closes a connection, without saying which.
type closing struct {
	at   genesys.Moment
	open bool
}

// connected takes "New client 12 connected from '10.1.1.1:5000'" and "New client connected on port 3500".
func (s *scan) connected(rec genesys.Record) {
	first, at := rec.ID, s.Here()
	if first == idConnectedFrom {
		first = idConnected
	}
	if s.up.told("", first, at) {
		return
	}
	conn, from, port := s.str(digits(rec.Text, "client ")), s.str(after(rec.Text, "connected from ")), s.str(digits(rec.Text, "on port "))
	s.Tell("ClientConnected", "internal", at, func(e *trace.Event) {
		e.Attrs = attach(e.Attrs, "connection", conn, "address", from, "port", port)
	})
}

// digits returns the number that follows prefix.
func digits(text []byte, prefix string) []byte {
	w := word(text, prefix)
	for _, c := range w {
		if c-'0' > 9 {
			return nil
		}
	}
	return w
}

// authorized takes "Client 12 authorized, name 'X', type 'Y'".
func (s *scan) authorized(text []byte) {
	conn, name := s.str(digits(text, "Client ")), s.str(after(text, "name "))
	if conn == "" || name == "" || len(s.clients.byConn) > maxClients {
		return
	}
	s.clients.link(conn).name = name
}

// closed takes "Connection to client 'X' closed, reason 'R'" and "Client 'X' disconnected".
func (s *scan) closed(rec genesys.Record) {
	who, conn := word(rec.Text, "lient "), ""
	if i := bytes.Index(rec.Text, []byte("lient '")); i >= 0 {
		who, _ = firstQuoted(rec.Text[i:])
	} else if number := digits(rec.Text, "lient "); len(number) > 0 {
		who, conn = nil, s.str(number)
	}
	c := s.who(who, conn)
	key := conn
	if c != nil {
		key = c.called()
	}
	if s.down.told(key, rec.ID, s.Here()) {
		return
	}
	reason := s.str(after(rec.Text, "reason "))
	s.disconnected(c, "", conn, func(e *trace.Event) {
		e.Reason = reason
	})
}

// who returns the client that a disconnection names; nil if it was not met.
func (s *scan) who(name []byte, conn string) *client {
	switch {
	case isID(name):
		if c := s.clients.byID[string(name)]; c != nil {
			return c
		}
		return &client{id: s.str(name)}
	case len(name) > 0:
		return s.clients.called(s.clients.known(s.str(name)))
	}
	return s.clients.at(conn)
}

// disconnected tells that a client has gone, and forgets it. c may be nil: it was not met before.
func (s *scan) disconnected(c *client, id, conn string, fill func(e *trace.Event)) {
	at := s.Here()
	if id != "" {
		at = s.block.at
	}
	server := s.closing.open && at.Stamp.Clock-s.closing.at.Stamp.Clock <= 1e9
	s.closing.open = false
	s.Tell("ClientDisconnected", "internal", at, func(e *trace.Event) {
		e.Attrs = attach(e.Attrs, "connection", conn)
		if c == nil {
			e.Client = id
			e.Attrs = attach(e.Attrs, "client_id", id)
		} else {
			s.about(c, e)
		}
		if _, said := e.Attrs.Get("cause"); server && !said {
			e.Attrs = infer(append(e.Attrs, trace.Attr{Key: "cause", Value: "server"}), "cause")
		}
		fill(e)
	})
	if c != nil {
		s.clients.gone(c)
	}
	s.clients.drop(conn)
}

// about says of whom a disconnection is.
func (s *scan) about(c *client, e *trace.Event) {
	e.Client = c.called()
	e.Attrs = attach(e.Attrs, "client_id", c.id, "kind", c.kind, "cause", c.cause)
	s.inferAgent(c, e)
}

// closes takes that the server closes a connection: "Closing connection (client id 70554:83 due to agent
// 'A' (place 'P') logging in as a new client (force-logout)", or "... by the initiative of the server".
func (s *scan) closes(rec genesys.Record) {
	cause, at := "server", s.Here()
	if rec.ID == idForced {
		cause = "force-logout"
	}
	who := parseParty(firstPart(rec.Text, " due to "))
	c := s.clients.byID[string(who.id)]
	if c == nil && len(who.id) > 0 {
		c = s.clients.find(s.str(who.id), "")
	}
	if c != nil {
		c.cause = cause
	} else {
		s.closing = closing{at, true}
	}
	agent, place := s.str(after(rec.Text, " agent ")), s.str(after(rec.Text, "(place "))
	s.Tell("ClientClosing", "internal", at, func(e *trace.Event) {
		e.Attrs = append(e.Attrs, trace.Attr{Key: "cause", Value: cause})
		e.Agent, e.Place = agent, place
		if c != nil {
			e.Client = c.called()
			e.Attrs = attach(e.Attrs, "client_id", c.id)
		}
	})
}

func firstPart(text []byte, end string) []byte {
	part, _, _ := bytes.Cut(text, []byte(end))
	return part
}

// twice pairs records of different ids that tell one thing.
type twice struct {
	key  string
	id   int
	at   genesys.Moment
	open int // told under id and not paired yet
}

// told tells whether the thing was told already, by a record of the other id.
func (t *twice) told(key string, id int, at genesys.Moment) bool {
	d := at.Stamp.Clock - t.at.Stamp.Clock
	near := t.open > 0 && t.key == key && at.Day == t.at.Day && d <= time.Second && d >= -time.Second
	if near && id != t.id {
		t.open--
		return true
	}
	if !near {
		t.open = 0
	}
	t.key, t.id, t.at = key, id, at
	t.open++
	return false
}
