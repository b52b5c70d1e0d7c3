package interaction

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// Ids of records. Those below 5000 are of the log library.
const (
	idConnected     = 4520
	idConnectedFrom = 4521
	idAuthorized    = 4522
	idClosed        = 4523
	idDisconnected  = 4524
	idLicenseLost   = 7102
	idLicenseBack   = 7103
	idForced        = 22017
	idDatabaseOpen  = 25004
	idDatabaseEnd   = 25039
	idClosing       = 26010
	idDelivered     = 26022
	idProxy         = 26101
	idAgentApp      = 26102
	idMediaServer   = 26103
	idReporting     = 26104
	idNewClient     = 26450
	idProxyOne      = 30132
	idProxyMany     = 30134
	idDiscarded     = 55999
)

// own takes a record whose words are Interaction Server's own.
func (s *scan) own(rec genesys.Record) {
	if announces(rec.ID) {
		s.announced(rec)
		return
	}
	switch rec.ID {
	case idDelivered, idProxyOne, idProxyMany:
		s.delivered(rec)
	case idConnected, idConnectedFrom, idNewClient:
		s.connected(rec)
	case idAuthorized:
		s.authorized(rec.Text)
	case idClosed, idDisconnected:
		s.closed(rec)
	case idForced, idClosing:
		s.closes(rec)
	case idProxy, idAgentApp, idMediaServer, idReporting:
		s.registered(rec)
	case idDatabaseOpen, idDatabaseEnd, idLicenseLost, idLicenseBack:
		s.link(rec)
	case idDiscarded:
		s.discarded(rec.Text)
	default:
		if rec.ID/1000 == 26 || rec.ID/1000 == 30 {
			s.perhaps(rec)
		}
	}
}

// registered takes "New agent application registered, client name: 'X'".
func (s *scan) registered(rec genesys.Record) {
	kind := [...]string{kindProxy, kindAgent, kindMedia, kindReporting}[rec.ID-idProxy]
	name := s.str(after(rec.Text, "client name:"))
	id := s.str(findID(after(rec.Text, "client id:")))
	c := s.clients.find(id, name)
	s.clients.registered(c, kind)
	media := s.str(after(rec.Text, "media type:"))
	s.Tell("ClientRegistered", "internal", s.Here(), func(e *trace.Event) {
		e.Client = name
		e.Attrs = attach(e.Attrs, "kind", kind, "client_id", id, "media_type", media)
	})
}

// after returns the value that follows the words: in quotes, or up to a comma.
func after(text []byte, words string) []byte {
	_, rest, ok := bytes.Cut(text, []byte(words))
	if !ok {
		return nil
	}
	rest = bytes.TrimLeft(rest, " ")
	if len(rest) > 0 && rest[0] == '\'' {
		in, _ := firstQuoted(rest)
		return in
	}
	if i := bytes.IndexByte(rest, ','); i >= 0 {
		rest = rest[:i]
	}
	return bytes.TrimRight(rest, " .")
}

// attach adds attributes, name and value in turn, that have a value.
func attach(attrs trace.Attrs, pairs ...string) trace.Attrs {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			attrs = append(attrs, trace.Attr{Key: pairs[i], Value: pairs[i+1]})
		}
	}
	return attrs
}

// link takes records about the database and the license server.
func (s *scan) link(rec genesys.Record) {
	switch rec.ID {
	case idLicenseLost:
		s.peer("PeerLost", "", "license server", "")
	case idLicenseBack:
		s.peer("PeerConnected", "", "license server", "")
	case idDatabaseOpen:
		s.database = s.str(after(rec.Text, "DAP:"))
		s.peer("PeerConnected", s.database, "database", "", "server", s.str(after(rec.Text, "DBServer:")),
			"database", s.str(after(rec.Text, "Database:")))
	case idDatabaseEnd:
		s.peer("PeerLost", s.database, "database", "client")
	}
}

func (s *scan) peer(name, client, kind, inferred string, pairs ...string) {
	s.Tell(name, "internal", s.Here(), func(e *trace.Event) {
		e.Client = client
		e.Attrs = attach(attach(e.Attrs, "type", kind), pairs...)
		if client != "" && inferred != "" {
			e.Attrs = infer(e.Attrs, inferred)
		}
	})
}

// discarded takes "... 2 138 Message discarded: there's no related composite state (tenant_id='1', ...)":
// the server drops a reporting message about an agent of whom it knows no state.
func (s *scan) discarded(text []byte) {
	before, what, ok := bytes.Cut(text, []byte(" Message discarded"))
	if !ok {
		return
	}
	number, err := strconv.Atoi(string(before[bytes.LastIndexByte(before, ' ')+1:]))
	if err != nil {
		return
	}
	s.Tell("MessageDiscarded", "internal", s.Here(), func(e *trace.Event) {
		e.Attrs = attach(e.Attrs, "event", nameOf(number), "number", strconv.Itoa(number))
		for _, pair := range bytes.Split(afterBracket(what), []byte(", ")) {
			s.discardedValue(e, pair)
		}
	})
}

func afterBracket(b []byte) []byte {
	_, in, _ := bytes.Cut(b, []byte{'('})
	in, _, _ = bytes.Cut(in, []byte{')'})
	return in
}

// discardedValue takes "agent_id='1001'".
func (s *scan) discardedValue(e *trace.Event, pair []byte) {
	key, value, ok := bytes.Cut(bytes.TrimSpace(pair), []byte{'='})
	if !ok || len(value) < 2 || value[0] != '\'' || value[len(value)-1] != '\'' || secret(strings.ToLower(string(key))) {
		return
	}
	v := s.str(value[1 : len(value)-1])
	switch string(key) {
	case "agent_id":
		e.Agent = v
	case "place_id":
		e.Place = v
	default:
		e.Attrs = e.Attrs.Set(s.str(key), v)
	}
}

func positive(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// word returns the word that follows prefix.
func word(text []byte, prefix string) []byte {
	_, rest, _ := bytes.Cut(text, []byte(prefix))
	rest = bytes.TrimLeft(rest, "'")
	if i := bytes.IndexAny(rest, " ,'"); i >= 0 {
		rest = rest[:i]
	}
	return rest
}
