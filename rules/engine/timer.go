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

// pop removes the first timer. The heap must not be empty.
func (h *timers) pop() timer {
	old := *h
	top, last := old[0], len(old)-1
	old[0] = old[last]
	old[last] = timer{}
	*h = old[:last]
	for i := 0; ; {
		child := 2*i + 1
		if child >= last {
			return top
		}
		if child+1 < last && h.less(child+1, child) {
			child++
		}
		if !h.less(child, i) {
			return top
		}
		(*h)[i], (*h)[child] = (*h)[child], (*h)[i]
		i = child
	}
}
