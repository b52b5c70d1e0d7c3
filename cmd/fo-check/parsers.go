package main

import (
	"fmt"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/input"
)

// parsersCmd groups what is about parsers.
type parsersCmd struct {
	List   parsersListCmd   `cmd:"" help:"List parsers, and on what they rest."`
	Detect parsersDetectCmd `cmd:"" help:"Tell which parser reads a file, and why."`
	Test   parsersTestCmd   `cmd:"" help:"Try an adapter file on a log: what each line matched, and the events."`
}

// parsersDetectCmd explains detection.
type parsersDetectCmd struct {
	Paths   []string `arg:"" name:"path" sep:"none" help:"Files, directories, patterns, or -."`
	Adapter []string `sep:"none" placeholder:"FILE" help:"Adapter file (YAML) that takes part."`
}

// Help is printed under the usage.
func (*parsersDetectCmd) Help() string {
	return `Prints per file: path, parser, score (0 to 100) and what was seen, then the runner-up; or what each parser
missed. A rotated file that does not tell its format has that of the others of its rotation, with score 0. Exit code 3 if no parser takes a file that was named.

Examples:
  fo-check parsers detect logs/
  fo-check parsers detect 'incident/**/*.log'`
}

// Run implements the command.
func (c *parsersDetectCmd) Run(a *app) error {
	all, err := a.parsersWith(c.Adapter)
	if err != nil {
		return err
	}
	finder := input.Finder{Stdin: a.in}
	files, problems := finder.Find(c.Paths)
	bad := false
	for _, r := range input.Recognise(files, all, func(string) parsers.Parser { return nil }) {
		bad = !a.detected(r) && r.File.Named || bad
	}
	for _, p := range problems {
		bad = true
		a.undetected(p)
	}
	if bad {
		return silently(exitUnchecked)
	}
	return nil
}

// detected prints the judgement of one file; false: no parser takes it.
func (a *app) detected(r *input.Recognition) bool {
	switch {
	case r.Problem != nil:
		a.undetected(r.Problem)
	case r.Parser == nil:
		a.undetected(&input.Problem{Path: r.File.Path, Err: unrecognised{parsers.Undecided(r.Candidates)}})
		a.runnersUp(r.Candidates)
	case r.Neighbour != nil:
		a.recognised(r, 0, byRotation(r))
	default:
		a.recognised(r, r.Candidates[0].Score, r.Candidates[0].Reason)
		if len(r.Candidates) > 1 && r.Candidates[1].Score > 0 {
			a.runnersUp(r.Candidates[1:2])
		}
	}
	return r.Parser != nil
}

func (a *app) recognised(r *input.Recognition, score int, reason string) {
	fmt.Fprintf(a.out, "%s  %s  %d  %s\n", report.Visible(r.File.Path), r.Parser.Info().Name, score, report.Visible(report.Mask(reason)))
}

func (a *app) undetected(p *input.Problem) {
	fmt.Fprintf(a.out, "%s  -  %s\n", report.Visible(p.Path), report.Visible(report.Mask(p.Err.Error())))
}

// runnersUp prints what parsers saw that were not chosen.
func (a *app) runnersUp(candidates []parsers.Candidate) {
	for _, c := range candidates {
		if c.Reason == "" {
			c.Reason = "nothing of this format was seen"
		}
		fmt.Fprintf(a.out, "  %s  %d  %s\n", c.Parser.Info().Name, c.Score, report.Visible(report.Mask(c.Reason)))
	}
}
