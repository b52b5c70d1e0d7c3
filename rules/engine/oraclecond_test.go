package engine_test

import (
	"fmt"
	"slices"

	"github.com/fo-check/fo-check/rules"
)

// tri is a truth value. why tells, of an unknown one, which reasons apply.
type tri struct {
	v   int8
	why why
}

const (
	no int8 = iota
	yes
	unknown
)

// why is a set of reasons, a bit for each in the order of rules.Reasons.
type why uint16

func because(r rules.Reason) why { return 1 << slices.Index(rules.Reasons, r) }

func (w why) list() (out []rules.Reason) {
	for i, r := range rules.Reasons {
		if w&(1<<i) != 0 {
			out = append(out, r)
		}
	}
	return out
}

func truth(b bool) tri {
	if b {
		return tri{v: yes}
	}
	return tri{v: no}
}

func maybe(w why) tri { return tri{unknown, w} }

func (a tri) not() tri {
	switch a.v {
	case yes:
		return tri{v: no}
	case no:
		return tri{v: yes}
	}
	return a
}

func (a tri) and(b tri) tri {
	switch {
	case a.v == no || b.v == no:
		return tri{v: no}
	case a.v == yes && b.v == yes:
		return tri{v: yes}
	}
	return maybe(a.why | b.why)
}

func (a tri) or(b tri) tri { return a.not().and(b.not()).not() }

// cond is a condition of a generated rule.
type cond interface {
	text() string
	eval(v *view) tri
}

type notCond struct{ c cond }

func (c notCond) text() string     { return "!(" + c.c.text() + ")" }
func (c notCond) eval(v *view) tri { return c.c.eval(v).not() }

type andCond struct{ a, b cond }

func (c andCond) text() string     { return "(" + c.a.text() + ") && (" + c.b.text() + ")" }
func (c andCond) eval(v *view) tri { return c.a.eval(v).and(c.b.eval(v)) }

type orCond struct{ a, b cond }

func (c orCond) text() string     { return "(" + c.a.text() + ") || (" + c.b.text() + ")" }
func (c orCond) eval(v *view) tri { return c.a.eval(v).or(c.b.eval(v)) }

// unsaidCond reads a setting that nobody gave.
type unsaidCond struct{}

func (unsaidCond) text() string   { return "params.unsaid" }
func (unsaidCond) eval(*view) tri { return maybe(because(rules.ReasonNoConfig)) }

// limitCond compares a setting that has a default of 3s.
type limitCond struct{ ms int }

func (c limitCond) text() string   { return fmt.Sprintf("params.limit > duration(\"%dms\")", c.ms) }
func (c limitCond) eval(*view) tri { return truth(3000 > c.ms) }

// siteCond compares what a site says with a length.
type siteCond struct{ ms int }

func (c siteCond) text() string { return fmt.Sprintf("params.site_limit >= duration(\"%dms\")", c.ms) }
func (c siteCond) eval(v *view) tri {
	ms, ok := v.o.pack.limitAt(v.key("site"))
	if !ok {
		return maybe(because(rules.ReasonNoConfig))
	}
	return truth(ms >= c.ms)
}

// limitAt is the setting of most trust that speaks of the site. If which site it is is not known, one that
// speaks of a single site leaves it open.
func (p *gPack) limitAt(site string) (ms int, ok bool) {
	for _, s := range p.given {
		switch {
		case s.Site == "" || s.Site == site:
			return map[string]int{"1s": 1000, "2s": 2000, "3s": 3000, "unset": 0}[s.Value], true
		case site == "":
			return 0, false
		}
	}
	return 0, false
}

// attrCond compares an attribute of the judged event; resultof is evidence, and unknown when absent.
type attrCond struct{ name, value string }

func (c attrCond) text() string { return fmt.Sprintf("attrs.%s == %q", c.name, c.value) }
func (c attrCond) eval(v *view) tri {
	got, ok := v.event.attrs[c.name]
	if !ok && c.name == "resultof" {
		return maybe(because(rules.ReasonLevel))
	}
	return truth(got == c.value)
}

// sameCond compares a key of the judged event with the trigger's.
type sameCond struct{ key string }

func (c sameCond) text() string { return fmt.Sprintf("event.%s == trigger.%s", c.key, c.key) }
func (c sameCond) eval(v *view) tri {
	return truth(v.event.keys[c.key] == v.trigger.keys[c.key])
}

// itemCond compares a key of the member.
type itemCond struct{ key, value string }

func (c itemCond) text() string { return fmt.Sprintf("item.%s == %q", c.key, c.value) }
func (c itemCond) eval(v *view) tri {
	if v.item[c.key] == "" { // a member of which not all keys are known
		return maybe(0)
	}
	return truth(v.item[c.key] == c.value)
}

// factCond reads a fact: a bool as it is, an enum against a value.
type factCond struct {
	fact  *gFact
	value string // of an enum
}

func (c factCond) text() string {
	if !c.fact.isBool() {
		return fmt.Sprintf("facts.%s.value == %q", c.fact.id, c.value)
	}
	return "facts." + c.fact.id + ".value"
}

func (c factCond) eval(v *view) tri {
	want := c.value
	if c.fact.isBool() {
		want = "true"
	}
	return v.fact(c.fact).is(want)
}

// heldCond asks how long a fact has had its value.
type heldCond struct {
	fact *gFact
	ms   int
}

func (c heldCond) text() string {
	return fmt.Sprintf("facts.%s.held >= duration(\"%dms\")", c.fact.id, c.ms)
}
func (c heldCond) eval(v *view) tri { return v.fact(c.fact).held(v.event, c.ms) }

// anyCond asks whether an instance of a bool fact is true.
type anyCond struct{ fact *gFact }

func (c anyCond) text() string     { return fmt.Sprintf("lists.all_%s.exists(m, m.value)", c.fact.id) }
func (c anyCond) eval(v *view) tri { return v.any(c.fact) }
