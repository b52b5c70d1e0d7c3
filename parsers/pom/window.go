package pom

import (
	"container/heap"

	"github.com/fo-check/fo-check/trace"
)

// windowEvents is by how many events an event may be too late.
const windowEvents = 50_000

// held is an event that waits, with its place among those of the same time.
type held struct {
	event *trace.Event
	n     int64
}

// window puts events in order of time; those of one time keep their order.
type window struct {
	heap heldEvents
	n    int64
}

func (w *window) len() int { return len(w.heap) }

func (w *window) push(e *trace.Event) {
	w.n++
	heap.Push(&w.heap, held{e, w.n})
}

func (w *window) pop() *trace.Event { return heap.Pop(&w.heap).(held).event }

type heldEvents []held

// Len implements heap.Interface.
func (h heldEvents) Len() int { return len(h) }

// Less implements heap.Interface.
func (h heldEvents) Less(i, j int) bool {
	if c := h[i].event.Time.Compare(h[j].event.Time); c != 0 {
		return c < 0
	}
	return h[i].n < h[j].n
}

// Swap implements heap.Interface.
func (h heldEvents) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

// Push implements heap.Interface.
func (h *heldEvents) Push(x any) { *h = append(*h, x.(held)) }

// Pop implements heap.Interface.
func (h *heldEvents) Pop() any {
	old := *h
	x := old[len(old)-1]
	old[len(old)-1] = held{}
	*h = old[:len(old)-1]
	return x
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
