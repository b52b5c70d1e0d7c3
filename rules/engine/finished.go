package engine

import (
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
)

// maxFinished is how many finished keys of a fact are kept, some 50 MB. Where logs are complete from their
// start they only serve the evidence of findings ("logged out at line 17").
const maxFinished = 1 << 15

// finished is what an event finished: an instance, or a layer that speaks of one instance only.
type finished struct {
	x      *instance // nil: the layer l, called name in r
	l      *layer
	r      *region
	name   string
	serial uint64 // of that event
}

// queue holds what is finished, the oldest first.
type queue struct {
	items []finished
	first int
}

func (q *queue) len() int { return len(q.items) - q.first }

func (q *queue) push(f finished) { q.items = append(q.items, f) }

// pop removes the oldest. The queue must not be empty.
func (q *queue) pop() finished {
	f := q.items[q.first]
	q.items[q.first] = finished{}
	if q.first++; q.first > len(q.items)/2 {
		n := copy(q.items, q.items[q.first:])
		clear(q.items[n:])
		q.items, q.first = q.items[:n], 0
	}
	return f
}

// end notes that the instance has the value which one that nobody has heard of has.
func (e *Engine) end(s *factSet, x *instance) {
	if s.forgets && !x.queued && x.over(s) {
		x.queued = true
		s.over.push(finished{x: x, serial: x.set})
		e.forget(s)
	}
}

func (x *instance) over(s *factSet) bool { return x.value != nil && x.value == s.zero }

// endLayer notes that an event has finished all instances of the layer, if that is one at most.
func (e *Engine) endLayer(s *factSet, r *region, name []byte, l *layer) {
	if s.forgets && !l.queued && len(r.keys) == len(s.fact.Per) && l.over(s) {
		l.queued = true
		s.over.push(finished{l: l, r: r, name: string(name), serial: l.definite.set})
		e.forget(s)
	}
}

func (l *layer) over(s *factSet) bool { return l.definite.value == s.zero && l.settled() }

// forget drops what was finished longest ago and has not been set since. What is read then is the state
// before any event: known if the logs are complete from their start, else unknown, which proves nothing.
func (e *Engine) forget(s *factSet) {
	for s.over.len() > e.keepFinished {
		switch f := s.over.pop(); {
		case f.x != nil && !f.x.over(s):
			f.x.queued = false
		case f.x != nil && f.x.set != f.serial:
			f.serial = f.x.set
			s.over.push(f)
		case f.x != nil:
			s.drop(f.x)
		case !f.l.over(s):
			f.l.queued = false
		case f.l.definite.set != f.serial:
			f.serial = f.l.definite.set
			s.over.push(f)
		default:
			s.dropLayer(f)
		}
	}
}

// dropLayer forgets the layer, and the instance that it has finished.
func (s *factSet) dropLayer(f finished) {
	s.forgot = true
	delete(f.r.layers, f.name)
	if x := s.instances[f.name]; x != nil && x.set < f.serial {
		s.drop(x)
	}
}

// drop forgets the instance.
func (s *factSet) drop(x *instance) {
	if s.instances[x.name] != x {
		return
	}
	x.gone, s.forgot = true, true
	delete(s.instances, x.name)
	for _, ix := range s.indexes {
		ix.remove(x)
	}
}

// forgetting marks the facts of which finished keys can be dropped: those of which conditions read the
// present value only, key by key, and whose setters name the key.
func (e *Engine) forgetting(reach *rules.Reach) {
	for f := range reach.Facts {
		s := e.facts[f.Index]
		s.forgets = s.fact.Kind != rules.CountFact && s.fact.Initially == nil && !setsAtOnce(s.fact) && len(e.becomes[s]) == 0
	}
	for _, r := range e.rules {
		if !r.def.Unobservable {
			e.keep(r.def.Programs())
		}
	}
	for f := range reach.Facts {
		e.keep(f.Programs())
	}
	for r := range reach.Relations {
		e.keep(r.Programs())
	}
}

// keep marks the facts of which the conditions read more than the present value of one key.
func (e *Engine) keep(programs []*celenv.Program) {
	for _, p := range programs {
		for _, i := range p.Reads().Lists {
			e.facts[e.set.Lists[i].Fact.Index].forgets = false
		}
		for _, i := range p.Reads().History {
			e.facts[i].forgets = false
		}
	}
}

// setsAtOnce tells whether an event can give many instances of the fact a value other than the first one.
func setsAtOnce(f *rules.Fact) bool {
	for i := range f.Setters {
		s := &f.Setters[i]
		if s.Ref.Predicate.Broadcast && s.Kind != rules.SetFalse && s.Kind != rules.SetKnownFalse {
			return true
		}
	}
	return false
}
