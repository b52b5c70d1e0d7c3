package celenv

import (
	"slices"

	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
)

// Names of object types; they show in messages of cel-go only, which are put in plain words.
const (
	eventName  = "fo.event"
	factPrefix = "fo.fact."
	listPrefix = "fo.element."
)

// The variables that only give access to their fields.
const (
	rootFacts = iota
	rootParams
	rootLists
	rootTerms
	rootKey
	rootItem
	numRoots
)

// Constant tables.
var (
	eventType = types.NewObjectType(eventName)
	attrsType = types.NewMapType(types.StringType, types.StringType)
	rootNames = [numRoots]string{"facts", "params", "lists", "terms", "key", "item"}
	rootTypes = [numRoots]*types.Type{
		types.NewObjectType("fo.facts"), types.NewObjectType("fo.params"), types.NewObjectType("fo.lists"),
		types.NewObjectType("fo.terms"), types.NewObjectType("fo.key"), types.NewObjectType("fo.item"),
	}
	// fieldNames are the fields of an event in conditions, besides attrs.
	fieldNames = []string{"time", "source", "name", "direction", "server", "instance", "site", "client",
		"agent", "dn", "place", "queue", "zone", "session", "interaction", "call", "reason", "ref"}
)

// provider gives cel-go the object types of one schema, and converts values that are boxed already.
type provider struct {
	*types.Registry
	structs map[string]map[string]*types.FieldType
	misses  map[string]string // field that was not found -> type in which it was looked for
}

// FindStructType implements types.Provider.
func (p *provider) FindStructType(name string) (*types.Type, bool) {
	if _, ok := p.structs[name]; ok {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return p.Registry.FindStructType(name)
}

// FindStructFieldNames implements types.Provider.
func (p *provider) FindStructFieldNames(name string) ([]string, bool) {
	if fields, ok := p.structs[name]; ok {
		return sortedNames(fields), true
	}
	return p.Registry.FindStructFieldNames(name)
}

// FindStructFieldType implements types.Provider.
func (p *provider) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	fields, ok := p.structs[name]
	if !ok {
		return p.Registry.FindStructFieldType(name, field)
	}
	f, ok := fields[field]
	if !ok {
		p.misses[field] = name
	}
	return f, ok
}

// NativeToValue implements types.Adapter.
func (p *provider) NativeToValue(v any) ref.Val {
	if boxed, ok := v.(ref.Val); ok {
		return boxed
	}
	return p.Registry.NativeToValue(v)
}

func sortedNames[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for n := range m {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// field declares a field of objects of type T; what is read of an unknown object is unknown.
func field[T any](t *types.Type, read func(T) ref.Val) *types.FieldType {
	return &types.FieldType{Type: t, IsSet: func(any) bool { return true }, GetFrom: func(x any) (any, error) {
		switch o := x.(type) {
		case T:
			return read(o), nil
		case *types.Unknown:
			return o, nil
		case *types.Err:
			return nil, o
		}
		return types.NewErr("unexpected object %T", x), nil
	}}
}
