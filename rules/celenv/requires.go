package celenv

import (
	"slices"
	"strings"

	"github.com/fo-check/fo-check/trace"
)

// Requirement is a necessary part of a condition on an event: its attribute Attr has one of Texts, where a
// missing attribute reads as "".
type Requirement struct {
	Attr  string
	Texts []string
}

// Met tells whether the attributes meet the requirement.
func (r *Requirement) Met(attrs trace.Attrs) bool {
	text, _ := attrs.Get(r.Attr)
	return slices.Contains(r.Texts, text)
}

// Requires returns the equalities on attributes of the judged event without which p is false, whatever
// else holds or is unknown; for finding conditions by the attributes of an event. whole tells that p says
// nothing else. An attribute that is unknown where it is missing (see Host.Missing) is the caller's to
// leave out.
func (p *Program) Requires() (list []Requirement, whole bool) {
	whole = p.variant == nil
	var collect func(f *formula)
	collect = func(f *formula) {
		r, ok := requirement(f.atom)
		switch {
		case ok:
			list = append(list, r)
		case f.atom != nil, !f.all, len(f.parts) == 0:
			whole = false
		default:
			for _, part := range f.parts {
				collect(part)
			}
		}
	}
	collect(formulaOf(p, false, false))
	return list, whole
}

// requirement reads an atom that demands texts of an attribute.
func requirement(a *atom) (Requirement, bool) {
	if a == nil || a.not || len(a.texts) == 0 || a.bound != nil {
		return Requirement{}, false
	}
	attr, ok := strings.CutPrefix(a.path, "attrs.")
	return Requirement{attr, a.texts}, ok && isName(attr)
}

// isName tells whether the path is that of an attribute and not of something computed from one.
func isName(path string) bool {
	return path != "" && !strings.ContainsAny(path, " ()[]?!=<>+-*/%&|\"'")
}
