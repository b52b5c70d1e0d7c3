package engine

import (
	"strconv"
	"time"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/trace"
)

// record is the compact memory of an event: enough to cite it.
type record struct {
	name   string
	source string
	time   time.Time
	pos    trace.Pos
}

func recordOf(e *trace.Event) record { return record{e.Name, e.Source, e.Time, e.Pos} }

// state is the value of one fact instance. A nil value is unknown, because of why.
type state struct {
	value   celenv.Value
	why     reasons
	since   int64 // first event that gave the value; ever: before the log
	prev    celenv.Value
	prevWhy reasons
	held    int64 // how long prev had been held; -1: unknown

	set uint64 // serial of the latest event that confirmed the value; 0: none
	at  int64  // its time
	in  *input // where it stood
	by  record // the event that gave the value (not its repeats)
}

// instance is one fact at one key.
type instance struct {
	state
	keys   keySet
	born   uint64    // serial of the event that made it
	queued bool      // it stands in the queue of what is finished
	gone   bool      // it was dropped
	name   string    // appendKey of the fact's keys
	counts []counted // of a fact with a window
}

// layer is what an event said of all instances that agree with its keys.
type layer struct {
	definite state   // set > 0: from here on every such instance has the value
	maybes   []state // one for each value that one of them may have got: the latest event
	about    *keySet // the keys of the instances; nil while there are no maybes
	repeats  []mark  // when definite was said, and said again
	queued   bool    // it stands in the queue of what is finished
}

// mark is an event's place in the stream.
type mark struct {
	set uint64
	at  int64
	in  *input
}

// maxRepeats bounds the memory of a layer.
const maxRepeats = 1 << 10

// say makes st the layer's definite state.
func (l *layer) say(st state) {
	if l.definite.value != st.value {
		l.repeats = l.repeats[:0]
	}
	l.definite = st
	l.repeats = append(l.repeats, mark{st.set, st.at, st.in})
	l.repeats = l.repeats[max(0, len(l.repeats)-maxRepeats):]
}

// trim forgets when the state was said to an instance that was set at the given serial, but for the first
// time after it.
func (l *layer) trim(set uint64) {
	n := 0
	for n < len(l.repeats) && l.repeats[n].set <= set {
		n++
	}
	l.repeats = l.repeats[n:min(n+1, len(l.repeats))]
}

// suggest makes st the latest event that may have given one of the instances its value.
func (l *layer) suggest(st state) {
	for i := range l.maybes {
		if l.maybes[i].value == st.value {
			l.maybes[i] = st
			return
		}
	}
	l.maybes = append(l.maybes, st)
}

// marks returns when the definite state was said first and last, after the event with the serial set, as the
// present viewpoint sees it; an empty mark: it was not.
func (e *Engine) marks(l *layer, set uint64) (first, last mark) {
	for _, m := range l.repeats {
		if m.set <= set || e.unseen(&state{set: m.set, at: m.at, in: m.in}) {
			continue
		}
		if first.set == 0 {
			first = m
		}
		if last = m; e.binds.view == asSeen {
			break
		}
	}
	if d := &l.definite; d.set > set && !e.unseen(d) {
		last = mark{d.set, d.at, d.in}
	}
	if first.set == 0 {
		first = last
	}
	return first, last
}

// region holds the layers of one subset of a fact's keys.
type region struct {
	keys   []trace.Key
	doubts bool // something uncertain was said
	layers map[string]*layer
}

// factSet holds all instances of one fact.
type factSet struct {
	fact    *rules.Fact
	zero    celenv.Value // value before any event of a complete log
	any     bool         // some setter names no source
	sources map[string]bool
	// against: the kinds of events that alone could have set another value than the one held.
	against   []setterKind
	instances map[string]*instance
	regions   []*region
	indexes   []*factIndex
	forgets   bool // finished keys are dropped
	forgot    bool // one was
	over      queue
}

// setterKind says that value can only be set by events of the kinds; 0 if other events set it too.
type setterKind struct {
	value celenv.Value
	kinds kinds
}

func newFactSet(f *rules.Fact) *factSet {
	s := &factSet{fact: f, sources: map[string]bool{}, instances: map[string]*instance{}, zero: zeroOf(f.Kind)}
	for i := range f.Setters {
		p := f.Setters[i].Ref.Predicate
		s.any = s.any || len(p.Sources) == 0
		for _, source := range p.Sources {
			s.sources[source] = true
		}
	}
	s.against = setterKinds(f)
	return s
}

func zeroOf(k rules.FactKind) celenv.Value {
	switch k {
	case rules.BoolFact:
		return celenv.BoolValue(false)
	case rules.CountFact:
		return celenv.IntValue(0)
	}
	return celenv.StringValue("")
}

