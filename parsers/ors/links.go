package ors

import (
	"strings"

	"github.com/fo-check/fo-check/trace"
)

// links follows the connections of the server to others.
type links struct {
	up     map[string]bool // by name; false: lost
	server map[string]bool // names of Interaction Servers
}

// only returns the Interaction Server that an interaction must belong to: the one that is connected, or
// the only one that was ever seen. "" if there is none or a choice.
func (l *links) only() string {
	one, n := "", 0
	for name := range l.server {
		if l.up[name] {
			one = name
			n++
		}
	}
	if n == 0 && len(l.server) == 1 {
		for name := range l.server {
			return name
		}
	}
	if n != 1 {
		return ""
	}
	return one
}

// learn takes that a name is that of an Interaction Server.
func (l *links) learn(name string) {
	if l.server == nil {
		l.server = map[string]bool{}
	}
	if len(l.server) < 1000 {
		l.server[name] = true
	}
}

// set takes the state of a link. It reports whether that is news.
func (l *links) set(name string, up bool) bool {
	was, known := l.up[name]
	if known && was == up {
		return false
	}
	if l.up == nil {
		l.up = map[string]bool{}
	}
	if known || len(l.up) < 10000 {
		l.up[name] = up
	}
	return true
}

// forget forgets the state of all links, and keeps which are those of Interaction Servers.
func (l *links) forget() { clear(l.up) }

// connected takes "Connected to <what> '<name>' at host '<h>', port <n>".
func (s *scan) connected(text []byte) { s.link("PeerConnected", text, " to ", true) }

// lost takes "Connection to <what> '<name>' at host '<h>', port <n> lost", and "Disconnected from ...".
func (s *scan) lost(text []byte) { s.link("PeerLost", text, "onnection to ", false) }

// disconnected takes "Disconnected from ...": the record does not say who ended the connection, so that it is no
// loss.
func (s *scan) disconnected(text []byte) {
	s.link("PeerDisconnected", text, "isconnected from ", false)
}

func (s *scan) link(name string, text []byte, verb string, up bool) {
	p, ok := parsePeer(string(text), verb)
	if !ok || p.bare && s.j.Reader.Cut() {
		s.j.Note("peer", s.j.Reader.Pos(), "record about a connection that names no server")
		return
	}
	if p.interactionServer() {
		s.links.learn(p.name)
	}
	if !s.links.set(p.name, up) {
		return // told already
	}
	s.tellPeer(name, p)
}

func (s *scan) tellPeer(name string, p peer) {
	s.tell(name, "internal", s.j.Here(), func(e *trace.Event) {
		e.Client = p.name
		for _, a := range [...]trace.Attr{{Key: "type", Value: p.kind}, {Key: "host", Value: p.host}, {Key: "port", Value: p.port}} {
			if a.Value != "" {
				e.Attrs = append(e.Attrs, a)
			}
		}
	})
}

// peer is a server as a record about a connection names it.
type peer struct {
	kind, name, host, port string
	bare                   bool // the name stands without quotes
}

func (p peer) interactionServer() bool {
	kind := strings.ToLower(strings.NewReplacer(" ", "", "-", "", "_", "").Replace(p.kind))
	return strings.Contains(kind, "interactionserver") || strings.Contains(kind, "ixnserver")
}

// parsePeer reads the type, name, host and port of a server. Names stand in quotes or brackets, or bare
// at the end of what is said.
func parsePeer(text, verb string) (peer, bool) {
	_, rest, ok := strings.Cut(text, verb)
	if !ok {
		return peer{}, false
	}
	who, where, _ := strings.Cut(rest, " at host ")
	var p peer
	p.kind, p.name, p.bare = quotedLast(strings.TrimSuffix(strings.TrimSpace(who), " lost"))
	p.host, p.port = hostPort(where)
	if p.bare && strings.HasSuffix(strings.ToLower(p.name), "server") {
		return p, false // a type, without the name
	}
	return p, p.name != "" && !strings.ContainsAny(p.name, `'"[]`)
}

// quotedLast splits "InteractionServer 'IXN_A'" into what is said before the quoted name and the name.
func quotedLast(who string) (before, name string, bare bool) {
	for _, q := range [...]string{"''", `""`, "[]"} {
		end := strings.LastIndexByte(who, q[1])
		if end <= 0 {
			continue
		}
		if start := strings.LastIndexByte(who[:end], q[0]); start >= 0 {
			return strings.Trim(who[:start], ` '"[],`), who[start+1 : end], false
		}
	}
	if i := strings.LastIndexByte(who, ' '); i >= 0 {
		return who[:i], who[i+1:], true
	}
	return "", who, true
}

func hostPort(where string) (host, port string) {
	host, rest, _ := strings.Cut(where, "port ")
	host = strings.Trim(host, ` '"[],`)
	port, _, _ = strings.Cut(strings.TrimSpace(rest), " ")
	return host, strings.Trim(port, `'"[],`)
}
