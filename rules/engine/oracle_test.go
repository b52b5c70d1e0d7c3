package engine_test

import (
	"slices"
	"sort"

	"github.com/fo-check/fo-check/rules"
)

// The oracle says what rules mean, by definition: it looks at the whole of a finite trace, again and again,
// and keeps nothing between two questions.

// oEvent is an event of the merged trace.
type oEvent struct {
	pos   int // in the merged trace
	log   *gLog
	ms    int
	name  string
	keys  map[string]string
	attrs map[string]string
	ref   string
	gap   [2]int
}

// oracle is a trace that can be asked.
type oracle struct {
	pack   *gPack
	logs   []*gLog
	events []*oEvent
}

func newOracle(p *gPack, t *gTrace) *oracle {
	o := &oracle{pack: p, logs: t.logs}
	for _, l := range rankedLogs(t.logs) {
		for _, e := range l.entries {
			o.events = append(o.events, l.read(e))
		}
	}
	sort.SliceStable(o.events, func(i, j int) bool { return o.events[i].ms < o.events[j].ms })
	for i, e := range o.events {
		e.pos = i
	}
	return o
}

// rankedLogs are the logs in the order of clock, source, server, instance.
func rankedLogs(logs []*gLog) []*gLog {
	sorted := slices.Clone(logs)
	name := func(l *gLog) string {
		server := ""
		if l.source != "desktop" {
			server = l.instance
		}
		return l.clock + "\x00" + l.source + "\x00" + server + "\x00" + l.instance
	}
	sort.SliceStable(sorted, func(i, j int) bool { return name(sorted[i]) < name(sorted[j]) })
	return sorted
}

func (l *gLog) read(e gEntry) *oEvent {
	keys := map[string]string{"instance": l.instance}
	if l.source != "desktop" {
		keys["server"] = l.instance
	}
	for k, v := range e.keys {
		keys[k] = v
	}
	return &oEvent{log: l, ms: e.ms, name: e.name, keys: keys, attrs: e.attrs, ref: e.ref, gap: e.gap}
}

// is tells whether e is an event of that kind, as its predicate says.
func (p *gEvent) is(e *oEvent) tri {
	if e.name != p.name || !slices.Contains(p.sources, e.log.source) {
		return truth(false)
	}
	if p.where == nil {
		return truth(true)
	}
	return p.where.eval(&view{event: e, keys: e.keys})
}

// view is the place from which a condition is read: facts are as before event.
type view struct {
	o       *oracle
	event   *oEvent
	keys    map[string]string // of event, as what names it says
	trigger *oEvent
	slice   map[string]string
	item    map[string]string
	cut     int // of what other clocks stamp near the event, this is before it
}

// key finds what binds a key: the item, the slice, the judged event.
func (v *view) key(k string) string {
	for _, m := range []map[string]string{v.item, v.slice, v.keys} {
		if m[k] != "" {
			return m[k]
		}
	}
	return ""
}

func (v *view) fact(f *gFact) fstate {
	keys := map[string]string{}
	for _, k := range f.per {
		keys[k] = v.key(k)
	}
	if w := lack(keys, f.per); w != 0 {
		return unknownFact(w)
	}
	return v.o.factAt(f, keys, v.event, v.cut)
}

// lacking is why nothing can be said where a key has no value.
func lacking(key string) why {
	if key == "site" {
		return because(rules.ReasonNoConfig)
	}
	return because(rules.ReasonUnattributed)
}

// lack is likewise of all keys without a value.
func lack(said map[string]string, keys []string) (w why) {
	for _, k := range keys {
		if said[k] == "" {
			w |= lacking(k)
		}
	}
	return w
}

// any is true if an instance of f is true, and unknown if one that has not been heard of may be.
func (v *view) any(f *gFact) tri {
	out := truth(false)
	for _, keys := range v.o.heardOf(f, v.event) {
		out = out.or(v.o.factAt(f, keys, v.event, v.cut).is("true"))
	}
	return out.or(v.o.startOf(f, nil, v.event).is("true"))
}

// fstate is the value of a fact at a place in the trace.
type fstate struct {
	value string // "true", "false", "x", "y", ""
	why   why    // not 0: the value is unknown
	since int    // when the present value came
	begun why    // not 0: since is unknown
	clock string // of since; "": no event gave the value
}

func unknownFact(w why) fstate { return fstate{why: w, begun: w} }

func (s fstate) is(value string) tri {
	if s.why != 0 {
		return maybe(s.why)
	}
	return truth(s.value == value)
}

func (s fstate) held(now *oEvent, atLeast int) tri {
	if s.why|s.begun != 0 {
		return maybe(s.why | s.begun)
	}
	low, high := now.ms-s.since, now.ms-s.since
	if s.clock != "" && s.clock != now.log.clock {
		low, high = low-tolerance, high+tolerance
	}
	if low < atLeast && high >= atLeast {
		return maybe(because(rules.ReasonClock))
	}
	return truth(low >= atLeast)
}

