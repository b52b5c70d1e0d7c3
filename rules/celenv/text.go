package celenv

import (
	"github.com/google/cel-go/common/operators"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/interpreter"

	"github.com/fo-check/fo-check/trace"
)

// Nearly all conditions compare a field or an attribute with a text. Such a comparison is planned as
// one step on Go strings: a third of the time, and nothing to box.

// textRead reads a text; the value it returns, if not nil, says why there is none.
type textRead func(*scopeState) (string, ref.Val)

// textEquals is an == or != of two texts.
type textEquals struct {
	interpreter.InterpretableV2 // the comparison as planned, for its id
	left, right                 textRead
	negate                      bool
}

// Exec implements interpreter.InterpretableV2.
func (c *textEquals) Exec(frame *interpreter.ExecutionFrame) ref.Val {
	st, ok := frame.Activation.(*scopeState)
	if !ok {
		if st = outermost(frame); st == nil {
			return c.InterpretableV2.Exec(frame)
		}
	}
	left, wrong := c.left(st)
	right, other := c.right(st)
	if wrong != nil || other != nil {
		return c.InterpretableV2.Exec(frame) // merges what is unknown
	}
	return types.Bool((left == right) != c.negate)
}

// Eval implements interpreter.Interpretable.
func (c *textEquals) Eval(vars interpreter.Activation) ref.Val {
	return c.Exec(interpreter.AsFrame(vars))
}

// outermost finds the state from within a comprehension.
func outermost(frame *interpreter.ExecutionFrame) *scopeState {
	v, _ := frame.ResolveName(stateName)
	st, _ := v.(*scopeState)
	return st
}

// stateName is no name that a condition can contain.
const stateName = "@state"

// planTexts is the decorator that finds such comparisons.
func (e *Env) planTexts(i interpreter.InterpretableV2) (interpreter.InterpretableV2, error) {
	call, ok := i.(interpreter.InterpretableCall)
	if !ok || len(call.Args()) != 2 {
		return i, nil
	}
	name := call.Function()
	if name != operators.Equals && name != operators.NotEquals {
		return i, nil
	}
	left, right := e.textOf(call.Args()[0]), e.textOf(call.Args()[1])
	if left == nil || right == nil {
		return i, nil
	}
	return &textEquals{i, left, right, name == operators.NotEquals}, nil
}

// textOf returns how i is read if it is a text of the event, a key, a fact or a literal; else nil.
func (e *Env) textOf(i interpreter.InterpretableV2) textRead {
	switch x := i.(type) {
	case interpreter.InterpretableConst:
		if s, ok := x.Value().(types.String); ok {
			return func(*scopeState) (string, ref.Val) { return string(s), nil }
		}
	case interpreter.InterpretableAttribute:
		return e.textOfPath(pathOf(x))
	}
	return nil
}

// pathOf returns the names of VARIABLE.NAME.NAME, or nil for any other attribute.
func pathOf(x interpreter.InterpretableAttribute) []string {
	a, ok := x.Attr().(interpreter.NamespacedAttribute)
	if !ok || len(a.CandidateVariableNames()) != 1 {
		return nil
	}
	path := []string{a.CandidateVariableNames()[0]}
	for _, q := range a.Qualifiers() {
		c, ok := q.(interpreter.ConstantQualifier)
		if !ok {
			return nil
		}
		s, ok := c.Value().(types.String)
		if !ok {
			return nil
		}
		path = append(path, string(s))
	}
	return path
}

func (e *Env) textOfPath(path []string) textRead {
	switch {
	case len(path) == 1:
		return fieldText((*scopeState).judged, path[0])
	case len(path) == 2 && path[0] == "attrs":
		return attrText((*scopeState).judged, path[1])
	case len(path) == 2 && path[0] == "event":
		return fieldText((*scopeState).judged, path[1])
	case len(path) == 2 && path[0] == "trigger":
		return fieldText((*scopeState).triggering, path[1])
	case len(path) == 3 && path[0] == "event" && path[1] == "attrs":
		return attrText((*scopeState).judged, path[2])
	case len(path) == 3 && path[0] == "trigger" && path[1] == "attrs":
		return attrText((*scopeState).triggering, path[2])
	case len(path) == 3 && path[0] == "facts" && path[2] == "value":
		return factText(e.facts[path[1]])
	case len(path) == 2:
		return keyText(path[0], path[1])
	}
	return nil
}

func (st *scopeState) judged() *eventObject     { return &st.event }
func (st *scopeState) triggering() *eventObject { return &st.trigger }

func attrText(of func(*scopeState) *eventObject, name string) textRead {
	return func(st *scopeState) (string, ref.Val) {
		o := of(st)
		if o.event != nil {
			if value, ok := o.event.Attrs.Get(name); ok {
				return value, nil
			}
		}
		return o.absent(name)
	}
}

// absent reads as "", or is unknown if the Host says so.
func (o *eventObject) absent(attr string) (string, ref.Val) {
	if c := o.state.host.Missing(o.event, attr); c != 0 {
		return "", o.state.boxes.unknown(c)
	}
	return "", nil
}

func fieldText(of func(*scopeState) *eventObject, name string) textRead {
	if name == "reason" {
		return func(st *scopeState) (string, ref.Val) {
			o := of(st)
			if o.event != nil && o.event.Reason != "" {
				return o.event.Reason, nil
			}
			return o.absent(name)
		}
	}
	if read := textField(name); read != nil {
		return func(st *scopeState) (string, ref.Val) {
			if e := of(st).event; e != nil {
				return read(e), nil
			}
			return "", nil
		}
	}
	return nil
}

// textField returns how a field that is a text is read; reason is not one of them: it may be unknown.
func textField(name string) func(*trace.Event) string {
	switch name {
	case "source":
		return func(e *trace.Event) string { return e.Source }
	case "name":
		return func(e *trace.Event) string { return e.Name }
	case "direction":
		return func(e *trace.Event) string { return e.Direction }
	case "ref":
		return func(e *trace.Event) string { return e.Ref }
	}
	if k, ok := trace.ParseKey(name); ok {
		return func(e *trace.Event) string { return e.Key(k) }
	}
	return nil
}

func keyText(root, name string) textRead {
	k, ok := trace.ParseKey(name)
	switch {
	case ok && root == "key":
		return func(st *scopeState) (string, ref.Val) { return st.host.Key(k), nil }
	case ok && root == "item":
		return func(st *scopeState) (string, ref.Val) { return st.host.ItemKey(k), nil }
	}
	return nil
}

// factText reads the value of a fact that is a text. What is unknown is left to the comparison as
// planned.
func factText(decl *FactDecl) textRead {
	if decl == nil || decl.Value != String {
		return nil
	}
	return func(st *scopeState) (string, ref.Val) {
		if view := st.host.Fact(decl.Index); view != nil {
			if value, ok := view.Value.(types.String); ok {
				return string(value), nil
			}
		}
		return "", types.False // any value will do
	}
}
