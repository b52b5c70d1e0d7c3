package celenv

import (
	"fmt"

	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"

	"github.com/fo-check/fo-check/trace"
)

type fields = map[string]*types.FieldType

// declare makes the object types of the schema.
func (e *Env) declare(s Schema) error {
	e.provider.structs = map[string]fields{
		eventName:                       eventFields(),
		rootTypes[rootTerms].TypeName(): {},
		rootTypes[rootKey].TypeName():   keyFields(func(o *rootObject, k trace.Key) string { return o.state.host.Key(k) }),
		rootTypes[rootItem].TypeName():  keyFields(func(o *rootObject, k trace.Key) string { return o.state.host.ItemKey(k) }),
	}
	e.declareParams(s.Params)
	e.declareFacts(s.Facts)
	return e.declareLists(s.Lists)
}

func eventFields() fields {
	f := fields{"attrs": field(attrsType, func(o *eventObject) ref.Val { return &o.attrs })}
	for _, name := range fieldNames {
		f[name] = field(fieldType(name), func(o *eventObject) ref.Val {
			v, _ := o.field(name)
			return v
		})
	}
	return f
}

func fieldType(name string) *types.Type {
	if name == "time" {
		return types.TimestampType
	}
	return types.StringType
}

func keyFields(read func(*rootObject, trace.Key) string) fields {
	f := fields{}
	for k := range trace.NumKeys {
		f[k.String()] = field(types.StringType, func(o *rootObject) ref.Val {
			return o.state.boxes.string(read(o, k))
		})
	}
	return f
}

func (e *Env) declareParams(params []ParamDecl) {
	f := fields{}
	for _, p := range params {
		e.params[p.Name] = p.Index
		f[p.Name] = field(p.Type.celType(), func(o *rootObject) ref.Val {
			if v := o.state.host.Param(p.Index); v != nil {
				return v
			}
			return types.NewErr("params.%s has no value", p.Name)
		})
	}
	e.provider.structs[rootTypes[rootParams].TypeName()] = f
}

func (e *Env) declareFacts(facts []FactDecl) {
	f := fields{}
	for slot, decl := range facts {
		typ := types.NewObjectType(factPrefix + decl.Name)
		e.facts[decl.Name], e.byType[typ.TypeName()] = &decl, &decl
		e.provider.structs[typ.TypeName()] = memberFields(decl.Value)
		f[decl.Name] = field(typ, func(o *rootObject) ref.Val { return o.state.fact(slot, &decl, typ) })
	}
	e.provider.structs[rootTypes[rootFacts].TypeName()] = f
}

func memberFields(value Type) fields {
	return fields{
		"value":     field(value.celType(), (*instance).value),
		"since":     field(types.TimestampType, (*instance).since),
		"held":      field(types.DurationType, (*instance).held),
		"prev":      field(value.celType(), (*instance).prev),
		"prev_held": field(types.DurationType, (*instance).prevHeld),
		"by":        field(types.StringType, (*instance).by),
	}
}

func (e *Env) declareLists(lists []ListDecl) error {
	f := fields{}
	for _, decl := range lists {
		fact, ok := e.facts[decl.Fact]
		if !ok {
			return fmt.Errorf("list %s: no fact %q", decl.Name, decl.Fact)
		}
		element := types.NewObjectType(listPrefix + decl.Name)
		members := memberFields(fact.Value)
		for _, k := range fact.Keys {
			members[k.String()] = field(types.StringType, func(o *instance) ref.Val { return o.key(k) })
		}
		e.provider.structs[element.TypeName()] = members
		e.lists[decl.Name], e.byType[element.TypeName()] = decl.Index, fact
		typ := types.NewListType(element)
		f[decl.Name] = field(typ, func(o *rootObject) ref.Val { return o.state.list(decl.Index, typ, element) })
	}
	e.provider.structs[rootTypes[rootLists].TypeName()] = f
	return nil
}
