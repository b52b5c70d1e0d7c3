package ors

import (
	"fmt"
	"strconv"
	"time"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// holeLimit is the longest silence that a running server's log can have: check points are hourly.
const holeLimit = 65 * time.Minute

// opening is the beginning of the log, not told yet: the banner with the version comes after it.
type opening struct {
	header  *genesys.Header
	pos     trace.Pos
	restart bool
}

// seam takes the beginning of a segment, and the header that stood there.
func (s *scan) seam(seam *genesys.Seam) {
	if seam.Break() && s.mode > modeRecord {
		s.closeOpen(false)
		s.mode = modeNone
	}
	h := seam.Header
	if h == nil {
		s.fresh = true
		return
	}
	if n := seam.Missing(); n > 0 {
		s.gap(h, seam.File, fmt.Sprintf("%d segment(s) missing between numbers %d and %d", n, seam.Previous().Number, h.Number))
	} else if seam.Index > 0 && !seam.Restart() {
		s.hole(h, seam)
	}
	s.takeHeader(h, trace.Pos{File: seam.File, Line: 1}, seam.Restart())
}

// innerHeader reads a header inside a file: segments that were pasted together.
func (s *scan) innerHeader(line []byte) {
	text := append(append([]byte(nil), line...), '\n')
	pos := s.r.Pos()
	var next []byte
	var st genesys.Stamp
	stamped := false
	for n := 0; n < 64 && !stamped; n++ {
		more, ok := s.r.Line()
		if !ok || len(more) == 0 {
			break
		}
		next = append([]byte(nil), more...)
		if st, stamped = genesys.ParseStamp(next); !stamped {
			text = append(append(text, next...), '\n')
		}
	}
	if h, _, _, _ := genesys.FindHeader(append(text, '\n')); h != nil {
		s.takeHeader(h, pos, s.header != nil && !h.Start.Equal(s.header.Start))
	}
	if stamped {
		s.openFirst()
		s.timed(next, st)
	}
}

// takeHeader takes what a header says of the server, its clock and its run.
func (s *scan) takeHeader(h *genesys.Header, pos trace.Pos, restart bool) {
	s.identity(h)
	if off, ok := h.Offset(); ok {
		s.d.SetOffset(off)
	}
	if !h.Local.IsZero() {
		st := localStamp(h.Local)
		if !s.d.Dated() || s.last().Before(s.d.Time(st.Day, st.Clock)) {
			s.d.SetDay(st.Day, st.Clock, genesys.DatedByHeader)
		}
		if restart || s.header == nil {
			s.begin(st, st.Day)
		}
	}
	first := s.header == nil
	s.header = h
	switch {
	case first:
		s.opening = &opening{h, pos, restart}
	case restart:
		s.opened(opening{h, pos, restart})
	}
}

// openFirst tells of the beginning of the log, if that was not done yet.
func (s *scan) openFirst() {
	if o := s.opening; o != nil {
		s.opening = nil
		s.opened(*o)
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

func localStamp(t time.Time) genesys.Stamp {
	day := t.Truncate(24 * time.Hour)
	return genesys.Stamp{Clock: t.Sub(day), Day: int32(day.Unix() / 86400), Dated: true, Form: genesys.FormISO}
}

// opened tells that a run of the process begins to write.
func (s *scan) opened(o opening) {
	h := o.header
	if o.restart {
		s.announceStop()
		s.newRun()
	}
	if h.Start.IsZero() || h.Local.IsZero() {
		return
	}
	st := localStamp(h.Local)
	at := moment{st, st.Day, o.pos}
	cold := h.Cold()
	if !o.restart {
		s.in.CompleteFromStart = cold
	}
	start := trace.Attr{Key: "start_time", Value: h.Start.Format(time.RFC3339)}
	s.tell("LogOpened", "internal", at, func(e *trace.Event) {
		e.Attrs = append(e.Attrs, start, trace.Attr{Key: "cold", Value: strconv.FormatBool(cold)})
	})
	if o.restart || cold {
		s.launched = true
		s.tell("ServerStarted", "internal", at, func(e *trace.Event) {
			e.Attrs = append(e.Attrs, start, trace.Attr{Key: "evidence", Value: "header"})
		})
	}
	if role := roleWord(h.Role); role != "" && role != s.role {
		s.role = role
		s.tell("RoleChanged", "internal", at, func(e *trace.Event) {
			e.Attrs = append(e.Attrs, trace.Attr{Key: "role", Value: role}, trace.Attr{Key: "evidence", Value: "header"},
				trace.Attr{Key: "inferred", Value: "role"})
		})
	}
}

// newRun forgets what held for the run before.
func (s *scan) newRun() {
	s.forget()
	s.role, s.launched, s.ended, s.stopped = "", false, false, nil
}

// forget forgets sessions and links: lines are missing in which they may have changed.
func (s *scan) forget() {
	s.releaseAll()
	s.sessions.clear()
	s.interactions.clear()
	s.links.forget()
}

// launch takes "Application started". A start that the header told already is not told again.
func (s *scan) launch() {
	if s.launched {
		s.launched = false
		return
	}
	s.newRun()
	s.tell("ServerStarted", "internal", s.here(), func(e *trace.Event) {
		e.Attrs = append(e.Attrs, trace.Attr{Key: "evidence", Value: "Application started"})
	})
}

// stop tells that the process says it ends.
func (s *scan) stop(at moment) {
	if s.ended {
		return
	}
	s.ended, s.stopped = true, nil
	s.releaseAll()
	s.tell("ServerStopped", "internal", at, func(e *trace.Event) {
		e.Attrs = append(e.Attrs, trace.Attr{Key: "clean", Value: "true"})
	})
}

// announceStop tells that the server stopped, where the log ends with the end of logging.
func (s *scan) announceStop() {
	if s.stopped != nil {
		s.stop(*s.stopped)
	}
}

func (s *scan) resumed() {
	s.stopped = nil
	s.notes.add(s.in, "logging", s.r.Pos(), "the log goes on after \"Logging service stopped\"")
}

// gap tells of a stretch that the log lacks, up to a header.
func (s *scan) gap(h *genesys.Header, file, reason string) {
	pos := trace.Pos{File: file, Line: 1}
	from := s.last()
	if h.Local.IsZero() || from.IsZero() {
		s.notes.add(s.in, "gap", pos, reason)
		s.forget()
		return
	}
	st := localStamp(h.Local)
	s.tellGap(reason, from, s.d.Time(st.Day, st.Clock), moment{st, st.Day, pos})
}

// tellGap tells of a gap, and forgets what may have changed in it.
func (s *scan) tellGap(reason string, from, to time.Time, at moment) {
	s.forget()
	s.role = ""
	s.notes.add(s.in, "gap", at.pos, reason)
	s.tell("LogGap", "internal", at, func(e *trace.Event) {
		e.Reason = reason
		if !from.IsZero() {
			e.Attrs = append(e.Attrs, trace.Attr{Key: "from", Value: from.Format(time.RFC3339Nano)},
				trace.Attr{Key: "to", Value: to.Format(time.RFC3339Nano)})
		}
	})
}

// hole looks for a silence between two segments that no running server keeps. Segments that are numbered
// in sequence have none.
func (s *scan) hole(h *genesys.Header, seam *genesys.Seam) {
	if h.Number > 0 && seam.Previous() != nil && h.Number == seam.Previous().Number+1 {
		return
	}
	last := s.last()
	if h.Local.IsZero() || last.IsZero() {
		return
	}
	st := localStamp(h.Local)
	if d := s.d.Time(st.Day, st.Clock).Sub(last); d > holeLimit {
		s.gap(h, seam.File, fmt.Sprintf("nothing was written for %s before this segment", d.Round(time.Second)))
	}
}
