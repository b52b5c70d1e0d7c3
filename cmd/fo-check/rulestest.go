package main

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/ruletest"
	"github.com/fo-check/fo-check/trace"
)

// rulesTestCmd runs the tests that stand beside rule files.
type rulesTestCmd struct {
	Paths    []string `arg:"" optional:"" name:"path" sep:"none" help:"Files of tests, rule files, or directories of them. Default: the tests of the built-in packs."`
	Run_     string   `name:"run" placeholder:"REGEX" help:"Only tests whose PACK/NAME matches."`
	JUnit    string   `name:"junit" placeholder:"FILE" help:"Write the results as JUnit XML, too."`
	Coverage bool     `help:"Say which rules, guards, causes and parts of conditions the tests exercise; with --mutate rules, how many changes of each kind they notice."`
	Mutate   []string `enum:"rules,trace" placeholder:"rules|trace" help:"rules: change the rules, and list what no test notices. trace: damage traces that pass, and list the rules that notice nothing."`
}

// Help is printed under the usage.
func (*rulesTestCmd) Help() string {
	return `A failure prints the place of the test, what was expected (-) and what came (+), and the evidence.
What --coverage and --mutate find does not change the exit code.

Examples:
  fo-check rules test site-rules/
  fo-check rules test --run 'in time' site-rules/desktop_test.yaml
  fo-check rules test --junit junit.xml --coverage --mutate rules --mutate trace site-rules/

Exit codes: 0 all pass, 1 a test fails, 2 a file of rules or tests is wrong, 3 there is no test.`
}

// testJob is a run of tests made ready.
type testJob struct {
	set   *rules.Set
	tests []rules.File
	cases []ruletest.Case
}

// Run implements the command.
func (c *rulesTestCmd) Run(a *app) error {
	only, err := regexp.Compile(c.Run_)
	if err != nil {
		return usagef("--run %s: %w", c.Run_, err)
	}
	job, err := a.loadTests(perLine(c.Paths))
	if err != nil {
		return err
	}
	job.cases = slices.DeleteFunc(job.cases, func(t ruletest.Case) bool { return !only.MatchString(t.Pack + "/" + t.Name) })
	if len(job.cases) == 0 {
		return unchecked(fmt.Errorf("no test%s; NAME_test.yaml beside NAME.yaml is accepted", matching(c.Run_)))
	}
	runner := &ruletest.Runner{Set: job.set, Open: a.logOf(job.set)}
	results, cover := runner.Cover(a.ctx, job.cases)
	failed := a.testResults(results)
	if c.JUnit != "" {
		if err := writeJUnit(c.JUnit, results); err != nil {
			return err
		}
	}
	if c.Coverage {
		a.coverage(cover, job)
	}
	a.mutate(c, job)
	switch {
	case a.ctx.Err() != nil:
		return silently(exitInterrupted)
	case failed > 0:
		return silently(exitViolation)
	}
	return nil
}

func matching(run string) string {
	if run == "" {
		return ""
	}
	return " matches --run " + run
}

// loadTests reads the tests, and the rules that they test: those named, those beside the tests, and the
// built-in ones.
func (a *app) loadTests(paths []string) (*testJob, error) {
	job := &testJob{tests: rules.BuiltinTests()}
	packs := rules.Builtin()
	if len(paths) > 0 {
		own, err := ruleFiles(paths)
		if err != nil {
			return nil, err
		}
		packs, job.tests = split(withTests(withPacks(own)))
		packs = append(others(packs), packs...)
	}
	set, err := rules.Load(packs)
	if err != nil {
		return nil, usage(err)
	}
	job.set = set
	for _, f := range job.tests {
		cases, err := ruletest.Parse(f.Name, f.Content)
		if err != nil {
			return nil, usage(err)
		}
		job.cases = append(job.cases, cases...)
	}
	return job, nil
}

// withPacks adds the packs beside files of tests that were named one by one.
func withPacks(files []rules.File) []rules.File {
	packs, tests := split(files)
	for _, t := range tests {
		wanted := packNameOf(t)
		if slices.ContainsFunc(packs, func(p rules.File) bool { return packNameOf(p) == wanted }) {
			continue
		}
		beside, _ := ruleFiles(yamlFiles(filepath.Dir(t.Name)))
		for _, f := range beside {
			if !f.IsTest() && packNameOf(f) == wanted {
				packs, files = append(packs, f), append(files, f)
			}
		}
	}
	return files
}

// testResults prints the failures and a summary, and counts the failures.
func (a *app) testResults(results []ruletest.Result) int {
	failed := 0
	for i := range results {
		r := &results[i]
		if r.Passed() && !a.display.Verbose {
			continue
		}
		if !r.Passed() {
			failed++
		}
		for line := range strings.Lines(r.String()) {
			fmt.Fprintln(a.out, report.Visible(strings.TrimRight(line, "\n")))
		}
	}
	fmt.Fprintf(a.out, "%s, %d failed\n", plural(len(results), "test"), failed)
	return failed
}

// logOf reads the log that a case names, relative to the file of the case.
func (a *app) logOf(set *rules.Set) func(*ruletest.Case) (trace.Stream, error) {
	return func(c *ruletest.Case) (trace.Stream, error) {
		path := filepath.Join(filepath.Dir(c.Pos.File), filepath.FromSlash(c.Log))
		flags := &inputFlags{Paths: []string{path}, Reorder: "2s"}
		opt, err := newReadOptions(flags)
		if err != nil {
			return nil, err
		}
		p, err := a.plan(flags)
		if err != nil {
			return nil, err
		}
		if len(p.problems) > 0 {
			return nil, fmt.Errorf("%s: %w", c.Log, p.problems[0].Err)
		}
		reading := parsers.Open(p.logs(opt, set.Wanted(), false, nil))
		return &closing{stream(reading, nil, nil), reading}, nil
	}
}

// closing is a stream that closes what it reads.
type closing struct {
	trace.Stream
	reading *parsers.Reading
}

// Close implements trace.Stream.
func (c *closing) Close() error {
	err := c.Stream.Close()
	c.reading.Close()
	return err
}
