package celenv

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/operators"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/common/types/traits"
)

const versionName = "fo.version"

// versionType carries the trait by which the operators of order find Compare.
var versionType = types.NewOpaqueType(versionName).WithTraits(traits.ComparerType)

// version is a product version, compared by its numbers; parts that are not written count as 0.
type version struct {
	text  string
	parts []int64
}

func parseVersion(text string) (Value, error) {
	v := &version{text: text}
	for part := range strings.SplitSeq(strings.TrimPrefix(text, "v"), ".") {
		n, err := strconv.ParseInt(part, 10, 64)
		if err != nil || n < 0 {
			return nil, fmt.Errorf("%q: not a version; numbers joined by dots are accepted, such as 8.1.400.17", text)
		}
		v.parts = append(v.parts, n)
	}
	return v, nil
}

func (v *version) part(i int) int64 {
	if i < len(v.parts) {
		return v.parts[i]
	}
	return 0
}

func (v *version) order(w *version) int {
	for i := range max(len(v.parts), len(w.parts)) {
		if a, b := v.part(i), w.part(i); a != b {
			if a < b {
				return -1
			}
			return 1
		}
	}
	return 0
}

// Compare implements traits.Comparer.
func (v *version) Compare(other ref.Val) ref.Val {
	w, ok := other.(*version)
	if !ok {
		return types.MaybeNoSuchOverloadErr(other)
	}
	return types.Int(v.order(w))
}

// Equal implements ref.Val.
func (v *version) Equal(other ref.Val) ref.Val {
	w, ok := other.(*version)
	return types.Bool(ok && v.order(w) == 0)
}

// ConvertToNative implements ref.Val.
func (v *version) ConvertToNative(t reflect.Type) (any, error) {
	return nil, fmt.Errorf("a version is not a %v", t)
}

// ConvertToType implements ref.Val.
func (v *version) ConvertToType(t ref.Type) ref.Val {
	return types.NewErr("a version is not a %s", t.TypeName())
}

// Type implements ref.Val.
func (v *version) Type() ref.Type { return versionType }

// Value implements ref.Val.
func (v *version) Value() any { return v }

// versionOptions declare version(string) and the order of versions.
func versionOptions() []cel.EnvOption {
	options := []cel.EnvOption{cel.Function("version", cel.Overload("version_string",
		[]*cel.Type{cel.StringType}, versionType, cel.UnaryBinding(versionOf)))}
	for op, name := range map[string]string{operators.Less: "less", operators.LessEquals: "less_equals",
		operators.Greater: "greater", operators.GreaterEquals: "greater_equals"} {
		options = append(options, cel.Function(op, cel.Overload(name+"_version",
			[]*cel.Type{versionType, versionType}, cel.BoolType)))
	}
	return options
}

func versionOf(text ref.Val) ref.Val {
	s, ok := text.(types.String)
	if !ok {
		return types.MaybeNoSuchOverloadErr(text)
	}
	v, err := parseVersion(string(s))
	if err != nil {
		return types.WrapErr(err)
	}
	return v
}