// tolerance is the uncertainty between two clocks, in milliseconds.
const tolerance = 1000

// factAt folds all events before `before` into the fact's instance. What another clock puts within the
// tolerance of `before` may have come before it or after: it came before if it is stamped up to cut.
func (o *oracle) factAt(f *gFact, keys map[string]string, before *oEvent, cut int) fstate {
	if f.window != nil {
		return o.countAt(f, keys, before)
	}
	return o.foldUntil(f, keys, before, cut)
}

// cuts are the moments, on other clocks, that may truly be that of an event.
func (o *oracle) cuts(before *oEvent) []int {
	out := []int{before.ms - tolerance - 1}
	for _, e := range o.events {
		if e.log.clock != before.log.clock && e.ms >= before.ms-tolerance && e.ms <= before.ms+tolerance {
			out = append(out, e.ms)
		}
	}
	for _, l := range o.logs {
		if end := l.endTime(); l.clock != before.log.clock && end >= before.ms-tolerance && end <= before.ms+tolerance {
			out = append(out, end)
		}
	}
	return out
}

// judgeAt evaluates a condition at an event; if it is one thing or another with what other clocks stamp near
// it, nobody knows.
func (o *oracle) judgeAt(c cond, v *view) tri {
	var out *tri
	for _, cut := range o.cuts(v.event) {
		v.cut = cut
		switch got := c.eval(v); {
		case out == nil:
			out = &got
		case out.v != got.v:
			return maybe(because(rules.ReasonClock))
		case got.v == unknown:
			out.why |= got.why
		}
	}
	return *out
}

// foldUntil folds the events that the clock of `before` puts before it, and of other clocks those up to cut.
func (o *oracle) foldUntil(f *gFact, keys map[string]string, before *oEvent, cut int) fstate {
	state, heard := o.initial(f, keys), false
	for _, e := range o.events {
		same := e.log.clock == before.log.clock
		if same && e.pos > before.pos || !same && e.ms > cut {
			continue
		}
		if e == before && heard && !o.keeps(f, keys, e, cut) {
			state = unknownFact(because(rules.ReasonTruncEnd))
		}
		if e == before {
			continue
		}
		if e.name == "LogGap" && f.fedBy(e.log, keys) && !(heard && o.survives(f, keys, e)) {
			state = unknownFact(because(rules.ReasonGap))
		}
		for _, s := range f.setters {
			next := o.set(f, s, keys, e, state)
			if o.setterHits(f, s, keys, e).v != no {
				heard = true
				if next.since == e.ms && next.why == 0 {
					next.clock = e.log.clock
				}
			}
			state = next
		}
	}
	if !heard {
		return o.stillInitial(f, keys, before, state, cut)
	}
	return state
}

// initial is the value before the first event: known if the pack gives it, or if every log in which the
// fact's events stand is complete from its start.
func (o *oracle) initial(f *gFact, keys map[string]string) fstate {
	if f.initially != "" {
		return fstate{value: f.initially, begun: because(rules.ReasonTruncStart)}
	}
	for _, l := range o.logs {
		if !l.complete && f.fedBy(l, keys) {
			return unknownFact(because(rules.ReasonTruncStart))
		}
	}
	return fstate{value: f.zero(), since: o.events[0].ms}
}

// stillInitial: that nothing has set the instance is known while all logs go on that would show it.
func (o *oracle) stillInitial(f *gFact, keys map[string]string, before *oEvent, state fstate, cut int) fstate {
	any := false
	for _, l := range o.logs {
		if !f.fedBy(l, keys) {
			continue
		}
		any = true
		if !o.goesOn(l, before, cut) {
			return unknownFact(because(rules.ReasonTruncEnd) | state.why)
		}
	}
	if !any {
		return unknownFact(because(rules.ReasonNoSource))
	}
	return state
}

// fedBy tells whether the log may hold events that set the fact's instance of these keys.
func (f *gFact) fedBy(l *gLog, keys map[string]string) bool {
	if instance := keys["instance"]; instance != "" && has(f.per, "instance") && instance != l.instance {
		return false
	}
	for _, s := range f.setters {
		if slices.Contains(s.event.sources, l.source) {
			return true
		}
	}
	return false
}

// set is what one setter makes of the fact's instance at one event.
func (o *oracle) set(f *gFact, s gSetter, keys map[string]string, e *oEvent, state fstate) fstate {
	hit := o.setterHits(f, s, keys, e)
	if hit.v == no {
		return state
	}
	next := state
	switch s.kind {
	case "true_on":
		next = state.become("true", e.ms)
	case "false_on", "known_false_after":
		next = state.become(f.zero(), e.ms)
	case "count":
		next = state.more(e.ms)
	case "assign":
		next = state.become(e.attrs[s.attr], e.ms)
		if _, ok := e.attrs[s.attr]; !ok && s.attr == "resultof" {
			next = unknownFact(because(rules.ReasonLevel))
		}
	case "unknown_on":
		next = unknownFact(because(rules.ReasonTruncStart) | state.why)
	default:
		next = state.become(s.kind, e.ms)
	}
	if hit.v == unknown && (next.why != 0 || next.why != state.why || next.value != state.value) {
		return unknownFact(hit.why | next.why | state.why)
	}
	return next
}

