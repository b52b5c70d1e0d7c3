package strategy

import (
	"time"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
)

// Interaction ids of the model: the session's own, and another one.
const (
	ownID   = "own interaction"
	otherID = "other interaction"
)

// runTime bounds one evaluation. Nothing that is run can loop, so this is a second bolt on the door.
const runTime = 200 * time.Millisecond

// model is what a condition can see when it is run: the event of a cell and the session's interaction.
// Everything else is outside, and makes the outcome unknown. The engine has no input or output.
type model struct {
	vm      *goja.Runtime
	cell    cell
	outside bool // something that the model does not have was read
}

// globals are the names that conditions may read. The built-in ones have no effects.
var globals = [...]string{"_event", "_data", "system", "InteractionID", "undefined", "NaN", "Infinity", "String", "Boolean"}

func isGlobal(name string) bool {
	for _, g := range globals {
		if g == name {
			return true
		}
	}
	return false
}

// newModel makes an engine; one serves a whole file.
func newModel() *model {
	m := &model{vm: goja.New()}
	m.vm.SetMaxCallStackSize(256)
	data := m.object(func(key string) (any, bool) {
		switch {
		case key == "interactionid" && m.cell.same:
			return ownID, true
		case key == "interactionid":
			return otherID, true
		case key == "resultof" && m.cell.resultof != "":
			return m.cell.resultof, true
		case key == "resultof":
			return nil, true
		}
		return nil, false
	})
	var session *goja.Object
	session = m.object(func(key string) (any, bool) {
		switch key {
		case "InteractionID", "InitialInteractionID":
			return ownID, true
		case "context":
			return session, true
		}
		return nil, false
	})
	m.set("_event", m.object(fixed(map[string]any{"data": data}, func(key string) (any, bool) { return m.cell.event, key == "name" })))
	m.set("_data", m.object(fixed(map[string]any{"system": session}, nil)))
	m.set("system", session)
	m.set("InteractionID", ownID)
	return m
}

// set cannot fail: the names are free.
func (m *model) set(name string, value any) { _ = m.vm.Set(name, value) }

// fixed looks keys up in values, then asks more.
func fixed(values map[string]any, more func(string) (any, bool)) func(string) (any, bool) {
	return func(key string) (any, bool) {
		if v, ok := values[key]; ok || more == nil {
			return v, ok
		}
		return more(key)
	}
}

// run evaluates an expression; unknown if it is outside what may be run, reads outside the model, or fails.
func (m *model) run(e ast.Expression) truth {
	if !runnable(e) {
		return unknown
	}
	return m.compiled(&ast.Program{Body: []ast.Statement{&ast.ExpressionStatement{Expression: e}}})
}

// compiled runs a program for no longer than runTime.
func (m *model) compiled(syntax *ast.Program) truth {
	program, err := goja.CompileAST(syntax, false)
	if err != nil {
		return unknown
	}
	m.outside = false
	timer := time.AfterFunc(runTime, func() { m.vm.Interrupt("too long") })
	value, err := m.vm.RunProgram(program)
	if !timer.Stop() {
		m.vm.ClearInterrupt()
	}
	if err != nil || m.outside {
		return unknown
	}
	return truthOf(value.ToBoolean())
}

// object makes an object whose members get gives; others are outside the model.
func (m *model) object(get func(key string) (any, bool)) *goja.Object {
	return m.vm.NewDynamicObject(&member{m, get})
}

// member implements goja.DynamicObject.
type member struct {
	model *model
	get   func(key string) (any, bool)
}

// Get implements goja.DynamicObject.
func (o *member) Get(key string) goja.Value {
	v, ok := o.get(key)
	if !ok {
		o.model.outside = true
	}
	if v == nil {
		return nil
	}
	return o.model.vm.ToValue(v)
}

// Has implements goja.DynamicObject.
func (o *member) Has(key string) bool { return o.Get(key) != nil }

// Set implements goja.DynamicObject: nothing can be changed.
func (o *member) Set(string, goja.Value) bool { return false }

// Delete implements goja.DynamicObject: nothing can be removed.
func (o *member) Delete(string) bool { return false }

// Keys implements goja.DynamicObject: the members are not known.
func (o *member) Keys() []string {
	o.model.outside = true
	return nil
}
