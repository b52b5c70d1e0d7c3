package ruletest

import (
	"fmt"
	"slices"
	"time"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/trace"
)

// mutations collects the mutants of one rule.
type mutations struct {
	rule *rules.Rule
	all  []Mutant
}

// add makes a mutant by a change to a copy of the rule.
func (m *mutations) add(kind Kind, pos rules.Pos, change func(*rules.Rule), format string, args ...any) {
	changed := *m.rule
	change(&changed)
	m.all = append(m.all, Mutant{Rule: m.rule, Kind: kind, What: fmt.Sprintf(format, args...), Pos: pos, changed: changed})
}

func mutants(r *rules.Rule) []Mutant {
	m := &mutations{rule: r}
	m.bounds()
	m.guard()
	m.closers()
	m.keys()
	m.conjuncts()
	m.unknowns()
	return m.all
}

// bounds changes the lengths of time.
func (m *mutations) bounds() {
	r := m.rule
	m.bound(r.After, "after", func(r *rules.Rule, b *rules.Bound) { r.After = b })
	m.bound(r.Within, "within", func(r *rules.Rule, b *rules.Bound) { r.Within = b })
	m.bound(r.Before, "before", func(r *rules.Rule, b *rules.Bound) { r.Before = b })
	for i := range r.Cancel {
		name := "of cancel " + r.Cancel[i].Predicate.Name
		m.bound(r.Cancel[i].Within, "within "+name, func(r *rules.Rule, b *rules.Bound) { cancelAt(r, i).Within = b })
		m.bound(r.Cancel[i].Before, "before "+name, func(r *rules.Rule, b *rules.Bound) { cancelAt(r, i).Before = b })
	}
}

// cancelAt makes the lines of cancel the rule's own, and returns one.
func cancelAt(r *rules.Rule, i int) *rules.Ref {
	r.Cancel = slices.Clone(r.Cancel)
	return &r.Cancel[i]
}

func (m *mutations) bound(b *rules.Bound, what string, set func(*rules.Rule, *rules.Bound)) {
	if b == nil || b.Settle {
		return
	}
	for _, change := range []struct {
		kind  Kind
		name  string
		alter func(time.Duration) time.Duration
	}{
		{BoundHalved, "x1/2", func(d time.Duration) time.Duration { return d / 2 }},
		{BoundDoubled, "x2", func(d time.Duration) time.Duration { return d * 2 }},
		{BoundLonger, "+1ms", func(d time.Duration) time.Duration { return d + time.Millisecond }},
		{BoundShorter, "-1ms", func(d time.Duration) time.Duration { return d - time.Millisecond }},
	} {
		changed := *b
		if b.Expr != nil {
			changed.Expr = b.Expr.Altered(change.alter)
		} else if changed.Fixed = change.alter(b.Fixed); changed.Fixed == b.Fixed || changed.Fixed < 0 {
			continue
		}
		m.add(change.kind, b.Pos, func(r *rules.Rule) { set(r, &changed) }, "%s %s", what, change.name)
	}
}

func (m *mutations) guard() {
	if when := m.rule.When; when != nil {
		m.add(GuardDropped, m.rule.At["when"], func(r *rules.Rule) { r.When = nil }, "guard dropped")
		m.add(GuardNegated, m.rule.At["when"], func(r *rules.Rule) { r.When = when.Negated() }, "guard negated")
	}
}

// unknowns takes what is unknown in conditions as false.
func (m *mutations) unknowns() {
	r := m.rule
	m.unknown(r.When, r.At["when"], "when", func(r *rules.Rule, p *celenv.Program) { r.When = p })
	m.unknown(r.Check, r.At["check"], "check", func(r *rules.Rule, p *celenv.Program) { r.Check = p })
	m.unknown(r.Unless, r.At["unless"], "unless", func(r *rules.Rule, p *celenv.Program) { r.Unless = p })
}

