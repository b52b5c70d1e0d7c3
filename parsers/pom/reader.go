package pom

import (
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/textlog"
	"github.com/fo-check/fo-check/trace"
)

const (
	// maxLine is how much of a line is kept, and the longest line that is read as an event.
	maxLine = 1 << 20
	// aheadLimit is how far a log is read ahead.
	aheadLimit = 1 << 20
	bom        = "\xef\xbb\xbf"
)

func newReader(segments []parsers.Segment, progress func(int)) *textlog.Reader {
	r := textlog.NewReader(segments, progress)
	r.Limit = maxLine
	return r
}

// and joins two reasons of a gap, each of which may be empty.
func and(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

// gap begins the event that tells of missing segments between two times.
func (s *sender) gap(reason string, from, to time.Time, pos trace.Pos) *trace.Event {
	e := s.fresh(nameGap, "internal", to, pos)
	e.Reason = reason
	s.notes.add(s.in, "gap", pos, e.Reason)
	if !from.IsZero() {
		s.set("from", from.Format(time.RFC3339Nano))
		s.set("to", to.Format(time.RFC3339Nano))
	}
	return e
}
