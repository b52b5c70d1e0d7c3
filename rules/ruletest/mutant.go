package ruletest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/trace"
)

// Mutant is a rule with one thing changed. A test that still passes does not look at that thing.
type Mutant struct {
	Rule *rules.Rule // unchanged
	What string      // "within x2", "guard dropped"
	Pos  rules.Pos   // of what was changed

	changed rules.Rule
}

// RuleMutation is what became of the mutants of the rules.
type RuleMutation struct {
	Mutants   int
	Survivors []Mutant      // no test tells them from the rule, in the order of the rules
	Untested  []*rules.Rule // no test that passes concerns them
}

// MutateRules changes each rule of the set in many ways, one at a time, and runs the cases that concern it.
// Cases that fail to begin with, and those that name a log, do not count.
func MutateRules(ctx context.Context, set *rules.Set, cases []Case) RuleMutation {
	parts := make([]RuleMutation, len(set.Rules))
	eachRule(ctx, set, func(i int, r *rules.Rule) { parts[i] = mutateRule(ctx, set, r, cases) })
	var out RuleMutation
	for _, p := range parts {
		out.Mutants += p.Mutants
		out.Survivors = append(out.Survivors, p.Survivors...)
		out.Untested = append(out.Untested, p.Untested...)
	}
	return out
}

func mutateRule(ctx context.Context, set *rules.Set, r *rules.Rule, cases []Case) RuleMutation {
	var out RuleMutation
	relevant := about(ctx, set, r, cases)
	if len(relevant) == 0 {
		out.Untested = []*rules.Rule{r}
		return out
	}
	for _, m := range mutants(r) {
		if ctx.Err() != nil {
			break
		}
		out.Mutants++
		if !m.killed(ctx, set, relevant) {
			out.Survivors = append(out.Survivors, m)
		}
	}
	return out
}

func (m *Mutant) killed(ctx context.Context, set *rules.Set, cases []*Case) bool {
	alone := solo(set, m.changed)
	return slices.ContainsFunc(cases, func(c *Case) bool {
		report := judge(ctx, alone, c)
		return report == nil || !c.kept(report)
	})
}

// mutations collects the mutants of one rule.
type mutations struct {
	rule *rules.Rule
	all  []Mutant
}

// add makes a mutant by a change to a copy of the rule.
func (m *mutations) add(pos rules.Pos, change func(*rules.Rule), format string, args ...any) {
	changed := *m.rule
	change(&changed)
	m.all = append(m.all, Mutant{Rule: m.rule, What: fmt.Sprintf(format, args...), Pos: pos, changed: changed})
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
		name  string
		alter func(time.Duration) time.Duration
	}{
		{"x1/2", func(d time.Duration) time.Duration { return d / 2 }},
		{"x2", func(d time.Duration) time.Duration { return d * 2 }},
		{"+1ms", func(d time.Duration) time.Duration { return d + time.Millisecond }},
		{"-1ms", func(d time.Duration) time.Duration { return d - time.Millisecond }},
	} {
		changed := *b
		if b.Expr != nil {
			changed.Expr = b.Expr.Altered(change.alter)
		} else if changed.Fixed = change.alter(b.Fixed); changed.Fixed == b.Fixed || changed.Fixed < 0 {
			continue
		}
		m.add(b.Pos, func(r *rules.Rule) { set(r, &changed) }, "%s %s", what, change.name)
	}
}

func (m *mutations) guard() {
	if when := m.rule.When; when != nil {
		m.add(m.rule.At["when"], func(r *rules.Rule) { r.When = nil }, "guard dropped")
		m.add(m.rule.At["when"], func(r *rules.Rule) { r.When = when.Negated() }, "guard negated")
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
	m.add(pos, func(r *rules.Rule) { set(r, certain) }, "%s: unknown taken as false", what)
}

// closers drops lines of cancel, and events of until where something else closes the rule.
func (m *mutations) closers() {
	for i, c := range m.rule.Cancel {
		m.add(c.Pos, func(r *rules.Rule) { r.Cancel = without(r.Cancel, i) }, "cancel %s dropped", c.Predicate.Name)
	}
	if m.rule.Verb == rules.VerbExpect && m.rule.Within == nil && len(m.rule.Until) == 1 {
		return
	}
	for i, u := range m.rule.Until {
		m.add(u.Pos, func(r *rules.Rule) { r.Until = without(r.Until, i) }, "until %s dropped", u.Predicate.Name)
	}
}

func without[T any](list []T, i int) []T { return slices.Delete(slices.Clone(list), i, i+1) }

// keys drops keys by which the rule is sliced, and keys that a reply must share.
func (m *mutations) keys() {
	r := m.rule
	if r.On.Fact == nil {
		for i, k := range r.Per {
			m.add(r.At["per"], func(r *rules.Rule) { r.Per = without(r.Per, i); r.Match = minus(r.Match, k) }, "per: %s dropped", k)
		}
	}
	if r.Verb == rules.VerbCheck {
		return
	}
	for i, k := range matched(r) {
		m.add(r.At["per"], func(r *rules.Rule) { r.Match = without(matched(r), i) }, "match: %s dropped", k)
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
			m.add(pos, func(r *rules.Rule) { set(r, changed) }, "%s: %s taken as true", what, part.Text())
		}
	}
}
