package config

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What spares the expression must not miss anything that the expression finds.
func TestConcealMissesNothing(t *testing.T) {
	piece := rapid.SampledFrom([]string{"pass", "passw", "paſſword", "PWD", "pwd", "secret", "Credential", "private", "-", "key", "api", "toKen",
		"pin", "x", "_", ".", " ", "=", ":", "://u:p@h", "'"})
	rapid.Check(t, func(r *rapid.T) {
		name := strings.Join(rapid.SliceOfN(piece, 0, 4).Draw(r, "name"), "")
		text := strings.Join(rapid.SliceOfN(piece, 0, 4).Draw(r, "text"), "")
		if want := secretName.MatchString(name) || secretText.MatchString(text); conceal(name, text) != want {
			r.Fatalf("%q = %q: kept secret %v", name, text, !want)
		}
	})
}
