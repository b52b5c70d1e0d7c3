package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Diagnostic is one error of a rule file: what was given, what is wrong with it, what is accepted.
type Diagnostic struct {
	Pos
	Message string
	// Source is the line of the file, without its end; "" if the file has none there.
	Source string
}

// Error returns "file:line:col: message".
func (d Diagnostic) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", d.File, d.Line, d.Col, d.Message)
}

// Snippet returns the source line and a caret under its column, each line indented by two blanks.
func (d Diagnostic) Snippet() string {
	if d.Source == "" {
		return ""
	}
	var under strings.Builder
	for i, r := range []rune(d.Source) {
		if i >= d.Col-1 {
			break
		}
		if r == '\t' {
			under.WriteByte('\t')
		} else {
			under.WriteByte(' ')
		}
	}
	return fmt.Sprintf("  %s\n  %s^\n", d.Source, under.String())
}

// Diagnostics are all errors of all rule files, in the order of the files, then of places. As an error
// it prints each with its snippet.
type Diagnostics []Diagnostic

// Error returns all diagnostics with their snippets.
func (d Diagnostics) Error() string {
	var all strings.Builder
	for _, one := range d {
		all.WriteString(one.Error())
		all.WriteByte('\n')
		all.WriteString(one.Snippet())
	}
	return strings.TrimSuffix(all.String(), "\n")
}

// inOrder sorts by file as loaded, then place, and drops what is said twice of one place.
func (d Diagnostics) inOrder(files []File) Diagnostics {
	rank := map[string]int{}
	for i, f := range files {
		rank[f.Name] = i
	}
	slices.SortStableFunc(d, func(a, b Diagnostic) int {
		return cmp.Or(cmp.Compare(rank[a.File], rank[b.File]), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col),
			cmp.Compare(a.Message, b.Message))
	})
	return slices.CompactFunc(d, func(a, b Diagnostic) bool { return a.Pos == b.Pos && a.Message == b.Message })
}

// maxSource bounds what a diagnostic shows of a line, in code points.
const maxSource = 400

// shownLine makes a line fit to be shown: control characters are blanks, what is not UTF-8 is marked.
func shownLine(line []byte) string {
	text := []rune(strings.ToValidUTF8(strings.TrimSuffix(string(line), "\r"), "\uFFFD"))
	if len(text) > maxSource {
		text = text[:maxSource]
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0x7f {
			return ' '
		}
		return r
	}, string(text))
}
