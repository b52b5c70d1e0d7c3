package ors

import (
	"bytes"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// maxQueue is how many queued events of a session are remembered.
const maxQueue = 64

// Causes of SessionEnded.
const (
	causeFinal      = "final"      // a final state was reached
	causeExit       = "exit"       // application.exit was raised, by whom is not in the log
	causeHandler    = "handler"    // application.exit was raised while an event was handled
	causeError      = "error"      // an execution error
	causeTerminated = "terminated" // asked for from outside
	causeUnknown    = "unknown"
)

// session is what is known of an ORS session.
type session struct {
	id          string
	interaction string // the interaction that it has, if it ever had one only
	several     bool   // it had several
	voice       bool   // the interaction is a call
	started     bool
	ended       bool

	queue    []*queuedEvent // queued and not processed yet
	overflow bool
	current  *queuedEvent // the event that was processed last
	external string       // the external event that was processed last

	cause string
	event string // the event whose handler ended the session
}

// queuedEvent is an event in the queue of a session.
type queuedEvent struct {
	name     string
	external bool
	bears    bool  // may say what it results from
	held     *held // nil: nothing waits for evidence of it
}

// name is the id of a session that may be missing.
func (x *session) name() string {
	if x == nil {
		return ""
	}
	return x.id
}

// sessionOf returns the session that a METRIC record names; nil if it names none.
func (s *scan) sessionOf(text []byte) *session {
	sid, ok := headValue(text[:min(len(text), 128)], "sid")
	if !ok || !isID(sid) {
		return nil
	}
	return s.session(sid)
}

func (s *scan) session(sid []byte) *session {
	if x, ok := s.sessions.get(sid); ok {
		return x
	}
	x := &session{id: string(sid)}
	s.sessions.set(x.id, x)
	return x
}

// isID tells whether b can be the id of a session or an interaction.
func isID(b []byte) bool {
	for _, c := range b {
		if c|0x20-'a' >= 26 && c-'0' > 9 && c != '_' && c != '~' && c != '-' {
			return false
		}
	}
	return len(b) > 0 && len(b) <= 64
}

// began tells that a session begins.
func (s *scan) began(x *session, evidence string, at genesys.Moment) {
	if x == nil {
		return
	}
	if x.ended {
		*x = session{id: x.id}
	}
	if x.started {
		return
	}
	x.started = true
	s.tell("SessionStarted", "internal", at, func(e *trace.Event) {
		e.Session = x.id
		s.attribute(e, x)
		e.Attrs = append(e.Attrs, trace.Attr{Key: "evidence", Value: evidence})
	})
}

// queued takes an event that is put into the queue of a session.
func (s *scan) queued(x *session, text []byte, at genesys.Moment) {
	name, ok := headValue(text, "name")
	if !ok {
		return
	}
	kind, _ := headValue(text, "type")
	external := string(kind) != "internal"
	ours := external && isInteractionEvent(name)
	if x == nil {
		if ours {
			s.interactionEvent(nil, name, "event_queued", at)
		}
		return
	}
	if string(name) == "application.exit" {
		s.exits(x)
	}
	q := &queuedEvent{name: s.j.Text.String(name), external: external}
	if ours {
		q.bears = bears(q.name)
		q.held = s.interactionEvent(x, name, "event_queued", at)
	}
	if len(x.queue) >= maxQueue {
		x.queue, x.overflow = append(x.queue[:0], x.queue[1:]...), true
	}
	x.queue = append(x.queue, q)
}

func isInteractionEvent(name []byte) bool {
	const prefix = "interaction."
	return len(name) > len(prefix) && string(name[:len(prefix)]) == prefix && isName(name)
}

// isName tells whether b can be the name of an event or a function.
func isName(b []byte) bool {
	for _, c := range b {
		if c|0x20-'a' >= 26 && c-'0' > 9 && c != '_' && c != '.' && c != '-' {
			return false
		}
	}
	return len(b) > 0 && len(b) <= 128
}

// processed takes an event that leaves the queue of a session. One that was queued before the log begins
// is told here.
func (s *scan) processed(x *session, text []byte, at genesys.Moment) {
	name, ok := headValue(text, "name")
	if !ok || x == nil || x.ended {
		return
	}
	var q *queuedEvent
	for i, have := range x.queue {
		if have.name == string(name) {
			q = have
			x.queue = append(x.queue[:i], x.queue[i+1:]...)
			break
		}
	}
	if x.current != nil && x.current.held != nil {
		s.settle(x.current.held)
		s.queue.release()
	}
	if q == nil {
		q = &queuedEvent{name: s.j.Text.String(name), external: bytes.HasPrefix(name, []byte("interaction."))}
		q.bears = bears(q.name)
		if isInteractionEvent(name) && !x.overflow {
			q.held = s.interactionEvent(x, name, "event_processed", at)
		}
	}
	x.current = q
	if q.external {
		x.external = q.name
		if x.cause == causeError {
			x.cause = ""
		}
	}
}

// exits takes application.exit, raised in a session: the session ends because of the event that is being
// processed.
func (s *scan) exits(x *session) {
	waiting := x.head()
	before := s.habit.known()
	switch {
	case x.external == "" && waiting == nil:
		x.cause, x.event = causeExit, ""
		return
	case waiting == nil || before == processedFirst && x.external != "":
		x.event = x.external
	case x.external == "" || before == processedLast:
		x.event = waiting.name
	default:
		x.event = "" // either of the two
	}
	x.cause = causeHandler
}

// head is the first external event that waits in the queue; nil if there is none.
func (x *session) head() *queuedEvent {
	for _, q := range x.queue {
		if q.external {
			return q
		}
	}
	return nil
}

// entered takes a state that the session enters: a final one is the reason of an end that follows.
func (x *session) entered(text []byte) {
	if x == nil || x.cause != "" && x.cause != causeFinal && x.cause != causeError {
		return
	}
	kind, _ := headValue(text, "type")
	switch {
	case string(kind) == "final":
		x.cause = causeFinal
	case x.cause == causeFinal:
		x.cause = ""
	}
}

// failed takes an execution error.
func (x *session) failed() {
	if x != nil && x.cause != causeHandler && x.cause != causeExit {
		x.cause = causeError
	}
}

// finished tells that a session has ended, and why.
func (s *scan) finished(x *session, at genesys.Moment) {
	if x == nil || x.ended {
		return
	}
	x.ended = true
	cause := x.cause
	if cause == "" {
		cause = causeUnknown
	}
	if x.current != nil {
		s.settle(x.current.held)
	}
	for _, q := range x.queue {
		s.settle(q.held)
	}
	x.queue, x.current = nil, nil
	s.queue.release()
	s.tell("SessionEnded", "internal", at, func(e *trace.Event) {
		e.Session = x.id
		e.Attrs = append(e.Attrs, trace.Attr{Key: "cause", Value: cause})
		if cause == causeHandler && x.event != "" {
			e.Attrs = append(e.Attrs, trace.Attr{Key: "event", Value: x.event})
		}
	})
}
