package lint

import (
	"regexp"
	"slices"
	"strings"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/trace"
)

// carries tells whether an event that matches ref can have the key, and if not, why not; certain says
// that the pack itself rules it out.
func (l *linter) carries(ref *rules.Ref, k trace.Key) (can bool, why string, certain bool) {
	p := ref.Predicate
	if ref.Via != nil && ref.Via.To == k {
		return true, "", false
	}
	for _, kv := range p.Keys {
		if kv.Key == k && kv.Value != nil {
			empty := kv.Value.Text() == `""` || kv.Value.Text() == `''`
			return !empty, "keys: sets it to nothing", true
		}
	}
	if p.Any || !l.in.Vocabulary.lack(p.Names, k) {
		return true, "", false
	}
	return false, "it means nothing to " + strings.Join(p.Names, ", "), false
}

// keys looks at the keys by which a rule is sliced and replies are found.
func (l *linter) keys(r *rules.Rule) {
	for i := range r.On.Refs {
		ref := &r.On.Refs[i]
		for _, k := range r.Per {
			l.carried(ref, k, "unbound-key", "rule "+r.ID+": is sliced by "+k.String()+", and its trigger "+ref.Predicate.Name+" never has one")
		}
		l.factKeys(r, ref)
	}
	whole := r.Per
	if r.ForEach != nil {
		whole = slices.Concat(r.Per, r.ForEach.Fact.Per)
	}
	for _, part := range [][]rules.Ref{r.Expect, r.Forbid, r.Until, r.Cancel} {
		for i := range part {
			l.tautology(r, &part[i])
			if part[i].Predicate.Broadcast {
				continue
			}
			for _, k := range l.matchOf(r, &part[i], whole) {
				l.carried(&part[i], k, "match", "rule "+r.ID+": must share "+k.String()+" with "+part[i].Predicate.Name+", which never has one; match: without it is accepted")
			}
		}
	}
}

// matchOf returns the keys that an event must share with the obligation.
func (l *linter) matchOf(r *rules.Rule, ref *rules.Ref, whole []trace.Key) []trace.Key {
	for i := range r.Cancel {
		if &r.Cancel[i] == ref && ref.Match == nil {
			return whole
		}
	}
	switch {
	case ref.Match != nil:
		return ref.Match
	case r.Match != nil:
		return r.Match
	}
	return whole
}

func (l *linter) carried(ref *rules.Ref, k trace.Key, check, what string) {
	can, why, certain := l.carries(ref, k)
	switch {
	case can:
	case certain:
		l.errorf(ref.Pos, check, "%s (%s)", what, why)
	default:
		l.warnf(ref.Pos, check, "%s (%s)", what, why)
	}
}

// factKeys looks at the facts that a guard or a check reads at the trigger.
func (l *linter) factKeys(r *rules.Rule, ref *rules.Ref) {
	bound := r.Per
	if r.ForEach != nil {
		bound = slices.Concat(r.Per, r.ForEach.Fact.Per)
	}
	read := func(p *celenv.Program, pos rules.Pos) {
		if p == nil {
			return
		}
		for _, i := range p.Reads().Facts {
			for _, k := range l.set.Facts[i].Per {
				if can, why, _ := l.carries(ref, k); !can && !slices.Contains(bound, k) {
					l.warnf(pos, "unbound-key", "rule %s: nothing binds the key %s of fact %s here: neither per nor the trigger %s has one (%s)",
						r.ID, k, l.set.Facts[i].Name, ref.Predicate.Name, why)
				}
			}
		}
	}
	read(r.When, r.At["when"])
	read(r.Check, r.At["check"])
	if r.Verb == rules.VerbCheck {
		for _, n := range r.Any {
			read(n.Cond, n.Pos)
		}
	}
}

// ownKey finds a comparison of a key with itself: event.agent == key.agent.
var ownKey = regexp.MustCompile(`(?:\b(?:event\.)?(\w+)\s*[=!]=\s*key\.(\w+))|(?:\bkey\.(\w+)\s*[=!]=\s*(?:event\.)?(\w+)\b)`)

// tautology reports key.K in the where of a later event where the rule is not sliced by K: there it is the
// event's own.
func (l *linter) tautology(r *rules.Rule, ref *rules.Ref) {
	if ref.Where == nil {
		return
	}
	for _, m := range ownKey.FindAllStringSubmatchIndex(ref.Where.Text(), -1) {
		text := ref.Where.Text()
		group := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return text[m[2*i]:m[2*i+1]]
		}
		name := group(1) + group(3)
		k, ok := trace.ParseKey(name)
		if !ok || name != group(2)+group(4) || slices.Contains(r.Per, k) || l.overrides(ref, k) {
			continue
		}
		l.errorf(l.inside(ref.At["where"], text, len([]rune(text[:m[0]]))), "unbound-key",
			"key.%s: rule %s is not sliced by %s, so it is that of the event itself and the two are always equal; trigger.%s, or %s in per, is accepted",
			k, r.ID, k, k, k)
	}
}

func (l *linter) overrides(ref *rules.Ref, k trace.Key) bool {
	return ref.Via != nil && ref.Via.To == k ||
		slices.ContainsFunc(ref.Predicate.Keys, func(kv rules.KeyValue) bool { return kv.Key == k })
}
