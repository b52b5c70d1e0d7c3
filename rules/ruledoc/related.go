package ruledoc

import (
	"slices"
	"strings"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/catalogue"
)

// Related is a neighbour of a rule, and in words why.
type Related struct {
	Rule *rules.Rule
	Why  string
}

// related lists, in the order of the set, the rules of the same obligation, those that the words or the notes
// of the rule name or whose words or notes name it, and those that the same event of the same pack triggers.
func related(set *rules.Set, r *rules.Rule) []Related {
	var out []Related
	for _, other := range set.Rules {
		if other.ID == r.ID {
			continue
		}
		if why := relation(r, other); why != "" {
			out = append(out, Related{other, why})
		}
	}
	return out
}

func relation(r, other *rules.Rule) string {
	switch {
	case catalogue.Of(r.ID) == catalogue.Of(other.ID):
		return "the same obligation"
	case names(r, other.ID):
		return "named above"
	case names(other, r.ID):
		return "names this rule"
	case r.Pack.Name == other.Pack.Name && sameTrigger(r, other):
		return "the same trigger"
	}
	return ""
}

// names tells whether the words of a rule, or a note that goes with its verdict, name another.
func names(r *rules.Rule, id string) bool {
	for _, ref := range r.Refs() {
		if ref.Note == id {
			return true
		}
	}
	text := r.Title + " " + r.Doc
	for i := strings.Index(text, id); i >= 0; {
		rest := text[i+len(id):]
		if rest == "" || !strings.ContainsAny(rest[:1], "0123456789abcdefghijklmnopqrstuvwxyz") {
			return true
		}
		next := strings.Index(rest, id)
		if next < 0 {
			break
		}
		i += len(id) + next
	}
	return false
}

// sameTrigger tells whether one event triggers both.
func sameTrigger(r, other *rules.Rule) bool {
	if r.On.Fact != nil || other.On.Fact != nil {
		return r.On.Fact == other.On.Fact && r.On.Becomes == other.On.Becomes
	}
	return slices.ContainsFunc(r.On.Refs, func(a rules.Ref) bool {
		return slices.ContainsFunc(other.On.Refs, func(b rules.Ref) bool { return a.Predicate == b.Predicate })
	})
}
