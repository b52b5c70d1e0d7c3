package trace

import (
	"errors"
	"fmt"
	"io"
	"math"
	"time"
)

// Merge returns one stream of all items of streams in order of (corrected time, rank of the input,
// position). Each stream must be in order itself; the order of the arguments never matters.
//
// The starts of all inputs that the streams announce before their first event come first, in rank
// order, and get the ids 1..n in that order; an input announced later gets the next id. The end of an
// input comes at the time of its end mark, or right after its last event if it has none. An input whose
// content is that of another one is dropped, with a note of the one that stays. A stream that fails ends
// its inputs as truncated, with a note; the others go on, and Next returns the errors after the last item
// instead of io.EOF.
//
// Merge owns the streams: Close closes them. What a stream yields is not copied.
func Merge(streams ...Stream) Stream {
	m := &merge{notes: map[*Input][]Note{}, content: map[string]*Input{}, dropped: map[*Input]bool{}}
	for _, s := range streams {
		m.feeds = append(m.feeds, &feed{stream: s, key: mergeKey{sec: urgent}})
	}
	return m
}

// feed is one stream of a merge and its next item.
type feed struct {
	stream  Stream
	head    Item
	key     mergeKey
	open    []*Input // started and not ended
	dropped int      // duplicates among its inputs
	closed  bool
}

// mergeKey orders the heads of feeds.
type mergeKey struct {
	sec  int64
	nsec int32
	rank int32
}

// urgent is the second of starts, and of ends of inputs without any time, which go before every event.
const urgent = math.MinInt64

func (k mergeKey) less(o mergeKey) bool {
	if k.sec != o.sec {
		return k.sec < o.sec
	}
	if k.nsec != o.nsec {
		return k.nsec < o.nsec
	}
	return k.rank < o.rank
}

type merge struct {
	feeds   []*feed
	heap    []*feed // heap[0] has the least key
	queue   []Item  // goes before the heap
	given   bool    // heap[0].head was handed out
	primed  bool
	lastID  int
	notes   map[*Input][]Note // to be added when the input has ended: its reader may still run
	content map[string]*Input // by identity of the content
	dropped map[*Input]bool   // duplicates
	errs    []error
}

// Next implements Stream.
func (m *merge) Next() (Item, error) {
	if !m.primed {
		m.primed = true
		m.prime()
	}
	if m.given {
		m.given = false
		m.advanceTop()
	}
	if len(m.queue) > 0 {
		it := m.queue[0]
		m.queue = m.queue[1:]
		return m.deliver(it), nil
	}
	if len(m.heap) == 0 {
		if len(m.errs) > 0 {
			return Item{}, errors.Join(m.errs...)
		}
		return Item{}, io.EOF
	}
	m.given = true
	return m.deliver(m.heap[0].head), nil
}

// deliver adds what Merge has to say about an input once its reader is done with it.
func (m *merge) deliver(it Item) Item {
	if it.Kind == KindInputEnd && len(m.notes) > 0 {
		it.Input.Notes = append(it.Input.Notes, m.notes[it.Input]...)
		delete(m.notes, it.Input)
	}
	return it
}

// Close implements Stream.
func (m *merge) Close() error {
	var errs []error
	for _, f := range m.feeds {
		errs = append(errs, f.close())
	}
	return errors.Join(errs...)
}

func (f *feed) close() error {
	if f.closed {
		return nil
	}
	f.closed = true
	return f.stream.Close()
}

// prime reads the starts at the beginning of every stream, ranks the inputs and fills the heap.
func (m *merge) prime() {
	var starts []announced
	for _, f := range m.feeds {
		for m.read(f) && f.head.Kind == KindInputStart {
			starts = append(starts, announced{f.head.Input, f})
			f.open = append(f.open, f.head.Input)
		}
	}
	rankInputs(starts)
	for _, a := range starts {
		if m.admit(a.feed, a.input) {
			m.queue = append(m.queue, Item{Kind: KindInputStart, Input: a.input})
		}
	}
	for _, f := range m.feeds {
		if m.settle(f) {
			m.push(f)
		}
	}
	m.queueEnds()
}

// queueEnds puts the ends of streams that ended while priming behind all starts.
func (m *merge) queueEnds() {
	var starts, ends []Item
	for _, it := range m.queue {
		if it.Kind == KindInputStart {
			starts = append(starts, it)
		} else if !m.dropped[it.Input] {
			ends = append(ends, it)
		}
	}
	m.queue = append(starts, ends...)
}

