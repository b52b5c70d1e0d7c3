package textlog

import (
	"fmt"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// Sender counts the events of an input, puts them in their place in time and hands them over.
type Sender struct {
	In    *trace.Input
	Notes Notes

	out     parsers.Output
	wanted  *trace.Wanted
	kinds   map[kindKey]*kind
	order   trace.Sequencer
	event   trace.Event
	started bool
	err     error
}

type kindKey struct{ source, name string }

// kind is what is known of a name of events in this input.
type kind struct {
	count   int64
	deliver bool // its body is wanted
	record  bool // it is delivered without its body
}

// NewSender returns the sender of an input.
func NewSender(in *trace.Input, opt parsers.Options, out parsers.Output) *Sender {
	return &Sender{In: in, out: out, wanted: opt.Wanted, kinds: map[kindKey]*kind{}, order: trace.Sequencer{Reorder: opt.Reorder}}
}

// NewInput describes the segments.
func NewInput(parser, source string, segments []parsers.Segment) *trace.Input {
	in := &trace.Input{Parser: parser, Source: source}
	for _, seg := range segments {
		in.Segments = append(in.Segments, seg.Name)
	}
	if len(segments) > 0 {
		in.Path = segments[0].Name
	}
	in.Clock = in.Path
	NoteDoubtful(in, segments)
	return in
}

// NoteDoubtful says where segments are joined by the times in their names alone.
func NoteDoubtful(in *trace.Input, segments []parsers.Segment) {
	n, at := 0, trace.Pos{Line: 1}
	for _, seg := range segments {
		if seg.Unnumbered && n == 0 {
			at.File = seg.Name
		}
		if seg.Unnumbered {
			n++
		}
	}
	switch n {
	case 0:
	case 1:
		in.Notef(at, "nothing tells whether a segment is missing right before this one: its name has no number")
	default:
		in.Notef(at, fmt.Sprintf("nothing tells whether segments are missing before this one and %d later ones: their names have no numbers", n-1))
	}
}

// Err is why sending ended: the consumer has gone.
func (s *Sender) Err() error { return s.err }

// Event returns the event that is filled next.
func (s *Sender) Event(name string, t time.Time, pos trace.Pos) *trace.Event {
	s.event = trace.Event{Attrs: s.event.Attrs[:0], Time: t, Source: s.In.Source, Name: name, Pos: pos}
	return &s.event
}

// Wants tells whether the body of such an event is read by anyone.
func (s *Sender) Wants(source, name string) bool { return s.kind(source, name).deliver }

func (s *Sender) kind(source, name string) *kind {
	key := kindKey{source, name}
	k := s.kinds[key]
	if k == nil {
		k = &kind{deliver: s.wanted.Read(source, name), record: s.wanted.Record(source)}
		s.kinds[key] = k
	}
	return k
}

// Send counts and delivers an event. One that nobody wants takes its place in time all the same, so that
// the times of the others do not depend on what is wanted.
func (s *Sender) Send(e *trace.Event) {
	if s.err != nil {
		return
	}
	if s.In.First.IsZero() {
		s.In.First = e.Time
	}
	if note := e.Normalize(); note != "" {
		s.Notes.Add(s.In, "reasons", e.Pos, note)
	}
	k := s.kind(e.Source, e.Name)
	k.count++
	if !k.deliver {
		*e = trace.Event{Attrs: e.Attrs[:0], Time: e.Time, Source: e.Source, Name: e.Name, Server: e.Server, Site: e.Site,
			Instance: e.Instance, Pos: e.Pos, Skipped: true}
	}
	if gap := s.order.Place(s.In, e); gap != nil {
		g := s.kind(gap.Source, gap.Name)
		g.count++
		gap.Skipped = !g.deliver
		s.deliver(gap, g)
	}
	s.deliver(e, k)
}

func (s *Sender) deliver(e *trace.Event, k *kind) {
	if !k.deliver && !k.record {
		return
	}
	if s.Start(e.Time); s.err == nil {
		s.err = s.out.Event(s.In, e)
	}
}

// Resume takes times as they are printed from here on: see trace.Sequencer.
func (s *Sender) Resume() { s.order.Resume() }

// Gap sends a LogGap: something is missing between the last record, at the time from, and the one at hand.
func (s *Sender) Gap(reason string, from, to time.Time, pos trace.Pos) {
	e := s.Event("LogGap", to, pos)
	e.Direction, e.Reason = "internal", reason
	s.Notes.Add(s.In, "gaps", pos, e.Reason)
	if !from.IsZero() {
		e.Attrs = append(e.Attrs, trace.Attr{Key: "from", Value: from.Format(time.RFC3339Nano)},
			trace.Attr{Key: "to", Value: to.Format(time.RFC3339Nano)})
	}
	s.Send(e)
}

// Start announces the input, once.
func (s *Sender) Start(t time.Time) {
	if s.started || s.err != nil {
		return
	}
	s.started = true
	if !t.IsZero() && s.In.Offset == "" {
		s.In.Offset = OffsetAt(t)
	}
	s.err = s.out.Start(s.In)
}

// End closes the input. last is the time of its last record.
func (s *Sender) End(last time.Time, failed bool) {
	in := s.In
	in.ByName = map[string]int64{}
	for key, k := range s.kinds {
		if k.count > 0 {
			in.ByName[key.name] += k.count
			in.Events += k.count
		}
	}
	if !last.IsZero() {
		in.Last, _ = s.order.Time(last)
		in.EndTime = in.Last
	}
	s.Notes.Close(in)
	if s.Start(in.First); s.err == nil && !failed {
		s.err = s.out.End(in)
	}
}

// OffsetAt returns the offset from UTC of a time's zone: "+05:30".
func OffsetAt(t time.Time) string {
	_, off := t.Zone()
	sign := '+'
	if off < 0 {
		sign, off = '-', -off
	}
	return fmt.Sprintf("%c%02d:%02d", sign, off/3600, off/60%60)
}

// Interner gives one string for bytes that repeat, in bounded memory. The zero value is ready.
type Interner struct{ known map[string]string }

// internMax bounds what an Interner keeps; then it begins anew.
const internMax = 1 << 14

// String returns b as a string that shares no memory with it.
func (t *Interner) String(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if s, ok := t.known[string(b)]; ok {
		return s
	}
	if t.known == nil || len(t.known) >= internMax {
		t.known = map[string]string{}
	}
	s := string(b)
	if len(s) <= 128 {
		t.known[s] = s
	}
	return s
}
