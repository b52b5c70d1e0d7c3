package engine

import (
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
)

// learn is an event that teaches a relation or makes it forget.
type learn struct {
	relation *rules.Relation
	ref      *rules.Ref
	value    *celenv.Program // nil: forget
}

// learn folds the present event into the relations it teaches.
func (e *Engine) learn(m *match) {
	for i := range m.predicate.learns {
		l := &m.predicate.learns[i]
		if outcome, _ := e.holds(l.ref, m, nil); outcome != celenv.True {
			continue
		}
		bindings := e.relations[l.relation.Index]
		if l.value == nil {
			for from, to := range bindings {
				if to == e.candidate[l.relation.To] {
					delete(bindings, from)
				}
			}
			continue
		}
		text, r := l.value.String(&e.scope)
		if _, missing := missingKey(l.relation.From, e.candidate); !missing && r.Outcome == celenv.True {
			bindings[string(appendKey(nil, l.relation.From, e.candidate))] = text
		}
	}
}

// rekey gives keys the key that the relation binds; false if it binds none.
func (e *Engine) rekey(rel *rules.Relation, keys *keySet) bool {
	e.buf = appendKey(e.buf[:0], rel.From, keys)
	to, ok := e.relations[rel.Index][string(e.buf)]
	if ok {
		keys[rel.To] = to
	}
	return ok
}
