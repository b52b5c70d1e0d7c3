package engine

// timer wakes an obligation when event time has passed due.
type timer struct {
	due int64
	o   *obligation
}

// timers is a heap by (due, rule, key, serial): the order in which simultaneous deadlines are judged.
type timers []timer

func (h timers) less(i, j int) bool {
	a, b := &h[i], &h[j]
	if a.due != b.due {
		return a.due < b.due
	}
	if x, y := a.o.rule.def.Index, b.o.rule.def.Index; x != y {
		return x < y
	}
	for _, k := range a.o.rule.whole {
		if x, y := a.o.keys[k], b.o.keys[k]; x != y {
			return x < y
		}
	}
	return a.o.serial < b.o.serial
}

func (h *timers) push(due int64, o *obligation) {
	*h = append(*h, timer{due, o})
	for i := len(*h) - 1; i > 0; {
		parent := (i - 1) / 2
		if !h.less(i, parent) {
			return
		}
		(*h)[i], (*h)[parent] = (*h)[parent], (*h)[i]
		i = parent
	}
}

// sweep drops the timers of what is closed, once they are the larger part: a deadline far away must not
// keep an obligation that was answered long ago.
func (h *timers) sweep() {
	kept := (*h)[:0]
	for _, t := range *h {
		if !t.o.closed {
			kept = append(kept, t)
		}
	}
	clear((*h)[len(kept):])
	*h = kept
	for i := len(kept)/2 - 1; i >= 0; i-- {
		h.sink(i)
	}
}

// pop removes the first timer. The heap must not be empty.
func (h *timers) pop() timer {
	old := *h
	top, last := old[0], len(old)-1
	old[0] = old[last]
	old[last] = timer{}
	*h = old[:last]
	h.sink(0)
	return top
}

// sink restores the order below place i.
func (h *timers) sink(i int) {
	for {
		child := 2*i + 1
		if child >= len(*h) {
			return
		}
		if child+1 < len(*h) && h.less(child+1, child) {
			child++
		}
		if !h.less(child, i) {
			return
		}
		(*h)[i], (*h)[child] = (*h)[child], (*h)[i]
		i = child
	}
}
