package celenv

import (
	"fmt"
	"strings"

	"github.com/google/cel-go/common/operators"

	"github.com/fo-check/fo-check/rules/suggest"
)

// plainSyntax puts a message of the parser in plain words. offset is where it stands in text.
func plainSyntax(text string, offset int, message string) string {
	message = strings.TrimPrefix(message, "Syntax error: ")
	runes := []rune(text)
	switch {
	case strings.HasPrefix(message, "token recognition error"):
		return plainToken(runes, offset)
	case offset >= len(runes) && !strings.Contains(message, "limit"):
		return "the condition ends too early; a value or a closing bracket is missing"
	case strings.HasPrefix(message, "unsupported syntax"):
		return "optional access (?) is not part of the language; a missing attribute reads as \"\""
	case strings.HasPrefix(message, "reserved identifier: "):
		word := strings.TrimPrefix(message, "reserved identifier: ")
		return fmt.Sprintf("%s: a reserved word; for an attribute of that name write attrs[%q]", word, word)
	case strings.Contains(message, "limit"):
		return "too long or too deeply nested; split it into terms"
	case hasAny(message, "mismatched input", "extraneous input", "no viable alternative", "missing "):
		return fmt.Sprintf("unexpected %q%s", wordAt(runes, offset), operatorHint(runes, offset))
	}
	return message
}

func plainToken(text []rune, offset int) string {
	if offset < len(text) && (text[offset] == '"' || text[offset] == '\'') {
		return `a string that does not end, or an unknown escape in it (a backslash is written \\)`
	}
	return fmt.Sprintf("unexpected %q%s", wordAt(text, offset), operatorHint(text, offset))
}

// operatorHint knows what other languages write.
func operatorHint(text []rune, offset int) string {
	if strings.HasSuffix(string(text[:offset]), "not ") {
		return "; write ! for not"
	}
	for wrong, right := range map[string]string{"=": "==", "and": "&&", "or": "||", "not": "!", "&": "&&",
		"|": "||", "<>": "!="} {
		if wordAt(text, offset) == wrong {
			return fmt.Sprintf("; write %s", right)
		}
	}
	return "; an operator or the end is accepted here"
}

// wordAt returns the word, or the run of signs, that stands at offset.
func wordAt(text []rune, offset int) string {
	end := offset
	for end < len(text) && isWord(text[end]) == isWord(text[offset]) && text[end] > ' ' && end < offset+20 {
		end++
	}
	if end == offset {
		return ""
	}
	return string(text[offset:end])
}

func isWord(r rune) bool {
	return r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0x80
}

func hasAny(s string, subs ...string) bool {
	for _, sub := range subs {
		if strings.Contains(s, sub) {
			return true
		}
	}
	return false
}

// plainCheck puts a message of the type checker in plain words.
func (e *Env) plainCheck(message string) string {
	quoted := strings.Split(message, "'")
	switch {
	case strings.HasPrefix(message, "undeclared reference") && len(quoted) > 1:
		return undeclared(quoted[1])
	case strings.HasPrefix(message, "undefined field") && len(quoted) > 1:
		return e.undefined(quoted[1])
	case strings.HasPrefix(message, "found no matching overload") && len(quoted) > 3:
		return plainOverload(quoted[1], quoted[3])
	case strings.Contains(message, "does not support field selection") && len(quoted) > 1:
		return fmt.Sprintf("%s has no fields", plainType(quoted[1]))
	case strings.HasPrefix(message, "expected type") && len(quoted) > 3:
		return fmt.Sprintf("%s; %s is accepted here", plainType(quoted[3]), plainType(quoted[1]))
	case strings.HasPrefix(message, "invalid duration argument"):
		return `not a length of time; duration("30s"), "1m30s", "500ms" and "2h" are accepted`
	case strings.HasPrefix(message, "invalid timestamp argument"):
		return `not a point in time; timestamp("2026-03-02T10:00:00Z") is accepted`
	case strings.HasPrefix(message, "invalid matches argument"):
		return "not a regular expression (RE2)"
	}
	return message
}

func undeclared(name string) string {
	known := append(variableNames(), functionNames...)
	if hint := suggest.Hint(name, known); hint != "" {
		return fmt.Sprintf("%s: no such name%s", name, hint)
	}
	return fmt.Sprintf("%s: no such name; a text is written in quotes, an attribute as attrs.%s", name, name)
}

// functionNames are offered for a name that is not known.
var functionNames = []string{"duration", "timestamp", "version", "size", "string", "int", "matches",
	"startsWith", "endsWith", "contains", "lowerAscii", "upperAscii", "trim", "split"}

// undefined says which fields the object has in which the checker last looked for name.
func (e *Env) undefined(name string) string {
	typ := e.provider.misses[name]
	known, _ := e.provider.FindStructFieldNames(typ)
	switch root := strings.TrimPrefix(typ, "fo."); {
	case root == "event":
		if hint := suggest.Hint(name, known); hint != "" {
			return unknownName("field of an event", name, known)
		}
		return fmt.Sprintf("%s: no such field of an event; an attribute is written attrs.%s", name, name)
	case root == "key" || root == "item":
		return unknownName("key", name, known)
	case strings.HasPrefix(typ, factPrefix), strings.HasPrefix(typ, listPrefix):
		return unknownName("member of a fact", name, known)
	case typ != "":
		return unknownName(strings.TrimSuffix(root, "s"), name, known)
	}
	return name + ": no such field"
}

// plainOverload words an operator or a function that does not take its arguments.
func plainOverload(function, signature string) string {
	name := function
	if op, ok := operators.FindReverse(function); ok && op != "" {
		name = op
	}
	dot := strings.Contains(signature, ").(") || strings.Contains(signature, ".(")
	args := strings.FieldsFunc(signature, func(r rune) bool { return r == '(' || r == ')' || r == ',' })
	var types []string
	if strings.Contains(signature, "map(string, string)") {
		types = []string{strings.Trim(signature, "()")}
	} else {
		for _, a := range args {
			if a = strings.Trim(a, " ."); a != "" {
				types = append(types, plainType(a))
			}
		}
	}
	operands := strings.Join(types, " and ")
	message := fmt.Sprintf("%s does not take %s", name, operands)
	if !dot && (name == "==" || name == "!=") {
		message = fmt.Sprintf("%s compares values of one type, not %s", name, operands)
	}
	if operands == "a duration and a number" {
		message += `; a length of time is written duration("30s")`
	}
	if strings.Contains(signature, factPrefix) || strings.Contains(signature, listPrefix) {
		message += "; a fact is read by its members: value, since, held, prev, prev_held, by"
	}
	return message
}

// plainType names a type in plain words.
func plainType(name string) string {
	switch name {
	case "bool":
		return "a truth value"
	case "string":
		return "a text"
	case "int", "uint", "double":
		return "a number"
	case "duration", "google.protobuf.Duration":
		return "a duration"
	case "timestamp", "google.protobuf.Timestamp":
		return "a point in time"
	case versionName:
		return "a version"
	case eventName:
		return "an event"
	case "map(string, string)":
		return "a map of attributes"
	}
	switch {
	case strings.HasPrefix(name, factPrefix):
		return "the fact " + strings.TrimPrefix(name, factPrefix)
	case strings.HasPrefix(name, listPrefix):
		return "an element of the list " + strings.TrimPrefix(name, listPrefix)
	case strings.HasPrefix(name, "list"):
		return "a list"
	}
	return "a value of type " + name
}
