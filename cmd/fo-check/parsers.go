package main

import (
	"errors"
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
missed. Exit code 3 if no parser takes a file that was named.

Examples:
  fo-check parsers detect logs/
  fo-check parsers detect 'incident/**/*.log'`
}

// Run implements the command.
func (c *parsersDetectCmd) Run(a *app) error {
	if err := a.adapters(c.Adapter); err != nil {
		return err
	}
	finder := input.Finder{Stdin: a.in}
	files, problems := finder.Find(c.Paths)
	bad := false
	for _, f := range files {
		bad = !a.detect(f) && f.Named || bad
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

// detect prints the judgement of one file; false: no parser takes it.
func (a *app) detect(f *input.File) bool {
	head, err := f.Head()
	var problem *input.Problem
	if errors.As(err, &problem) {
		a.undetected(problem)
		return false
	}
	parser, candidates := parsers.Detect(head, a.parsers)
	if parser == nil {
		a.undetected(&input.Problem{Path: f.Path, Err: unrecognised{parsers.Undecided(candidates)}})
		a.runnersUp(candidates)
		return false
	}
	best := candidates[0]
	fmt.Fprintf(a.out, "%s  %s  %d  %s\n", report.Visible(f.Path), parser.Info().Name, best.Score, report.Visible(report.Mask(best.Reason)))
	if len(candidates) > 1 && candidates[1].Score > 0 {
		a.runnersUp(candidates[1:2])
	}
	return true
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
