package engine

import (
	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/trace"
)

// counted is an event that a fact with a window counts; why is not 0 if it may or may not be one.
type counted struct {
	mark
	why reasons
}

// maxCounted bounds the memory of a counting fact with a window.
const maxCounted = 10_000

// count folds one more event into a counting fact; a value that may have been missed stays unknown.
func (e *Engine) count(u *update, x *instance, before state, ev *trace.Event, in *input) {
	next := state{since: e.now, set: e.serial, at: e.now, in: in, by: recordOf(ev)}
	if n, ok := intOf(before.value); ok && u.why == 0 {
		next.value = celenv.IntValue(n + 1)
	} else {
		next.why = u.why | before.why
	}
	e.change(x, before, next)
}

func intOf(v celenv.Value) (int64, bool) {
	if v == nil {
		return 0, false
	}
	n, ok := v.Value().(int64)
	return n, ok
}

// tally notes an event that the window counts, or that leaves the number open while it lies in the window.
func (e *Engine) tally(u *update, x *instance, ev *trace.Event, in *input) {
	if from, ok, _ := e.windowStart(u.set); ok {
		n := 0
		for n < len(x.counts) && x.counts[n].at < from {
			n++
		}
		x.counts = x.counts[n:]
	}
	x.counts = append(x.counts, counted{mark{e.serial, e.now, in}, u.why})
	x.counts = x.counts[max(0, len(x.counts)-maxCounted):]
	x.since, x.set, x.at, x.in, x.by = e.now, e.serial, e.now, in, recordOf(ev)
}

// windowStart is the first moment that still counts.
func (e *Engine) windowStart(s *factSet) (int64, bool, reasons) {
	d, ok, why := e.bound(s.fact.Window)
	if e.binds.view != asSeen {
		return e.binds.at - d, ok, why
	}
	return e.now - d, ok, why
}

// counted returns the state of a fact with a window: how many events lie in it, unknown if one may or may not
// be counted, or if the log does not show the whole window.
func (e *Engine) counted(s *factSet, x *instance, values *keySet) state {
	from, ok, why := e.windowStart(s)
	if !ok {
		return state{why: why, since: ever, prevWhy: why, held: -1}
	}
	cleared, n, first := e.cleared(s, values), 0, uint64(never)
	st := state{since: ever, held: -1}
	if x != nil {
		st = x.state
		for _, c := range x.counts {
			switch {
			case c.at < from || c.set <= cleared:
			case c.why != 0:
				why |= c.why
			default:
				n, first = n+1, min(first, c.set)
			}
		}
	}
	why |= e.uncounted(s, values, from, cleared, first) | e.unseenSince(s, values, from, cleared, x != nil || cleared > 0)
	if why != 0 {
		st.value, st.why = nil, why
		return st
	}
	st.value, st.why = celenv.IntValue(int64(n)), 0
	return st
}

// uncounted returns why events in the window, that do not tell whom they are about, may change the number:
// they may be counted, or clear what has been counted from first on.
func (e *Engine) uncounted(s *factSet, values *keySet, from int64, cleared, first uint64) (why reasons) {
	for _, r := range s.regions {
		e.buf = appendKey(e.buf[:0], r.keys, values)
		l := r.layers[string(e.buf)]
		if l == nil {
			continue
		}
		for i := range l.maybes {
			m := &l.maybes[i]
			if m.at >= from && m.set > cleared && (m.value != s.zero || m.set > first) {
				why |= m.why
			}
		}
	}
	return why
}

// unseenSince returns why events may have happened unseen since from: logs that begin later, have a hole
// or are over.
func (e *Engine) unseenSince(s *factSet, values *keySet, from int64, cleared uint64, heard bool) reasons {
	why, over, open := reasons(0), false, false
	for _, in := range e.inputs.candidates(s.fact.Per, values) {
		if !s.fedBy(in) || !in.fits(s.fact.Per, values) {
			continue
		}
		if !in.CompleteFromStart && in.first >= from && cleared == 0 && s.fact.Initially == nil {
			why |= whyTruncStart
		}
		for _, g := range in.gaps {
			if g.to >= from && g.serial > cleared {
				why |= whyGap
			}
		}
		over, open = over || in.over(), open || !in.over()
	}
	switch {
	case !over && !open:
		return why | whyNoSource
	case over && !(heard && open):
		return why | whyTruncEnd
	}
	return why
}
