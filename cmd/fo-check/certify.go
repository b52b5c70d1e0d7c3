package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/certificate"
	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/cmd/fo-check/internal/rulepage"
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/ruledoc"
	"github.com/fo-check/fo-check/rules/ruletest"
	"github.com/fo-check/fo-check/rules/suggest"
)

// certifyCmd judges a desktop against a profile.
type certifyCmd struct {
	inputFlags
	Rules         []string `short:"r" sep:"none" group:"Rules" placeholder:"DIR|FILE" help:"Rule files, added to the built-in packs."`
	NoBuiltin     bool     `group:"Rules" help:"Without the built-in packs."`
	Profile       string   `group:"Judging" placeholder:"NAME" help:"Profile: ail-dr, psdk-custom, ... Default: ail-dr, with --verify that of the certificate."`
	Param         []string `short:"p" sep:"none" group:"Judging" placeholder:"NAME[@SITE]=VALUE" help:"A setting for all traces: site-timeout=30s. What the header of a trace says counts for that trace."`
	Params        []string `sep:"none" group:"Judging" placeholder:"FILE" help:"Settings from a file."`
	SkewTolerance string   `group:"Judging" default:"1s" help:"Uncertainty between two clocks; 0: none."`
	Verify        string   `group:"Output" placeholder:"FILE" help:"Examine the traces again and name each difference from this certificate (JSON)."`
	Output        []string `short:"o" sep:"none" group:"Output" placeholder:"FORMAT[=FILE]" help:"text, json, html, in-toto; may repeat, one of them to standard output. Default: text."`
}

// Help is printed under the usage.
func (*certifyCmd) Help() string {
	return `A certificate is passed if every must and should of the profile was exercised by a trace and kept by all of them.
Each PATH is a trace of its own; of a directory each file and each folder in it is one, a folder as a whole.
Suppressions and baselines do not count.

Examples:
  fo-check certify --profile ail-dr traces/
  fo-check certify -o text -o json=certificate.json -o html=certificate.html -o in-toto=statement.json traces/
  fo-check certify --verify certificate.json traces/

Exit codes: 0 passed, 1 obligations violated, or --verify found differences, 2 bad usage,
3 an obligation is open: not exercised, or inconclusive; or a trace could not be read, 130 interrupted.`
}

// Run implements the command.
func (c *certifyCmd) Run(a *app) error {
	var before *certificate.Certificate
	if c.Verify != "" {
		var err error
		if before, err = c.resume(); err != nil {
			return err
		}
	}
	outputs, err := openOutputs(c.Output, certificateFormat)
	if err != nil {
		return err
	}
	made, err := c.certify(a)
	switch {
	case err != nil:
		return err
	case before != nil:
		return a.verify(c.Verify, before, made)
	}
	if err := a.publishCertificate(outputs, made); err != nil {
		return unchecked(err)
	}
	return silently(certificateCode(made.Result))
}

// publishCertificate writes it in all formats, and its summary to standard error where standard output has no text.
func (a *app) publishCertificate(outputs []output, made *certificate.Certificate) error {
	for i := range outputs {
		o := &outputs[i]
		err := o.publish(a.out, func(w io.Writer) error { return writeCertificate(w, o.format, made) })
		if err != nil {
			return err
		}
	}
	if !slices.ContainsFunc(outputs, func(o output) bool { return o.path == "" && o.format == "text" }) && !a.display.Quiet {
		fmt.Fprintln(a.err, certificate.Summary(made))
	}
	return nil
}

func certificateCode(result string) int {
	switch result {
	case certificate.Passed:
		return exitOK
	case certificate.Violated:
		return exitViolation
	}
	return exitUnchecked
}

// certificateFormats are those of certify.
var certificateFormats = [...]string{"text", "json", "html", "in-toto"}

func certificateFormat(name string) error {
	if slices.Contains(certificateFormats[:], name) {
		return nil
	}
	return fmt.Errorf("format of a certificate %q: unknown%s; %s are accepted", name,
		suggest.Hint(name, certificateFormats[:]), strings.Join(certificateFormats[:], ", "))
}

