package ors

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// Ids of records. The level under which one is written can be configured.
const (
	idExiting      = 1000
	idStopped      = 4109
	idOption       = 4110
	idCheckPoint   = 4120
	idDropped      = 4130 // and the next one: lines were not written
	idCannot       = 4502
	idConnected    = 4503
	idLost         = 4504
	idDisconnected = 4505
	idReceived     = 4541
	idInteractionR = 4543
	idModeFirst    = 4560
	idModeLast     = 4563
	idStarted      = 5060
	idTerminated   = 5063
	idVersion      = 5200
	idStorage      = 23000
	idStopping     = 23011
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
		s.lost(rec.Text, "onnection to ")
	case idDisconnected:
		s.lost(rec.Text, "isconnected from ")
	case idCannot:
		if p, ok := parsePeer(string(rec.Text), " to "); ok {
			s.tellPeer("PeerConnectFailed", p)
		}
	case idCheckPoint:
		s.checkPoint(rec.Text)
	case idOption:
		s.option(rec.Text)
	case idSessionError:
		s.sessionError(rec.Text)
	case idStorage:
		if bytes.Contains(rec.Text, []byte("will not be available after failover")) {
			s.notes.add(s.in, "storage", s.r.Pos(), "the server says that sessions will not be recovered after a failover: its storage is not configured")
		}
	case idDropped, idDropped + 1:
		s.tellGap(fmt.Sprintf("the log library did not write all lines (%05d)", rec.ID), time.Time{}, time.Time{}, s.here())
	default:
		s.lifeRecord(rec)
	}
}

// lifeRecord takes what tells of the start, the end and the role of the server.
func (s *scan) lifeRecord(rec genesys.Record) {
	switch rec.ID {
	case idStarted:
		s.launch()
	case idExiting, idTerminated:
		if rec.ID == idTerminated || bytes.HasSuffix(bytes.TrimRight(rec.Text, " "), []byte(" Exiting")) {
			s.stop(s.here())
		}
	case idStopped:
		if !s.ended {
			at := s.here()
			s.stopped = &at
		}
	case idVersion:
		s.version(rec.Text)
	default:
		if rec.ID >= idModeFirst && rec.ID <= idModeLast {
			s.mode4560(rec.Text)
		} else if bytes.HasPrefix(rec.Text, metricHead) {
			s.metricLine(rec.Text[len(metricHead):], s.r.Cut())
		} else {
			s.message(rec.Text)
		}
	}
}

// sessionError takes "Orchestration session: SID has encountered an execution error: ...".
func (s *scan) sessionError(text []byte) {
	if rest, ok := cutTo(text, "session: "); ok && !s.r.Cut() {
		if id := leadingID(rest); len(id) > 0 {
			s.session(id).failed()
		}
	}
}

func (s *scan) checkPoint(text []byte) {
	if day, clock, ok := genesys.ParseCheckPoint(text); ok && !s.now.Dated && (s.now.Clock-clock).Abs() < 2e9 {
		s.d.SetDay(day, s.now.Clock, genesys.DatedByCheckPoint)
		s.today = day
		s.begin(s.now, day)
	}
	s.tell("CheckPoint", "internal", s.here(), nil)
}

// option reads what the log says of its own form: "Option 'time-convert' has been set to the value 'utc'".
func (s *scan) option(text []byte) {
	value, ok := cutTo(text, "'time-convert' has been set to the value '")
	if !ok || !strings.EqualFold(string(bytes.TrimRight(value, "' ")), "utc") {
		return
	}
	if s.d.SetOffset(0) {
		s.notes.add(s.in, "time-convert", s.r.Pos(), "time-convert is utc: times are read as UTC")
	}
}

// mode4560 takes "Warm Standby (Primary) mode activated". The words count, not the id.
func (s *scan) mode4560(text []byte) {
	words, ok := strings.CutSuffix(strings.TrimRight(string(text), " "), " mode activated")
	if !ok {
		return
	}
	role := roleWord(words)
	if role == "" {
		s.notes.add(s.in, "role", s.r.Pos(), fmt.Sprintf("mode %q names neither Primary nor Backup", words))
		return
	}
	s.role = role
	s.tell("RoleChanged", "internal", s.here(), func(e *trace.Event) {
		e.Attrs = append(e.Attrs, trace.Attr{Key: "role", Value: role}, trace.Attr{Key: "mode", Value: words})
	})
}

// roleWord finds the role that the words name; "" if they name none or both.
func roleWord(words string) string {
	lower := strings.ToLower(words)
	primary, backup := strings.Contains(lower, "primary"), strings.Contains(lower, "backup")
	switch {
	case primary && !backup:
		return "primary"
	case backup && !primary:
		return "backup"
	}
	return ""
}

// versionHead stands before the version in the server's banner.
var versionHead = []byte("Orchestration. Version ")

// version takes "Orchestration. Version 8.1.400.75".
func (s *scan) version(text []byte) {
	v, ok := bytes.CutPrefix(text, versionHead)
	if !ok {
		return
	}
	if v = versionText(v); len(v) > 0 && !s.started {
		s.in.Params = map[string]string{"ors-version": string(v)}
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
	body := s.r.Body(64 << 10)
	if i := bytes.Index(body, versionHead); i >= 0 {
		s.version(body[i:])
	}
}
