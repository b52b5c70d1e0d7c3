package pom

import (
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// kind is what is known of a name of events in this input.
type kind struct {
	count   int64
	deliver bool // its body is wanted
}

// sender counts events, puts them in their place in time and hands them over.
type sender struct {
	in     *trace.Input
	out    parsers.Output
	wanted *trace.Wanted
	record bool // skipped events are delivered

	kinds   map[string]*kind
	order   trace.Sequencer
	event   trace.Event
	notes   notes
	started bool
	err     error
}

func newSender(in *trace.Input, opt parsers.Options, out parsers.Output) sender {
	return sender{in: in, out: out, wanted: opt.Wanted, record: opt.Wanted.Record(Source), kinds: map[string]*kind{},
		order: trace.Sequencer{Reorder: opt.Reorder}}
}

// fresh returns the event that is filled next.
func (s *sender) fresh(name, direction string, t time.Time, pos trace.Pos) *trace.Event {
	s.event = trace.Event{Attrs: s.event.Attrs[:0], Time: t, Source: Source, Name: name, Direction: direction, Pos: pos}
	return &s.event
}

// set adds an attribute to the event; an empty value is none.
func (s *sender) set(key, value string) {
	if value != "" {
		s.event.Attrs = s.event.Attrs.Set(key, value)
	}
}

// infer marks a field of the event as inferred.
func (s *sender) infer(field string) {
	if have, ok := s.event.Attrs.Get(inferredAttr); ok {
		field = have + "," + field
	}
	s.set(inferredAttr, field)
}

func (s *sender) kind(name string) *kind {
	k := s.kinds[name]
	if k == nil {
		k = &kind{deliver: s.wanted.Read(Source, name)}
		s.kinds[name] = k
	}
	return k
}

// send counts and delivers an event. One that nobody wants takes its place in time all the same, so that
// the times of the others do not depend on what is wanted.
func (s *sender) send(e *trace.Event) {
	if s.err != nil {
		return
	}
	k := s.kind(e.Name)
	k.count++
	if !k.deliver {
		*e = trace.Event{Attrs: e.Attrs[:0], Time: e.Time, Source: Source, Name: e.Name, Server: e.Server, Pos: e.Pos, Skipped: true}
	}
	if gap := s.order.Place(s.in, e); gap != nil {
		g := s.kind(nameGap)
		g.count++
		gap.Skipped = !g.deliver
		s.deliver(gap, g)
	}
	s.deliver(e, k)
}

func (s *sender) deliver(e *trace.Event, k *kind) {
	if !k.deliver && !s.record {
		return
	}
	if s.start(e.Time); s.err == nil {
		s.err = s.out.Event(s.in, e)
	}
}

// start announces the input.
func (s *sender) start(t time.Time) {
	if s.started || s.err != nil {
		return
	}
	s.started = true
	if !t.IsZero() {
		s.in.Offset = genesys.OffsetAt(t)
	}
	s.err = s.out.Start(s.in)
}

// end closes the input. last is the time of its last record.
func (s *sender) end(last time.Time, failed bool) {
	in := s.in
	in.ByName = map[string]int64{}
	for name, k := range s.kinds {
		if k.count > 0 {
			in.ByName[name] = k.count
			in.Events += k.count
		}
	}
	if !last.IsZero() {
		in.Last, _ = s.order.Time(last)
		in.EndTime = in.Last
	}
	s.notes.close(in)
	if s.start(in.First); s.err == nil && !failed {
		s.err = s.out.End(in)
	}
}
