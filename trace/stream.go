package trace

import (
	"strings"
	"time"
)

// Kind tells what an Item of a Stream is.
type Kind uint8

// Kinds of items. An input's start comes before its first event. Its end comes after its last one, at the
// time of its end mark if it has one.
const (
	KindEvent Kind = iota
	KindInputStart
	KindInputEnd
)

// Item is one step of a stream. Time is the corrected time of the event, zero for a start, and the
// coverage end for KindInputEnd.
type Item struct {
	Kind  Kind
	Input *Input
	Event *Event // nil unless Kind is KindEvent
	Time  time.Time
}

// Stream yields items in time order. What Next returns is valid until the following call. Next returns
// io.EOF after the last item; any other error ends the stream too and says where and what.
type Stream interface {
	Next() (Item, error)
	Close() error
}

// Wanted tells readers which events anything downstream can use. The zero value and nil want nothing
// but counts.
type Wanted struct {
	// All: every event with its body (fo-check parse).
	All bool
	// Bodies: source -> event names whose fields and attributes are read. Source "" stands for any.
	Bodies map[string]map[string]bool
	// Deliveries: source -> messages of which an EventDelivered is read, where that is not all of them. A
	// source that is missing reads all, if it reads EventDelivered.
	Deliveries map[string]map[string]bool
	// Records: sources of which every record counts, skipped ones too, as a sign of life. "" is any.
	Records map[string]bool
}

// Body tells whether the event's fields and attributes are needed.
func (w *Wanted) Body(source, name string) bool {
	return w != nil && (w.All || w.Bodies[source][name] || w.Bodies[""][name])
}

// Delivery tells whether the EventDelivered that tells of the message is needed.
func (w *Wanted) Delivery(source, message string) bool {
	if !w.Body(source, "EventDelivered") {
		return false
	}
	some, restricted := w.Deliveries[source]
	return w.All || !restricted || some[message]
}

// Record tells whether an event whose body is not needed must be delivered all the same, as Skipped.
func (w *Wanted) Record(source string) bool {
	return w != nil && (w.All || w.Records[source] || w.Records[""])
}

// Read tells whether a reader must read the body: because something downstream wants it, or because
// JoinRequests or WithSites need it for an event that is wanted.
func (w *Wanted) Read(source, name string) bool {
	if w == nil {
		return false
	}
	return w.Body(source, name) || w.request(source, name) || w.teachesSite(source, name) || w.derives(source, name) ||
		name == "LogGap"
}

// request tells that name is a request and an answer that it may have is wanted.
func (w *Wanted) request(source, name string) bool {
	if !isRequest(name) {
		return false
	}
	for _, answer := range answers {
		if mayAnswer(answer, name) && w.Body(source, answer) {
			return true
		}
	}
	return false
}

// mayAnswer tells whether the answer can be one to the request: some say by their name what they answer.
func mayAnswer(answer, request string) bool {
	switch answer {
	case "EventRegistered":
		return strings.HasPrefix(request, "RequestRegister")
	case "EventAgentAvailable", "EventAgentNotAvailable":
		return strings.HasPrefix(request, "RequestAgent")
	}
	return true
}

// teachesSite tells that later events of a desktop may take their site from this one.
func (w *Wanted) teachesSite(source, name string) bool {
	return source == "desktop" && tellsSite(name) && (len(w.Bodies[source]) > 0 || len(w.Bodies[""]) > 0)
}
