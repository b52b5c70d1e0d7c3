package page

import (
	"maps"
	"slices"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// Limit is how many events a page holds. More make it heavy to open, and nobody looks at them one by one.
const Limit = 50_000

// keptPerRule is how many kept obligations of one rule a page shows.
const keptPerRule = 200

// Recorder keeps what a page shows of a stream, in bounded memory. Beyond its limit it thins out the event
// names that are most frequent, so that what is rare (a server that stops, a switchover) stays whole.
type Recorder struct {
	limit  int
	events []recorded
	inputs []*trace.Input
	seen   map[string]int64 // events by name
	stride map[string]int64 // of a name that is thinned out: one in so many is kept
	kept   map[*rules.Rule]*sample
	judged []*rules.Rule // those of kept, in the order of their first one
}

// recorded is an event with the input that it comes from.
type recorded struct {
	event *trace.Event
	input *trace.Input
	nth   int64 // among the events of its name
}

// NewRecorder returns a recorder that keeps up to limit events; 0: Limit.
func NewRecorder(limit int) *Recorder {
	if limit == 0 {
		limit = Limit
	}
	return &Recorder{limit: limit, seen: map[string]int64{}, stride: map[string]int64{}, kept: map[*rules.Rule]*sample{}}
}

// Watch returns the stream, recorded as it passes.
func (r *Recorder) Watch(s trace.Stream) trace.Stream { return &watched{s, r} }

type watched struct {
	trace.Stream
	recorder *Recorder
}

// Next implements trace.Stream.
func (w *watched) Next() (trace.Item, error) {
	it, err := w.Stream.Next()
	if err == nil {
		w.recorder.item(it)
	}
	return it, err
}

func (r *Recorder) item(it trace.Item) {
	switch it.Kind {
	case trace.KindInputStart:
		r.inputs = append(r.inputs, it.Input)
	case trace.KindEvent:
		if !it.Event.Skipped {
			r.add(it.Event, it.Input)
		}
	}
}

func (r *Recorder) add(e *trace.Event, in *trace.Input) {
	nth := r.seen[e.Name]
	r.seen[e.Name] = nth + 1
	if stride := r.stride[e.Name]; stride > 1 && nth%stride != 0 {
		return
	}
	if len(r.events) == r.limit {
		r.thin()
	}
	r.events = append(r.events, recorded{e.Clone(), in, nth})
}

// thin makes room: the most frequent names lose every other event, until a quarter is free.
func (r *Recorder) thin() {
	count := map[string]int{}
	for i := range r.events {
		count[r.events[i].event.Name]++
	}
	for total := len(r.events); total > r.limit*3/4; {
		name := most(count)
		total -= count[name] / 2
		count[name] -= count[name] / 2
		r.stride[name] = max(r.stride[name], 1) * 2
	}
	r.events = slices.DeleteFunc(r.events, func(e recorded) bool {
		stride := r.stride[e.event.Name]
		return stride > 1 && e.nth%stride != 0
	})
}

// most returns the most frequent name; of equals the first in the alphabet.
func most(count map[string]int) string {
	best := ""
	for _, name := range slices.Sorted(maps.Keys(count)) {
		if best == "" || count[name] > count[best] {
			best = name
		}
	}
	return best
}

// Kept takes an obligation that was kept, unless its rule has too many. Findings it need not be told of: the
// report has them.
func (r *Recorder) Kept(rule *rules.Rule, describe func() rules.Finding) {
	if r.kept[rule] == nil {
		r.kept[rule] = &sample{}
		r.judged = append(r.judged, rule)
	}
	r.kept[rule].add(describe)
}

// keptFindings lists what is kept of the obligations that were, by rule.
func (r *Recorder) keptFindings() []*rules.Finding {
	var out []*rules.Finding
	for _, rule := range r.judged {
		s := r.kept[rule]
		for i := range s.list {
			out = append(out, &s.list[i])
		}
	}
	return out
}

// sample holds every n-th of many, spread evenly over all of them: n doubles when it is full.
type sample struct {
	list         []rules.Finding
	seen, stride int
}

func (s *sample) add(describe func() rules.Finding) {
	s.stride = max(s.stride, 1)
	if s.seen%s.stride == 0 {
		if len(s.list) == keptPerRule {
			s.halve()
		}
		if s.seen%s.stride == 0 {
			s.list = append(s.list, describe())
		}
	}
	s.seen++
}

func (s *sample) halve() {
	half := s.list[:0]
	for i := 0; i < len(s.list); i += 2 {
		half = append(half, s.list[i])
	}
	s.list, s.stride = half, s.stride*2
}

// left counts the events of each name that are not in the page.
func (r *Recorder) left() map[string]int64 {
	out := map[string]int64{}
	for name, n := range r.seen {
		if r.stride[name] > 1 {
			out[name] = n
		}
	}
	for i := range r.events {
		if name := r.events[i].event.Name; out[name] > 0 {
			out[name]--
		}
	}
	return out
}