// admit gives the input its id, or drops it from f if its content is being read already.
func (m *merge) admit(f *feed, in *Input) bool {
	if id := in.contentIdentity(); id != "" {
		if kept := m.content[id]; kept != nil {
			text := fmt.Sprintf("%s has the same content as %s: it is read once", in.Path, kept.Path)
			m.notes[kept] = append(m.notes[kept], Note{Pos: Pos{File: in.Path}, Text: text})
			f.dropped++
			m.dropped[in] = true
			f.forget(in)
			return false
		}
		m.content[id] = in
	}
	m.lastID++
	in.ID = m.lastID
	return true
}

// read gets the next item of f into its head. It returns false when f has ended.
func (m *merge) read(f *feed) bool {
	if f.closed {
		return false
	}
	it, err := f.stream.Next()
	if err == nil {
		f.head = it
		return true
	}
	f.head = Item{}
	m.finish(f, err)
	return false
}

// finish closes f and the inputs that it left open.
func (m *merge) finish(f *feed, err error) {
	failed := err != io.EOF
	if failed {
		m.errs = append(m.errs, err)
	}
	if cerr := f.close(); cerr != nil && !failed {
		m.errs = append(m.errs, cerr)
	}
	for _, in := range f.open {
		if failed {
			in.End = EndTruncated
			m.notes[in] = append(m.notes[in], Note{Pos: Pos{File: in.Path}, Text: err.Error(), Refused: true})
		}
		if in.EndTime.IsZero() {
			in.EndTime = in.Last
		}
		m.queue = append(m.queue, Item{Kind: KindInputEnd, Input: in, Time: in.EndTime})
	}
	f.open = nil
}

// settle makes f.head the next item that is delivered: it skips what belongs to dropped inputs and
// gives ids to inputs announced late. It returns false when f has ended.
func (m *merge) settle(f *feed) bool {
	for !f.closed {
		in := f.head.Input
		gone := len(m.dropped) > 0 && m.dropped[in]
		if gone && f.dropped == 1 && len(f.open) == 0 && !in.Merged {
			if err := f.close(); err != nil {
				m.errs = append(m.errs, err)
			}
			return false
		}
		if !gone && m.place(f, in) {
			return true
		}
		if !m.read(f) {
			return false
		}
	}
	return false
}

// place computes the key of f.head and keeps the books of open inputs. It returns false for the start
// of a duplicate.
func (m *merge) place(f *feed, in *Input) bool {
	switch f.head.Kind {
	case KindEvent:
		f.key = keyAt(f.head.Time, in)
		return true
	case KindInputStart:
		f.open = append(f.open, in)
		if !m.admit(f, in) {
			return false
		}
	case KindInputEnd:
		f.forget(in)
		// An end without a time, and one before the last event, comes right after what came before.
		if end := keyAt(f.head.Time, in); !f.head.Time.IsZero() && f.key.less(end) {
			f.key = end
		}
		return true
	}
	f.key = mergeKey{urgent, 0, int32(in.ID)}
	return true
}

func keyAt(t time.Time, in *Input) mergeKey {
	return mergeKey{t.Unix(), int32(t.Nanosecond()), int32(in.ID)}
}

func (f *feed) forget(in *Input) {
	for i := range f.open {
		if f.open[i] == in {
			f.open = append(f.open[:i], f.open[i+1:]...)
			return
		}
	}
}

// push adds f to the heap.
func (m *merge) push(f *feed) {
	m.heap = append(m.heap, f)
	for i := len(m.heap) - 1; i > 0; {
		up := (i - 1) / 2
		if !m.heap[i].key.less(m.heap[up].key) {
			return
		}
		m.heap[i], m.heap[up] = m.heap[up], m.heap[i]
		i = up
	}
}

// advanceTop moves the feed at the top on by one item.
func (m *merge) advanceTop() {
	f := m.heap[0]
	if !m.read(f) || !m.settle(f) {
		last := len(m.heap) - 1
		m.heap[0] = m.heap[last]
		m.heap = m.heap[:last]
	}
	m.sink()
}

// sink restores the heap after its top has changed.
func (m *merge) sink() {
	for i := 0; ; {
		least := i
		for c := 2*i + 1; c <= 2*i+2 && c < len(m.heap); c++ {
			if m.heap[c].key.less(m.heap[least].key) {
				least = c
			}
		}
		if least == i {
			return
		}
		m.heap[i], m.heap[least] = m.heap[least], m.heap[i]
		i = least
	}
}