// setterValue is the value that a setter gives, nil if it is computed from the event.
func setterValue(f *rules.Fact, s *rules.Setter) celenv.Value {
	switch s.Kind {
	case rules.SetTrue:
		return celenv.BoolValue(true)
	case rules.SetFalse:
		return celenv.BoolValue(false)
	case rules.SetValue:
		return celenv.StringValue(s.Value)
	case rules.SetKnownFalse:
		return zeroOf(f.Kind)
	}
	return nil
}

// setterKinds lists, for each value that only events of optional kinds set, these kinds. Such a value may
// have been set unseen in a trace that does not show the kind.
func setterKinds(f *rules.Fact) []setterKind {
	var out []setterKind
	for i := range f.Setters {
		s := &f.Setters[i]
		if s.Kind == rules.SetKnownFalse || s.Kind == rules.SetUnknown {
			continue
		}
		v, k := setterValue(f, s), commonKind(s.Ref.Predicate.Names)
		found := false
		for j := range out {
			if out[j].value == v {
				found = true
				if k == 0 || out[j].kinds == 0 {
					out[j].kinds = 0
				} else {
					out[j].kinds |= k
				}
			}
		}
		if !found {
			out = append(out, setterKind{v, k})
		}
	}
	return out
}

// doubts returns the kinds of events that would have changed the value without being seen in a trace that
// does not show them.
func (s *factSet) doubts(value celenv.Value) kinds {
	var k kinds
	for i := range s.against {
		if s.against[i].value == nil || s.against[i].value != value {
			k |= s.against[i].kinds
		}
	}
	return k
}

// region returns the region over keys, made once.
func (s *factSet) region(keys []trace.Key) *region {
	for _, r := range s.regions {
		if sameKeys(r.keys, keys) {
			return r
		}
	}
	r := &region{keys: keys, layers: map[string]*layer{}}
	s.regions = append(s.regions, r)
	return r
}

// lastSet is the serial of the event that set the instance of that name last; 0: nobody has heard of it.
func (s *factSet) lastSet(name []byte) uint64 {
	if x := s.instances[string(name)]; x != nil {
		return x.set
	}
	return 0
}

// instance returns the instance at the keys, made if need be.
func (e *Engine) instance(s *factSet, values *keySet) *instance {
	e.buf = appendKey(e.buf[:0], s.fact.Per, values)
	if x := s.instances[string(e.buf)]; x != nil {
		return x
	}
	x := &instance{name: string(e.buf), born: e.serial}
	for _, k := range s.fact.Per {
		x.keys[k] = values[k]
	}
	x.state = e.start(s, values)
	s.instances[x.name] = x
	for _, ix := range s.indexes {
		ix.add(x)
	}
	return x
}

// peek returns the state of the fact at the keys as of now, without making an instance.
func (e *Engine) peek(s *factSet, values *keySet) state {
	e.buf = appendKey(e.buf[:0], s.fact.Per, values)
	return e.stateOf(s, s.instances[string(e.buf)], values)
}

// stateOf returns the state of the instance as of now. x is nil if no event has spoken of it; it has not been
// set if none has changed what it was from the start.
func (e *Engine) stateOf(s *factSet, x *instance, values *keySet) state {
	if s.fact.Window != nil {
		return e.counted(s, x, values)
	}
	var st state
	if x != nil {
		st = e.seenFrom(x)
	}
	if st.set == 0 {
		st = e.start(s, values)
	}
	if len(s.regions) > 0 {
		st = e.layered(s, st, values)
	}
	e.refresh(s, &st, values)
	return st
}

// start is the state before any event: what the fact says it is initially; else known if every input that
// could hold such events is complete from its start; else unknown. Holes and ends count in either case.
func (e *Engine) start(s *factSet, values *keySet) state {
	forgiven := reasons(0)
	if s.fact.Initially != nil {
		forgiven = whyTruncStart
	}
	why, first := whyNoSource, int64(never)
	for _, in := range e.inputs.candidates(s.fact.Per, values) {
		if !s.fedBy(in) || !in.fits(s.fact.Per, values) {
			continue
		}
		if fault := e.fault(in) &^ forgiven; fault != 0 {
			why = fault
			break
		}
		why &^= whyNoSource
		first = min(first, in.first)
	}
	switch why &^= forgiven; {
	case why != 0:
		return state{why: why, since: ever, prevWhy: why, held: -1}
	case s.fact.Initially != nil:
		return state{value: initialValue(s.fact), since: ever, prevWhy: whyTruncStart, held: -1}
	}
	return state{value: s.zero, since: first, prev: s.zero, held: 0}
}

