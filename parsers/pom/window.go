package pom

import "github.com/fo-check/fo-check/trace"

// windowEvents is by how many events an event may be too late.
const windowEvents = 50_000

// held is an event that waits, with its place among those of the same time.
type held struct {
	at    int64 // ns since 1970
	n     int64
	event *trace.Event // nil: nobody reads it
	bare  int32        // index of what is kept then
}

// bare is what is kept of an event that nobody reads, besides its time.
type bare struct {
	name, server string
	pos          trace.Pos
}

// before tells whether h comes first: by time, else by place.
func (h *held) before(o *held) bool { return h.at < o.at || h.at == o.at && h.n < o.n }

// window puts events in order of time; those of one time keep their order. Events that come in order stand in
// a row, the others in a heap.
type window struct {
	row   []held
	first int // of the row
	heap  []held
	n     int64
	free  []*trace.Event

	bares   []bare
	vacancy []int32 // indices of bares that were given back
}

func (w *window) len() int { return len(w.row) - w.first + len(w.heap) }

// push takes a copy of the event; of one that nobody reads what is kept of it.
func (w *window) push(e *trace.Event, unread bool) {
	w.n++
	x := held{at: e.Time.UnixNano(), n: w.n}
	if unread {
		x.bare = w.keep(bare{e.Name, e.Server, e.Pos})
	} else {
		x.event = w.copy(e)
	}
	if n := len(w.row); n == w.first || w.row[n-1].before(&x) {
		w.row = append(w.row, x)
		return
	}
	w.heap = append(w.heap, x)
	h := w.heap
	for i := len(h) - 1; i > 0; {
		parent := (i - 1) / 2
		if !h[i].before(&h[parent]) {
			break
		}
		h[i], h[parent] = h[parent], h[i]
		i = parent
	}
}

// copy copies the event into one that was given back, if there is any.
func (w *window) copy(e *trace.Event) *trace.Event {
	n := len(w.free)
	if n == 0 {
		return e.Clone()
	}
	c := w.free[n-1]
	w.free = w.free[:n-1]
	attrs := append(c.Attrs[:0], e.Attrs...)
	*c = *e
	c.Attrs = attrs
	return c
}

// keep returns the place of what is kept.
func (w *window) keep(b bare) int32 {
	if n := len(w.vacancy); n > 0 {
		at := w.vacancy[n-1]
		w.vacancy = w.vacancy[:n-1]
		w.bares[at] = b
		return at
	}
	w.bares = append(w.bares, b)
	return int32(len(w.bares) - 1)
}

// kept returns what was kept, and gives its place back.
func (w *window) kept(at int32) bare {
	w.vacancy = append(w.vacancy, at)
	return w.bares[at]
}

// done gives back an event that was popped.
func (w *window) done(e *trace.Event) { w.free = append(w.free, e) }

// pop returns the earliest event.
func (w *window) pop() held {
	if len(w.heap) == 0 || w.first < len(w.row) && w.row[w.first].before(&w.heap[0]) {
		return w.shift()
	}
	return w.top()
}

// shift takes the first event of the row.
func (w *window) shift() held {
	e := w.row[w.first]
	w.first++
	if 2*w.first >= len(w.row) && w.first > 1000 || w.first == len(w.row) {
		w.row = w.row[:copy(w.row, w.row[w.first:])]
		w.first = 0
	}
	return e
}

// top takes the first event of the heap.
func (w *window) top() held {
	first, last := w.heap[0], len(w.heap)-1
	w.heap[0], w.heap[last] = w.heap[last], held{}
	w.heap = w.heap[:last]
	h := w.heap
	for i := 0; ; {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < last; child++ {
			if h[child].before(&h[least]) {
				least = child
			}
		}
		if least == i {
			return first
		}
		h[i], h[least] = h[least], h[i]
		i = least
	}
}

// recentKeys is how many keys a generation of recent holds.
const recentKeys = 1 << 15

// recent remembers keys for a while, in bounded memory.
type recent struct {
	now, before map[string]bool
	key         []byte
}

// add reports whether the key, of several words, is new.
func (r *recent) add(words ...string) bool {
	r.key = r.key[:0]
	for _, w := range words {
		r.key = append(append(r.key, w...), 0)
	}
	if r.now[string(r.key)] || r.before[string(r.key)] {
		return false
	}
	if r.now == nil || len(r.now) >= recentKeys {
		r.before, r.now = r.now, make(map[string]bool)
	}
	r.now[string(r.key)] = true
	return true
}
