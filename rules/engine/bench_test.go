package engine_test

import (
	"context"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/engine"
	"github.com/fo-check/fo-check/trace"
)

// memory is a stream of events held in memory, repeated until n have been given, one second apart each
// round so that time goes on.
type memory struct {
	in     trace.Input
	events []trace.Event
	step   time.Duration
	n, i   int
	start  bool
}

func (m *memory) Next() (trace.Item, error) {
	if !m.start {
		m.start = true
		return trace.Item{Kind: trace.KindInputStart, Input: &m.in}, nil
	}
	if m.i >= m.n {
		return trace.Item{}, io.EOF
	}
	e := &m.events[m.i%len(m.events)]
	m.i++
	e.Time = epoch.Add(time.Duration(m.i) * m.step)
	return trace.Item{Kind: trace.KindEvent, Input: &m.in, Event: e, Time: e.Time}, nil
}

func (m *memory) Close() error { return nil }

var epoch = time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC)

func builtin(b *testing.B) *rules.Set {
	b.Helper()
	set, err := rules.Load(rules.Builtin())
	if err != nil {
		b.Fatal(err)
	}
	return set
}

func run(b *testing.B, set *rules.Set, m *memory) {
	b.Helper()
	b.ReportAllocs()
	b.ResetTimer()
	m.n = b.N
	if _, err := engine.Check(context.Background(), set, m, engine.Options{}); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkUnnamed: events that no rule names.
func BenchmarkUnnamed(b *testing.B) {
	m := &memory{step: time.Millisecond, in: trace.Input{Source: "desktop", Path: "x", CompleteFromStart: true}}
	for i := range 100 {
		m.events = append(m.events, trace.Event{Source: "desktop", Name: "EventRinging", Instance: "PC-1", Site: "A", DN: fmt.Sprint(i)})
	}
	run(b, builtin(b), m)
}

// BenchmarkNamed: events that some rule names and that open nothing: services that are on, logins.
func BenchmarkNamed(b *testing.B) {
	m := &memory{step: time.Millisecond, in: trace.Input{Source: "desktop", Path: "x", CompleteFromStart: true}}
	for i := range 100 {
		m.events = append(m.events, trace.Event{Source: "desktop", Name: "ServiceStatus", Instance: "PC-1", Site: "A",
			DN: fmt.Sprint(i), Attrs: trace.Attrs{{Key: "service", Value: "statistic"}, {Key: "status", Value: "on"}}})
	}
	run(b, builtin(b), m)
}

// BenchmarkLogins: T-Server logins and logouts of a thousand agents, each logout checked.
func BenchmarkLogins(b *testing.B) {
	m := &memory{step: time.Millisecond, in: trace.Input{Source: "tserver", Server: "SIP_A", Path: "x", CompleteFromStart: true}}
	for i := range 1000 {
		e := trace.Event{Source: "tserver", Name: "EventAgentLogin", Server: "SIP_A", Site: "A", DN: fmt.Sprint(7000 + i), Agent: fmt.Sprint(i)}
		m.events = append(m.events, e)
	}
	for i := range 1000 {
		e := m.events[i]
		e.Name = "EventAgentLogout"
		m.events = append(m.events, e)
	}
	run(b, builtin(b), m)
}
