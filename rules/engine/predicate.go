package engine

import (
	"slices"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/trace"
)

// predicate is a named event predicate with all that hangs on it.
type predicate struct {
	def    *rules.Predicate
	feeds  []feed
	learns []learn
	rules  []*rule // rules that name it, in order, each once

	answers   bool // some rule expects it, or ends its wait with it
	witnesses bool // it names the witness of a rule

	serial uint64 // of the event that matched last
	match  match
}

// candidate is a predicate as events of one name may match it.
type candidate struct {
	*predicate
	requires []celenv.Requirement // what the condition demands of attributes, but that under which it is filed
	plain    bool                 // it demands nothing else, so that no condition need be evaluated
}

func newCandidate(p *predicate, name string) *candidate {
	c := &candidate{predicate: p}
	if p.def.Where == nil {
		return c
	}
	c.requires, c.plain = p.def.Where.Requires(name)
	c.plain = c.plain && !slices.ContainsFunc(c.requires, func(r celenv.Requirement) bool { return r.Attr == evidenceAttr })
	return c
}

// misses tells that the attributes alone rule a match out.
func (c *candidate) misses(ev *trace.Event) bool {
	if !c.plain || ev.Source == uncertainSource {
		return false
	}
	for i := range c.requires {
		if !c.requires[i].Met(ev.Attrs) {
			return true
		}
	}
	return false
}

// feed is a setter of a fact that the predicate triggers, its fixed value boxed once.
type feed struct {
	set    *factSet
	setter *rules.Setter
	value  celenv.Value
}

// match is the present event as one predicate sees it.
type match struct {
	predicate *predicate
	event     *trace.Event
	input     *input
	outcome   celenv.Outcome // True or Unknown
	why       reasons        // Unknown: why
	keys      keySet         // the event's keys, overrides applied
}

// predicateIndex finds the predicates that an event may match: by its name, and by the value of an
// attribute where their condition demands one.
type predicateIndex struct {
	byName map[string]*named
	any    []*candidate // name "*"
}

// named are the predicates of one event name.
type named struct {
	other []*candidate // those that demand no value of an attribute
	keyed []attrIndex
}

// attrIndex finds predicates by the value that they demand of one attribute.
type attrIndex struct {
	attr    string
	byValue map[string][]*candidate
}

func (x *predicateIndex) add(p *predicate) {
	if p.def.Any {
		x.any = append(x.any, &candidate{predicate: p})
		return
	}
	for _, name := range p.def.Names {
		n := x.byName[name]
		if n == nil {
			n = &named{}
			x.byName[name] = n
		}
		n.add(newCandidate(p, name))
	}
}

// add files the predicate under the first attribute that its condition demands. One that is unknown where it
// is missing cannot be filed so.
func (n *named) add(c *candidate) {
	for i, r := range c.requires {
		if r.Attr != evidenceAttr {
			c.requires = slices.Delete(slices.Clone(c.requires), i, i+1)
			n.file(c, r)
			return
		}
	}
	n.other = append(n.other, c)
}

func (n *named) file(c *candidate, r celenv.Requirement) {
	i := slices.IndexFunc(n.keyed, func(k attrIndex) bool { return k.attr == r.Attr })
	if i < 0 {
		i = len(n.keyed)
		n.keyed = append(n.keyed, attrIndex{r.Attr, map[string][]*candidate{}})
	}
	for _, text := range r.Texts {
		n.keyed[i].byValue[text] = append(n.keyed[i].byValue[text], c)
	}
}

// from tells whether the predicate takes events of the source.
func (p *predicate) from(source string) bool {
	if len(p.def.Sources) == 0 {
		return true
	}
	for _, s := range p.def.Sources {
		if s == source {
			return true
		}
	}
	return false
}

// resolve finds what matches the event and marks the rules concerned.
func (e *Engine) resolve(ev *trace.Event, in *input) {
	e.matched, e.touched = e.matched[:0], e.touched[:0]
	e.keyed = false
	if !ev.Skipped {
		if n := e.index.byName[ev.Name]; n != nil {
			e.resolveNamed(n, ev, in)
		}
	}
	for _, c := range e.index.any {
		e.try(c, ev, in)
	}
}

