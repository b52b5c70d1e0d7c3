package engine_test

import (
	"fmt"
	"io"
	"sort"
	"strings"
	"time"

	"github.com/fo-check/fo-check/trace"
)

// epochOf is second 0 of every generated trace.
var epochOf = time.Date(2026, time.January, 5, 10, 0, 0, 0, time.UTC)

// gEntry is one event of a log.
type gEntry struct {
	ms    int
	name  string
	keys  map[string]string // agent dn site; instance and server are the log's
	attrs map[string]string
	ref   string
	gap   [2]int // LogGap: from, to; -1: not given
}

// gLog is one input.
type gLog struct {
	source, instance, clock string
	complete                bool
	end                     string // "", normal, truncated
	endMS                   int    // -1: that of the last event
	entries                 []gEntry
	cut                     int // entries from here on stand in a second file; 0: there is one
}

type gTrace struct {
	logs []*gLog
}

func at(ms int) time.Time { return epochOf.Add(time.Duration(ms) * time.Millisecond) }

func (l *gLog) endTime() int {
	end := l.endMS
	for _, e := range l.entries {
		end = max(end, e.ms)
	}
	return end
}

// event makes the event that a reader would deliver.
func (l *gLog) event(e gEntry, line int) *trace.Event {
	ev := &trace.Event{Time: at(e.ms), Source: l.source, Name: e.name, Instance: l.instance, Ref: e.ref,
		Agent: e.keys["agent"], DN: e.keys["dn"], Site: e.keys["site"], Pos: trace.Pos{File: l.instance, Line: line}}
	if l.source != "desktop" {
		ev.Server = l.instance
	}
	if l.cut > 0 && line > l.cut {
		ev.Pos = trace.Pos{File: l.instance + ".2", Line: line - l.cut}
	}
	for _, k := range sortedNames(e.attrs) {
		ev.Attrs = ev.Attrs.Set(k, e.attrs[k])
	}
	if e.name == "LogGap" {
		for i, k := range []string{"from", "to"} {
			if e.gap[i] >= 0 {
				ev.Attrs = ev.Attrs.Set(k, at(e.gap[i]).Format(time.RFC3339Nano))
			}
		}
	}
	return ev
}

func sortedNames(m map[string]string) []string {
	var names []string
	for k := range m {
		names = append(names, k)
	}
	sort.Strings(names)
	return names
}

// stream yields the log as the engine reads it.
func (l *gLog) stream(rank int) trace.Stream {
	in := &trace.Input{Path: l.instance, Source: l.source, Instance: l.instance, Clock: l.clock,
		Traces: []string{"ui", "listeners", "alarms", "config"}, CompleteFromStart: l.complete,
		ByName: map[string]int64{}, SHA256: fmt.Sprint(rank), End: l.end}
	if l.source != "desktop" {
		in.Server = l.instance
	}
	if l.cut > 0 {
		in.Segments = []string{l.instance, l.instance + ".2"}
	}
	s := &itemStream{items: []trace.Item{{Kind: trace.KindInputStart, Input: in}}}
	for i, e := range l.entries {
		in.Events++
		in.ByName[e.name]++
		ev := l.event(e, i+1)
		s.items = append(s.items, trace.Item{Kind: trace.KindEvent, Input: in, Event: ev, Time: ev.Time})
	}
	if len(l.entries) > 0 {
		in.First, in.Last = at(l.entries[0].ms), at(l.entries[len(l.entries)-1].ms)
	}
	if end := l.endTime(); end >= 0 {
		in.EndTime = at(end)
	}
	s.items = append(s.items, trace.Item{Kind: trace.KindInputEnd, Input: in, Time: in.EndTime})
	return s
}

func (t *gTrace) stream() trace.Stream {
	var streams []trace.Stream
	for i, l := range t.logs {
		streams = append(streams, l.stream(i))
	}
	return trace.Merge(streams...)
}

type itemStream struct{ items []trace.Item }

func (s *itemStream) Next() (trace.Item, error) {
	if len(s.items) == 0 {
		return trace.Item{}, io.EOF
	}
	item := s.items[0]
	s.items = s.items[1:]
	return item, nil
}

func (s *itemStream) Close() error { return nil }

// text writes the trace in the form of rule tests.
func (t *gTrace) text() string {
	var b strings.Builder
	for _, l := range t.logs {
		if !l.complete {
			fmt.Fprintf(&b, "      start unknown %s clock=%s\n", l.instance, l.clock)
		}
	}
	for _, l := range t.logs {
		for i, e := range l.entries {
			fmt.Fprintf(&b, "      %s %s %s %s", seconds(e.ms), l.source, l.instance, e.name)
			for _, k := range sortedNames(e.keys) {
				if e.keys[k] != "" {
					fmt.Fprintf(&b, " %s=%s", k, e.keys[k])
				}
			}
			for _, a := range l.event(e, i).Attrs {
				fmt.Fprintf(&b, " %s=%s", a.Key, a.Value)
			}
			if e.ref != "" {
				b.WriteString(" ref=" + e.ref)
			}
			if i == 0 && l.clock != "test" {
				b.WriteString(" clock=" + l.clock)
			}
			b.WriteString("\n")
		}
		if l.endMS >= 0 || l.end != "" {
			fmt.Fprintf(&b, "      end %s %s %s\n", seconds(l.endTime()), l.end, l.instance)
		}
	}
	return b.String()
}

func seconds(ms int) string {
	if ms%1000 == 0 {
		return fmt.Sprint(ms / 1000)
	}
	return fmt.Sprintf("%d.%03d", ms/1000, ms%1000)
}
