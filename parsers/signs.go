package parsers

import (
	"time"

	"github.com/fo-check/fo-check/trace"
)

// signInterval is how often a log that is alive says so.
const signInterval = time.Second

// signs thins out skipped records. They are only signs of life, so one a second is enough, besides the
// last one before anything else of the log: what stops showing life is seen to the record.
type signs struct {
	in     *trace.Input
	next   time.Time   // earlier ones are spared
	event  trace.Event // the latest one that was spared
	spared bool
}

// delivery is the fan-out of a message: part of the record before it, and no sign of its own.
const delivery = "EventDelivered"

// spares tells whether the record need not be sent now, and keeps it in mind.
func (s *signs) spares(e *trace.Event) bool {
	if e.Name == delivery {
		return true
	}
	if !e.Time.Before(s.next) {
		s.next = e.Time.Add(signInterval)
		s.spared = false
		return false
	}
	s.event, s.spared = *e, true
	return true
}
