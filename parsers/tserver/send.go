package tserver

import (
	"time"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// send gives an event its time and delivers it. An event that cannot be dated is counted and noted.
func (s *scan) send(e *trace.Event, st genesys.Stamp, day int32, pos trace.Pos) {
	if s.err != nil {
		return
	}
	if !s.d.Dated() {
		s.undated++
		return
	}
	e.Time, e.Pos = s.time(st, day), pos
	s.place(e)
	if s.start(e.Time); s.err == nil {
		s.err = s.out.Event(s.in, e)
	}
}

// time is the full time of a stamp. Stamps of the log library are cut to the millisecond, those of the
// common part are not: a stamp less than that before the last event tells no step back.
func (s *scan) time(st genesys.Stamp, day int32) time.Time {
	t := s.d.Time(day, st.Clock)
	if st.Form != genesys.FormCommon && t.Before(s.floor) && s.floor.Sub(t) < time.Millisecond {
		return s.floor
	}
	return t
}

// see puts an event that is not delivered in its place in time, so that the times of the others do not
// depend on what is wanted.
func (s *scan) see(st genesys.Stamp, day int32) {
	if !s.d.Dated() {
		s.undated++
		return
	}
	t := s.time(st, day)
	if !t.Before(s.floor) {
		s.floor = t
		s.order.Time(t)
		return
	}
	s.ghost.Time, s.ghost.Pos, s.ghost.Skipped = t, s.r.Pos(), true
	s.ghost.Source, s.ghost.Server, s.ghost.Instance = Source, s.in.Server, s.in.Instance
	s.place(&s.ghost)
}

// place keeps the order of the log where times go back, and tells of a clock that was set back.
func (s *scan) place(e *trace.Event) {
	if t := e.Time; !t.Before(s.floor) {
		s.floor = t
	}
	printed := e.Time
	gap := s.order.Place(s.in, e)
	if gap == nil {
		return
	}
	s.floor = printed
	msg := s.msgs.get([]byte("LogGap"))
	msg.count++
	if !msg.deliver && !s.need.record || s.err != nil {
		return
	}
	if !msg.deliver {
		gap.Skipped, gap.Attrs = true, nil
	}
	if s.start(gap.Time); s.err == nil {
		s.err = s.out.Event(s.in, gap)
	}
}
