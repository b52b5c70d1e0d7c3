package ruletest

import (
	"slices"
	"time"

	"github.com/fo-check/fo-check/trace"
)

// clone returns a copy whose logs and events can be changed.
func (s *script) clone() *script {
	out := &script{}
	for _, g := range s.logs {
		log := *g
		log.events = slices.Clone(g.events)
		out.logs = append(out.logs, &log)
	}
	return out
}

// find returns the event that stands at a place of the file.
func (s *script) find(p trace.Pos) *trace.Event {
	for _, g := range s.logs {
		for i := range g.events {
			if g.events[i].Pos.File == p.File && g.events[i].Pos.Line == p.Line {
				return &g.events[i]
			}
		}
	}
	return nil
}

func (s *script) remove(i at) {
	log := s.logs[i.log]
	_, last := log.span()
	if log.endTime.IsZero() {
		log.endTime = last // the log is as long as it was
	}
	log.events = slices.Delete(log.events, i.event, i.event+1)
}

// late is how much a reply is delayed: longer than any bound.
const late = 400 * 24 * time.Hour

// delay moves an event far behind everything else; all logs go on until then.
func (s *script) delay(i at) {
	e := &s.logs[i.log].events[i.event]
	e.Time = e.Time.Add(late)
	s.extend(e.Time)
}

// last returns the time of the last event of all logs.
func (s *script) last() time.Time {
	var last time.Time
	for _, g := range s.logs {
		if _, t := g.span(); t.After(last) {
			last = t
		}
	}
	return last
}

// extend lets all logs that say where they end go on to t.
func (s *script) extend(t time.Time) {
	for _, g := range s.logs {
		if !g.endTime.IsZero() && g.endTime.Before(t) {
			g.endTime = t
		}
	}
}

// cut ends all logs at t.
func (s *script) cut(t time.Time) {
	for _, g := range s.logs {
		g.events = slices.DeleteFunc(g.events, func(e trace.Event) bool { return e.Time.After(t) })
		g.end, g.endTime = trace.EndTruncated, t
	}
	s.logs = slices.DeleteFunc(s.logs, func(g *logScript) bool { return len(g.events) == 0 })
}
