package strategy

import "strings"

// repair returns a condition with its parentheses balanced: "" if that is not what is wrong with it.
func repair(text string) string {
	missing, quoted := unclosed(text)
	if quoted || missing == 0 {
		return ""
	}
	text = strings.TrimSpace(text)
	if missing > 0 && missing <= maxDepth {
		return parsed(text + strings.Repeat(")", missing))
	}
	for range -missing {
		short, cut := strings.CutSuffix(text, ")")
		if !cut {
			return ""
		}
		text = strings.TrimSpace(short)
	}
	return parsed(text)
}

// parsed returns text if it is a condition.
func parsed(text string) string {
	if _, err := parseCondition(text); err != nil {
		return ""
	}
	return text
}

// unclosed counts the parentheses that are opened and not closed (negative: closed and not opened), outside
// of string literals; quoted says that a literal does not end.
func unclosed(text string) (missing int, quoted bool) {
	var quote byte
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quote != 0 && c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '(':
			missing++
		case c == ')':
			missing--
		}
	}
	return missing, quote != 0
}
