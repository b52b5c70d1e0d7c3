package tserver

import (
	"bytes"

	"github.com/fo-check/fo-check/trace"
)

// gracefulShutdown is the PrivateMsgID of the request that starts a graceful shutdown of SIP Server.
const gracefulShutdown = "3019"

// derive tells what a message that was just read proves beside itself.
func (s *scan) derive(b *block) {
	switch b.msg.Text {
	case "RequestPrivateService":
		s.gracefulShutdown(b)
	case "EventServerInfo":
		s.serverInfo(b)
	}
}

func (s *scan) gracefulShutdown(b *block) {
	if id, _ := s.event.Attrs.Get("PrivateMsgID"); id != gracefulShutdown {
		return
	}
	from := &s.event
	s.Tell("GracefulShutdownStarted", "received", b.moment(), func(e *trace.Event) {
		e.Client, e.DN, e.Ref, e.Agent = from.Client, from.DN, from.Ref, from.Agent
		e.Attrs = append(e.Attrs, trace.Attr{Key: "PrivateMsgID", Value: gracefulShutdown})
	})
}

// serverInfo reads the role that the server tells its clients: 0 primary, 1 backup.
func (s *scan) serverInfo(b *block) {
	if b.direction != "sent" {
		return
	}
	role := ""
	switch v, _ := s.event.Attrs.Get("ServerRole"); v {
	case "0":
		role = "primary"
	case "1":
		role = "backup"
	}
	s.Becomes(role, "", b.moment(), "EventServerInfo")
}

// sync takes "[BSYNC] Trace: Send to backup (SIPS_B) [20]:". What follows repeats messages for the other
// member of the HA pair, and is no client traffic. Only a primary sends.
func (s *scan) sync(text []byte) {
	s.mode = modeSync
	_, rest, ok := bytes.Cut(text, []byte("Send to backup"))
	if !ok || s.Role() == "primary" {
		return
	}
	peer := ""
	if _, in, ok := bytes.Cut(rest, []byte{'('}); ok {
		name, _, _ := bytes.Cut(in, []byte{')'})
		peer = string(name)
	}
	s.Becomes("primary", peer, s.Here(), "Send to backup")
}
