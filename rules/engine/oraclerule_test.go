package engine_test

import (
	"sort"

	"github.com/fo-check/fo-check/rules"
)

// duty is one obligation: of the trigger, in a slice, for a member.
type duty struct {
	r       *gRule
	trigger *oEvent
	keys    map[string]string // of the trigger
	slice   map[string]string
	item    map[string]string
	doubt   why // not 0: it is not known whether it is owed
	ref     string

	after, within, before *gBound // as the trigger finds them
}

// outcome of a duty: pass, violation or inconclusive.
type outcome struct {
	verdict rules.Verdict
	why     why
	closed  int // position from which on the duty is no longer open
}

const open = 1 << 30

func passed(at int) outcome      { return outcome{rules.Pass, 0, at} }
func violated(at int) outcome    { return outcome{rules.Violation, 0, at} }
func undecided(w why) outcome    { return outcome{rules.Inconclusive, w, open} }
func (d *duty) keysText() string { return joined(d.slice) + "/" + joined(d.item) }

// doubtful is what remains of an outcome when the duty itself is in doubt: only a pass stays.
func (x outcome) doubtful(w why) outcome {
	if w == 0 || x.verdict == rules.Pass {
		return x
	}
	x.verdict, x.why = rules.Inconclusive, x.why|w
	return x
}

// judge returns the outcomes of all duties of a rule.
func (o *oracle) judge(r *gRule) []outcome {
	var out []outcome
	opened := map[string][]outcome{}
	taken := map[*oEvent]bool{}
	for _, e := range o.events {
		duties, loose := o.arise(r, e)
		out = append(out, loose...)
		for _, d := range duties {
			k := d.keysText()
			if r.retrigger == "ignore" && stillOpen(opened[k], e) {
				continue
			}
			x := o.decide(d, taken)
			opened[k] = append(opened[k], x)
			out = append(out, x.doubtful(d.doubt))
		}
	}
	return out
}

func stillOpen(earlier []outcome, e *oEvent) bool {
	for _, x := range earlier {
		if x.closed > e.pos {
			return true
		}
	}
	return false
}

// arise returns the duties that an event gives rise to, and what is undecided from the first.
func (o *oracle) arise(r *gRule, e *oEvent) (duties []*duty, loose []outcome) {
	if r.becomes != nil {
		return o.ariseBecoming(r, e)
	}
	for _, ref := range r.on {
		if hit := o.refers(ref, e, nil); hit.v != no {
			return o.ariseIn(r, e, hit, o.means(ref, e))
		}
	}
	return nil, nil
}

// ariseBecoming: each instance that e makes true, from false or from unknown.
func (o *oracle) ariseBecoming(r *gRule, e *oEvent) (duties []*duty, loose []outcome) {
	f := r.becomes
	for _, s := range f.setters {
		keys := pick(o.seen(s, e), f.per)
		hit := tri{}
		if keys != nil {
			hit = o.setterHits(f, s, keys, e)
		}
		if s.kind != "true_on" || keys == nil || hit.v == no {
			continue
		}
		if o.factAt(f, keys, e, e.ms).is("true").v == yes {
			continue
		}
		return o.ariseIn(r, e, hit, keys)
	}
	return nil, nil
}

// ariseIn opens the duties of a trigger with these keys.
func (o *oracle) ariseIn(r *gRule, e *oEvent, hit tri, keys map[string]string) (duties []*duty, loose []outcome) {
	slice := pick(keys, r.per)
	v := &view{o: o, event: e, keys: keys, trigger: e, slice: slice}
	guard := hit
	if r.when != nil {
		guard = guard.and(r.when.eval(v))
	}
	switch {
	case guard.v == no:
		return nil, nil
	case slice == nil:
		return nil, []outcome{undecided(lack(keys, r.per) | guard.why)}
	case r.each == nil:
		return []*duty{{r: r, trigger: e, keys: keys, slice: slice, doubt: guard.why, ref: e.ref}}, nil
	}
	return o.members(r, e, guard, keys, slice)
}

