package ors

import (
	"strings"
	"time"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// moment is a time and a place in the log.
type moment struct {
	stamp genesys.Stamp
	day   int32
	pos   trace.Pos
}

func (s *scan) here() moment { return moment{s.now, s.today, s.r.Pos()} }

// tell counts an event and delivers it if it is wanted; fill adds its fields then.
func (s *scan) tell(name, dir string, at moment, fill func(e *trace.Event)) {
	s.tellMessage(s.msgs.get([]byte(name)), dir, at, fill)
}

func (s *scan) tellMessage(msg *message, dir string, at moment, fill func(e *trace.Event)) {
	s.openFirst()
	msg.count++
	if !msg.deliver && !s.msgs.record {
		s.see(at)
		return
	}
	e := s.blank(msg, dir)
	if msg.deliver && fill != nil {
		fill(e)
		s.attrs = e.Attrs
	}
	if s.date(e, at) {
		s.deliver(e)
	}
}

// blank is an event without anything of its own yet.
func (s *scan) blank(msg *message, dir string) *trace.Event {
	s.event = trace.Event{Attrs: s.attrs[:0], Source: Source, Name: msg.name, Direction: dir, Server: s.in.Server,
		Instance: s.in.Instance, Skipped: !msg.deliver}
	if s.event.Skipped {
		s.event.Direction = ""
	}
	return &s.event
}

// date gives an event its time and place. One that cannot be dated is counted and noted: false.
func (s *scan) date(e *trace.Event, at moment) bool {
	if !s.d.Dated() {
		s.undated++
		return false
	}
	e.Time, e.Pos = s.d.Time(at.day, at.stamp.Clock), at.pos
	s.place(e)
	return true
}

// see puts an event that is not delivered in its place in time, so that the times of the others do not
// depend on what is wanted.
func (s *scan) see(at moment) {
	if !s.d.Dated() {
		s.undated++
		return
	}
	t := s.d.Time(at.day, at.stamp.Clock)
	if !t.Before(s.floor) {
		s.floor = t
		s.order.Time(t)
		return
	}
	s.ghost.Time, s.ghost.Pos, s.ghost.Skipped = t, at.pos, true
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
	if msg.deliver || s.msgs.record {
		gap.Skipped = !msg.deliver
		s.deliver(gap)
	}
}

// deliver hands an event on, behind those that wait for evidence.
func (s *scan) deliver(e *trace.Event) {
	if len(s.held) > 0 {
		s.wait(&held{event: *e.Clone()})
		return
	}
	s.output(e)
}

func (s *scan) output(e *trace.Event) {
	if s.err != nil {
		return
	}
	if s.start(e.Time); s.err == nil {
		s.err = s.out.Event(s.in, e)
	}
}

// start announces the input.
func (s *scan) start(t time.Time) {
	if s.started {
		return
	}
	s.started = true
	s.in.Dating, s.in.Offset = s.d.By(), ""
	if !t.IsZero() {
		s.in.Offset = genesys.OffsetAt(t)
	}
	s.in.Clock = s.in.Host
	for _, other := range [...]string{s.in.Instance, s.in.Path} {
		if s.in.Clock == "" {
			s.in.Clock = other
		}
	}
	s.err = s.out.Start(s.in)
}

// infer adds a field to those that were inferred.
func infer(attrs trace.Attrs, field string) trace.Attrs {
	have, ok := attrs.Get("inferred")
	if !ok {
		return append(attrs, trace.Attr{Key: "inferred", Value: field})
	}
	for _, f := range strings.Split(have, ",") {
		if f == field {
			return attrs
		}
	}
	return attrs.Set("inferred", have+","+field)
}
