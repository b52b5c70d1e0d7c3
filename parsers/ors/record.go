package ors

import (
	"bytes"
	"fmt"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// Ids of records that are read here. The level under which one is written can be configured.
const (
	idDropped      = 4130 // and the next one: lines were not written
	idCannot       = 4502
	idConnected    = 4503
	idLost         = 4504
	idDisconnected = 4505
	idReceived     = 4541
	idInteractionR = 4543
	idVersion      = 5200
	idStorage      = 23000
	idSessionError = 23019
)

// record takes a log-library record.
func (s *scan) record(rec genesys.Record) {
	switch rec.ID {
	case idReceived, idInteractionR:
		s.received(rec.Text)
	case idConnected:
		s.connected(rec.Text)
	case idLost:
		s.lost(rec.Text)
	case idDisconnected:
		s.disconnected(rec.Text)
	case idCannot:
		if p, ok := parsePeer(string(rec.Text), " to "); ok {
			s.tellPeer("PeerConnectFailed", p)
		}
	case idVersion:
		s.version(rec.Text)
	case idSessionError:
		s.sessionError(rec.Text)
	case idStorage:
		if bytes.Contains(rec.Text, []byte("will not be available after failover")) {
			s.j.Note("storage", s.j.Reader.Pos(), "the server says that sessions will not be recovered after a failover: its storage is not configured")
		}
	case idDropped, idDropped + 1:
		s.dropped(rec.ID)
	default:
		s.otherRecord(rec)
	}
}

// otherRecord takes a record that all servers write, or one that announces a message.
func (s *scan) otherRecord(rec genesys.Record) {
	switch {
	case s.j.Common(rec):
	case bytes.HasPrefix(rec.Text, metricHead):
		s.metricLine(rec.Text[len(metricHead):], s.j.Reader.Cut())
	default:
		s.message(rec.Text)
	}
}

// dropped tells that the log library did not write all lines.
func (s *scan) dropped(id int) {
	reason := fmt.Sprintf("the log library did not write all lines (%05d)", id)
	s.forget()
	s.j.Note("gap", s.j.Reader.Pos(), reason)
	s.j.Tell("LogGap", "internal", s.j.Here(), func(e *trace.Event) { e.Reason = reason })
}

// sessionError takes "Orchestration session: SID has encountered an execution error: ...".
func (s *scan) sessionError(text []byte) {
	if rest, ok := cutTo(text, "session: "); ok && !s.j.Reader.Cut() {
		if id := leadingID(rest); len(id) > 0 {
			s.session(id).failed()
		}
	}
}

// versionHead stands before the version in the server's banner.
var versionHead = []byte("Orchestration. Version ")

// version takes "Orchestration. Version 8.1.400.75".
func (s *scan) version(text []byte) {
	v, ok := bytes.CutPrefix(text, versionHead)
	if !ok {
		return
	}
	if v = versionText(v); len(v) > 0 && !s.queue.started {
		s.j.In.Params = map[string]string{"ors-version": string(v)}
	}
}

func versionText(b []byte) []byte {
	n := 0
	for n < len(b) && n < 32 && (b[n]-'0' <= 9 || b[n] == '.') {
		n++
	}
	return bytes.Trim(b[:n], ".")
}

// findVersion looks ahead for the banner: the version must be known before the first event is told.
func (s *scan) findVersion(line []byte) {
	if i := bytes.Index(line, versionHead); i >= 0 {
		s.version(line[i:])
		return
	}
	body := s.j.Reader.Body(64 << 10)
	if i := bytes.Index(body, versionHead); i >= 0 {
		s.version(body[i:])
	}
}
