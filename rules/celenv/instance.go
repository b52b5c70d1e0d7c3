package celenv

import (
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/common/types/traits"

	"github.com/fo-check/fo-check/trace"
)

// instance is one instance of a fact: facts.NAME, or an element of a list.
type instance struct {
	object
	boxes *boxes
	view  *FactView
}

// Value implements ref.Val.
func (f *instance) Value() any { return f }

func (f *instance) value() ref.Val {
	if f.view == nil || f.view.Value == nil {
		return types.NewErr("%s has no value", f.typ.TypeName())
	}
	return f.view.Value
}

// sinceUnknown returns why since and held are unknown, or nil.
func (f *instance) sinceUnknown() ref.Val {
	if v := f.value(); types.IsUnknownOrError(v) {
		return v
	}
	if f.view.SinceCause != 0 {
		return f.boxes.unknown(f.view.SinceCause)
	}
	return nil
}

func (f *instance) since() ref.Val {
	if u := f.sinceUnknown(); u != nil {
		return u
	}
	return f.boxes.timestamp(f.view.Since)
}

func (f *instance) held() ref.Val {
	if u := f.sinceUnknown(); u != nil {
		return u
	}
	return f.boxes.duration(f.view.Now.Sub(f.view.Since))
}

func (f *instance) prev() ref.Val {
	switch {
	case f.view != nil && f.view.PrevCause != 0:
		return f.boxes.unknown(f.view.PrevCause)
	case f.view == nil || f.view.Prev == nil:
		return types.NewErr("%s has no previous value", f.typ.TypeName())
	}
	return f.view.Prev
}

func (f *instance) prevHeld() ref.Val {
	if v := f.prev(); types.IsUnknownOrError(v) {
		return v
	}
	return f.boxes.duration(f.view.PrevHeld)
}

func (f *instance) by() ref.Val {
	if u := f.sinceUnknown(); u != nil {
		return u
	}
	return f.boxes.string(f.view.By)
}

func (f *instance) key(k trace.Key) ref.Val {
	if f.view == nil {
		return f.boxes.empty
	}
	return f.boxes.string(f.view.Keys[k])
}

// instances is the list lists.NAME. It copies what the Host returned, which is valid until the next
// call only, while a condition walks the list and calls the Host for each element.
type instances struct {
	object
	views    []FactView
	elements []instance
	unknown  ref.Val // the last element, if others may exist
}

func newInstances(typ, element *types.Type, views []*FactView, unknown ref.Val, b *boxes) *instances {
	list := &instances{object: object{typ}, unknown: unknown,
		views: make([]FactView, len(views)), elements: make([]instance, len(views))}
	for i, v := range views {
		list.views[i] = *v
		list.elements[i] = instance{object{element}, b, &list.views[i]}
	}
	return list
}

func (l *instances) length() int {
	if l.unknown != nil {
		return len(l.elements) + 1
	}
	return len(l.elements)
}

func (l *instances) at(i int) ref.Val {
	if i < len(l.elements) {
		return &l.elements[i]
	}
	return l.unknown
}

// Type implements ref.Val.
func (l *instances) Type() ref.Type { return types.ListType }

// Value implements ref.Val.
func (l *instances) Value() any { return l }

// Iterator implements traits.Iterable.
func (l *instances) Iterator() traits.Iterator {
	return &iterator{length: l.length(), at: l.at}
}

// Size implements traits.Sizer; it is unknown if others may exist.
func (l *instances) Size() ref.Val {
	if l.unknown != nil {
		return l.unknown
	}
	return types.Int(len(l.elements))
}

// Get implements traits.Indexer.
func (l *instances) Get(index ref.Val) ref.Val {
	i, ok := index.(types.Int)
	switch {
	case !ok:
		return types.MaybeNoSuchOverloadErr(index)
	case i >= 0 && int(i) < len(l.elements):
		return &l.elements[i]
	case l.unknown != nil:
		return l.unknown
	}
	return types.NewErr("index %d: the list has %d elements", i, len(l.elements))
}

// Contains implements traits.Container; elements are not compared as a whole.
func (l *instances) Contains(ref.Val) ref.Val {
	return types.NewErr("elements of a list of facts cannot be compared as a whole")
}

// Add implements traits.Adder.
func (l *instances) Add(other ref.Val) ref.Val {
	if l.unknown != nil {
		return l.unknown
	}
	all := make([]ref.Val, len(l.elements))
	for i := range l.elements {
		all[i] = &l.elements[i]
	}
	if more, ok := other.(traits.Lister); ok {
		return types.NewRefValList(types.DefaultTypeAdapter, all).Add(more)
	}
	return types.MaybeNoSuchOverloadErr(other)
}
