package engine

import (
	"slices"
	"strings"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
)

// relation is what has been learnt of one relation.
type relation struct {
	def     *rules.Relation
	sources []string // of the events that teach it; nil: any
	bonds   map[string]bond
}

// bond is the key bound to some others.
type bond struct {
	to string // "": not known any more
	mark
}

// learn is an event that teaches a relation or makes it forget.
type learn struct {
	relation *relation
	ref      *rules.Ref
	value    *celenv.Program // nil: forget
}

func newRelation(def *rules.Relation) *relation {
	r := &relation{def: def, bonds: map[string]bond{}}
	for _, ref := range def.Refs() {
		if len(ref.Predicate.Sources) == 0 {
			r.sources = nil
			break
		}
		r.sources = append(r.sources, ref.Predicate.Sources...)
	}
	return r
}

// learn folds the present event into the relations it teaches.
func (e *Engine) learn(m *match) {
	for i := range m.predicate.learns {
		l := &m.predicate.learns[i]
		outcome, _ := e.holds(l.ref, m, nil)
		switch {
		case outcome == celenv.False:
		case l.value == nil:
			l.relation.drop(e.candidate[l.relation.def.To])
		default:
			e.bond(l, m, outcome)
		}
	}
}

// drop forgets what is bound to the value; one that is not told may be any.
func (r *relation) drop(value string) {
	for from, b := range r.bonds {
		if value == "" || b.to == value {
			delete(r.bonds, from)
		}
	}
}

// bond binds the value to the keys of the event. One that may or may not have been bound is not known.
func (e *Engine) bond(l *learn, m *match, outcome celenv.Outcome) {
	r := l.relation
	text, result := l.value.String(&e.scope)
	if outcome != celenv.True || result.Outcome != celenv.True {
		text = ""
	}
	next := bond{text, mark{e.serial, e.now, m.input}}
	if _, missing := missingKey(r.def.From, e.candidate); !missing {
		r.bonds[string(appendKey(nil, r.def.From, e.candidate))] = next
		return
	}
	if !m.predicate.def.Broadcast {
		next.to = ""
	}
	for from := range r.bonds {
		if r.agrees(from, e.candidate) {
			r.bonds[from] = next
		}
	}
}

// agrees tells whether the keys, as far as the event has them, are those of the bond called from.
func (r *relation) agrees(from string, keys *keySet) bool {
	for i, value := range strings.Split(from, "\x00")[:len(r.def.From)] {
		if told := keys[r.def.From[i]]; told != "" && told != value {
			return false
		}
	}
	return true
}

// rekey gives keys the key that the relation binds. If it binds none the key is not known, whatever the
// event says: false.
func (e *Engine) rekey(rel *rules.Relation, keys *keySet) bool {
	r := e.relations[rel.Index]
	e.buf = appendKey(e.buf[:0], rel.From, keys)
	b := r.bonds[string(e.buf)]
	if b.to != "" && !e.vouched(r, b, keys) {
		b.to = ""
	}
	keys[rel.To] = b.to
	return b.to != ""
}

// vouched tells whether a log shows that the bond has not been replaced since: the one that taught it, or
// another one that could have.
func (e *Engine) vouched(r *relation, b bond, keys *keySet) bool {
	st := state{set: b.set, at: b.at}
	if e.covered(b.in, &st) {
		return true
	}
	return slices.ContainsFunc(e.inputs.candidates(r.def.From, keys), func(in *input) bool {
		return in.teaches(r) && in.fits(r.def.From, keys) && e.covered(in, &st)
	})
}

// teaches tells whether the input may hold events that teach the relation.
func (in *input) teaches(r *relation) bool {
	return r.sources == nil || in.Source == "" || slices.Contains(r.sources, in.Source)
}
