package engine_test

import "fmt"

func (g *gen) drawRule(i int) *gRule {
	r := &gRule{id: fmt.Sprintf("R-%d", i), per: g.some(g.keys()...)}
	var bound, item []string // keys bound at the trigger; nil: an event is judged
	if g.with(g.becomes && g.facts, 25) {
		bound = g.drawBecomes(r)
	}
	if r.becomes == nil {
		r.on = g.drawRefs(1, 2, false)
	}
	if g.with(g.guards && !g.clocks, 40) {
		r.when = g.drawCond(1, bound, nil)
	}
	if g.with(g.each && g.facts, 30) {
		item = g.drawEach(r, bound)
	}
	r.verb = oneOf(g, "check", "expect", "forbid")
	g.sited = g.sites && (bound == nil || has(bound, "site"))
	switch r.verb {
	case "check":
		if g.with(g.causes, 60) {
			r.causes = []cond{g.drawCond(1, bound, item), g.drawCond(1, bound, item)}
			break
		}
		r.check = g.drawCond(2, bound, item)
	case "expect":
		g.drawExpect(r)
	case "forbid":
		g.drawForbid(r, item)
	}
	if r.verb != "check" {
		g.drawPolicy(r, item)
	}
	return r
}

func (g *gen) drawBecomes(r *gRule) []string {
	for _, f := range g.pack.facts {
		if !f.isBool() {
			continue
		}
		r.becomes = f
		r.per = g.some(f.per...)
		return f.per
	}
	return nil
}

func (g *gen) drawEach(r *gRule, bound []string) []string {
	for _, f := range g.pack.facts {
		if !f.isBool() || has(f.per, "instance") { // whether a log speaks of other instances is disputed
			continue
		}
		r.each = &gEach{fact: f}
		if g.chance(30) {
			r.each.match = []string{}
		}
		if g.chance(40) {
			r.each.where = itemCond{f.per[0], oneOf(g, "1", "7", "PC")}
			if g.chance(50) {
				r.each.where = notCond{r.each.where}
			}
		}
		return f.per
	}
	return nil
}

// drawRefs draws uses of events with different names, so that one event is one use.
func (g *gen) drawRefs(from, to int, reply bool) (refs []gRef) {
	names := map[string]bool{}
	for range g.n(from, to) {
		e := g.event()
		if !reply {
			e = g.narrow()
		}
		if names[e.name] {
			continue
		}
		names[e.name] = true
		ref := gRef{event: e, where: g.maybeWhere(), via: g.maybeVia()}
		if reply && g.with(g.wheres, 10) {
			ref.where = sameCond{"dn"}
		}
		refs = append(refs, ref)
	}
	return refs
}

func (g *gen) bound(from, to int) *gBound {
	if g.with(g.params, 8) {
		return &gBound{unknown: true}
	}
	if g.with(g.sited, 40) {
		return &gBound{site: true}
	}
	return &gBound{ms: g.n(from, to) * 1000}
}

func (g *gen) drawExpect(r *gRule) {
	r.replies = g.drawRefs(1, 2, true)
	r.all = g.all && len(r.replies) > 1 && g.chance(50)
	if g.chance(40) {
		r.after = &gBound{ms: g.n(0, 2) * 1000}
	}
	if g.with(g.until, 30) {
		r.until = g.drawRefs(1, 1, true)
	} else {
		r.within = g.bound(2, 4)
	}
	if g.with(g.settle && r.within != nil, 50) {
		r.within = &gBound{ms: 3000, settle: true}
	}
	if g.chance(40) {
		r.cancel = g.drawRefs(1, 2, true)
		for i := range r.cancel {
			switch g.n(0, 3) {
			case 1:
				r.cancel[i].within = g.bound(0, 4)
			case 2:
				r.cancel[i].before = g.bound(1, 4)
			case 3:
				r.cancel[i].match = g.some(r.per...)
			}
		}
	}
	r.pair = g.with(g.pair, 25)
}

