package ruletest

import (
	"context"
	"io"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/engine"
	"github.com/fo-check/fo-check/trace"
)

const memoryPack = `apiVersion: fo-check/rules/v1
pack: memory
title: State per call
documents: {d: {title: D}}
events:
  begun: {name: EventEstablished, source: tserver}
  ended: {name: EventReleased, source: tserver}
facts:
  open:  {per: [call], true_on: [begun], false_on: [ended]}
  state: {per: [call], set: {"up": [begun]}, known_false_after: [ended]}
rules:
  - {id: M-1, title: a call ends, severity: must, cite: {document: d}, per: [call], on: begun, expect: ended, within: BOUND}
  - {id: M-2, title: only what is open ends, severity: must, cite: {document: d}, per: [call], on: ended, check: facts.open.value && facts.state.value == "up"}
`

// calls yields n events: calls that begin and end, at most live of them at once. With fresh each has a name
// of its own, else names come again.
type calls struct {
	in      trace.Input
	n, i    int
	live    int
	fresh   bool
	event   trace.Event
	started bool
	sample  func(i int)
}

// Next implements trace.Stream.
func (c *calls) Next() (trace.Item, error) {
	if !c.started {
		c.started = true
		return trace.Item{Kind: trace.KindInputStart, Input: &c.in}, nil
	}
	if c.i >= c.n {
		return trace.Item{}, io.EOF
	}
	if c.i%(c.n/20) == 0 {
		c.sample(c.i)
	}
	round, k := c.i/(2*c.live), c.i%(2*c.live)
	name := k % c.live
	if c.fresh {
		name += round * c.live
	}
	c.event = trace.Event{Time: epoch().Add(time.Duration(c.i) * 100 * time.Microsecond), Source: "tserver", Server: "S",
		Name: "EventEstablished", Call: strconv.Itoa(name)}
	if k >= c.live {
		c.event.Name = "EventReleased"
	}
	c.i++
	return trace.Item{Kind: trace.KindEvent, Input: &c.in, Event: &c.event, Time: c.event.Time}, nil
}

// Close implements trace.Stream.
func (c *calls) Close() error { return nil }

// heap returns the live heap in MiB.
func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

// BenchmarkState judges ten million events of at most 100,000 open calls, and reports the live heap after a
// tenth of them and at the end: state is bounded if the two are alike. With a long bound it is only if an
// obligation that is answered is forgotten before its deadline, with fresh names only if what is over is.
// With -short it is half a million events of 5,000 calls.
func BenchmarkState(b *testing.B) {
	events, live := 10_000_000, 100_000
	if testing.Short() {
		events, live = 500_000, 5_000
	}
	bound := (time.Duration(live) * 300 * time.Microsecond).String()
	for _, tc := range []struct {
		name, bound string
		fresh       bool
	}{{"names again", bound, false}, {"long bound", "1h", false}, {"fresh names", bound, true}} {
		b.Run(tc.name, func(b *testing.B) {
			text := strings.ReplaceAll(memoryPack, "BOUND", tc.bound)
			set, err := rules.Load([]rules.File{{Name: "memory.yaml", Content: []byte(text)}})
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				c := &calls{n: events, live: live, fresh: tc.fresh, in: trace.Input{Source: "tserver", Server: "S", Path: "x", CompleteFromStart: true}}
				measure(b, set, c)
			}
		})
	}
}

func measure(b *testing.B, set *rules.Set, c *calls) {
	var early, last float64
	before := heap()
	c.sample = func(i int) {
		if last = heap() - before; i <= c.n/10 {
			early = last
		}
	}
	report, err := engine.Check(context.Background(), set, c, engine.Options{})
	if err != nil || report.Rules[0].Violated+report.Rules[1].Violated > 0 {
		b.Fatalf("%v, %+v", err, report.Rules)
	}
	b.ReportMetric(early, "MiB-after-a-tenth")
	b.ReportMetric(last, "MiB-at-end")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(c.n), "ns/event")
}
