package ors

import (
	"bytes"

	"github.com/fo-check/fo-check/trace"
)

// habit learns from a log whether event_processed is written before or after what the event causes.
type habit struct {
	first, last int
}

// order is when event_processed is written.
type order uint8

const (
	orderUnknown   order = iota
	processedFirst       // the event leaves the queue, then it is processed
	processedLast        // the event is processed, then it leaves the queue
)

// The signs of one habit must be that many times those of the other, and that many more: several events
// in a queue at once look like the other habit.
const (
	habitMargin  = 4
	habitMinimum = 8
)

// known returns the order if the signs so far are clear.
func (h *habit) known() order {
	switch {
	case h.first > habitMargin*h.last+habitMinimum:
		return processedFirst
	case h.last > habitMargin*h.first+habitMinimum:
		return processedLast
	}
	return orderUnknown
}

// sign takes that a session works: with nothing in its queue it works on what has left it.
func (h *habit) sign(x *session) {
	waiting := x.head() != nil
	switch {
	case x.current != nil && !waiting:
		h.first++
	case waiting:
		h.last++
	}
}

// proof takes a record that may show what the event that is being processed carries: a condition with its
// result, a transition that was taken because its condition holds, or a line that the strategy writes.
func (s *scan) proof(element string, x *session, text []byte) {
	if x == nil {
		return
	}
	if element != "log" {
		s.habit.sign(x)
	}
	if len(s.queue.held) == 0 {
		return
	}
	switch element {
	case "eval_condition":
		s.evaluated(x, text)
	case "transition":
		s.taken(x, text)
	case "log":
		s.logged(x, text)
	}
}

func (s *scan) evaluated(x *session, text []byte) {
	cond, ok := freeValue(text, "condition", "result")
	result, ok2 := tailValue(text, "result")
	if !ok || !ok2 || !bytes.Contains(cond, resultOf) {
		return
	}
	switch string(result) {
	case "true":
		s.guarded(x, "", cond, true)
	case "false":
		s.guarded(x, "", cond, false)
	}
}

func (s *scan) taken(x *session, text []byte) {
	cond, ok := freeValue(text, "cond", "target", "line")
	if !ok || !bytes.Contains(cond, resultOf) {
		return
	}
	event, _ := headValue(text, "event")
	s.guarded(x, string(event), cond, true)
}

// maxGuards is how many conditions on one event are remembered.
const maxGuards = 16

func (s *scan) guarded(x *session, event string, cond []byte, result bool) {
	h := s.subject(x, event, true)
	if h == nil || len(h.guards) >= maxGuards {
		return
	}
	if g, ok := parseGuard(string(cond), result); ok {
		h.guards = append(h.guards, g)
	}
}

// subject finds the waiting event that is being processed: the one that left the queue last, or the
// first one in it. Where it may be either, there is none. name, if not empty, is the event's; bears asks
// for one that may say what it results from.
func (s *scan) subject(x *session, name string, bears bool) *held {
	left, first := x.current, x.head()
	leftFits, firstFits := left.fits(name, bears), first.fits(name, bears)
	before := s.habit.known()
	switch {
	case leftFits && (!firstFits || before == processedFirst):
		return left.waiting()
	case firstFits && (!leftFits || before == processedLast):
		return first.waiting()
	}
	return nil
}

// fits tells whether the record may be about the event, whether anybody wants it or not.
func (q *queuedEvent) fits(name string, bears bool) bool {
	if q == nil || !q.external || name != "" && q.name != name {
		return false
	}
	return q.bears || !bears && isInteractionEvent([]byte(q.name))
}

// waiting returns the event if it still waits for evidence.
func (q *queuedEvent) waiting() *held {
	if q.held == nil || !q.held.open {
		return nil
	}
	return q.held
}

// ipdHandler is what the event handlers that Composer generates write before the interaction's id.
var ipdHandler = []byte(" received in IPD event handler for interaction ")

// logged takes a line that the strategy writes. Of its text, two things are read: the interaction that
// Composer's handlers name, and the event object where it is printed as a whole.
func (s *scan) logged(x *session, text []byte) {
	expr, ok := freeValue(text, "expr", "label", "level")
	if !ok {
		return
	}
	if before, after, found := bytes.Cut(expr, ipdHandler); found {
		if h := s.subject(x, eventName(before), false); h != nil {
			s.identify(h, leadingID(after))
		}
		return
	}
	data, ok := printedEvent(expr)
	if !ok {
		return
	}
	h := s.subject(x, data.name, false)
	if h == nil {
		return
	}
	s.identify(h, data.interaction)
	if h.bears && !h.printed {
		h.printed = true
		h.event.Attrs = h.event.Attrs.Set("resultof", string(data.resultof))
	}
}

// eventName finds "interaction.deleted event" before the words of a handler; "" if it names none.
func eventName(text []byte) string {
	i := bytes.LastIndex(text, []byte("interaction."))
	if i < 0 {
		return ""
	}
	end := i
	for end < len(text) && (text[end]|0x20-'a' < 26 || text[end] == '.') {
		end++
	}
	return string(text[i:end])
}

func leadingID(text []byte) []byte {
	n := 0
	for n < len(text) && isID(text[n:n+1]) {
		n++
	}
	return text[:n]
}

// notInferred takes a field off those that were inferred.
func notInferred(attrs trace.Attrs, field string) trace.Attrs {
	for i := range attrs {
		if attrs[i].Key != "inferred" {
			continue
		}
		var left []byte
		for _, f := range bytes.Split([]byte(attrs[i].Value), []byte{','}) {
			if string(f) == field {
				continue
			}
			if len(left) > 0 {
				left = append(left, ',')
			}
			left = append(left, f...)
		}
		if len(left) == 0 {
			return append(attrs[:i], attrs[i+1:]...)
		}
		attrs[i].Value = string(left)
	}
	return attrs
}