func writeCertificate(w io.Writer, format string, c *certificate.Certificate) error {
	switch format {
	case "json":
		return certificate.JSON(w, c)
	case "html":
		return certificate.HTML(w, c)
	case "in-toto":
		return certificate.InToto(w, c)
	}
	return certificate.Text(w, c)
}

// certify judges every trace by itself and folds what they say.
func (c *certifyCmd) certify(a *app) (*certificate.Certificate, error) {
	if c.Profile == "" {
		c.Profile = "ail-dr"
	}
	check := &checkCmd{inputFlags: c.inputFlags, ruleFlags: ruleFlags{Rules: c.Rules, NoBuiltin: c.NoBuiltin},
		judgeFlags: judgeFlags{Profile: c.Profile, Param: c.Param, Params: c.Params, SkewTolerance: c.SkewTolerance}}
	job, err := check.prepare(a)
	if err != nil {
		return nil, err
	}
	if err := certifiable(job.set, c.Profile); err != nil {
		return nil, err
	}
	job.digests = true
	paths, err := scenarios(c.Paths)
	if err != nil {
		return nil, err
	}
	var judged []certificate.Scenario
	for _, s := range paths {
		r, err := a.judgeScenario(*check, job, s)
		if err != nil {
			return nil, err
		}
		judged = append(judged, certificate.Scenario{Name: s.name, Report: r, Rename: s.rename})
	}
	made := certificate.New(report.Tool{Name: "fo-check", Version: versionText(), RulesDigest: job.set.Digest}, c.Profile, c.options(), job.set, judged)
	return made, c.describe(a, job.set, made)
}

// judgeScenario judges one trace as check does. What could not be read to its end proves nothing.
func (a *app) judgeScenario(check checkCmd, job *checking, s *scenario) (*rules.Report, error) {
	one := *job
	one.engine.Settings = slices.Clone(job.engine.Settings)
	check.Paths = []string{s.path}
	return check.examineWhole(a, &one, s.path+": it could not be examined whole; there is no certificate")
}

// certifiable refuses a profile that asks for nothing.
func certifiable(set *rules.Set, profile string) error {
	for _, r := range set.Rules {
		if certificate.Required(r, profile) {
			return nil
		}
	}
	return usagef("--profile %s: none of its rules is worded must or should, so there is nothing to certify", profile)
}

func (c *certifyCmd) options() certificate.Options {
	list := func(s []string) []string { return append([]string{}, perLine(s)...) }
	return certificate.Options{Param: list(c.Param), TZ: list(c.TZ), Skew: list(c.Skew), SkewTolerance: c.SkewTolerance,
		Reorder: c.Reorder, Date: c.Date}
}

// describe says of each obligation that was not exercised which trace would.
func (c *certifyCmd) describe(a *app, set *rules.Set, made *certificate.Certificate) error {
	cases, err := testsOf(&ruleFlags{Rules: c.Rules, NoBuiltin: c.NoBuiltin})
	if err != nil {
		return err
	}
	kept := slices.DeleteFunc(cases, breaks)
	book := &ruledoc.Book{Set: set, Cases: kept}
	for i := range made.Obligations {
		o := &made.Obligations[i]
		if !o.Required || o.Coverage == string(rules.Exercised) {
			continue
		}
		o.Missing = &certificate.Missing{Why: report.CoverageWords(rules.CoverageClass(o.Coverage)), Trace: []string{}}
		r, err := findRule(o.ID, set)
		if err != nil {
			return err
		}
		x, err := book.Example(a.ctx, r, rules.Pass)
		if err != nil {
			return unchecked(err)
		}
		if x != nil {
			o.Missing.Test, o.Missing.Flags, o.Missing.Trace = x.Case.Name, rulepage.Flags(x), x.Lines()
		}
	}
	return nil
}

// breaks tells whether a test is one of a violation: its trace would exercise one obligation and break another.
func breaks(c ruletest.Case) bool {
	return slices.ContainsFunc(c.Expect, func(x ruletest.Expectation) bool { return x.Verdict == rules.Violation })
}
