package ors

import (
	"bytes"
	"fmt"
	"time"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// firstStamp finds the date of the first timed line where the header did not tell it, and looks for a
// hole before a segment that has no header.
func (s *scan) firstStamp(st genesys.Stamp) {
	s.fresh = false
	if s.stamped {
		s.silence(st)
		return
	}
	if !st.Dated && !s.d.Dated() {
		s.findDate(st)
	}
	if s.d.Dated() || st.Dated {
		s.begin(st, s.d.Day(st))
	}
}

// silence compares the first line of a segment without header with the last one before it.
func (s *scan) silence(st genesys.Stamp) {
	if !s.d.Dated() {
		return
	}
	before := s.last()
	at := moment{st, s.d.Day(st), s.r.Pos()}
	now := s.d.Time(at.day, st.Clock)
	if d := now.Sub(before); d > holeLimit {
		s.tellGap(fmt.Sprintf("nothing was written for %s before this segment", d.Round(time.Second)), before, now, at)
	}
}

// findDate looks for a date: ahead in the log, in the file's name, in what the user says. Nothing but
// dated records and check points tells dates in these logs.
func (s *scan) findDate(st genesys.Stamp) {
	if day, by, ok := s.lookAhead(st); ok {
		s.d.SetDay(day, st.Clock, by)
		return
	}
	if f, ok := genesys.FileTime(s.r.Pos().File); ok {
		day := f.Day
		if st.Clock < f.Clock-10*time.Hour {
			day++
		}
		s.d.SetDay(day, st.Clock, genesys.DatedByFileName)
		return
	}
	if !s.opt.Date.IsZero() {
		y, m, d := s.opt.Date.Date()
		s.d.SetDay(int32(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()/86400), st.Clock, genesys.DatedByOption)
	}
}

// lookAhead reads on, without consuming, until a line tells its date, and counts midnights on the way.
func (s *scan) lookAhead(st genesys.Stamp) (day int32, by string, ok bool) {
	count := genesys.NewDater(time.UTC, true)
	count.SetDay(0, st.Clock, "")
	for body := s.r.Body(genesys.MaxSkip); len(body) > 0; {
		var line []byte
		line, body, _ = bytes.Cut(body, []byte{'\n'})
		next, stamped := genesys.ParseStamp(line)
		if !stamped {
			continue
		}
		dated := next
		next.Dated = false
		passed := count.Day(next)
		if dated.Dated {
			return dated.Day - passed, genesys.DatedByRecord, true
		}
		if rec, ok := genesys.ParseRecord(line[next.Len:]); ok && rec.ID == idCheckPoint {
			if d, _, ok := genesys.ParseCheckPoint(rec.Text); ok {
				return d - passed, genesys.DatedByCheckPoint, true
			}
		}
	}
	return 0, "", false
}

// begin keeps the time of the first line.
func (s *scan) begin(st genesys.Stamp, day int32) {
	if !s.begun {
		s.begun = true
		s.in.First = s.d.Time(day, st.Clock)
	}
}

// finish closes the input.
func (s *scan) finish() {
	s.closeOpen(true)
	s.openFirst()
	s.releaseAll()
	s.r.Finish()
	s.announceStop()
	if s.ended {
		s.in.End = trace.EndNormal
	}
	s.total()
	if s.start(s.in.First); s.err == nil && s.r.Err() == nil {
		s.err = s.out.End(s.in)
	}
}

func (s *scan) total() {
	in := s.in
	in.Lines, in.Bytes = s.r.Lines(), s.r.Bytes()
	in.ByName, in.Events = s.msgs.counts()
	in.Dating = s.d.By()
	if last := s.last(); !last.IsZero() {
		last, _ = s.order.Time(last)
		in.Last, in.EndTime = last, last
	}
	s.remarks()
	s.notes.close(in)
}

// remarks notes what holds for the log as a whole.
func (s *scan) remarks() {
	pos := trace.Pos{File: s.in.Path}
	if s.stamped && !s.d.OffsetKnown() && !s.opt.ZoneForced {
		s.in.Notef(pos, "the log does not tell its offset from UTC: read in "+zoneName(s.opt.Zone))
	}
	if s.undated > 0 {
		s.in.Notef(pos, fmt.Sprintf("%d events have no date and were only counted: neither the log nor its name tells one; give --date YYYY-MM-DD", s.undated))
	}
	if s.router > 0 {
		s.in.Notef(pos, fmt.Sprintf("%d lines of a Universal Routing Server log: they tell nothing of ORS sessions and were left out", s.router))
	}
	if s.metrics == 0 && s.stamped {
		s.in.Notef(pos, "no METRIC record: the log level hides the sessions, or it is another log of the server")
	}
	if s.metrics > 0 && s.in.Events == 0 {
		s.in.Notef(pos, fmt.Sprintf("%d METRIC records, and no event among them: none begins or ends a session, or queues an interaction event", s.metrics))
	}
	if s.metrics == 0 && s.loose > 0 {
		s.in.Notef(pos, fmt.Sprintf("%d interaction events are printed without their session and were left out", s.loose))
	}
}

func zoneName(z *time.Location) string {
	if z == nil {
		z = time.Local
	}
	return z.String()
}
