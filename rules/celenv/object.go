package celenv

import (
	"fmt"
	"reflect"

	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/common/types/traits"

	"github.com/fo-check/fo-check/trace"
)

// object is what the objects of conditions have in common: a type, and nothing to do with them as a
// whole; conditions read their fields.
type object struct{ typ *types.Type }

// ConvertToNative implements ref.Val.
func (o *object) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("%s is not a %v", o.typ.TypeName(), t)
}

// ConvertToType implements ref.Val.
func (o *object) ConvertToType(t ref.Type) ref.Val {
	return types.NewErr("%s is not a %s", o.typ.TypeName(), t.TypeName())
}

// Equal implements ref.Val.
func (o *object) Equal(ref.Val) ref.Val {
	return types.NewErr("%s cannot be compared as a whole", o.typ.TypeName())
}

// Type implements ref.Val.
func (o *object) Type() ref.Type { return o.typ }

// noEvent is read where there is no event. It is never written.
var noEvent trace.Event

// eventObject is event or trigger.
type eventObject struct {
	object
	state *scopeState
	event *trace.Event // nil: none
	attrs attrsMap
}

// Value implements ref.Val.
func (o *eventObject) Value() any { return o }

// field returns the field of that name, and whether there is one.
func (o *eventObject) field(name string) (ref.Val, bool) {
	e := o.event
	if e == nil {
		e = &noEvent
	}
	switch name {
	case "time":
		return o.time(), true
	case "reason":
		return o.reason(), true
	case "source":
		return o.state.boxes.string(e.Source), true
	case "name":
		return o.state.boxes.string(e.Name), true
	case "direction":
		return o.state.boxes.string(e.Direction), true
	case "ref":
		return o.state.boxes.string(e.Ref), true
	}
	k, ok := trace.ParseKey(name)
	if !ok {
		return nil, false
	}
	return o.state.boxes.string(e.Key(k)), true
}

func (o *eventObject) time() ref.Val {
	if o.event == nil {
		return types.NewErr("time: no event is judged here")
	}
	return o.state.boxes.timestamp(o.event.Time)
}

// reason is evidence: where it is absent the Host may say that it is not known.
func (o *eventObject) reason() ref.Val {
	if o.event != nil && o.event.Reason != "" {
		return o.state.boxes.string(o.event.Reason)
	}
	return o.missing("reason")
}

func (o *eventObject) missing(attr string) ref.Val {
	if _, unknown := o.absent(attr); unknown != nil {
		return unknown
	}
	return o.state.boxes.empty
}

// attrsMap is the map attrs of an event: a missing key reads as "".
type attrsMap struct {
	object
	of *eventObject
}

// Value implements ref.Val.
func (m *attrsMap) Value() any { return m }

func (m *attrsMap) all() trace.Attrs {
	if m.of.event == nil {
		return nil
	}
	return m.of.event.Attrs
}

// Find implements traits.Mapper.
func (m *attrsMap) Find(key ref.Val) (ref.Val, bool) {
	name, ok := key.(types.String)
	if !ok {
		return types.MaybeNoSuchOverloadErr(key), false
	}
	all := m.all()
	for i := range all {
		if all[i].Key == string(name) {
			return m.of.state.boxes.string(all[i].Value), true
		}
	}
	return m.of.missing(string(name)), true
}

// Get implements traits.Indexer.
func (m *attrsMap) Get(key ref.Val) ref.Val {
	v, _ := m.Find(key)
	return v
}

// Contains implements traits.Container.
func (m *attrsMap) Contains(key ref.Val) ref.Val {
	name, ok := key.(types.String)
	if !ok {
		return types.MaybeNoSuchOverloadErr(key)
	}
	_, found := m.all().Get(string(name))
	return types.Bool(found)
}

// Size implements traits.Sizer.
func (m *attrsMap) Size() ref.Val { return types.Int(len(m.all())) }

// Iterator implements traits.Iterable: over the keys, in the order of the log.
func (m *attrsMap) Iterator() traits.Iterator {
	all, boxes := m.all(), m.of.state.boxes
	return &iterator{length: len(all), at: func(i int) ref.Val { return boxes.string(all[i].Key) }}
}

// iterator walks a map's keys or a list's elements.
type iterator struct {
	object
	next, length int
	at           func(int) ref.Val
}

// Type implements ref.Val.
func (it *iterator) Type() ref.Type { return types.IteratorType }

// Value implements ref.Val.
func (it *iterator) Value() any { return it }

// Equal implements ref.Val.
func (it *iterator) Equal(ref.Val) ref.Val { return types.False }

// HasNext implements traits.Iterator.
func (it *iterator) HasNext() ref.Val { return types.Bool(it.next < it.length) }

// Next implements traits.Iterator.
func (it *iterator) Next() ref.Val {
	it.next++
	return it.at(it.next - 1)
}