// unknown makes a mutant of a condition that reads something which may be unknown.
func (m *mutations) unknown(p *celenv.Program, pos rules.Pos, what string, set func(*rules.Rule, *celenv.Program)) {
	if p == nil {
		return
	}
	if reads := p.Reads(); len(reads.Facts)+len(reads.Lists)+len(reads.Params) == 0 {
		return
	}
	certain := p.Certain()
	m.add(UnknownFalse, pos, func(r *rules.Rule) { set(r, certain) }, "%s: unknown taken as false", what)
}

// closers drops lines of cancel, and events of until where something else closes the rule.
func (m *mutations) closers() {
	for i, c := range m.rule.Cancel {
		m.add(CancelDropped, c.Pos, func(r *rules.Rule) { r.Cancel = without(r.Cancel, i) }, "cancel %s dropped", c.Predicate.Name)
	}
	if m.rule.Verb == rules.VerbExpect && m.rule.Within == nil && len(m.rule.Until) == 1 {
		return
	}
	for i, u := range m.rule.Until {
		m.add(UntilDropped, u.Pos, func(r *rules.Rule) { r.Until = without(r.Until, i) }, "until %s dropped", u.Predicate.Name)
	}
}

func without[T any](list []T, i int) []T { return slices.Delete(slices.Clone(list), i, i+1) }

// keys drops keys by which the rule is sliced, and keys that a reply must share.
func (m *mutations) keys() {
	r := m.rule
	if r.On.Fact == nil {
		for i, k := range r.Per {
			m.add(PerDropped, r.At["per"], func(r *rules.Rule) { r.Per = without(r.Per, i); r.Match = minus(r.Match, k) }, "per: %s dropped", k)
		}
	}
	if r.Verb == rules.VerbCheck {
		return
	}
	for i, k := range matched(r) {
		m.add(MatchDropped, r.At["per"], func(r *rules.Rule) { r.Match = without(matched(r), i) }, "match: %s dropped", k)
	}
}

func minus(keys []trace.Key, k trace.Key) []trace.Key {
	if i := slices.Index(keys, k); i >= 0 {
		return without(keys, i)
	}
	return keys
}

// matched returns the keys that a reply must share with the obligation.
func matched(r *rules.Rule) []trace.Key {
	if r.Match != nil {
		return r.Match
	}
	keys := slices.Clone(r.Per)
	if r.ForEach != nil {
		for _, k := range r.ForEach.Fact.Per {
			if !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	return keys
}

// conjuncts takes parts of conditions as true.
func (m *mutations) conjuncts() {
	r := m.rule
	m.parts(r.When, r.At["when"], "when", func(r *rules.Rule, p *celenv.Program) { r.When = p })
	m.parts(r.Check, r.At["check"], "check", func(r *rules.Rule, p *celenv.Program) { r.Check = p })
	m.parts(r.Unless, r.At["unless"], "unless", func(r *rules.Rule, p *celenv.Program) { r.Unless = p })
	for i, n := range r.Any {
		m.parts(n.Cond, n.Pos, n.Name, func(r *rules.Rule, p *celenv.Program) {
			r.Any = slices.Clone(r.Any)
			r.Any[i].Cond = p
		})
	}
	for _, list := range []struct {
		name string
		of   func(*rules.Rule) *[]rules.Ref
	}{
		{"on", func(r *rules.Rule) *[]rules.Ref { return &r.On.Refs }},
		{"expect", func(r *rules.Rule) *[]rules.Ref { return &r.Expect }},
		{"forbid", func(r *rules.Rule) *[]rules.Ref { return &r.Forbid }},
	} {
		for i, ref := range *list.of(r) {
			m.parts(ref.Where, ref.At["where"], list.name+" "+ref.Predicate.Name, func(r *rules.Rule, p *celenv.Program) {
				refs := list.of(r)
				*refs = slices.Clone(*refs)
				(*refs)[i].Where = p
			})
		}
	}
}

func (m *mutations) parts(p *celenv.Program, pos rules.Pos, what string, set func(*rules.Rule, *celenv.Program)) {
	if p == nil {
		return
	}
	for i, part := range p.Conjuncts() {
		if changed := p.Without(i); changed != nil {
			m.add(PartTrue, pos, func(r *rules.Rule) { set(r, changed) }, "%s: %s taken as true", what, part.Text())
		}
	}
}
