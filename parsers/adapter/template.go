package adapter

import "strings"

// template is text with captures in it: "$agent@$host".
type template struct{ parts []part }

// parseTemplate reads a template. "$$" is a dollar sign.
func parseTemplate(s string) template {
	var t template
	for len(s) > 0 {
		i := strings.IndexByte(s, '$')
		if i < 0 {
			break
		}
		n := i + 1
		if n < len(s) && s[n] == '$' {
			t.text(s[:n])
			s = s[n+1:]
			continue
		}
		for n < len(s) && nameByte(s[n]) {
			n++
		}
		if n == i+1 {
			t.text(s[:n])
		} else {
			t.text(s[:i])
			t.parts = append(t.parts, part{capture: s[i+1 : n]})
		}
		s = s[n:]
	}
	t.text(s)
	return t
}

func (t *template) text(s string) {
	if s != "" {
		t.parts = append(t.parts, part{literal: s})
	}
}

func nameByte(c byte) bool {
	return c == '_' || c-'0' <= 9 || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// fixed returns the text of a template without captures.
func (t template) fixed() (string, bool) {
	switch {
	case len(t.parts) == 0:
		return "", true
	case len(t.parts) == 1 && t.parts[0].capture == "":
		return t.parts[0].literal, true
	}
	return "", false
}

// captures lists the captures of a template.
func (t template) captures() []string {
	var out []string
	for _, p := range t.parts {
		if p.capture != "" {
			out = append(out, p.capture)
		}
	}
	return out
}
