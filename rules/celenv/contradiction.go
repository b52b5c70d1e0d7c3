package celenv

import (
	"fmt"
	"slices"
)

// Assumption is a condition taken as true, or with Not as false.
type Assumption struct {
	Program *Program
	Not     bool
	// Trigger says that the condition was read at the trigger: its bare names are those of trigger.
	Trigger bool
}

// Restriction limits a path (name, facts.telephony.value, trigger.name) to some texts.
type Restriction struct {
	Path  string
	Texts []string
}

// Conflict tells why conditions can never hold together.
type Conflict struct {
	Program *Program // where the part stands that cannot hold
	Offset  int      // of that part in the condition, in code points
	Part    string   // as written
	Other   string   // the part that it contradicts; "" if it takes more than one, or none
}

// String returns the two parts.
func (c *Conflict) String() string {
	switch {
	case c.Part == "":
		return "it is false whatever comes"
	case c.Other == "":
		return c.Part + " contradicts the rest"
	}
	return fmt.Sprintf("%s contradicts %s", c.Part, c.Other)
}

// At returns where the code point at offset in the text stands in the file.
func (x Expr) At(offset int) (line, col int) { return x.place(offset) }

// Contradiction tells why the assumptions can never all hold at one instant, or returns nil if they can,
// or if that cannot be told. It knows and, or, not, comparison with literals, and what enum facts can be;
// everything else may be true or false. All programs must be of one pack.
func Contradiction(given []Restriction, all ...Assumption) *Conflict {
	s := &solver{held: map[string][]*atom{}, given: map[string][]string{}, budget: maxSteps}
	for _, g := range given {
		s.given[g.Path] = g.Texts
	}
	var todo []*formula
	for _, a := range all {
		if a.Program == nil {
			continue
		}
		s.env = a.Program.env
		todo = append(todo, formulaOf(a.Program, a.Not, a.Trigger))
	}
	slices.Reverse(todo) // what comes first is taken for granted first
	if s.env == nil || s.satisfiable(todo) {
		return nil
	}
	if s.conflict == nil {
		s.conflict = &Conflict{Program: lastProgram(all)}
	}
	return s.conflict
}

func lastProgram(all []Assumption) *Program {
	var p *Program
	for _, a := range all {
		if a.Program != nil {
			p = a.Program
		}
	}
	return p
}

// maxSteps bounds the search; what is not decided by then may hold.
const maxSteps = 20_000

// solver searches for values that make all formulas true.
type solver struct {
	env      *Env
	given    map[string][]string
	held     map[string][]*atom
	budget   int
	conflict *Conflict // the first found
}

func (s *solver) satisfiable(todo []*formula) bool {
	if s.budget--; s.budget < 0 {
		return true
	}
	if len(todo) == 0 {
		return true
	}
	f, rest := todo[len(todo)-1], todo[:len(todo)-1:len(todo)-1]
	switch {
	case f.atom != nil:
		return s.assume(f.atom, rest)
	case f.all:
		for i := len(f.parts) - 1; i >= 0; i-- {
			rest = append(rest, f.parts[i])
		}
		return s.satisfiable(rest)
	}
	return slices.ContainsFunc(f.parts, func(part *formula) bool { return s.satisfiable(append(rest, part)) })
}

// assume goes on with the atom held, if it agrees with those held already.
func (s *solver) assume(a *atom, rest []*formula) bool {
	before := s.held[a.path]
	now := append(before[:len(before):len(before)], a)
	if !s.agree(a.path, now) {
		s.blame(a, before)
		return false
	}
	s.held[a.path] = now
	ok := s.satisfiable(rest)
	s.held[a.path] = before
	return ok
}

// blame keeps the first conflict, with the atom that is enough for it.
func (s *solver) blame(a *atom, before []*atom) {
	if s.conflict != nil {
		return
	}
	s.conflict = &Conflict{Program: a.from, Offset: a.place, Part: a.text}
	for _, other := range before {
		if !s.agree(a.path, []*atom{other, a}) {
			s.conflict.Other = other.text
			return
		}
	}
	if texts := s.domain(a.path); texts != nil {
		s.conflict.Other = fmt.Sprintf("what it can be (%s)", quotedList(texts))
	}
}

func quotedList(texts []string) string {
	text := ""
	for i, t := range texts {
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprintf("%q", t)
	}
	return text
}

// domain lists what a path can be; nil: anything.
func (s *solver) domain(path string) []string {
	if texts := s.given[path]; texts != nil {
		return texts
	}
	for name, decl := range s.env.facts {
		if decl.Values != nil && (path == "facts."+name+".value" || path == "facts."+name+".prev") {
			return append([]string{""}, decl.Values...)
		}
	}
	return nil
}

// agree tells whether some value satisfies all atoms of a path.
func (s *solver) agree(path string, atoms []*atom) bool {
	allowed := s.domain(path)
	for _, a := range atoms {
		if a.bound == nil && !a.not {
			allowed = intersect(allowed, a.texts)
		}
	}
	if allowed == nil {
		return inRange(atoms)
	}
	return slices.ContainsFunc(allowed, func(text string) bool {
		return !slices.ContainsFunc(atoms, func(a *atom) bool { return a.bound == nil && a.not && slices.Contains(a.texts, text) })
	})
}

// intersect returns what is in both; nil stands for everything.
func intersect(a, b []string) []string {
	if a == nil {
		return b
	}
	both := []string{}
	for _, text := range a {
		if slices.Contains(b, text) {
			both = append(both, text)
		}
	}
	return both
}

// inRange tells whether some number satisfies the bounds: if one does, then one at, just below or just
// above one of them does.
func inRange(atoms []*atom) bool {
	var limits []*side
	for _, a := range atoms {
		if a.bound != nil {
			limits = append(limits, a.bound)
		}
	}
	if len(limits) == 0 {
		return true
	}
	for _, at := range limits {
		for _, n := range []float64{at.value, at.value - 0.5, at.value + 0.5} {
			if !slices.ContainsFunc(limits, func(l *side) bool { return l.holds(n) == l.negate }) {
				return true
			}
		}
	}
	return false
}

func (l *side) holds(n float64) bool {
	switch l.op {
	case "<":
		return n < l.value
	case "<=":
		return n <= l.value
	case ">":
		return n > l.value
	case ">=":
		return n >= l.value
	}
	return n == l.value
}
