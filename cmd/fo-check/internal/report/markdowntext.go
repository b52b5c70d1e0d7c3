package report

import "strings"

// markdownText returns s as text that Markdown shows as it is: no markup, links, mentions or HTML from a log.
func markdownText(s string) string {
	var b strings.Builder
	for _, r := range Visible(s) {
		switch r {
		case '\\', '`', '*', '_', '[', ']', '<', '>', '|', '~', '#', '$':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '&':
			b.WriteString("&amp;")
		case '@': // no mention of whoever has that name
			b.WriteString("@\u200b")
		default:
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(b.String())
}

// markdownCode returns s as a code span that fits into a cell of a table; "" stays "".
func markdownCode(s string) string {
	s = strings.TrimSpace(Visible(s))
	if s == "" {
		return ""
	}
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		s = " " + s + " "
	}
	return fence + strings.ReplaceAll(s, "|", `\|`) + fence
}
