package celenv

import (
	"slices"
	"strings"
	"sync"

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
	p.demand.once.Do(func() {
		p.demand.whole = p.variant == nil
		p.collect(formulaOf(p, false, false))
	})
	return p.demand.list, p.demand.whole
}

// demand is what a condition requires, found when first asked for.
type demand struct {
	once  sync.Once
	list  []Requirement
	whole bool
}

func (p *Program) collect(f *formula) {
	r, ok := requirement(f.atom)
	switch {
	case ok:
		p.demand.list = append(p.demand.list, r)
	case f.atom != nil, !f.all, len(f.parts) == 0:
		p.demand.whole = false
	default:
		for _, part := range f.parts {
			p.collect(part)
		}
	}
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