// fault tells why the input cannot show that nothing has happened yet; 0: it can.
func (e *Engine) fault(in *input) reasons {
	switch {
	case in.gapAt > 0:
		return whyGap
	case !in.CompleteFromStart:
		return whyTruncStart
	case e.over(in):
		return whyTruncEnd
	}
	return 0
}

// over tells whether the input has ended, so that something may have happened since. Static facts have no time: an
// input that holds them alone, and whole, says what stays so.
func (in *input) over() bool {
	static := in.first == ever && in.end == ever && in.End == trace.EndNormal
	return in.ended && !static
}

// over tells whether the input has ended, from the present viewpoint: one on another clock may have ended before
// what it seems to come after.
func (e *Engine) over(in *input) bool {
	b := &e.binds
	if b.view == asSeen || !in.over() {
		return in.over()
	}
	if eps := e.epsilon(b.input, in); eps > 0 {
		return in.end <= map[viewpoint]int64{earlier: b.at - eps - 1, between: b.cut, later: b.at + eps}[b.view]
	}
	return in.ending < b.born
}

func initialValue(f *rules.Fact) celenv.Value {
	switch f.Kind {
	case rules.BoolFact:
		return celenv.BoolValue(*f.Initially == "true")
	case rules.CountFact:
		n, _ := strconv.ParseInt(*f.Initially, 10, 64) // the loader accepts nothing else
		return celenv.IntValue(n)
	}
	return celenv.StringValue(*f.Initially)
}

// fedBy tells whether the input is of a source that sets the fact.
func (s *factSet) fedBy(in *input) bool { return s.any || s.sources[in.Source] || in.Source == "" }

// layered applies to st what was said later of all instances that agree.
func (e *Engine) layered(s *factSet, st state, values *keySet) state {
	if said := e.said(s, st.set, values); said.set > 0 {
		st = succeed(st, said)
	}
	base := st
	for _, r := range s.regions {
		e.buf = appendKey(e.buf[:0], r.keys, values)
		if l := r.layers[string(e.buf)]; l != nil {
			st = e.doubted(st, base, l)
		}
	}
	return st
}

// said returns what was said for sure, after the event with the serial set, of all instances that agree: the
// first value since then, which all such events give. A state that was not set: nothing.
func (e *Engine) said(s *factSet, set uint64, values *keySet) state {
	var first, last state
	for _, r := range s.regions {
		e.buf = appendKey(e.buf[:0], r.keys, values)
		l := r.layers[string(e.buf)]
		if l == nil || l.definite.set <= set {
			continue
		}
		from, to := e.marks(l, set)
		if from.set == 0 {
			continue
		}
		if first.set == 0 || from.at < first.since {
			first = l.definite
			first.set, first.since = from.set, from.at
		}
		if to.set > last.set {
			last.set, last.at, last.in = to.set, to.at, to.in
		}
	}
	first.set, first.at, first.in = last.set, last.at, last.in
	return first
}

// doubted applies to st what one of the instances may have got since base: with another value than that of
// base it is unknown.
func (e *Engine) doubted(st, base state, l *layer) state {
	for i := range l.maybes {
		m := &l.maybes[i]
		if m.set <= base.set || e.unseen(m) || base.value != nil && m.value == base.value {
			continue
		}
		st.value, st.why = nil, st.why|m.why
		st.set, st.at = max(st.set, m.set), max(st.at, m.at)
	}
	return st
}

// succeed returns the state after next, keeping since when the value stays.
func succeed(st, next state) state {
	if st.value != nil && st.value == next.value {
		st.set, st.at, st.in = next.set, next.at, next.in
		return st
	}
	next.prev, next.prevWhy, next.held = st.value, st.why, -1
	if st.value != nil && st.since != ever {
		next.held = next.since - st.since
	}
	return next
}

// refresh makes the state unknown if it is not covered any more: by the input that set it last, or by another
// one that could have shown a change since.
func (e *Engine) refresh(s *factSet, st *state, values *keySet) {
	if st.value == nil || st.in == nil || e.covered(st.in, st) {
		return
	}
	why := whyTruncEnd
	for _, in := range e.inputs.candidates(s.fact.Per, values) {
		if !s.fedBy(in) || !in.fits(s.fact.Per, values) {
			continue
		}
		if e.covered(in, st) {
			return
		}
		if in.gapAt > st.set {
			why = whyGap
		}
	}
	if st.in.gapAt > st.set {
		why = whyGap
	}
	st.value, st.why = nil, why
}

// covered tells whether the input shows all that happened since the state was set.
func (e *Engine) covered(in *input, st *state) bool {
	return in.since(st.at) && !e.over(in) && in.gapAt <= st.set
}
