package adapter

import (
	"fmt"
	"strings"

	"github.com/fo-check/fo-check/trace"
)

// emit sends the event of a rule that has matched the record.
func (s *scan) emit(r *rule) {
	name := s.fill(r, r.emit)
	if name == "" {
		s.Notes.Add(s.In, "names", s.rec.pos, fmt.Sprintf("the rule in line %d of %s gives no name for the event; it was left out", r.line, s.a.File))
		return
	}
	e := s.Event(name, s.rec.at, s.rec.pos)
	for _, f := range s.a.fixed {
		s.assign(e, f, s.fill(r, f.value))
	}
	for _, c := range [...]*captured{&s.rec.heads, &s.caps} {
		for i, n := range c.names {
			s.capture(e, r, n, c.values[i])
		}
	}
	for _, f := range r.sets {
		s.assign(e, f, s.fill(r, f.value))
	}
	if s.tell != nil {
		s.matched(r, e)
	}
	s.Send(e)
}

// capture gives an event what a capture of that name took: a field, or an attribute.
func (s *scan) capture(e *trace.Event, r *rule, name string, value []byte) {
	if attr, ok := strings.CutPrefix(name, attrPrefix); ok {
		s.assign(e, assignment{attr: attr}, s.mapped(r, name, value))
		return
	}
	if f := fieldOf(e, name); f != nil {
		s.assign(e, assignment{field: name}, s.mapped(r, name, value))
	}
}

func (s *scan) assign(e *trace.Event, a assignment, value string) {
	switch {
	case value == "":
	case a.field != "":
		*fieldOf(e, a.field) = value
	case trace.Sensitive(a.attr):
		e.Attrs = e.Attrs.Set(a.attr, trace.Withheld)
	default:
		e.Attrs = e.Attrs.Set(a.attr, value)
	}
}

// fill puts what was captured into a template.
func (s *scan) fill(r *rule, t template) string {
	if text, fixed := t.fixed(); fixed {
		return text
	}
	if len(t.parts) == 1 {
		return s.value(r, t.parts[0].capture)
	}
	var b strings.Builder
	for _, p := range t.parts {
		if p.capture == "" {
			b.WriteString(p.literal)
			continue
		}
		b.WriteString(s.value(r, p.capture))
	}
	return b.String()
}

func (s *scan) value(r *rule, name string) string {
	if v, ok := s.caps.get(name); ok {
		return s.mapped(r, name, v)
	}
	v, _ := s.rec.heads.get(name)
	return s.mapped(r, name, v)
}

// mapped puts a value through the rule's map for the capture. A value that it does not hold stays, and
// is noted.
func (s *scan) mapped(r *rule, name string, value []byte) string {
	text := s.text.String(value)
	m := r.maps[name]
	if m == nil || text == "" {
		return text
	}
	if v, ok := m[text]; ok {
		return v
	}
	if v, ok := m["*"]; ok {
		return v
	}
	if key := name + "\x00" + text; !s.unmapped[key] && len(s.unmapped) < 1000 {
		s.unmapped[key] = true
		s.Notes.Add(s.In, "values", s.rec.pos, fmt.Sprintf("<%s> is %q, which the map in %s does not hold: kept as it is", name, text, s.a.File))
	}
	return text
}

// matched keeps what a rule made of the record, for a trial.
func (s *scan) matched(r *rule, e *trace.Event) {
	for i := len(s.trial) - 1; i >= 0; i-- {
		if s.trial[i].Record {
			s.trial[i].Rules = append(s.trial[i].Rules, Match{Line: r.line, Shown: r.shown, Event: *e.Clone()})
			return
		}
	}
}

const attrPrefix = "attrs."

// fieldNames are the fields of an event that an adapter may give.
func fieldNames() []string {
	return append([]string{"source", "direction", "reason", "ref"}, trace.KeyNames()...)
}

func fieldOf(e *trace.Event, name string) *string {
	switch name {
	case "source":
		return &e.Source
	case "direction":
		return &e.Direction
	case "reason":
		return &e.Reason
	case "ref":
		return &e.Ref
	case "server":
		return &e.Server
	case "instance":
		return &e.Instance
	case "site":
		return &e.Site
	case "client":
		return &e.Client
	case "agent":
		return &e.Agent
	case "dn":
		return &e.DN
	case "place":
		return &e.Place
	case "queue":
		return &e.Queue
	case "zone":
		return &e.Zone
	case "session":
		return &e.Session
	case "interaction":
		return &e.Interaction
	case "call":
		return &e.Call
	}
	return nil
}
