package engine_test

import (
	"maps"
	"slices"

	"github.com/fo-check/fo-check/rules"
)

// as are the keys of e for all who name it so; its fields stay as they are.
func (e *oEvent) as(p *gEvent) map[string]string {
	if len(p.keys) == 0 {
		return e.keys
	}
	out := maps.Clone(e.keys)
	for key, attr := range p.keys {
		out[key] = e.attrs[attr]
	}
	return out
}

// keysOf are the keys of e for who names it so, by way of a relation if there is one. Where the relation binds
// nothing, the key is not known, nor whom the event is about.
func (o *oracle) keysOf(p *gEvent, via *gRelation, e *oEvent) (map[string]string, tri) {
	keys := e.as(p)
	if via == nil || p.is(e).v == no {
		return keys, truth(true)
	}
	out := maps.Clone(keys)
	if out[via.to] = o.bound(via, keys, e); out[via.to] == "" {
		return out, maybe(because(rules.ReasonUnattributed))
	}
	return out, truth(true)
}

func (o *oracle) means(ref gRef, e *oEvent) map[string]string {
	keys, _ := o.keysOf(ref.event, ref.via, e)
	return keys
}

func (o *oracle) seen(s gSetter, e *oEvent) map[string]string {
	keys, _ := o.keysOf(s.event, s.via, e)
	return keys
}

// bound is what the relation binds to these keys before an event; "": nothing, or nobody knows what.
func (o *oracle) bound(r *gRelation, keys map[string]string, before *oEvent) string {
	if pick(keys, r.from) == nil {
		return ""
	}
	to := ""
	for _, e := range o.events[:before.pos] {
		if e.name == "LogGap" && r.taughtBy(e.log, keys) {
			to = ""
		}
		for _, l := range r.learn {
			to = o.learnt(r, l, keys, e, to)
		}
		for _, p := range r.drop {
			if told := e.as(p)[r.to]; p.is(e).v != no && (told == "" || told == to) {
				to = ""
			}
		}
	}
	for _, l := range o.logs {
		if r.taughtBy(l, keys) && o.goesOn(l, before, before.ms) {
			return to
		}
	}
	return ""
}

// learnt is what is bound to the keys after one event.
func (o *oracle) learnt(r *gRelation, l gLearn, keys map[string]string, e *oEvent, to string) string {
	said, lacks := e.as(l.event), false
	hit := l.event.is(e)
	if l.where != nil {
		hit = hit.and(l.where.eval(&view{o: o, event: e, keys: said}))
	}
	for _, k := range r.from {
		if said[k] != "" && said[k] != keys[k] {
			return to
		}
		lacks = lacks || said[k] == ""
	}
	switch {
	case hit.v == no:
		return to
	case hit.v == unknown || lacks && !l.event.broadcast, lacks && to == "":
		return ""
	}
	return e.attrs[l.attr]
}

// taughtBy tells whether the log may hold events that bind something to these keys, or loosen it.
func (r *gRelation) taughtBy(l *gLog, keys map[string]string) bool {
	if has(r.from, "instance") && keys["instance"] != l.instance {
		return false
	}
	for _, t := range r.learn {
		if slices.Contains(t.event.sources, l.source) {
			return true
		}
	}
	return slices.ContainsFunc(r.drop, func(p *gEvent) bool { return slices.Contains(p.sources, l.source) })
}
