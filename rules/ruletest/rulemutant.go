package ruletest

import (
	"context"
	"slices"

	"github.com/fo-check/fo-check/rules"
)

// Kind is a way to change a rule.
type Kind string

// Kinds of changes.
const (
	BoundHalved   Kind = "bound halved"
	BoundDoubled  Kind = "bound doubled"
	BoundLonger   Kind = "bound 1 ms longer"
	BoundShorter  Kind = "bound 1 ms shorter"
	GuardDropped  Kind = "guard dropped"
	GuardNegated  Kind = "guard negated"
	CancelDropped Kind = "cancel dropped"
	UntilDropped  Kind = "until dropped"
	PerDropped    Kind = "key of per dropped"
	MatchDropped  Kind = "key of match dropped"
	PartTrue      Kind = "part taken as true"
	UnknownFalse  Kind = "unknown taken as false"
)

// Kinds lists all of them in order.
var Kinds = []Kind{BoundHalved, BoundDoubled, BoundLonger, BoundShorter, GuardDropped, GuardNegated, CancelDropped, UntilDropped,
	PerDropped, MatchDropped, PartTrue, UnknownFalse}

// Mutant is a rule with one thing changed. A test that still passes does not look at that thing.
type Mutant struct {
	Rule *rules.Rule // unchanged
	Kind Kind
	What string    // "within x2", "guard dropped"
	Pos  rules.Pos // of what was changed

	changed rules.Rule
}

// RuleMutation is what became of the mutants of one rule.
type RuleMutation struct {
	Rule      *rules.Rule
	Tested    bool // some test that passes concerns it; else nothing was tried
	ByKind    map[Kind]Notice
	Survivors []Mutant // no test tells them from the rule
}

// Total counts the mutants of all kinds.
func (m *RuleMutation) Total() Notice {
	var all Notice
	for _, n := range m.ByKind {
		all.Add(n)
	}
	return all
}

// Unnoticed lists the kinds of which the rule has mutants and no test notices any.
func (m *RuleMutation) Unnoticed() []Kind {
	return slices.DeleteFunc(slices.Clone(Kinds), func(k Kind) bool {
		n := m.ByKind[k]
		return n.Tried == 0 || n.Noticed > 0
	})
}

// MutateRules changes each rule of the set in many ways, one at a time, and runs the cases that concern it.
// Cases that fail to begin with, and those that name a log, do not count.
func MutateRules(ctx context.Context, set *rules.Set, cases []Case) []RuleMutation {
	out := make([]RuleMutation, len(set.Rules))
	eachRule(ctx, set, func(i int, r *rules.Rule) { out[i] = mutateRule(ctx, set, r, cases) })
	return out
}

func mutateRule(ctx context.Context, set *rules.Set, r *rules.Rule, cases []Case) RuleMutation {
	out := RuleMutation{Rule: r, ByKind: map[Kind]Notice{}}
	var telling []*Case
	if telling, out.Tested = about(ctx, set, r, cases); !out.Tested {
		return out
	}
	for _, m := range mutants(r) {
		if ctx.Err() != nil {
			break
		}
		n := out.ByKind[m.Kind]
		n.Tried++
		if m.killed(ctx, set, telling) {
			n.Noticed++
		} else {
			out.Survivors = append(out.Survivors, m)
		}
		out.ByKind[m.Kind] = n
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
