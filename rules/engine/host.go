package engine

import (
	"sort"
	"time"

	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/trace"
)

// binding is what key, item and facts stand for while a condition is evaluated.
type binding struct {
	item     *keySet // nil: none
	itemKeys []trace.Key
	slice    *keySet // nil: none
	per      []trace.Key
	event    *keySet
	input    *input
	at       int64  // facts are held until then
	born     uint64 // serial of the trigger's event

	// assume: kinds of events that the input has not shown yet count as shown. depends collects them.
	assume  bool
	depends kinds
	view    viewpoint
	cut     int64 // between: the moment
}

// unbind binds the event alone: predicates and setters have no slice.
func (e *Engine) unbind(ev *trace.Event, keys *keySet, in *input) {
	e.binds = binding{event: keys, input: in, at: e.now}
	e.scope.Event, e.scope.Trigger = ev, nil
}

// bindTo binds the event as judged for an obligation; nil: none.
func (e *Engine) bindTo(o *obligation, ev *trace.Event, keys *keySet, in *input) {
	e.unbind(ev, keys, in)
	if o == nil {
		return
	}
	e.scope.Trigger = o.trigger
	e.binds.slice, e.binds.per = &o.keys, o.rule.def.Per
	if o.item != nil {
		e.binds.item, e.binds.itemKeys = &o.item.keys, o.rule.def.ForEach.Fact.Per
	}
}

// bindTrigger binds the trigger itself as the judged event.
func (e *Engine) bindTrigger(o *obligation) {
	e.bindTo(o, o.trigger, &o.eventKeys, o.input)
	e.binds.at, e.binds.born = o.t0, o.born
}

// bind returns the value that k is bound to: item, slice, keys of the judged event, in this order.
func (b *binding) bind(k trace.Key) string {
	if b.item != nil && hasKey(b.itemKeys, k) {
		return b.item[k]
	}
	return b.sliceKey(k)
}

func (b *binding) sliceKey(k trace.Key) string {
	if b.slice != nil && hasKey(b.per, k) {
		return b.slice[k]
	}
	if b.event != nil {
		return b.event[k]
	}
	return ""
}

// host gives conditions what they read.
type host struct{ *Engine }

// Key returns key.NAME.
func (h host) Key(k trace.Key) string { return h.binds.sliceKey(k) }

// ItemKey returns item.NAME.
func (h host) ItemKey(k trace.Key) string {
	if h.binds.item == nil {
		return ""
	}
	return h.binds.item[k]
}

// Param returns the value in force for the site bound and the input of the judged event.
func (h host) Param(index int) celenv.Value {
	return h.params.value(h.set.Params[index], h.binds.bind(trace.KeySite), h.binds.input)
}

// Fact returns the instance at the bound keys.
func (h host) Fact(index int) *celenv.FactView {
	s := h.facts[index]
	var keys keySet
	for _, k := range s.fact.Per {
		keys[k] = h.binds.bind(k)
	}
	if why := whyLacking(s.fact.Per, &keys); why != 0 {
		return h.unknownView(why, index)
	}
	h.show(&h.viewed, s, h.peek(s, &keys), &keys)
	return &h.viewed
}

// unknownView is the view of an instance that cannot be told.
func (h host) unknownView(why reasons, index int) *celenv.FactView {
	h.viewed = celenv.FactView{Value: h.unknown(why, index), Prev: h.unknown(why, index),
		SinceCause: cause(why, index), PrevCause: cause(why, index)}
	return &h.viewed
}

// show fills v with the state.
func (h host) show(v *celenv.FactView, s *factSet, st state, keys *keySet) {
	index := s.fact.Index
	*v = celenv.FactView{Value: st.value, Prev: st.prev, Now: time.Unix(0, h.binds.at), Keys: *keys}
	if st.value == nil {
		v.Value, v.SinceCause = h.unknown(st.why, index), cause(st.why, index)
	} else if st.since == ever || st.since == never {
		v.SinceCause = cause(whyTruncStart, index)
	} else {
		v.Since, v.By = time.Unix(0, st.since), st.by.name
	}
	if st.prev == nil {
		v.Prev, v.PrevCause = h.unknown(st.prevWhy|whyWhenNone(st.prevWhy), index), cause(st.prevWhy|whyWhenNone(st.prevWhy), index)
	} else if st.held < 0 {
		v.PrevCause = cause(whyTruncStart, index)
	} else {
		v.PrevHeld = time.Duration(st.held)
	}
	h.doubt(v, s, st)
}

// whyWhenNone gives a reason to what is unknown without one.
func whyWhenNone(why reasons) reasons {
	if why == 0 {
		return whyTruncStart
	}
	return 0
}

// doubt makes the view unknown when an event that the trace does not show could have changed the fact.
func (h host) doubt(v *celenv.FactView, s *factSet, st state) {
	b := &h.binds
	if st.value == nil || b.input == nil || b.input.Source != "desktop" {
		return
	}
	k := s.doubts(st.value) &^ b.input.shown
	if k == 0 {
		return
	}
	if b.assume {
		b.depends |= k
		return
	}
	v.Value, v.SinceCause = h.unknown(whyLevel, s.fact.Index), cause(whyLevel, s.fact.Index)
}

