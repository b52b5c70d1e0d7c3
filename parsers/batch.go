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
	sums   []sum // one per end
}

// sum is what the digest of an input's bytes said when the input ended. It becomes part of the input when
// its end is handed out: until then the consumer may be reading the input's other fields.
type sum struct {
	sha256 string
	bytes  int64
}

func (b *batch) reset() {
	b.items, b.events, b.attrs, b.sums = b.items[:0], b.events[:0], b.attrs[:0], b.sums[:0]
}

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

func (b *batch) start(in *trace.Input) {
	b.items = append(b.items, trace.Item{Kind: trace.KindInputStart, Input: in})
}

func (b *batch) end(in *trace.Input, s sum) {
	b.items = append(b.items, trace.Item{Kind: trace.KindInputEnd, Input: in, Time: coverageEnd(in)})
	b.sums = append(b.sums, s)
}

// finish completes an input whose end is being handed out. A merged trace tells the digests itself.
func (s sum) finish(in *trace.Input) {
	if s.bytes == 0 || in.SHA256 != "" || in.Merged {
		return
	}
	in.SHA256, in.Bytes = s.sha256, s.bytes
}

// coverageEnd is until when an input speaks.
func coverageEnd(in *trace.Input) time.Time {
	if in.EndTime.IsZero() {
		return in.Last
	}
	return in.EndTime
}
