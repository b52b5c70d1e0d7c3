package celenv

import "strings"

// Requirement is a necessary part of a condition on an event: its attribute Attr has one of Texts, where a
// missing attribute reads as "".
type Requirement struct {
	Attr  string
	Texts []string
}

// Requires returns the equalities on attributes of the judged event without which p is false, whatever
// else holds or is unknown; for finding conditions by the attributes of an event. An attribute that is
// unknown where it is missing (see Host.Missing) is the caller's to leave out.
func (p *Program) Requires() []Requirement {
	var out []Requirement
	var collect func(f *formula)
	collect = func(f *formula) {
		if f.atom != nil {
			if attr, ok := strings.CutPrefix(f.atom.path, "attrs."); ok && !f.atom.not && len(f.atom.texts) > 0 && isName(attr) {
				out = append(out, Requirement{attr, f.atom.texts})
			}
			return
		}
		if !f.all {
			return
		}
		for _, part := range f.parts {
			collect(part)
		}
	}
	collect(formulaOf(p, false, false))
	return out
}

// isName tells whether the path is that of an attribute and not of something computed from one.
func isName(path string) bool {
	return path != "" && !strings.ContainsAny(path, " ()[]?!=<>+-*/%&|\"'")
}
