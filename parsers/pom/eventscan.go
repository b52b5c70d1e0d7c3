package pom

import (
	"bytes"
	"fmt"
	"io"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/parsers/textlog"
	"github.com/fo-check/fo-check/trace"
)

// eventScan is one reading of events as JSON.
type eventScan struct {
	sender
	from *textlog.Reader
	text genesys.Interner
	json decoder

	at     time.Time // of the record
	bare   bool      // nobody reads the body of the event
	pos    trace.Pos
	hole   string // segments that are missing before the record
	window window
	newest time.Time // the latest time of a record
	last   time.Time // of the last event that was handed over
	seen   recent

	lines                          int64 // that were read
	refusedRecords, late, repeated int64
}

func newEventScan(segments []parsers.Segment, opt parsers.Options, out parsers.Output) *eventScan {
	return &eventScan{sender: newSender(newInput("pom-events", segments), opt, out), from: newReader(segments, opt.Progress)}
}

// run reads the events to their end, or until the consumer has gone.
func (s *eventScan) run() error {
	if l, ok := newList(s.from); ok {
		s.readList(l)
	} else {
		s.readLines()
	}
	for s.window.len() > 0 && s.err == nil {
		s.release()
	}
	s.from.Close()
	s.finish()
	if s.err != nil {
		return s.err
	}
	return s.from.Err()
}

// readLines reads one object a line.
func (s *eventScan) readLines() {
	for s.err == nil {
		line, ok := s.from.Line()
		s.lines = s.from.Lines()
		if !ok {
			return
		}
		s.pos = s.from.Pos()
		if size := s.from.Cut(); size > 0 {
			s.refuse(fmt.Sprintf("line of %d bytes: too long for an event; accepted are lines up to %d bytes", size, maxLine))
			continue
		}
		s.hole = and(s.hole, s.from.Hole())
		if line = bytes.TrimSpace(line); len(line) > 0 {
			s.take(line)
		}
	}
}

// readList reads a JSON array of objects.
func (s *eventScan) readList(l *list) {
	err := l.each(func(v []byte, pos trace.Pos) bool {
		s.pos = pos
		s.hole = and(s.hole, s.from.HoleBefore(l.seg))
		s.take(v)
		return s.err == nil
	})
	if err != nil && s.from.Err() == nil {
		s.pos = l.here()
		s.in.End = trace.EndTruncated
		s.refuse(fmt.Sprintf("the list cannot be read from here on: %s; accepted is a JSON array of events, up to its end", reasonOf(err)))
	}
	if s.err == nil {
		s.lines = l.finish()
	}
}

// take reads one event.
func (s *eventScan) take(b []byte) {
	rec, err := s.json.read(b)
	if err != nil {
		s.refuse(fmt.Sprintf("no event that can be read: %s; accepted is a JSON object of the Event SDK", reasonOf(err)))
		return
	}
	at, ok := rec.time()
	if !ok {
		s.refuse("event without a time; accepted is eventTimeStamp in milliseconds since 1970")
		return
	}
	s.at = at
	if s.hole != "" {
		s.gap(s.hole, s.newest, at, s.pos)
		s.bare = false
		s.hold()
		s.hole = ""
	}
	if at.After(s.newest) {
		s.newest = at
	}
	if !s.tell(rec) {
		s.refuse(fmt.Sprintf("eventTypeEnum %q: not a kind of event; accepted are %s", string(rec.Kind), acceptedKinds))
	}
}

func (s *eventScan) refuse(text string) {
	s.refusedRecords++
	s.notes.refuse(s.in, "record that cannot be read", s.pos, text)
}

// next begins an event of the current record.
func (s *eventScan) next(name string) *trace.Event {
	s.bare = !s.kind(name).deliver && name != nameNuisance && name != nameCompletion // these are looked at once more
	if s.bare {
		e := &s.event // of which the rest is not read
		e.Name, e.Time, e.Pos, e.Server = name, s.at, s.pos, ""
		return e
	}
	return s.fresh(name, "internal", s.at, s.pos)
}

// keep returns the text of a word, if the event needs it.
func (s *eventScan) keep(w word) string {
	if s.bare {
		return ""
	}
	return s.text.String(w)
}

// put adds an attribute to the event, if it needs it.
func (s *eventScan) put(key string, w word) {
	if !s.bare && len(w) > 0 {
		s.event.Attrs = append(s.event.Attrs, trace.Attr{Key: key, Value: s.text.String(w)})
	}
}

// hold keeps the event until it is its turn: topics are read one after the other or side by side, so that
// records are not in order.
func (s *eventScan) hold() {
	if s.event.Time.Before(s.last) {
		s.late++
		return
	}
	s.window.push(&s.event, s.bare)
	if s.window.len() > windowEvents {
		s.release()
	}
}

// release hands over the earliest event that is held. What a later record says again is left out. Who calls it is
// done with the event of the record at hand.
func (s *eventScan) release() {
	x := s.window.pop()
	if x.event == nil {
		s.pass(s.window.kept(x.bare), time.Unix(0, x.at).UTC())
		return
	}
	s.hand(x.event)
	s.window.done(x.event)
}

// pass hands over an event that nobody reads, or only counts it.
func (s *eventScan) pass(b bare, at time.Time) {
	if s.record {
		e := s.fresh(b.name, "internal", at, b.pos)
		e.Server = b.server
		s.hand(e)
		return
	}
	if s.last = at; s.in.First.IsZero() {
		s.in.First = at
	}
	s.kind(b.name).count++
	s.order.Time(at)
}

func (s *eventScan) hand(e *trace.Event) {
	s.last = e.Time
	if s.in.First.IsZero() {
		s.in.First = e.Time
	}
	if e.Call != "" && (e.Name == nameNuisance || e.Name == nameCompletion) {
		code, _ := e.Attrs.Get("code")
		if !s.seen.add(e.Name, e.Call, code) {
			s.repeated++
			return
		}
	}
	s.send(e)
}

func (s *eventScan) finish() {
	in := s.in
	in.Lines, in.Bytes, in.Dating = s.lines, s.from.Bytes(), "epoch in every event"
	pos := trace.Pos{File: in.Path}
	in.SkippedLines = s.refusedRecords
	if s.repeated > 0 {
		in.Notef(pos, fmt.Sprintf("%d completion codes and nuisance marks are repeated by later events of their call and count once", s.repeated))
	}
	if s.late > 0 {
		in.Notes = append(in.Notes, trace.Note{Pos: pos, Refused: true, Text: fmt.Sprintf(
			"%d events are more than %d events out of order and are not in the trace; accepted are events in the order of eventTimeStamp, more or less",
			s.late, windowEvents)})
	}
	s.end(s.last, s.from.Err() != nil)
}

// reasonOf words an error of the JSON reader without quoting the content.
func reasonOf(err error) string {
	if err == io.ErrUnexpectedEOF || err == io.EOF {
		return "it ends before its end"
	}
	return jsonReason(err)
}
