package tserver

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// holeLimit is the longest silence that a running server's log can have: check points are hourly.
const holeLimit = 65 * time.Minute

// seam takes the beginning of a segment, and the header that stood there.
func (s *scan) seam(seam *genesys.Seam) {
	if seam.Break() && s.mode > modeRecord {
		s.endBlock()
		s.mode = modeNone
	}
	if genesys.Snapshot(seam.File) {
		s.notes.add(s.in, "snapshot", trace.Pos{File: seam.File, Line: 1},
			"a snapshot: the last messages before an abnormal end")
	}
	h, pos := seam.Header, trace.Pos{File: seam.File, Line: 1}
	if seam.Doubtful() {
		s.notes.add(s.in, "seam", pos, genesys.DoubtfulNote)
	}
	if hole := seam.Hole(); hole != "" && s.lost != "" {
		s.lost += ", " + hole
	} else if hole != "" {
		s.lost = hole
	}
	if h == nil {
		s.fresh = true
		return
	}
	from := s.last()
	s.offset(h, pos)
	if lost := s.lost; lost != "" {
		s.lost = ""
		s.gap(h, from, pos, lost)
	} else if seam.Index > 0 && !seam.Restart() {
		s.hole(h, seam, from, pos)
	}
	s.takeHeader(h, pos, seam.Restart())
}

// innerHeader reads a header inside a file: segments that were pasted together.
func (s *scan) innerHeader(line []byte) {
	text := append(append([]byte(nil), line...), '\n')
	pos := s.r.Pos()
	for n := 0; n < 64; n++ {
		next, ok := s.r.Line()
		if !ok || len(next) == 0 {
			break
		}
		if st, stamped := genesys.ParseStamp(next); stamped {
			defer s.timed(append([]byte(nil), next...), st)
			break
		}
		text = append(append(text, next...), '\n')
	}
	h, _, _, _ := genesys.FindHeader(append(text, '\n'))
	if h != nil {
		s.offset(h, pos)
		s.takeHeader(h, pos, s.header != nil && !h.Start.Equal(s.header.Start))
	}
}

// offset takes the offset from UTC that a header tells. What was read before it keeps its own.
func (s *scan) offset(h *genesys.Header, pos trace.Pos) {
	if !s.utc && s.d.SetHeader(h) {
		s.notes.add(s.in, "offset", pos, genesys.OffsetNote(h))
		s.order.Resume()
	}
}

// takeHeader takes what a header says of the server, its clock and its run.
func (s *scan) takeHeader(h *genesys.Header, pos trace.Pos, restart bool) {
	s.identity(h)
	if local := s.local(h); !local.IsZero() {
		st := localStamp(local)
		if !s.d.Dated() || s.last().Before(s.d.Time(st.Day, st.Clock)) {
			s.d.SetDay(st.Day, st.Clock, genesys.DatedByHeader)
		}
		if restart || s.header == nil {
			s.begin(st, st.Day)
		}
	}
	first := s.header == nil
	s.header = h
	if first || restart {
		s.opened(h, pos, restart)
	}
	if h.Role != "" {
		st := localStamp(s.local(h))
		s.becomes(roleWord(h.Role), "", moment{st, st.Day, pos}, "header")
	}
}

func (s *scan) identity(h *genesys.Header) {
	if s.header != nil && h.Application != s.header.Application {
		s.notes.add(s.in, "application", s.r.Pos(), fmt.Sprintf("segment of another application: %q, not %q", h.Application, s.header.Application))
		return
	}
	s.in.Server, s.in.Instance, s.in.Host = h.Application, h.Application, h.Host
}

// last is the time of the last timed line.
func (s *scan) last() time.Time {
	if !s.stamped || !s.d.Dated() {
		return time.Time{}
	}
	return s.d.Time(s.today, s.now.Clock)
}

// local is when the header was written, on the clock that the log prints.
func (s *scan) local(h *genesys.Header) time.Time {
	if s.utc {
		return h.UTC
	}
	return h.Local
}

func localStamp(t time.Time) genesys.Stamp {
	clock := t.Sub(t.Truncate(24 * time.Hour))
	return genesys.Stamp{Clock: clock, Day: int32(t.Truncate(24*time.Hour).Unix() / 86400), Dated: true, Form: genesys.FormISO}
}

