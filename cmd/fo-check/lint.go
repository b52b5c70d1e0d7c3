package main

import (
	"slices"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/rules"
)

// lintCmd judges what is read without a trace.
type lintCmd struct {
	Paths      []string `arg:"" optional:"" name:"path" sep:"none" help:"Files, directories, patterns, or - for standard input."`
	Parser     []string `sep:"none" group:"Input" placeholder:"NAME[=GLOB]" help:"Read (the files that match GLOB) with this parser."`
	AllowEmpty bool     `group:"Input" help:"Inputs that are empty or not recognised, and patterns without match, are no error."`
	StdinName  string   `group:"Input" placeholder:"NAME" help:"Name of standard input in messages."`
	Sites      string   `group:"Input" placeholder:"FILE" help:"Map of sites (YAML)."`
	Config     string   `group:"Input" placeholder:"FILE" help:"Configuration file, instead of the .fo-check.yaml of this folder or one above it; none: without."`
	ruleFlags

	Profile  string   `group:"Judging" placeholder:"NAME" help:"Profile: ail-dr, wde, wwe, pom, ..."`
	Param    []string `short:"p" sep:"none" group:"Judging" placeholder:"NAME[@SITE]=VALUE" help:"A setting: ors-version=8.1.400.17."`
	Params   []string `sep:"none" group:"Judging" placeholder:"FILE" help:"Settings from a file: YAML (NAME: VALUE, NAME@SITE: VALUE) or a configuration export; may repeat."`
	FailOn   string   `enum:"error,warning,note,never" default:"error" group:"Judging" help:"Least level of a finding that gives exit code 1: error, warning, note or never."`
	Strict   bool     `group:"Judging" help:"Inconclusive rules fail (exit code 3)."`
	Baseline string   `group:"Judging" placeholder:"FILE" help:"Findings that this file knows do not count for the exit code; they stay in the report."`

	Output      []string `short:"o" sep:"none" group:"Output" placeholder:"FORMAT[=FILE]" help:"${formats}; may repeat, one of them to standard output. Default: text."`
	MaxFindings int      `default:"20" group:"Output" help:"Findings per rule in text; 0: all."`
}

// Help is printed under the usage.
func (*lintCmd) Help() string {
	return `Reads Composer diagrams (.ixnprocess, .workflow), SCXML strategies and configuration exports, without any log.
A process and what was generated from it are compared when both are named, or the project is.

Examples:
  fo-check lint MyProject/
  fo-check lint -p ors-version=8.1.400.17 'MyProject/**/*.ixnprocess'
  fo-check lint --fail-on warning -o json=lint.json MyProject/ config.json

Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 bad usage or rule file, 3 a file could not be read
or is none of these, 130 interrupted.`
}

// staticSources are the sources of what is known without a trace.
var staticSources = [...]string{"strategy", "config"}

func static(sources []string) bool {
	return len(sources) > 0 && !slices.ContainsFunc(sources, func(s string) bool { return !slices.Contains(staticSources[:], s) })
}

// check is the same as a check, with the flags that make sense here.
func (c *lintCmd) check() *checkCmd {
	return &checkCmd{
		inputFlags:  inputFlags{Paths: c.Paths, Parser: c.Parser, Reorder: "2s", AllowEmpty: c.AllowEmpty, StdinName: c.StdinName, Sites: c.Sites},
		ruleFlags:   c.ruleFlags,
		judgeFlags:  judgeFlags{Profile: c.Profile, Param: c.Param, Params: c.Params, SkewTolerance: "1s", FailOn: c.FailOn, Strict: c.Strict, Baseline: c.Baseline},
		outputFlags: outputFlags{Output: c.Output, MaxFindings: c.MaxFindings},
	}
}

// Run implements the command.
func (c *lintCmd) Run(a *app) error {
	check := c.check()
	job, err := check.prepare(a)
	if err != nil {
		return err
	}
	if job.set, err = staticRules(job.set); err != nil {
		return err
	}
	reader := *a
	reader.parsers = staticParsers(a.parsers)
	p, err := reader.plan(&check.inputFlags)
	if err != nil {
		return err
	}
	if job.outputs, err = openOutputs(c.Output); err != nil {
		return err
	}
	bad := reader.reportProblems(p, c.AllowEmpty)
	result, read := reader.judge(job, p)
	advise(result, p.handlers(job.read))
	a.suppress(result)
	known := a.markKnown(job.baseline, c.Baseline, result)
	code := check.exitCode(a, result, bad || read.bad, read.whole)
	run := &report.Run{Report: result, Version: versionText(), ExitCode: code, MaxFindings: c.MaxFindings,
		FailOn: c.FailOn, Strict: c.Strict, Baseline: known, Verbose: a.display.Verbose, Excerpt: newExcerpts(result.Findings).at}
	if err := a.publish(job.outputs, run); err != nil {
		return err
	}
	return silently(code)
}

// staticParsers are those that read no trace.
func staticParsers(all []parsers.Parser) []parsers.Parser {
	return slices.DeleteFunc(slices.Clone(all), func(p parsers.Parser) bool { return !static(p.Info().Sources) })
}

// staticRules are those that are triggered by what is known without a trace.
func staticRules(set *rules.Set) (*rules.Set, error) {
	var ids []string
	for _, r := range set.Rules {
		if triggeredStatically(r) {
			ids = append(ids, r.ID)
		}
	}
	if len(ids) == 0 {
		return nil, usagef("no rule is left that can be judged without a trace; L-* are such rules")
	}
	narrow, err := set.Select(ids, nil)
	return narrow, usage(err)
}

func triggeredStatically(r *rules.Rule) bool {
	refs := r.On.Refs
	if r.On.Fact != nil {
		for _, s := range r.On.Fact.Setters {
			refs = append(slices.Clone(refs), s.Ref)
		}
	}
	return len(refs) > 0 && !slices.ContainsFunc(refs, func(ref rules.Ref) bool { return !static(ref.Predicate.Sources) })
}
