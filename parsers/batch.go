package parsers

import (
	"time"

	"github.com/fo-check/fo-check/trace"
)

// Limits of a batch, and how many of them one log has.
const (
	batchItems   = 256
	batchAttrs   = 8 << 10
	batchesAhead = 4
)

// batch is a slab of items on their way from a parser's goroutine to the consumer. It is reused, so
// nothing is allocated per event once the slabs have grown.
type batch struct {
	items  []trace.Item // Event is set when an item is handed out: the slab may still move
	events []trace.Event
	attrs  []trace.Attr
}

func (b *batch) reset() { b.items, b.events, b.attrs = b.items[:0], b.events[:0], b.attrs[:0] }

func (b *batch) full() bool { return len(b.items) >= batchItems || len(b.attrs) >= batchAttrs }

// event copies e and its attributes. An arena that grows leaves the old one to the events that use it.
func (b *batch) event(in *trace.Input, e *trace.Event) {
	b.items = append(b.items, trace.Item{Kind: trace.KindEvent, Input: in, Time: e.Time})
	b.events = append(b.events, *e)
	if len(e.Attrs) == 0 {
		return
	}
	start := len(b.attrs)
	b.attrs = append(b.attrs, e.Attrs...)
	b.events[len(b.events)-1].Attrs = b.attrs[start:len(b.attrs):len(b.attrs)]
}

func (b *batch) mark(kind trace.Kind, in *trace.Input) {
	item := trace.Item{Kind: kind, Input: in}
	if kind == trace.KindInputEnd {
		item.Time = coverageEnd(in)
	}
	b.items = append(b.items, item)
}

// coverageEnd is until when an input speaks.
func coverageEnd(in *trace.Input) time.Time {
	if in.EndTime.IsZero() {
		return in.Last
	}
	return in.EndTime
}
