package main

import (
	"io"
	"os"
	"slices"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/config"
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

	Fix  bool `group:"Correcting" help:"Write the corrections that are proven to be right into the strategy files, then judge them: parentheses of a condition (L-36), the writing of a value of resultof (L-39)."`
	Diff bool `group:"Correcting" help:"Show as a unified diff what --fix would write, and write nothing; exit code 1 if there is something. Reports go to files only."`

	Output      []string `short:"o" sep:"none" group:"Output" placeholder:"FORMAT[=FILE]" help:"${formats}; may repeat, one of them to standard output. Default: text."`
	MaxFindings int      `default:"20" group:"Output" help:"Findings per rule in text; 0: all."`
}

// Help is printed under the usage.
func (*lintCmd) Help() string {
	return `Reads Composer diagrams (.ixnprocess, .workflow), SCXML strategies and configuration exports, without any log.
A process and what was generated from it are compared when both are named, or the project is.

Examples:
  fo-check lint MyProject/
  fo-check lint --diff MyProject/
  fo-check lint --fix MyProject/
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
		inputFlags:  inputFlags{Paths: c.paths(), Parser: c.Parser, Reorder: "2s", AllowEmpty: c.AllowEmpty, StdinName: c.StdinName, Sites: c.Sites},
		ruleFlags:   c.ruleFlags,
		judgeFlags:  judgeFlags{Profile: c.Profile, Param: c.Param, Params: c.Params, SkewTolerance: "1s", FailOn: c.FailOn, Strict: c.Strict, Baseline: c.Baseline},
		outputFlags: outputFlags{Output: c.Output, MaxFindings: c.MaxFindings},
	}
}

// paths are the inputs; the map of sites is one of them: it is judged as well.
func (c *lintCmd) paths() []string {
	if c.Sites == "" || len(c.Paths) == 0 || slices.Contains(c.Paths, c.Sites) {
		return c.Paths
	}
	content, err := os.ReadFile(c.Sites)
	if err != nil || config.New().Detect(parsers.Head{Name: c.Sites, Bytes: content, Whole: true}).Score == 0 {
		return c.Paths // preparing tells what is wrong with it
	}
	return append(slices.Clone(c.Paths), c.Sites)
}

// linting is a lint ready to run.
type linting struct {
	check  *checkCmd
	job    *checking
	reader app // with the parsers of static facts only
}

// Run implements the command.
func (c *lintCmd) Run(a *app) error {
	l, err := c.prepare(a)
	if err != nil {
		return err
	}
	p, err := l.reader.plan(&l.check.inputFlags)
	if err != nil {
		return err
	}
	if l.job.outputs, err = openOutputs(c.Output, reportFormat); err != nil {
		return err
	}
	if err := c.writable(p); err != nil {
		return err
	}
	bad := l.reader.reportProblems(p, c.AllowEmpty)
	if c.Fix && !c.Diff {
		if p, bad, err = c.fix(a, l, p, bad); err != nil {
			return err
		}
	}
	result, read := l.judge(a, p)
	if c.Diff {
		l.job.outputs = slices.DeleteFunc(l.job.outputs, func(o output) bool { return o.path == "" })
	}
	known := a.markKnown(l.job.baseline, c.Baseline, result)
	code := l.check.exitCode(a, result, bad || read.bad, read.whole)
	run := &report.Run{Report: result, Version: versionText(), ExitCode: code, MaxFindings: c.MaxFindings,
		FailOn: c.FailOn, Strict: c.Strict, Baseline: known, Verbose: a.display.Verbose, Excerpt: newExcerpts(result.Findings, read.page.lines(result)).withoutExports(result.Inputs).at,
		Page: read.page.writer()}
	if !c.Diff || len(l.job.outputs) > 0 {
		if err := a.publish(l.job.outputs, run); err != nil {
			return err
		}
	}
	if c.Diff {
		return a.showDiff(a.corrections(result), bad || read.bad)
	}
	return silently(code)
}

// prepare reads the flags and the rules.
func (c *lintCmd) prepare(a *app) (*linting, error) {
	l := &linting{check: c.check(), reader: *a}
	l.reader.parsers = staticParsers(a.parsers)
	var err error
	if l.job, err = l.check.prepare(a); err != nil {
		return nil, err
	}
	l.job.set, err = staticRules(l.job.set)
	return l, err
}

// judge reads and judges, and says what to do.
func (l *linting) judge(a *app, p *plan) (*rules.Report, outcome) {
	result, read := l.reader.judge(l.job, p)
	advise(result, p.facts(result, l.job.read))
	a.suppress(result)
	return result, read
}

// writable refuses to correct what can be read only once.
func (c *lintCmd) writable(p *plan) error {
	for _, family := range p.families {
		if c.Fix && !c.Diff && family[0].Size < 0 {
			return usagef("--fix: %s can be read only once and not written; files are accepted", family[0].Path)
		}
	}
	return nil
}

// fix judges without a word, corrects what is found, and plans the reading of what the files are then.
func (c *lintCmd) fix(a *app, l *linting, p *plan, bad bool) (*plan, bool, error) {
	silent := *l
	silent.reader.err = io.Discard
	quiet := *a
	quiet.err = io.Discard
	result, _ := silent.judge(&quiet, p)
	bad = a.fix(a.corrections(result)) || bad
	again, err := l.reader.plan(&l.check.inputFlags)
	return again, bad, err
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
