package engine_test

import (
	"fmt"

	"pgregory.net/rapid"

	"github.com/fo-check/fo-check/rules"
)

// features say what the generators may use, so that a proof starts with the core and widens.
type features struct {
	wheres, facts, guards, held, params, retrigger, loose, broadcast, all, until, closes, pair bool
	becomes, each, lists, starts, ends, gaps, sources, clocks, evidence, unknownOn, witness    bool
	related, texts, numbers                                                                    bool
	keyed, causes, settle, sites                                                               bool
	lax                                                                                        bool // doubts of several kinds meet: which of their reasons apply is left open
	safe                                                                                       bool // more may be left open than need be; no violation is raised that is none
	forgets                                                                                    bool // the engine forgets finished keys at once
}

// gen draws packs and traces.
type gen struct {
	*rapid.T
	features
	pack  *gPack
	sited bool // where a bound stands, something binds the site
}

// n draws a number, each about as often as the others; rapid's own ranges prefer small numbers.
func (g *gen) n(from, to int) int {
	drawn, size := 0, 1
	for size <= to-from {
		drawn, size = drawn*2, size*2
		if rapid.Bool().Draw(g.T, "bit") {
			drawn++
		}
	}
	return from + drawn%(to-from+1)
}

func (g *gen) chance(percent int) bool { return g.n(0, 15)*100 >= (100-percent)*16 }

func (g *gen) with(feature bool, percent int) bool { return feature && g.chance(percent) }

func oneOf[V any](g *gen, options ...V) V { return options[g.n(0, len(options)-1)] }

// some draws a part of names that is not empty.
func (g *gen) some(names ...string) []string {
	var out []string
	for _, n := range names {
		if g.chance(50) {
			out = append(out, n)
		}
	}
	if len(out) == 0 {
		out = append(out, names[0])
	}
	return out
}

// keys are those by which facts and rules are sliced.
func (g *gen) keys() []string {
	if g.sites {
		return []string{"agent", "dn", "instance", "site"}
	}
	return []string{"agent", "dn", "instance"}
}

func (g *gen) drawPack() *gPack {
	g.pack = &gPack{}
	if g.sites {
		g.drawSettings()
	}
	g.drawEvents()
	if g.related {
		g.drawRelations()
	}
	if g.facts {
		for i := range g.n(1, 3) {
			g.pack.facts = append(g.pack.facts, g.drawFact(i))
		}
	}
	for i := range g.n(1, 2) {
		g.pack.rules = append(g.pack.rules, g.drawRule(i))
	}
	return g.pack
}

// drawSettings draws what is said of sites, the most trusted first.
func (g *gen) drawSettings() {
	for range g.n(0, 3) {
		g.pack.given = append(g.pack.given, rules.Setting{Name: "site-limit", Site: oneOf(g, "A", "B", ""),
			Value: oneOf(g, "1s", "2s", "3s", "unset")})
	}
}

func (g *gen) drawEvents() {
	add := func(e *gEvent) {
		e.sources = []string{"desktop"}
		if g.sources {
			e.sources = oneOf(g, []string{"desktop"}, []string{"tserver"}, []string{"desktop", "tserver"})
		}
		g.pack.events = append(g.pack.events, e)
	}
	for _, name := range []string{"A", "B", "C"} {
		add(&gEvent{id: "e" + lower(name), name: name})
	}
	if g.wheres {
		add(&gEvent{id: "ex", name: oneOf(g, "A", "D"), where: attrCond{"x", "1"}})
	}
	if g.evidence {
		add(&gEvent{id: "ev", name: oneOf(g, "B", "E"), where: attrCond{"resultof", "1"}})
	}
	if g.keyed {
		keys := oneOf(g, map[string]string{"agent": "who"}, map[string]string{"dn": "where"}, map[string]string{"agent": "who", "dn": "where"})
		add(&gEvent{id: "ek", name: oneOf(g, "A", "K"), keys: keys})
	}
	if g.broadcast {
		add(&gEvent{id: "em", name: "M", broadcast: true})
	}
}

func lower(name string) string { return string(name[0] + 'a' - 'A') }

func (g *gen) event() *gEvent { return g.pack.events[g.n(0, len(g.pack.events)-1)] }

// narrow is an event whose instances are told by its keys.
func (g *gen) narrow() *gEvent {
	e := g.event()
	if e.broadcast {
		return g.pack.events[0]
	}
	return e
}

// drawFact draws setters whose names differ, so that one event is one setter's.
func (g *gen) drawFact(i int) *gFact {
	f := &gFact{id: fmt.Sprintf("f%d", i), per: g.some(g.keys()...)}
	kinds := g.drawKind(f)
	if g.unknownOn {
		kinds = append(kinds, "unknown_on")
	}
	names := map[string]bool{}
	for j, kind := range kinds {
		if j > 0 && g.chance(30) {
			continue
		}
		e := g.event()
		if j == 0 && e.broadcast {
			e = g.pack.events[0]
		}
		if names[e.name] {
			continue
		}
		names[e.name] = true
		s := gSetter{kind: kind, event: e, where: g.maybeWhere(), via: g.maybeVia()}
		if kind == "known_false_after" && g.gaps { // which of its reasons a hole outlives is left open
			s.via = nil
		}
		if kind == "assign" {
			s.attr = oneOf(g, g.texting()...)
		}
		f.setters = append(f.setters, s)
	}
	return f
}

