package pom

import "github.com/fo-check/fo-check/trace"

// windowEvents is by how many events an event may be too late.
const windowEvents = 50_000

// held is an event that waits, with its place among those of the same time.
type held struct {
	event *trace.Event
	n     int64
}

// before tells whether h comes first: by time, else by place.
func (h held) before(o held) bool {
	if c := h.event.Time.Compare(o.event.Time); c != 0 {
		return c < 0
	}
	return h.n < o.n
}

// window puts events in order of time; those of one time keep their order. It is a heap.
type window struct {
	heap []held
	n    int64
}

func (w *window) len() int { return len(w.heap) }

func (w *window) push(e *trace.Event) {
	w.n++
	w.heap = append(w.heap, held{e, w.n})
	for i := len(w.heap) - 1; i > 0; {
		parent := (i - 1) / 2
		if !w.heap[i].before(w.heap[parent]) {
			break
		}
		w.heap[i], w.heap[parent] = w.heap[parent], w.heap[i]
		i = parent
	}
}

func (w *window) pop() *trace.Event {
	first, last := w.heap[0].event, len(w.heap)-1
	w.heap[0], w.heap[last] = w.heap[last], held{}
	w.heap = w.heap[:last]
	for i := 0; ; {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < last; child++ {
			if w.heap[child].before(w.heap[least]) {
				least = child
			}
		}
		if least == i {
			return first
		}
		w.heap[i], w.heap[least] = w.heap[least], w.heap[i]
		i = least
	}
}

// recentKeys is how many keys a generation of recent holds.
const recentKeys = 1 << 15

// recent remembers keys for a while, in bounded memory.
type recent struct{ now, before map[string]bool }

// add reports whether the key is new.
func (r *recent) add(key string) bool {
	if r.now[key] || r.before[key] {
		return false
	}
	if r.now == nil || len(r.now) >= recentKeys {
		r.before, r.now = r.now, make(map[string]bool)
	}
	r.now[key] = true
	return true
}
