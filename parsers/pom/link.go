package pom

import (
	"bytes"
	"strings"
)

// link returns the connection of a thread.
func (s *scan) link(thread []byte) *link {
	if l := s.links[string(thread)]; l != nil {
		return l
	}
	if len(s.links) >= maxKept {
		clear(s.links)
	}
	l := &link{}
	s.links[string(thread)] = l
	return l
}

// connecting takes "... agentName =-1Default exitIfCannotConnectFlag ...": for whom the connection is.
func (s *scan) connecting(thread, text []byte) {
	_, rest, ok := bytes.Cut(text, []byte("agentName ="))
	if !ok {
		return
	}
	if i := bytes.Index(rest, []byte(" exitIf")); i >= 0 {
		rest = rest[:i]
	}
	l := s.link(thread)
	l.zone = strings.TrimPrefix(string(rest), "-1")
}

// trying takes the host of a connection that is tried. Its port is not printed.
func (s *scan) trying(thread, host []byte) {
	s.link(thread).host = string(bytes.TrimSpace(host))
}

// connected tells of a connection that stands. Its port is known if its zone's manager, or the entry
// given to the SDK, is on that host.
func (s *scan) connected(thread []byte) {
	l := s.link(thread)
	l.peer, l.lost = s.address(l), false
	delete(s.rest, l.peer)
	e := s.begin(namePeerConnected, "internal")
	e.Client, e.Server, e.Zone = l.peer, l.peer, l.zone
	s.send(e)
}

func (s *scan) address(l *link) string {
	if z := s.zones[l.zone]; z != nil && onHost(z.manager, l.host) {
		return z.manager
	}
	if l.zone == "" {
		for _, entry := range s.entries {
			if onHost(entry, l.host) {
				return entry
			}
		}
	}
	return l.host
}

func onHost(address, host string) bool {
	return host != "" && strings.HasPrefix(address, host) && strings.HasPrefix(address[len(host):], ":")
}

// lost tells, once, that the connection of a thread is gone. Attempts to connect that fail afterwards
// are no further loss, and connections that the SDK closes when it is shut down are none.
func (s *scan) lost(thread []byte) {
	l := s.link(thread)
	if l.lost || s.stopped {
		return
	}
	l.lost = true
	delete(s.rest, l.peer)
	e := s.begin(namePeerLost, "internal")
	e.Client, e.Server, e.Zone = l.peer, l.peer, l.zone
	if z := s.zoneOf(l.peer); e.Zone == "" && z != "" {
		e.Zone = z
		s.infer("zone")
	}
	s.send(e)
}

// severalZones stands for the zone of a manager that has more than one.
const severalZones = ";"

// announces takes that a manager has said of a zone that it has it.
func (s *scan) announces(manager, zone string) {
	have, known := s.served[manager]
	if !known && len(s.served) >= maxKept {
		clear(s.served)
	}
	if known && have != zone {
		zone = severalZones
	}
	s.served[manager] = zone
}

// zoneOf is the zone that an Agent Manager has; "" if it has none, or several.
func (s *scan) zoneOf(manager string) string {
	if manager == "" {
		return ""
	}
	found := s.served[manager]
	for name, z := range s.zones {
		if z.manager != manager || name == found {
			continue
		}
		if found != "" {
			return ""
		}
		found = name
	}
	if found == severalZones {
		return ""
	}
	return found
}

// manages takes that a zone has this manager now. Another one than before is a takeover, or the move of a
// zone by an operator: the log does not tell them apart. That a zone has none at the moment is no change.
func (s *scan) manages(name, manager string) {
	if name == "" {
		return
	}
	z := s.zones[name]
	if z == nil {
		if len(s.zones) >= maxKept {
			clear(s.zones)
		}
		z = &zone{}
		s.zones[name] = z
	}
	if manager == "" || strings.HasPrefix(manager, noManager) || strings.HasPrefix(manager, ":") {
		z.manager = ""
		return
	}
	if z.manager == manager {
		return
	}
	old := z.before
	z.manager, z.before = manager, manager
	if old == "" || old == manager {
		return
	}
	e := s.begin(nameManager, "received")
	e.Zone, e.Server = name, manager
	s.set("old", old)
	s.set("new", manager)
	s.send(e)
}
