// Package suggest finds the name a user probably meant.
package suggest

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// Nearest returns the candidate most like word, or "" if none is near: one letter may differ in up to
// three, two in up to seven, three in longer words, without case and with _ and - alike. Of equally near
// ones the first wins.
func Nearest(word string, candidates []string) string {
	best, least := "", tolerance(len([]rune(word)))+1
	for _, c := range candidates {
		if d := levenshtein.ComputeDistance(fold(word), fold(c)); d < least {
			best, least = c, d
		}
	}
	return best
}

func tolerance(letters int) int {
	switch {
	case letters == 0:
		return 0
	case letters <= 3:
		return 1
	case letters <= 7:
		return 2
	}
	return 3
}

// Hint returns `; did you mean "x"?`, or "" if no candidate is near.
func Hint(word string, candidates []string) string {
	if near := Nearest(word, candidates); near != "" && near != word {
		return `; did you mean "` + near + `"?`
	}
	return ""
}

func fold(s string) string {
	return strings.ReplaceAll(strings.ToLower(s), "-", "_")
}
