package catalogue

import (
	"fmt"
	"slices"

	"github.com/fo-check/fo-check/rules"
)

// Problems tells where catalogue and rules do not fit: an entry with neither rule nor reason, or with both; a
// rule that no entry has; an entry given twice; a sentence that obliges nobody, and does not say why.
func (c *Catalogue) Problems(set *rules.Set) []string {
	var out []string
	seen := map[string]bool{}
	for _, e := range c.Entries() {
		if seen[e.ID] {
			out = append(out, e.ID+": given twice; give it once")
		}
		seen[e.ID] = true
		out = append(out, e.problems(set)...)
	}
	out = append(out, c.remarks()...)
	for _, r := range set.Rules {
		if r.Pack.Builtin && !seen[Of(r.ID)] {
			out = append(out, fmt.Sprintf("rule %s: in no entry of the catalogue; give %s one", r.ID, Of(r.ID)))
		}
	}
	return out
}

func (c *Catalogue) remarks() []string {
	var out []string
	for _, p := range c.Parts {
		for _, s := range p.Sections {
			for _, r := range s.Otherwise {
				if r.Says == "" || r.Why == "" {
					out = append(out, fmt.Sprintf("%s: otherwise: says %q, why %q; both are needed", s.Section, r.Says, r.Why))
				}
			}
		}
	}
	return out
}

func (e *Entry) problems(set *rules.Set) []string {
	var out []string
	say := func(text string) { out = append(out, e.ID+": "+text) }
	deciding := e.Rules(set)
	switch {
	case len(deciding) == 0 && e.Undecidable == "":
		say("neither a rule decides it nor says undecidable why; one of them is needed")
	case len(deciding) > 0 && e.Undecidable != "":
		say("undecidable, and " + deciding[0].ID + " decides it; drop undecidable, or say in partly what is left")
	}
	if e.Partly != "" && len(deciding) == 0 {
		say("decided partly, and by no rule; say why in undecidable")
	}
	if len(e.Sentences(set)) == 0 {
		say("no sentence; say it in says")
	}
	for _, id := range e.Covered {
		if !slices.ContainsFunc(set.Rules, func(r *rules.Rule) bool { return r.ID == id }) {
			say("covered by " + id + ", which is no rule")
		}
	}
	return out
}