// List returns the live instances that agree on the list's match keys, in key order.
func (h host) List(index int) ([]*celenv.FactView, celenv.Cause) {
	l := h.set.Lists[index]
	s := h.facts[l.Fact.Index]
	var values keySet
	for _, k := range l.Match {
		values[k] = h.binds.bind(k)
	}
	found := h.members(s, l.Match, &values)
	views := h.views[:0]
	for i, x := range found {
		if i == len(h.viewPool) {
			h.Engine.viewPool = append(h.viewPool, &celenv.FactView{})
		}
		h.show(h.viewPool[i], s, h.peek(s, &x.keys), &x.keys)
		views = append(views, h.viewPool[i])
	}
	h.Engine.views = views
	return views, cause(h.strangers(s, l.Match, &values, nil), s.fact.Index)
}

// evidenceAttr is the attribute that is evidence: where a log does not print it, it is not known.
const evidenceAttr = "resultof"

// uncertainSource is the source of which every attribute that is missing is not known.
const uncertainSource = "strategy"

// Missing says that resultof, where the log does not print it, is not known rather than empty; and so is
// everything that the reader of a strategy file could not decide.
func (h host) Missing(ev *trace.Event, attr string) celenv.Cause {
	if attr == evidenceAttr || ev != nil && ev.Source == uncertainSource {
		return cause(whyLevel, 0)
	}
	return 0
}

// members returns the instances that agree on match, in key order.
func (e *Engine) members(s *factSet, match []trace.Key, values *keySet) []*instance {
	ix := s.index(match)
	var out []*instance
	for _, x := range ix.at(appendKey(nil, match, values)) {
		if !x.gone {
			out = append(out, x)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].name < out[j].name })
	return out
}

// strangers returns the reasons why instances may exist that nobody has heard of: inputs that hold such
// events and began late. matters, if not nil, tells whether an instance of that identity would count.
func (e *Engine) strangers(s *factSet, match []trace.Key, values *keySet, matters func(*keySet) bool) reasons {
	if e.buf = appendKey(e.buf[:0], s.fact.Per, values); len(match) == len(s.fact.Per) && s.instances[string(e.buf)] != nil {
		return 0 // there is no other
	}
	why := e.before(s, match, values, matters)
	if doubts := s.suggested(values, e.cleared(s, values)); doubts != 0 && (matters == nil || matters(values)) {
		why |= doubts
	}
	return why
}

// before returns the reasons why instances may exist from before the log.
func (e *Engine) before(s *factSet, match []trace.Key, values *keySet, matters func(*keySet) bool) reasons {
	var why reasons
	if s.fact.Initially != nil {
		return why
	}
	for _, in := range e.inputs.candidates(match, values) {
		if !s.fedBy(in) || in.first == never || !in.fits(match, values) || in.CompleteFromStart {
			continue
		}
		keys := *values
		for i, k := range identity {
			if keys[k] == "" && len(in.seen[i]) == 1 {
				keys[k] = in.last[i]
			}
		}
		if e.cleared(s, &keys) == 0 && (matters == nil || matters(&keys)) {
			why |= whyTruncStart
		}
	}
	return why
}

// suggested returns the reasons why instances that nobody has heard of, and that agree with these values, may
// have got another value since the event that cleared them all.
func (s *factSet) suggested(values *keySet, cleared uint64) reasons {
	var why reasons
	for _, r := range s.regions {
		if !r.doubts {
			continue
		}
		for _, l := range r.layers {
			if len(l.maybes) == 0 || !agree(r.keys, l.about, values) {
				continue
			}
			for i := range l.maybes {
				if m := &l.maybes[i]; m.set > cleared && m.value != s.zero {
					why |= m.why
				}
			}
		}
	}
	return why
}

// agree tells whether the values have the same keys, as far as both have them.
func agree(keys []trace.Key, a, b *keySet) bool {
	for _, k := range keys {
		if a[k] != "" && b[k] != "" && a[k] != b[k] {
			return false
		}
	}
	return true
}

// cleared is the serial of the latest event that made every instance at these keys known; 0: none did.
func (e *Engine) cleared(s *factSet, keys *keySet) uint64 {
	var serial uint64
	for _, r := range s.regions {
		e.buf = appendKey(e.buf[:0], r.keys, keys)
		if l := r.layers[string(e.buf)]; l != nil {
			serial = max(serial, l.definite.set)
		}
	}
	return serial
}

// settled tells whether nothing uncertain was said after the definite state.
func (l *layer) settled() bool {
	for i := range l.maybes {
		if l.maybes[i].set > l.definite.set {
			return false
		}
	}
	return true
}

// cause packs why something of the fact or param at index is unknown.
func cause(why reasons, index int) celenv.Cause {
	if why == 0 {
		return 0
	}
	return celenv.Cause(int64(index)<<16 | int64(why))
}

// unknown returns the boxed unknown value of a cause, made once.
func (e *Engine) unknown(why reasons, index int) celenv.Value {
	c := cause(why|whyWhenNone(why), index)
	v, ok := e.unknowns[c]
	if !ok {
		v = celenv.UnknownValue(c)
		e.unknowns[c] = v
	}
	return v
}

// whyOf returns the reasons of a result that is not known.
func (e *Engine) whyOf(r celenv.Result) reasons {
	if r.Outcome == celenv.Error {
		return whyError
	}
	var why reasons
	for _, c := range r.Causes {
		why |= reasons(c & 0xffff)
	}
	return why | whyWhenNone(why)
}

// box returns the boxed string, made once for what repeats.
func (e *Engine) box(text string) celenv.Value {
	if v, ok := e.boxes[text]; ok {
		return v
	}
	if len(e.boxes) >= maxBoxes {
		clear(e.boxes)
	}
	v := celenv.StringValue(text)
	e.boxes[text] = v
	return v
}

// maxBoxes bounds the table of boxed strings.
const maxBoxes = 1 << 16
