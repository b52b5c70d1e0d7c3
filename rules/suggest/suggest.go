// Package suggest finds the name a user probably meant.
package suggest

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// Nearest returns the candidate most like word, or "" if none is near: at most a third of its letters
// may differ, without case and with _ and - alike. Of equally near ones the first wins.
func Nearest(word string, candidates []string) string {
	best, least := "", len([]rune(word))/3+1
	for _, c := range candidates {
		if d := levenshtein.ComputeDistance(fold(word), fold(c)); d < least || (d == least && best == "") {
			best, least = c, d
		}
	}
	return best
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