func (g *gen) drawForbid(r *gRule, item []string) {
	r.replies = g.drawRefs(1, 2, true)
	if g.chance(50) {
		r.before = g.bound(1, 4)
	}
	if g.chance(50) && !g.clocks { // what closes a scope on another clock, just before its trigger, is left open
		r.until = g.drawRefs(1, 2, true)
		if r.before == nil && g.with(g.closes, 30) {
			r.mustClose = oneOf(g, "NO_SOURCE", "TRUNC_END")
		}
	}
	if g.with(g.guards && !g.clocks, 30) {
		r.unless = g.drawCond(1, nil, item)
	}
	if g.with(g.causes, 40) {
		r.unless, r.causes = nil, []cond{g.drawCond(1, nil, item), g.drawCond(0, nil, item)}
	}
}

// drawPolicy draws what tells duties apart.
func (g *gen) drawPolicy(r *gRule, item []string) {
	if g.retrigger {
		r.retrigger = oneOf(g, "", "each", "ignore", "restart")
	}
	if g.chance(25) {
		r.match = g.some(append(append([]string{}, r.per...), missing(item, r.per)...)...)
	}
	if g.with(g.witness, 40) {
		r.witness = &gWitness{sources: g.some("desktop", "tserver"), by: g.some(r.per...)}
		if g.chance(30) {
			r.witness.by = []string{}
		}
	}
}

func missing(names, from []string) (out []string) {
	for _, n := range names {
		if !has(from, n) {
			out = append(out, n)
		}
	}
	return out
}

func (g *gen) drawTrace() *gTrace {
	t := &gTrace{}
	n := 1
	if g.sources {
		n = g.n(1, 3)
	}
	for i := range n {
		t.logs = append(t.logs, g.drawLog(i))
	}
	return t
}

var logNames = []gLog{{source: "desktop", instance: "PC"}, {source: "tserver", instance: "S1"}, {source: "desktop", instance: "PD"}}

func (g *gen) drawLog(i int) *gLog {
	l := &gLog{source: logNames[i].source, instance: logNames[i].instance, clock: "test", complete: true, endMS: -1}
	if g.clocks {
		l.clock = oneOf(g, "test", "other")
	}
	l.complete = !g.with(g.starts, 40)
	ms := 0
	for range g.n(1, 10) {
		ms += g.n(0, 2) * 1000
		if g.with(g.clocks, 20) {
			ms += 500
		}
		l.entries = append(l.entries, g.drawEntry(ms, l))
	}
	if g.ends {
		l.end = oneOf(g, "", "normal", "truncated")
		if g.chance(50) {
			l.endMS = ms + g.n(0, 4)*1000
		}
	}
	return l
}

func (g *gen) drawEntry(ms int, l *gLog) gEntry {
	e := gEntry{ms: ms, keys: map[string]string{"agent": oneOf(g, "1", "1", "2"), "dn": "7"}, attrs: map[string]string{}, gap: [2]int{-1, -1}}
	names := []string{"A", "B", "C", "A", "B", "C"}
	for _, p := range g.pack.events {
		names = append(names, p.name)
	}
	e.name = oneOf(g, append(names, "Tick")...)
	if g.chance(15) {
		e.keys["dn"] = "8"
	}
	if g.sites {
		e.keys["site"] = oneOf(g, "A", "A", "B", "")
	}
	if g.keyed || g.related || g.texts {
		e.attrs["who"], e.attrs["where"] = oneOf(g, "1", "2", ""), oneOf(g, "7", "8", "")
	}
	if e.name == "M" || g.loose {
		for _, k := range []string{"agent", "dn"} {
			if g.chance(12) || e.name == "M" && g.chance(40) {
				e.keys[k] = ""
			}
		}
	}
	if g.wheres && g.chance(60) {
		e.attrs["x"] = oneOf(g, "0", "1")
	}
	if g.evidence && g.chance(60) {
		e.attrs["resultof"] = oneOf(g, "0", "1")
	}
	if g.pair {
		e.ref = oneOf(g, "1", "2")
	}
	if g.with(g.gaps, 12) {
		e = gEntry{ms: ms, name: "LogGap", gap: g.drawGap(ms, l)}
	}
	return e
}

// drawGap draws from and to of a hole that lies behind the event before.
func (g *gen) drawGap(ms int, l *gLog) [2]int {
	from := ms
	if n := len(l.entries); n > 0 {
		from = l.entries[n-1].ms
	}
	switch g.n(0, 2) {
	case 1:
		return [2]int{from + g.n(0, (ms-from)/1000)*1000, -1}
	case 2:
		return [2]int{from, ms}
	}
	return [2]int{-1, -1}
}
