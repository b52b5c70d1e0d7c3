package report

import (
	"github.com/fatih/color"

	"github.com/fo-check/fo-check/rules"
)

// ink colours words for one writer. Colour only adds: every word stands without it.
type ink struct{ on bool }

func newInk(on bool) ink { return ink{on} }

// paint ignores the package's global switch, which is bound to standard output.
func (k ink) paint(s string, attrs ...color.Attribute) string {
	if !k.on || s == "" {
		return s
	}
	c := color.New(attrs...)
	c.EnableColor()
	return c.Sprint(s)
}

func (k ink) bold(s string) string  { return k.paint(s, color.Bold) }
func (k ink) faint(s string) string { return k.paint(s, color.Faint) }

func (k ink) verdict(f *rules.Finding, word string) string {
	switch {
	case f.Verdict != rules.Violation:
		return k.paint(word, color.FgYellow)
	case f.Rule.Severity.Level() == rules.LevelError:
		return k.paint(word, color.FgRed, color.Bold)
	}
	return k.paint(word, color.FgMagenta)
}

// column colours a cell of evidence: the place, and the event.
func (k ink) column(i int, s string) string {
	switch i {
	case 0:
		return k.paint(s, color.FgCyan)
	case 2:
		return k.bold(s)
	}
	return s
}