// resolveNamed tries the predicates of the event's name, and puts those that match in the order of the packs.
func (e *Engine) resolveNamed(n *named, ev *trace.Event, in *input) {
	for _, c := range n.other {
		e.try(c, ev, in)
	}
	if len(n.keyed) == 0 {
		return
	}
	for i := range n.keyed {
		value, _ := ev.Attrs.Get(n.keyed[i].attr)
		for _, c := range n.keyed[i].byValue[value] {
			e.try(c, ev, in)
		}
	}
	if len(e.matched) > 1 {
		slices.SortFunc(e.matched, func(a, b *predicate) int { return a.def.Index - b.def.Index })
	}
}

// try matches the event against one predicate.
func (e *Engine) try(c *candidate, ev *trace.Event, in *input) {
	p := c.predicate
	if c.misses(ev) || p.serial == e.serial || !p.from(ev.Source) || (len(p.feeds) == 0 && len(p.learns) == 0 && !p.witnesses && !e.awaited(p)) {
		return
	}
	m := &p.match
	m.predicate, m.event, m.input, m.outcome, m.why = p, ev, in, celenv.True, 0
	m.keys = *e.keysOf(ev)
	e.unbind(ev, &m.keys, in)
	if p.def.Where != nil && !e.satisfies(c, m) {
		return
	}
	for _, kv := range p.def.Keys {
		text, r := kv.Value.String(&e.scope)
		if r.Outcome != celenv.True {
			text = ""
		}
		m.keys[kv.Key] = text
	}
	if len(p.def.Keys) > 0 {
		e.inputs.noteKeys(in, &m.keys)
	}
	p.serial = e.serial
	e.matched = append(e.matched, p)
	for _, r := range p.rules {
		e.touch(r)
	}
}

// keysOf returns the keys of the present event, put together once.
func (e *Engine) keysOf(ev *trace.Event) *keySet {
	if !e.keyed {
		e.keyed = true
		for k := range e.eventKeys {
			e.eventKeys[k] = ev.Key(trace.Key(k))
		}
	}
	return &e.eventKeys
}

// awaited tells whether a rule that names the predicate could do something with a match: predicates that
// are only replies or cancels need no look while nothing is open.
func (e *Engine) awaited(p *predicate) bool {
	if p.answers && e.manyClocks() {
		return true
	}
	for _, r := range p.rules {
		if r.open > 0 || r.startedBy(p) {
			return true
		}
	}
	return false
}

// satisfies evaluates the predicate's own condition.
func (e *Engine) satisfies(c *candidate, m *match) bool {
	if c.plain && m.event.Source != uncertainSource {
		return true // or it would have been ruled out
	}
	r := c.def.Where.Bool(&e.scope)
	switch r.Outcome {
	case celenv.False:
		return false
	case celenv.Unknown:
		m.outcome, m.why = celenv.Unknown, e.whyOf(r)
	case celenv.Error:
		m.outcome, m.why = celenv.Unknown, whyError
		e.failed(c.rules, r.Err)
	}
	return true
}

// touch remembers that the present event concerns r, keeping rule order.
func (e *Engine) touch(r *rule) {
	if r.touched == e.serial {
		return
	}
	r.touched = e.serial
	i := len(e.touched)
	e.touched = append(e.touched, r)
	for i > 0 && e.touched[i-1].def.Index > r.def.Index {
		e.touched[i] = e.touched[i-1]
		i--
	}
	e.touched[i] = r
}

// matching returns the present event as ref's predicate sees it, or nil if it does not match.
func (e *Engine) matching(ref *rules.Ref) *match {
	if p := e.predicates[ref.Predicate.Index]; p.serial == e.serial {
		return &p.match
	}
	return nil
}

// holds tells whether the present event is what ref means for the obligation o (nil: none yet), and why
// that is unknown. It leaves the event's keys, re-keyed by the ref's relation, in e.candidate.
func (e *Engine) holds(ref *rules.Ref, m *match, o *obligation) (celenv.Outcome, reasons) {
	e.candidate = &m.keys
	outcome, why := m.outcome, m.why
	if ref.Via != nil {
		e.rekeyed = m.keys
		e.candidate = &e.rekeyed
		if !e.rekey(ref.Via, e.candidate) {
			outcome, why = celenv.Unknown, why|whyUnattributed
		}
	}
	e.bindTo(o, m.event, e.candidate, m.input)
	if ref.Where == nil {
		return outcome, why
	}
	r := ref.Where.Bool(&e.scope)
	switch r.Outcome {
	case celenv.False:
		return celenv.False, 0
	case celenv.Unknown:
		return celenv.Unknown, why | e.whyOf(r)
	case celenv.Error:
		e.fail(o, r.Err)
		return celenv.Unknown, why | whyError
	}
	return outcome, why
}
