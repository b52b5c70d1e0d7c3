package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// validator checks a document against the part of JSON Schema that the report's schema uses.
type validator struct{ root map[string]any }

func (v validator) check(schema map[string]any, doc any, at string) (errs []string) {
	if ref, ok := schema["$ref"].(string); ok {
		defs := v.root["$defs"].(map[string]any)
		return v.check(defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any), doc, at)
	}
	if want, ok := schema["type"].(string); ok && !hasType(want, doc) {
		return []string{fmt.Sprintf("%s: %v is no %s", at, doc, want)}
	}
	if enum, ok := schema["enum"].([]any); ok && !slices.Contains(enum, doc) {
		errs = append(errs, fmt.Sprintf("%s: %v is not among %v", at, doc, enum))
	}
	if c, ok := schema["const"]; ok && c != doc {
		errs = append(errs, fmt.Sprintf("%s: %v is not %v", at, doc, c))
	}
	if p, ok := schema["pattern"].(string); ok && !regexp.MustCompile(p).MatchString(doc.(string)) {
		errs = append(errs, fmt.Sprintf("%s: %v does not match %s", at, doc, p))
	}
	switch doc := doc.(type) {
	case map[string]any:
		errs = append(errs, v.object(schema, doc, at)...)
	case []any:
		items, _ := schema["items"].(map[string]any)
		for i, d := range doc {
			errs = append(errs, v.check(items, d, fmt.Sprintf("%s[%d]", at, i))...)
		}
	}
	return errs
}

// object wants every field declared and, unless it is optional, present.
func (v validator) object(schema, doc map[string]any, at string) (errs []string) {
	if any, ok := schema["additionalProperties"].(map[string]any); ok {
		for k, d := range doc {
			errs = append(errs, v.check(any, d, at+"."+k)...)
		}
		return errs
	}
	properties, _ := schema["properties"].(map[string]any)
	for k, d := range doc {
		p, ok := properties[k].(map[string]any)
		if !ok {
			errs = append(errs, fmt.Sprintf("%s.%s is not in the schema", at, k))
			continue
		}
		errs = append(errs, v.check(p, d, at+"."+k)...)
	}
	required, _ := schema["required"].([]any)
	for _, k := range required {
		if _, ok := doc[k.(string)]; !ok {
			errs = append(errs, fmt.Sprintf("%s.%s is missing", at, k))
		}
	}
	return errs
}

func hasType(want string, doc any) bool {
	switch d := doc.(type) {
	case string:
		return want == "string"
	case bool:
		return want == "boolean"
	case float64:
		return want == "number" || (want == "integer" && d == float64(int64(d)))
	case map[string]any:
		return want == "object"
	case []any:
		return want == "array"
	}
	return false
}
