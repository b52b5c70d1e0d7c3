package report

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// secret matches a name that tells of a password and what stands behind it: quoted, or up to a blank,
// comma or closing bracket; a type in brackets ([str] =) may stand between.
var secret = regexp.MustCompile(`(?i)([\w.-]*(?:passw(?:or)?d|passphrase|\bpwd|secret)[\w.-]*["']?\s*(?:\[\w*\]\s*)?[:=]*\s*)` +
	`("(?:[^"\\]|\\.)*"?|'[^']*'?|\[[^\]]*\]?|[^\s,;)}\]]+)`)

// token matches what a browser proves itself with: ids of sessions, and tokens in addresses.
var token = regexp.MustCompile(`(?i)((?:jsessionid|bayeux_browser|[\w.-]*token)=)([^\s;&",)}\]]+)`)

// Mask makes a source line fit to be shown: passwords, tokens and ids of browser sessions are covered.
func Mask(line string) string {
	return token.ReplaceAllString(secret.ReplaceAllString(line, "$1***"), "$1***")
}

// Secrets returns where the values stand in a line that Mask would cover, if something parts them from their
// names: Mask may cover too much, but whoever writes over a log must not break it.
func Secrets(line []byte) [][2]int {
	var out [][2]int
	for _, m := range token.FindAllSubmatchIndex(line, -1) {
		out = append(out, [2]int{m[4], m[5]})
	}
	for _, m := range secret.FindAllSubmatchIndex(line, -1) {
		if strings.IndexByte(":= \t", line[m[3]-1]) >= 0 {
			out = append(out, [2]int{m[4], m[5]})
		}
	}
	return out
}

// Visible returns s with control bytes, bytes that are no UTF-8, and marks that change the direction of
// text written out, so that a log cannot rewrite the terminal that shows it.
func Visible(s string) string {
	if !strings.ContainsFunc(s, unprintable) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		writeVisible(&b, r, s[:n])
		s = s[n:]
	}
	return b.String()
}

func writeVisible(b *strings.Builder, r rune, raw string) {
	const hex = "0123456789abcdef"
	switch {
	case r == '\t':
		b.WriteByte(' ')
	case r == utf8.RuneError && len(raw) == 1, r < 0x100 && unprintable(r):
		c := byte(r)
		if r == utf8.RuneError {
			c = raw[0]
		}
		b.WriteString(`\x` + string(hex[c>>4]) + string(hex[c&15]))
	case unprintable(r):
		b.WriteString(`\u`)
		for shift := 12; shift >= 0; shift -= 4 {
			b.WriteByte(hex[r>>shift&15])
		}
	default:
		b.WriteString(raw)
	}
}

func unprintable(r rune) bool {
	return r == utf8.RuneError || unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp)
}

// cut shortens s to width code points.
func cut(s string, width int) string {
	if utf8.RuneCountInString(s) <= width {
		return s
	}
	return string([]rune(s)[:width-1]) + "…"
}
