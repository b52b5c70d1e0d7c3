package adapter

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Diagnostic is one error of an adapter file: what was given, what is wrong with it, what is accepted.
type Diagnostic struct {
	File      string
	Line, Col int
	Message   string
	Source    string // the line of the file
}

// Error returns "file:line:col: message".
func (d Diagnostic) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", d.File, d.Line, d.Col, d.Message)
}

// Diagnostics are all errors of an adapter file, in the order of their places. As an error it prints each
// with its line and a caret.
type Diagnostics []Diagnostic

// Error implements error.
func (ds Diagnostics) Error() string {
	var b strings.Builder
	for _, d := range ds {
		b.WriteString(d.Error() + "\n")
		if d.Source != "" {
			fmt.Fprintf(&b, "  %s\n  %s^\n", d.Source, under(d.Source, d.Col))
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// under is what stands before the caret: blanks, and tabs where the line has them.
func under(line string, col int) string {
	var b strings.Builder
	for i, r := range []rune(line) {
		if i >= col-1 {
			break
		}
		if r == '\t' {
			b.WriteRune(r)
		} else {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// hint returns `; did you mean "x"?` if a name is near.
func hint(word string, names []string) string {
	best, least := "", 1+max(1, (len(word)+1)/3)
	for _, n := range names {
		if d := levenshtein.ComputeDistance(strings.ToLower(word), strings.ToLower(n)); d < least {
			best, least = n, d
		}
	}
	if best == "" || best == word {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

func sorted(ds Diagnostics) Diagnostics {
	slices.SortStableFunc(ds, func(a, b Diagnostic) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Col - b.Col
	})
	return ds
}

// near tells that one letter makes the difference.
func near(a, b string) bool { return levenshtein.ComputeDistance(a, b) == 1 }
