package tserver

import (
	"bytes"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// manager reads the handler markers of the Call Manager. They name DNs and no agents, and stand in files
// that hold no T-Library message: weak evidence of what the main log tells.
type manager struct {
	seen   bool   // a marker was met
	name   string // event whose DN is still to come; "": none
	marker string
	at     genesys.Moment
}

// take takes a line that begins with $ or D.
func (m *manager) take(s *scan, text []byte) {
	if text[0] == '$' {
		m.mark(s, text)
		return
	}
	if m.name != "" {
		if rest, ok := bytes.CutPrefix(text, []byte("DelImplicitMwi")); ok {
			m.dn(s, rest)
			return
		}
	}
	if rest, ok := bytes.CutPrefix(text, []byte("DN [")); ok {
		dn, after, ok := bytes.Cut(rest, []byte{']'})
		if ok && bytes.HasPrefix(after, []byte(" is taken out of service")) {
			m.weak(s, "DNOutOfService", string(dn), "taken out of service", s.Here())
		}
	}
}

// mark takes "$+CTI:PRM:AGENT_LOGGED_IN:192:70", which opens a handler, or "$-...", which closes it.
func (m *manager) mark(s *scan, text []byte) {
	m.name = ""
	if len(text) < 4 || text[1] != '+' && text[1] != '-' && text[1] != '*' {
		return
	}
	m.seen = true
	rest, ok := bytes.CutPrefix(text, []byte("$+CTI:PRM:AGENT_LOGGED_"))
	if !ok {
		return
	}
	switch {
	case bytes.HasPrefix(rest, []byte("IN:")):
		m.name, m.marker = "AgentLoggedIn", "AGENT_LOGGED_IN"
	case bytes.HasPrefix(rest, []byte("OUT:")):
		m.name, m.marker = "AgentLoggedOut", "AGENT_LOGGED_OUT"
	}
	m.at = s.Here()
}

// dn takes "...Tables dn:1002 mailbox:" inside the handler.
func (m *manager) dn(s *scan, rest []byte) {
	_, after, ok := bytes.Cut(rest, []byte(" dn:"))
	dn, _, _ := bytes.Cut(after, []byte{' '})
	if ok && len(dn) > 0 {
		m.weak(s, m.name, string(dn), m.marker, m.at)
		m.name = ""
	}
}

func (m *manager) weak(s *scan, name, dn, marker string, at genesys.Moment) {
	s.Tell(name, "internal", at, func(e *trace.Event) {
		e.DN = dn
		e.Attrs = append(e.Attrs, trace.Attr{Key: "evidence", Value: "weak"}, trace.Attr{Key: "marker", Value: marker})
	})
}
