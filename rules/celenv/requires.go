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

// Requires returns the equalities on attributes of an event of that name without which p is false, whatever else
// holds or is unknown; for finding conditions by the attributes of an event. whole tells that p says nothing
// else of such events. An attribute that is unknown where it is missing (see Host.Missing) is the caller's to
// leave out.
func (p *Program) Requires(name string) (list []Requirement, whole bool) {
	p.demands.mu.Lock()
	defer p.demands.mu.Unlock()
	d := p.demands.of[name]
	if d == nil {
		d = &demand{whole: p.variant == nil}
		d.collect(formulaOf(p, false, false).given(name))
		if p.demands.of == nil {
			p.demands.of = map[string]*demand{}
		}
		p.demands.of[name] = d
	}
	return d.list, d.whole
}

// demands are what a condition requires of events, by their names, found when first asked for.
type demands struct {
	mu sync.Mutex
	of map[string]*demand
}

type demand struct {
	list  []Requirement
	whole bool
}

func (d *demand) collect(f *formula) {
	r, ok := requirement(f.atom)
	switch {
	case ok:
		d.list = append(d.list, r)
	case f.atom != nil, !f.all:
		d.whole = false
	default:
		for _, part := range f.parts {
			d.collect(part)
		}
	}
}

// given returns what is left of the formula for events of that name.
func (f *formula) given(name string) *formula {
	if f.atom != nil {
		if f.atom.path == "name" && f.atom.bound == nil {
			return &formula{all: slices.Contains(f.atom.texts, name) != f.atom.not}
		}
		return f
	}
	left := &formula{all: f.all}
	for _, part := range f.parts {
		part = part.given(name)
		switch {
		case part.atom != nil || len(part.parts) > 0:
			left.parts = append(left.parts, part)
		case part.all != f.all: // it decides
			return part
		}
	}
	if len(left.parts) == 1 {
		return left.parts[0]
	}
	return left
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
