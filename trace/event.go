// Package trace owns the normalised trace: events, the inputs they come from, clocks, the merge into
// one ordered stream, and the NDJSON form fo-check/trace/v1. It knows no log format, no rule and no
// output.
package trace

import "time"

// Event is one thing that happened once, as one component recorded it.
//
// An absent field is the empty string. A field is never guessed: where a parser inferred one, the
// attribute "inferred" names it (comma-separated), so that a finding can say so. Strings are owned by
// the event (parsers intern what repeats), so an Event may be kept; see Clone for Attrs.
type Event struct {
	// Time is when it happened, on the clock of the component that wrote it, after skew correction.
	// Its location is the writer's offset from UTC. Zero for static facts (sources config, strategy).
	Time time.Time
	// Source is the kind of component: tserver interaction ors pom desktop statserver strategy config.
	Source string
	// Name is the vendor's own message name (EventAgentLogout), or one of the trace names.
	Name string
	// Direction is received, sent or internal, from the writer's side.
	Direction string

	Server      string // application name of the server this event is about
	Instance    string // which desktop or process wrote it
	Site        string // disaster-recovery site
	Client      string // the other end of a client connection
	Agent       string // T-Library AgentID
	DN          string // T-Library ThisDN
	Place       string
	Queue       string // T-Library ThisQueue
	Zone        string // POM zone
	Session     string // ORS session id
	Interaction string
	Call        string // ConnID, or POM session
	Reason      string // the reason that decides
	Ref         string // reference id that joins a request with its answer
	Clock       string // name of the clock of Time if that is not the input's; "" otherwise

	// Attrs is everything else under the vendor's names, without Attribute/attr_ prefix, nested lists
	// flattened with dots. Valid until the reader's next step unless the event was cloned.
	Attrs Attrs
	// Pos is where it stands.
	Pos Pos
	// Skipped says that the body was not read because nothing downstream can use it: only Time, Source,
	// Name, Server, Site, Instance and Pos are set.
	Skipped bool
}

// Clone returns a copy of e that shares no memory with the reader's buffers.
func (e *Event) Clone() *Event {
	c := *e
	c.Attrs = append(Attrs(nil), e.Attrs...)
	return &c
}

// Attr is one attribute.
type Attr struct{ Key, Value string }

// Attrs are the attributes of an event in the order of the log. Keys are unique.
type Attrs []Attr

// Get returns the value of key, and whether it is present.
func (a Attrs) Get(key string) (string, bool) {
	for i := range a {
		if a[i].Key == key {
			return a[i].Value, true
		}
	}
	return "", false
}

// Set replaces the value of key, or appends it.
func (a Attrs) Set(key, value string) Attrs {
	for i := range a {
		if a[i].Key == key {
			a[i].Value = value
			return a
		}
	}
	return append(a, Attr{key, value})
}

// Pos is a place in an input. Line is 1-based; Offset is the byte offset of the start of that line.
// For a file inside an archive File is "bundle.zip!/dir/x.log".
type Pos struct {
	File   string
	Line   int
	Offset int64
}
