package lint

import (
	"slices"
	"strings"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
)

// duplicates reports rules that say what another says already.
func (l *linter) duplicates() {
	seen := map[string][]*rules.Rule{}
	for _, r := range l.set.Rules {
		about := obligation(r)
		for _, other := range seen[about] {
			if l.same(other, r) {
				break
			}
		}
		seen[about] = append(seen[about], r)
	}
}

// same compares two rules about the same reply to the same trigger; true: it has said something.
func (l *linter) same(a, b *rules.Rule) bool {
	if !together(a.Profiles, b.Profiles) {
		return false
	}
	guards, bounds := text(a.When) == text(b.When), lengthsOf(a) == lengthsOf(b)
	switch {
	case guards && bounds:
		l.errorf(b.At["id"], "duplicate", "rule %s: says the same as %s (%s:%d): same trigger, verb, keys and reply", b.ID, a.ID, a.Pos.File, a.Pos.Line)
	case guards:
		l.warnf(b.At["id"], "shadowed", "rule %s: differs from %s (%s:%d) in its bounds alone; one of the two says nothing more", b.ID, a.ID, a.Pos.File, a.Pos.Line)
	case bounds && (a.When == nil || b.When == nil):
		narrow, wide := a, b
		if a.When == nil {
			narrow, wide = b, a
		}
		l.warnf(narrow.At["id"], "shadowed", "rule %s: %s (%s:%d) says the same without its guard", narrow.ID, wide.ID, wide.Pos.File, wide.Pos.Line)
	default:
		return false
	}
	return true
}

// together tells whether two rules can be in force at once.
func together(a, b []string) bool {
	return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(p string) bool { return slices.Contains(b, p) })
}

// obligation writes what a rule is about: trigger, verb, keys and reply, without guard and bounds.
func obligation(r *rules.Rule) string {
	parts := []string{r.Pack.Name, r.Verb.String(), refsText(r.On.Refs), refsText(r.Expect), refsText(r.Forbid), text(r.Check), text(r.Unless)}
	if r.On.Fact != nil {
		parts = append(parts, "fact "+r.On.Fact.Name)
	}
	for _, k := range r.Per {
		parts = append(parts, "per "+k.String())
	}
	for _, k := range r.Match {
		parts = append(parts, "match "+k.String())
	}
	for _, n := range r.Any {
		parts = append(parts, n.Name, text(n.Cond))
	}
	if r.ForEach != nil {
		parts = append(parts, "each "+r.ForEach.Fact.Name, text(r.ForEach.Where))
	}
	return strings.Join(append(parts, "until", refsText(r.Until), "cancel", refsText(r.Cancel)), "\x00")
}

func refsText(refs []rules.Ref) string {
	var b strings.Builder
	for i := range refs {
		b.WriteString(refs[i].Predicate.Name + "\x01" + text(refs[i].Where) + "\x01")
		if refs[i].Via != nil {
			b.WriteString(refs[i].Via.Name)
		}
		for _, k := range refs[i].Match {
			b.WriteString("\x01" + k.String())
		}
	}
	return b.String()
}

func text(p *celenv.Program) string {
	if p == nil {
		return ""
	}
	return p.Text()
}

func lengthsOf(r *rules.Rule) string {
	var b strings.Builder
	for _, bound := range []*rules.Bound{r.After, r.Within, r.Before} {
		if bound != nil {
			b.WriteString(bound.Text)
		}
		b.WriteByte(0)
	}
	return b.String()
}
