package engine_test

import (
	"fmt"
	"strconv"

	"github.com/fo-check/fo-check/rules"
)

// zero is the value before any event.
func (f *gFact) zero() string {
	switch {
	case f.number:
		return "0"
	case f.enum || f.text:
		return ""
	}
	return "false"
}

// isBool tells whether the fact is true or false.
func (f *gFact) isBool() bool { return !f.enum && !f.text && !f.number }

// more is the state after one more event.
func (s fstate) more(ms int) fstate {
	if s.why != 0 {
		return s
	}
	n, _ := strconv.Atoi(s.value)
	return fstate{value: strconv.Itoa(n + 1), since: ms}
}

// oHit is an event that counts, or may.
type oHit struct {
	ms  int
	why why
}

// countAt counts the events of a window: from its length before an event, that moment included, up to it.
func (o *oracle) countAt(f *gFact, keys map[string]string, before *oEvent) fstate {
	hits, heard := o.hits(f, keys, before)
	n, doubt := 0, why(0)
	for _, h := range hits {
		switch {
		case h.ms < before.ms-f.window.ms:
		case h.why != 0:
			doubt |= h.why
		default:
			n++
		}
	}
	state := fstate{value: strconv.Itoa(n), why: doubt}
	switch {
	case !heard:
		state = o.stillInitial(f, keys, before, state, before.ms)
	case !o.keeps(f, keys, before, before.ms):
		state = unknownFact(because(rules.ReasonTruncEnd) | doubt)
	}
	if state.why != 0 {
		return unknownFact(state.why)
	}
	return state
}

// hits lists what counts before an event; heard: some event spoke of the instance. What a log does not show
// may be one: before its start, and in its holes.
func (o *oracle) hits(f *gFact, keys map[string]string, before *oEvent) (hits []oHit, heard bool) {
	for _, l := range o.logs {
		if f.initially == "" && !l.complete && f.fedBy(l, keys) {
			hits = append(hits, oHit{l.entries[0].ms, because(rules.ReasonTruncStart)})
		}
	}
	for _, e := range o.events[:before.pos] {
		if e.name == "LogGap" && f.fedBy(e.log, keys) {
			hits = append(hits, oHit{o.holeOf(e).to, because(rules.ReasonGap)})
		}
		for _, s := range f.setters {
			hit := o.setterHits(f, s, keys, e)
			switch {
			case hit.v == no:
				continue
			case s.kind == "known_false_after" && hit.v == yes:
				hits = nil
			case s.kind == "known_false_after":
				for i := range hits {
					if hits[i].why == 0 {
						hits[i].why = hit.why
					}
				}
			case s.kind == "unknown_on":
				hits = append(hits, oHit{e.ms, because(rules.ReasonTruncStart) | hit.why})
			default:
				hits = append(hits, oHit{e.ms, hit.why})
			}
			heard = true
		}
	}
	return hits, heard
}

func (o *oracle) holeOf(gap *oEvent) hole {
	for _, h := range o.holes(gap.log) {
		if h.event == gap {
			return h
		}
	}
	return hole{}
}

// countCond compares a number.
type countCond struct {
	fact *gFact
	op   string
	n    int
}

func (c countCond) text() string { return fmt.Sprintf("facts.%s.value %s %d", c.fact.id, c.op, c.n) }
func (c countCond) eval(v *view) tri {
	s := v.fact(c.fact)
	if s.why != 0 {
		return maybe(s.why)
	}
	n, _ := strconv.Atoi(s.value)
	switch c.op {
	case ">=":
		return truth(n >= c.n)
	case "<":
		return truth(n < c.n)
	}
	return truth(n == c.n)
}
