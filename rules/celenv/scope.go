package celenv

import (
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/interpreter"

	"github.com/fo-check/fo-check/trace"
)

// scopeState is what evaluation reuses between calls: the objects that conditions read, pointed at the
// event and the Host of the moment, and boxed values. It is the Activation of cel-go.
type scopeState struct {
	scope   *Scope // who this state belongs to; nil before the first use
	frame   *interpreter.ExecutionFrame
	host    Host
	boxes   *boxes
	event   eventObject
	trigger eventObject
	facts   []*instance // by name in the schema, made when first read
	roots   [numRoots]rootObject
	causes  []Cause
}

// rootObject is a variable that only gives access to its fields: facts, params, lists, terms, key, item.
type rootObject struct {
	object
	state *scopeState
}

// Value implements ref.Val.
func (o *rootObject) Value() any { return o }

// begin points the objects at what the scope holds now.
func (s *Scope) begin() *interpreter.ExecutionFrame {
	st := &s.state
	if st.scope != s {
		st.reset(s)
	}
	st.host = s.Host
	if st.host == nil {
		st.host = noHost{}
	}
	st.event.event, st.trigger.event = s.Event, s.Trigger
	return st.frame
}

func (st *scopeState) reset(s *Scope) {
	*st = scopeState{scope: s, boxes: newBoxes()}
	for _, o := range []*eventObject{&st.event, &st.trigger} {
		o.typ, o.state = eventType, st
		o.attrs = attrsMap{object{attrsType}, o}
	}
	for r := range st.roots {
		st.roots[r] = rootObject{object{rootTypes[r]}, st}
	}
	st.frame = interpreter.AsFrame(st)
}

// fact returns the object of facts.NAME, where slot is its place in the schema.
func (st *scopeState) fact(slot int, decl *FactDecl, typ *types.Type) ref.Val {
	for len(st.facts) <= slot {
		st.facts = append(st.facts, nil)
	}
	if st.facts[slot] == nil || st.facts[slot].typ != typ { // another pack's schema
		st.facts[slot] = &instance{object{typ}, st.boxes, nil}
	}
	f := st.facts[slot]
	f.view = st.host.Fact(decl.Index)
	return f
}

func (st *scopeState) list(index int, typ, element *types.Type) ref.Val {
	views, cause := st.host.List(index)
	var unknown ref.Val
	if cause != 0 {
		unknown = st.boxes.unknown(cause)
	}
	return newInstances(typ, element, views, unknown, st.boxes)
}

// Parent implements interpreter.Activation.
func (st *scopeState) Parent() interpreter.Activation { return nil }

// ResolveName implements interpreter.Activation.
func (st *scopeState) ResolveName(name string) (any, bool) {
	switch name {
	case "attrs":
		return &st.event.attrs, true
	case "event":
		return &st.event, true
	case "trigger":
		return &st.trigger, true
	case "facts":
		return &st.roots[rootFacts], true
	case "params":
		return &st.roots[rootParams], true
	case "lists":
		return &st.roots[rootLists], true
	case "terms":
		return &st.roots[rootTerms], true
	case "key":
		return &st.roots[rootKey], true
	case "item":
		return &st.roots[rootItem], true
	case stateName:
		return st, true
	}
	return st.event.field(name)
}

// noHost stands for a Host that is not given: nothing is bound.
type noHost struct{}

// Key implements Host.
func (noHost) Key(trace.Key) string { return "" }

// ItemKey implements Host.
func (noHost) ItemKey(trace.Key) string { return "" }

// Param implements Host.
func (noHost) Param(int) Value { return types.NewErr("no settings here") }

// Fact implements Host.
func (noHost) Fact(int) *FactView { return nil }

// List implements Host.
func (noHost) List(int) ([]*FactView, Cause) { return nil, 0 }

// Missing implements Host.
func (noHost) Missing(*trace.Event, string) Cause { return 0 }