// members opens a duty for each instance of the fact that is true or unknown.
func (o *oracle) members(r *gRule, e *oEvent, guard tri, said, slice map[string]string) (duties []*duty, loose []outcome) {
	f := r.each.fact
	agree := map[string]string{}
	for _, k := range r.each.keys(r) {
		agree[k] = slice[k]
	}
	for _, keys := range o.heardOf(f, e) {
		if !agrees(keys, agree) {
			continue
		}
		in := guard.and(o.factAt(f, keys, e, e.ms).is("true"))
		if r.each.where != nil {
			in = in.and(r.each.where.eval(&view{o: o, event: e, keys: said, trigger: e, slice: slice, item: keys}))
		}
		if in.v != no {
			duties = append(duties, &duty{r: r, trigger: e, keys: said, slice: slice, item: keys, doubt: in.why, ref: e.ref})
		}
	}
	sort.Slice(duties, func(i, j int) bool { return duties[i].keysText() < duties[j].keysText() })
	where := truth(true)
	if r.each.where != nil {
		where = r.each.where.eval(&view{o: o, event: e, keys: said, trigger: e, slice: slice, item: agree})
	}
	if len(agree) == len(f.per) && o.heard(f, agree, e) {
		return duties, loose // there is no other member
	}
	if start := o.startOf(f, agree, e); start.why != 0 && where.v != no {
		loose = append(loose, undecided(start.why|guard.why))
	}
	return duties, loose
}

func (e *gEach) keys(r *gRule) (keys []string) {
	if e.match != nil {
		return e.match
	}
	for _, k := range e.fact.per {
		if has(r.per, k) {
			keys = append(keys, k)
		}
	}
	return keys
}

func has(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

func agrees(keys, agree map[string]string) bool {
	for k, v := range agree {
		if keys[k] != v {
			return false
		}
	}
	return true
}

// refers tells whether e is meant by one use of an event, for a duty if there is one.
func (o *oracle) refers(ref gRef, e *oEvent, d *duty) tri {
	if d == nil {
		return o.shared(ref, e, d, nil)
	}
	return o.shared(ref, e, d, d.match())
}

// cancels is likewise of a cancel line, which shares all keys of the duty unless it says otherwise.
func (o *oracle) cancels(ref gRef, e *oEvent, d *duty) tri {
	if ref.match != nil {
		return o.shared(ref, e, d, ref.match)
	}
	return o.shared(ref, e, d, d.allKeys())
}

func (o *oracle) shared(ref gRef, e *oEvent, d *duty, match []string) tri {
	said, bound := o.keysOf(ref.event, ref.via, e)
	hit := ref.event.is(e).and(bound)
	if ref.where != nil && hit.v != no {
		v := &view{o: o, event: e, keys: said, trigger: e}
		if d != nil {
			v = d.at(o, e, v.keys)
		}
		hit = hit.and(ref.where.eval(v))
	}
	if d == nil {
		return hit
	}
	return hit.and(d.shares(match, ref.event, said))
}

func (d *duty) at(o *oracle, e *oEvent, keys map[string]string) *view {
	return &view{o: o, event: e, keys: keys, trigger: d.trigger, slice: d.slice, item: d.item}
}

// match are the keys that replies share with the duty.
func (d *duty) match() []string {
	if d.r.match != nil {
		return d.r.match
	}
	return d.allKeys()
}

func (d *duty) allKeys() []string {
	keys := append([]string(nil), d.r.per...)
	for k := range d.item {
		if !has(keys, k) {
			keys = append(keys, k)
		}
	}
	return keys
}

func (d *duty) keyOf(k string) string {
	if d.slice[k] != "" {
		return d.slice[k]
	}
	return d.item[k]
}

// shares tells whether e is about the same keys. A missing one is agreed with by a broadcast event, and
// leaves it open otherwise.
func (d *duty) shares(match []string, p *gEvent, said map[string]string) tri {
	out := truth(true)
	for _, k := range match {
		switch {
		case said[k] == "" && !p.broadcast:
			out = out.and(maybe(lacking(k)))
		case said[k] != "" && said[k] != d.keyOf(k):
			return truth(false)
		}
	}
	return out
}