// opened tells that a run of the process begins to write, and forgets what held for the run before.
func (s *scan) opened(h *genesys.Header, pos trace.Pos, restart bool) {
	if restart {
		clear(s.bound)
		clear(s.clients)
		s.role, s.seqOf, s.launched = "", nil, false
		s.fan.flush(s)
		s.announceStop()
	}
	if h.Start.IsZero() || s.local(h).IsZero() {
		return
	}
	st := localStamp(s.local(h))
	at := moment{st, st.Day, pos}
	cold := h.Cold()
	if !restart {
		s.in.CompleteFromStart = cold
	}
	s.tell("LogOpened", "internal", at, func(e *trace.Event) {
		e.Attrs = append(e.Attrs, trace.Attr{Key: "start_time", Value: h.Start.Format(time.RFC3339)},
			trace.Attr{Key: "cold", Value: strconv.FormatBool(cold)})
	})
	if restart || cold {
		s.launched = true
		s.tell("ServerStarted", "internal", at, func(e *trace.Event) {
			e.Attrs = append(e.Attrs, trace.Attr{Key: "start_time", Value: h.Start.Format(time.RFC3339)},
				trace.Attr{Key: "evidence", Value: "header"})
		})
	}
}

// launch takes "Application started". A start that the header told already is not told again.
func (s *scan) launch(evidence string) {
	if s.launched {
		s.launched = false
		return
	}
	s.tell("ServerStarted", "internal", s.here(), func(e *trace.Event) {
		e.Attrs = append(e.Attrs, trace.Attr{Key: "evidence", Value: evidence})
	})
}

// announceStop tells that the server stopped, where its log said so and nothing of that run followed.
func (s *scan) announceStop() {
	if s.stopped == nil {
		return
	}
	at := *s.stopped
	s.stopped = nil
	s.tell("ServerStopped", "internal", at, func(e *trace.Event) {
		e.Attrs = append(e.Attrs, trace.Attr{Key: "clean", Value: "true"})
	})
}

func (s *scan) resumed() {
	s.stopped = nil
	s.notes.add(s.in, "logging", s.r.Pos(), "the log goes on after \"Logging service stopped\"")
}

// gap tells of a stretch that the log lacks.
func (s *scan) gap(h *genesys.Header, from time.Time, pos trace.Pos, reason string) {
	if s.local(h).IsZero() || from.IsZero() {
		s.notes.add(s.in, "gap", pos, reason)
		return
	}
	st := localStamp(s.local(h))
	s.tellGap(reason, from, s.d.Time(st.Day, st.Clock), moment{st, st.Day, pos})
}

// tellGap tells of a gap, and forgets what may have changed in it.
func (s *scan) tellGap(reason string, from, to time.Time, at moment) {
	clear(s.bound)
	s.role = ""
	s.notes.add(s.in, "gap", at.pos, reason)
	s.tell("LogGap", "internal", at, func(e *trace.Event) {
		e.Reason = reason
		e.Attrs = append(e.Attrs, trace.Attr{Key: "from", Value: from.Format(time.RFC3339Nano)},
			trace.Attr{Key: "to", Value: to.Format(time.RFC3339Nano)})
	})
}

// hole looks for a silence between two segments that no running server keeps. Segments that are numbered
// in sequence have none.
func (s *scan) hole(h *genesys.Header, seam *genesys.Seam, from time.Time, pos trace.Pos) {
	if h.Number > 0 && seam.Previous() != nil && h.Number == seam.Previous().Number+1 {
		return
	}
	if s.local(h).IsZero() || from.IsZero() {
		return
	}
	st := localStamp(s.local(h))
	if d := s.d.Time(st.Day, st.Clock).Sub(from); d > holeLimit {
		s.gap(h, from, pos, fmt.Sprintf("nothing was written for %s before this segment", d.Round(time.Second)))
	}
}

// mode4560 takes "Hot Standby (Primary) mode activated". The words count, not the id.
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
	at := s.here()
	s.tell("RoleChanged", "internal", at, func(e *trace.Event) {
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

// becomes tells of a role that something other than a role message proves, if it is news.
func (s *scan) becomes(role, peer string, at moment, evidence string) {
	if role == "" || role == s.role {
		return
	}
	s.role = role
	s.tell("RoleChanged", "internal", at, func(e *trace.Event) {
		e.Client = peer
		e.Attrs = append(e.Attrs, trace.Attr{Key: "role", Value: role}, trace.Attr{Key: "evidence", Value: evidence},
			trace.Attr{Key: "inferred", Value: "role"})
	})
}
