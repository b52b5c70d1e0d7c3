package ruletest

import (
	"io"
	"sort"
	"strconv"
	"time"

	"github.com/fo-check/fo-check/trace"
)

// stream returns the trace of the case as the engine reads it, fresh for every run.
func (c *Case) stream() trace.Stream {
	var streams []trace.Stream
	for i, g := range c.script.logs {
		streams = append(streams, g.stream(c, i))
	}
	return trace.Merge(streams...)
}

// logStream yields one log: its start, its events in time order, its end.
type logStream struct {
	items []trace.Item
}

// Next implements trace.Stream.
func (s *logStream) Next() (trace.Item, error) {
	if len(s.items) == 0 {
		return trace.Item{}, io.EOF
	}
	item := s.items[0]
	s.items = s.items[1:]
	return item, nil
}

// Close implements trace.Stream.
func (s *logStream) Close() error { return nil }

func (g *logScript) stream(c *Case, i int) trace.Stream {
	in := &trace.Input{Path: c.Pos.File, Parser: "test", Source: g.source, Instance: g.instance, Clock: g.clock,
		Traces: g.traces, CompleteFromStart: g.complete, ByName: map[string]int64{},
		SHA256: c.Name + "#" + strconv.Itoa(i)}
	if g.source != "desktop" {
		in.Server = g.instance
	}
	s := &logStream{items: []trace.Item{{Kind: trace.KindInputStart, Input: in}}}
	for _, e := range g.sorted() {
		in.Lines++
		in.Events++
		in.ByName[e.Name]++
		s.items = append(s.items, trace.Item{Kind: trace.KindEvent, Input: in, Event: e, Time: e.Time})
	}
	in.First, in.Last = g.span()
	in.End, in.EndTime = g.end, g.endTime
	if in.EndTime.IsZero() {
		in.EndTime = in.Last
	}
	s.items = append(s.items, trace.Item{Kind: trace.KindInputEnd, Input: in, Time: in.EndTime})
	return s
}

// sorted returns copies of the events in time order; what is simultaneous keeps the order of the lines.
func (g *logScript) sorted() []*trace.Event {
	events := make([]*trace.Event, len(g.events))
	for i := range g.events {
		events[i] = g.events[i].Clone()
	}
	sort.SliceStable(events, func(i, j int) bool { return events[i].Time.Before(events[j].Time) })
	return events
}

// span returns the times of the first and the last event.
func (g *logScript) span() (first, last time.Time) {
	for i, e := range g.events {
		if i == 0 || e.Time.Before(first) {
			first = e.Time
		}
		if e.Time.After(last) {
			last = e.Time
		}
	}
	return first, last
}
