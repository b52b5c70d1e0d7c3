package ors

import (
	"time"

	"github.com/fo-check/fo-check/trace"
)

const (
	// holdTime is how long, by the clock of the log, an event waits for evidence of its fields.
	holdTime = 5 * time.Second
	// holdEvents is how many events may wait.
	holdEvents = 4096
)

// held is an event that waits, for evidence or behind one that does. What an interaction event carries
// is not printed with it; it shows, if at all, while the session processes it.
type held struct {
	event   trace.Event
	bears   bool // may say what it results from
	open    bool // evidence is still accepted
	until   time.Duration
	session *session

	direct  bool    // interaction was printed with the event
	printed bool    // resultof was printed with the event, or its absence was
	guards  []guard // conditions on resultof that were evaluated for it
}

// wait appends an event to those that wait.
func (s *scan) wait(h *held) {
	s.held = append(s.held, h)
	if len(s.held) > holdEvents {
		s.settle(s.held[0])
		s.release()
	}
}

// moment64 is a time by which waiting is measured.
func (s *scan) moment64() time.Duration { return time.Duration(s.today)*24*time.Hour + s.now.Clock }

// expire ends the waiting of events that have waited long enough.
func (s *scan) expire() {
	now := s.moment64()
	for _, h := range s.held {
		if h.open {
			if h.until > now {
				break
			}
			s.settle(h)
		}
	}
	s.release()
}

// settle ends the waiting of an event: what is not in evidence by now stays absent.
func (s *scan) settle(h *held) {
	if h == nil || !h.open {
		return
	}
	h.open = false
	e := &h.event
	if !h.direct && e.Interaction == "" {
		s.attribute(e, h.session)
	}
	if h.printed || !h.bears {
		return
	}
	if v, ok := narrow(h.guards); ok {
		e.Attrs = infer(e.Attrs.Set("resultof", v), "resultof")
	}
}

// release delivers from the front what waits no more.
func (s *scan) release() {
	n := 0
	for n < len(s.held) && !s.held[n].open {
		s.output(&s.held[n].event)
		n++
	}
	switch {
	case n == 0:
	case n == len(s.held):
		clear(s.held)
		s.held = s.held[:0]
	default:
		rest := copy(s.held, s.held[n:])
		clear(s.held[rest:])
		s.held = s.held[:rest]
	}
}

// releaseAll ends all waiting: the sessions are gone, or what was said of them does not hold any more.
func (s *scan) releaseAll() {
	for _, h := range s.held {
		s.settle(h)
	}
	s.release()
}
