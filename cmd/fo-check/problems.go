package main

import (
	"errors"
	"strings"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/input"
	"github.com/fo-check/fo-check/rules/suggest"
	"github.com/fo-check/fo-check/trace"
)

// reportProblems tells the user what could not be taken, and returns whether that keeps the check from
// being whole. With allowEmpty only what cannot be read does.
func (a *app) reportProblems(p *plan, allowEmpty bool) (bad bool) {
	for _, n := range p.notes {
		a.notef("%s: %s", n.Path, n.Text)
	}
	skipped := 0
	for _, problem := range p.problems {
		switch {
		case serious(problem, allowEmpty):
			bad = true
			a.errorf("%v%s", problem, a.commandHint(problem))
		case problem.Named:
			a.warnf("%v", problem)
		case a.display.Verbose:
			a.notef("%v", problem)
		default:
			skipped++
		}
	}
	if skipped > 0 {
		a.notef("%d files skipped: they are empty, binary, or of no known format; -v lists them", skipped)
	}
	return a.nothingToCheck(p, allowEmpty, bad) || bad
}

// nothingToCheck is a problem of its own when no other was told.
func (a *app) nothingToCheck(p *plan, allowEmpty, told bool) bool {
	if len(p.families) > 0 || allowEmpty {
		return false
	}
	if !told {
		a.errorf("%s", "nothing to check: no log among the inputs; fo-check parsers detect tells why")
	}
	return true
}

// serious tells whether a problem gives exit code 3.
func serious(p *input.Problem, allowEmpty bool) bool {
	switch {
	case errors.Is(p, input.ErrMissing), errors.Is(p, input.ErrUnreadable):
		return true
	case !p.Named:
		return false
	}
	return !allowEmpty
}

// commandHint helps who mistyped a command: it was taken for a path.
func (a *app) commandHint(p *input.Problem) string {
	if !errors.Is(p, input.ErrMissing) || strings.ContainsAny(p.Path, `./\`) {
		return ""
	}
	if near := suggest.Nearest(p.Path, commandNames(a.model)); near != "" {
		return `, and no command; did you mean "fo-check ` + near + `"?`
	}
	return ""
}

// maxRefused is how many refused lines of an input are told one by one.
const maxRefused = 10

// readProblems tells what went wrong while the logs were read, and returns whether anything did.
func (a *app) readProblems(reading *parsers.Reading, inputs []*trace.Input) (bad bool) {
	for _, problem := range reading.Problems() {
		a.errorf("%v", problem)
		bad = true
	}
	remarks := 0
	for _, in := range inputs {
		refused := a.refused(in)
		bad = bad || refused > 0
		remarks += len(in.Notes) - refused
	}
	if remarks > 0 && !a.display.Verbose {
		them := "them"
		if remarks == 1 {
			them = "it"
		}
		a.notef("%s on the inputs; -v and the JSON report show %s", plural(remarks, "note"), them)
	}
	return bad
}

// refused tells the wrong lines of an input, and with -v the remarks on it. It returns how many lines
// were refused.
func (a *app) refused(in *trace.Input) int {
	n := 0
	for _, note := range in.Notes {
		text := report.NoteText(note)
		switch {
		case note.Refused:
			if n++; n <= maxRefused || a.display.Verbose {
				a.errorf("%s", text)
			}
		case a.display.Verbose:
			a.notef("%s", text)
		}
	}
	if n > maxRefused && !a.display.Verbose {
		a.errorf("%s: %d more lines are wrong; -v shows them", in.Path, n-maxRefused)
	}
	return n
}
