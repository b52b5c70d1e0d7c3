package adapter

import (
	"bytes"
	"regexp"
	"testing"

	"pgregory.net/rapid"
)

func TestNeedle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[ eqAZ]{0,40}`).Draw(t, "text")
		needle := newNeedle(rapid.StringMatching(`[ eqAZ]{0,4}`).Draw(t, "needle"))
		if got, want := needle.in([]byte(text)), bytes.Contains([]byte(text), needle.text); got != want {
			t.Fatalf("%q in %q: %v", needle.text, text, got)
		}
	})
}

// TestRequired checks what every match of an expression must hold.
func TestRequired(t *testing.T) {
	for expr, want := range map[string]string{
		`state of agent (?P<agent>\d+) is`: "state of agent ", `(?i)state`: "", `a|bcd`: "", `(abc)+d`: "abc", `(abc)*d`: "d", `x?yz`: "yz",
		`^(?P<n>foo|bar) baz$`: " baz", `\d+`: "", `(`: "",
	} {
		if got := requiredIn(expr); got != want {
			t.Errorf("%s: %q, want %q", expr, got, want)
		}
	}
}

// FuzzRequired checks that no match lacks what is required.
func FuzzRequired(f *testing.F) {
	f.Add(`a(b|c)+d`, "xabbcd")
	f.Add(`(?s)foo.*?bar`, "foo\nbar")
	f.Add(`(?i:k)elvin`, "Kelvin")
	f.Fuzz(func(t *testing.T, expr, text string) {
		re, err := regexp.Compile(expr)
		if err != nil {
			return
		}
		n := newNeedle(requiredIn(expr))
		if re.MatchString(text) && !n.in([]byte(text)) {
			t.Errorf("%q matches %q, which lacks %q", expr, text, n.text)
		}
	})
}