// become gives the fact a value; a repeat moves nothing.
func (s fstate) become(value string, ms int) fstate {
	if s.why == 0 && s.value == value {
		return s
	}
	return fstate{value: value, since: ms}
}

// meets tells whether e is an event of the setter, of whatever instance.
func (o *oracle) meets(s gSetter, e *oEvent) tri {
	_, bound := o.keysOf(s.event, s.via, e)
	hit := s.event.is(e).and(bound)
	if s.where != nil {
		hit = hit.and(s.where.eval(&view{o: o, event: e, keys: o.seen(s, e)}))
	}
	return hit
}

// setterHits tells whether the setter speaks of the instance at e.
func (o *oracle) setterHits(f *gFact, s gSetter, keys map[string]string, e *oEvent) tri {
	hit := o.meets(s, e)
	lacks, said := false, o.seen(s, e)
	for _, k := range f.per {
		if said[k] == "" {
			lacks = true
		} else if said[k] != keys[k] {
			return truth(false)
		}
	}
	if !lacks || s.kind == "known_false_after" || s.kind == "unknown_on" && s.event.broadcast {
		return hit
	}
	if s.event.broadcast { // reaches the instances that have been heard of
		return hit.and(truth(o.heard(f, keys, e)))
	}
	return hit.and(maybe(lack(said, f.per)))
}

// heardOf lists the instances that an event before `before` has set, in order of their keys.
func (o *oracle) heardOf(f *gFact, before *oEvent) (out []map[string]string) {
	seen := map[string]bool{}
	for _, e := range o.events[:before.pos] {
		for _, s := range f.setters {
			keys := pick(o.seen(s, e), f.per)
			if keys != nil && !seen[joined(keys)] && o.sets(s, e) {
				seen[joined(keys)] = true
				out = append(out, keys)
			}
		}
	}
	return out
}

func (o *oracle) heard(f *gFact, keys map[string]string, before *oEvent) bool {
	for _, k := range o.heardOf(f, before) {
		if joined(k) == joined(keys) {
			return true
		}
	}
	return false
}

// sets tells whether e makes the instance of its keys one that has been heard of.
func (o *oracle) sets(s gSetter, e *oEvent) bool {
	return s.kind != "known_false_after" && o.meets(s, e).v != no
}

// startOf is the value of an instance that has not been heard of and agrees with keys.
func (o *oracle) startOf(f *gFact, agree map[string]string, before *oEvent) fstate {
	state := o.initial(f, agree)
	for _, e := range o.events[:before.pos] {
		if e.name == "LogGap" && f.fedBy(e.log, agree) {
			state = unknownFact(because(rules.ReasonGap))
		}
		for _, s := range f.setters {
			said := o.seen(s, e)
			switch hit := o.meets(s, e); {
			case hit.v == no || !mayAgree(said, agree):
			case s.kind == "known_false_after":
				if hit.v == yes && covers(said, agree, f.per) {
					state = fstate{value: f.zero(), since: e.ms}
				}
			case pick(said, f.per) != nil: // it speaks of one that is heard of from now on
			case s.kind == "unknown_on" && s.event.broadcast:
				state = unknownFact(because(rules.ReasonTruncStart) | hit.why | state.why)
			case s.event.broadcast: // it speaks of those that had been heard of
			case s.kind == "false_on": // what may be true, may be still
			case s.kind == "unknown_on":
				state = unknownFact(because(rules.ReasonTruncStart) | lack(said, f.per) | hit.why | state.why)
			default:
				state = unknownFact(lack(said, f.per) | hit.why | state.why)
			}
		}
	}
	return o.stillInitial(f, agree, before, state, before.ms)
}

// mayAgree tells whether what an event says of all instances that share its keys is said of some that share
// agree.
func mayAgree(event, agree map[string]string) bool {
	for k, v := range agree {
		if event[k] != "" && event[k] != v {
			return false
		}
	}
	return true
}

// covers tells whether what an event says of all instances that share its keys is said of all that share
// agree.
func covers(event, agree map[string]string, per []string) bool {
	for _, k := range per {
		if event[k] != "" && event[k] != agree[k] {
			return false
		}
	}
	return true
}

// pick returns the values of names, or nil if one is missing.
func pick(keys map[string]string, names []string) map[string]string {
	out := map[string]string{}
	for _, n := range names {
		if keys[n] == "" {
			return nil
		}
		out[n] = keys[n]
	}
	return out
}

func joined(keys map[string]string) string {
	text := ""
	for _, k := range sortedNames(keys) {
		text += k + "=" + keys[k] + " "
	}
	return text
}