// texting are the attributes that tell a text.
func (g *gen) texting() []string {
	if g.evidence {
		return []string{"who", "resultof"}
	}
	return []string{"who"}
}

// drawKind draws what the fact is and how it begins, and returns the kinds of its setters.
func (g *gen) drawKind(f *gFact) []string {
	switch {
	case g.with(g.texts, 50):
		f.text, f.initially = true, oneOf(g, "", "", "", "1")
		return []string{"assign", "assign", "known_false_after"}
	case g.with(g.numbers, 50):
		f.number, f.initially = true, oneOf(g, "", "", "", "0", "1")
		if g.chance(50) {
			f.window = &gBound{ms: g.n(1, 4) * 1000}
			f.initially = oneOf(g, "", "", "0")
		}
		return []string{"count", "count", "known_false_after"}
	case g.chance(30):
		f.enum, f.initially = true, oneOf(g, "", "", "", "x")
		return []string{"x", "y"}
	}
	f.initially = oneOf(g, "", "", "", "false")
	return []string{"true_on", "false_on", "known_false_after"}
}

// drawRelations draws a relation, which may bind more than one event tells.
func (g *gen) drawRelations() {
	r := &gRelation{id: "r0", from: g.some("agent", "instance"), to: "dn"}
	attr := "where"
	if g.chance(40) {
		r.from, r.to, attr = g.some("dn", "instance"), "agent", "who"
	}
	names := map[string]bool{}
	for range g.n(1, 2) {
		if e := g.event(); !names[e.name] {
			names[e.name] = true
			r.learn = append(r.learn, gLearn{event: e, where: g.maybeWhere(), attr: attr})
		}
	}
	if e := g.event(); g.chance(30) && !names[e.name] {
		r.drop = append(r.drop, e)
	}
	g.pack.bonds = append(g.pack.bonds, r)
}

func (g *gen) maybeVia() *gRelation {
	if !g.with(g.related, 40) {
		return nil
	}
	return g.pack.bonds[0]
}

func (g *gen) maybeWhere() cond {
	if !g.with(g.wheres, 15) {
		return nil
	}
	return attrCond{"x", "1"}
}

// drawCond draws a condition; later: it is read at a reply, not at the trigger.
func (g *gen) drawCond(depth int, bound []string, item []string) cond {
	switch n := g.n(0, 9); {
	case depth > 0 && n == 7:
		return notCond{g.drawCond(depth-1, bound, item)}
	case depth > 0 && n == 8:
		return andCond{g.drawCond(depth-1, bound, item), g.drawCond(depth-1, bound, item)}
	case depth > 0 && n == 9:
		return orCond{g.drawCond(depth-1, bound, item), g.drawCond(depth-1, bound, item)}
	case n == 6 && g.params:
		return oneOf[cond](g, unsaidCond{}, limitCond{2000}, limitCond{3000})
	case n == 6 && g.sites && (bound == nil || has(append(bound, item...), "site")):
		return siteCond{g.n(0, 3) * 1000}
	case n == 5 && g.evidence:
		return attrCond{"resultof", "1"}
	case n <= 4 && g.facts:
		if c := g.factCond(append(append([]string{}, bound...), item...), bound == nil); c != nil {
			return c
		}
	}
	if len(item) > 0 && g.chance(50) {
		return itemCond{item[0], oneOf(g, "1", "7", "PC")}
	}
	return attrCond{"x", "1"}
}

// factCond reads a fact whose keys are bound; any: an event is judged, which may carry each key.
func (g *gen) factCond(bound []string, any bool) cond {
	f := g.pack.facts[g.n(0, len(g.pack.facts)-1)]
	if g.with(g.lists && f.isBool() && !has(f.per, "instance"), 20) {
		return anyCond{f}
	}
	for _, k := range f.per {
		if !any && !has(bound, k) {
			return nil
		}
	}
	if f.number {
		return countCond{f, oneOf(g, ">=", "<", "=="), g.n(0, 3)}
	}
	if g.with(g.held, 30) {
		return heldCond{f, g.n(0, 4) * 1000}
	}
	return factCond{f, oneOf(g, f.values()...)}
}

func (f *gFact) values() []string {
	switch {
	case f.text:
		return []string{"1", "2", ""}
	case !f.enum:
		return []string{"true"}
	}
	out := []string{}
	for _, s := range f.setters {
		if s.kind == "x" || s.kind == "y" {
			out = append(out, s.kind)
		}
	}
	return out
}
