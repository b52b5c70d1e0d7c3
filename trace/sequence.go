package trace

import (
	"fmt"
	"time"
)

// DefaultReorder is the largest step back in time within a log that keeps file order.
const DefaultReorder = 2 * time.Second

// Sequencer keeps the events of one log in the order in which they stand. A step back of up to Reorder
// is the jitter of several writers: the event gets the time of the one before. A larger one is a change
// of the clock: from there on the input's times are moved forward by the step, and a gap lies between.
// Midnight of stamps without a date is the parser's business: a Sequencer takes full times.
//
// It must see every event of the log, also those whose body nobody wants, so that times do not depend
// on what is wanted.
type Sequencer struct {
	Reorder time.Duration // 0: DefaultReorder; negative: none

	last time.Time // of the event before, as delivered
	// A time that was printed, and the one that it was moved forward to: later times keep their distance to it.
	// Zero: times are not moved. (Centuries, which a damaged stamp can lie back, are no time.Duration.)
	printed, placed time.Time
	gap             Event
}

// Time places a time. at is the one to deliver; step, if not 0, is by how much the clock went back
// right before it. The zero time is placed nowhere.
func (s *Sequencer) Time(t time.Time) (at time.Time, step time.Duration) {
	if t.IsZero() {
		return t, 0
	}
	at = t
	if !s.placed.IsZero() {
		at = s.placed.Add(t.Sub(s.printed))
	}
	if back := s.last.Sub(at); back > 0 {
		at = s.last
		if back > s.reorder() {
			step = back
			s.printed, s.placed = t, at
		}
	}
	s.last = at
	return at, step
}

// Resume takes times as they are printed from here on: the log tells its offset from UTC anew, so that an
// earlier step back was a change of the offset, not of the clock.
func (s *Sequencer) Resume() { s.placed = time.Time{} }

// Last is the time of the event before, as it was delivered.
func (s *Sequencer) Last() time.Time { return s.last }

func (s *Sequencer) reorder() time.Duration {
	if s.Reorder == 0 {
		return DefaultReorder
	}
	return s.Reorder
}

// Place gives the event of in its place in time. The time that was printed is kept in the attribute
// stamped if it is another one. A gap, if not nil, is an event LogGap to be delivered before e; it is
// valid until the next call.
func (s *Sequencer) Place(in *Input, e *Event) (gap *Event) {
	printed, before := e.Time, s.last
	at, step := s.Time(printed)
	if at.Equal(printed) {
		return nil
	}
	e.Time = at
	if !e.Skipped {
		e.Attrs = e.Attrs.Set("stamped", string(appendTime(nil, printed)))
	}
	if step == 0 {
		return nil
	}
	in.Notef(e.Pos, fmt.Sprintf("the clock goes back by %s, to %s: times are moved forward by %s from here on",
		step, appendTime(nil, printed), s.placed.Sub(s.printed)))
	s.gap = Event{Time: at, Source: e.Source, Name: "LogGap", Direction: "internal", Server: e.Server, Instance: e.Instance, Site: e.Site,
		Pos: e.Pos, Reason: "the clock went back", Attrs: append(s.gap.Attrs[:0],
			Attr{"from", string(appendTime(nil, before))}, Attr{"to", string(appendTime(nil, at))}, Attr{"step", step.String()})}
	return &s.gap
}
