package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

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
	if err != nil {
		return err
	}
	if before != nil {
		return a.verify(c.Verify, before, made)
	}
	for i := range outputs {
		o := &outputs[i]
		err := o.publish(a.out, func(w io.Writer) error { return writeCertificate(w, o.format, made) })
		if err != nil {
			return unchecked(err)
		}
	}
	if !slices.ContainsFunc(outputs, func(o output) bool { return o.path == "" && o.format == "text" }) && !a.display.Quiet {
		fmt.Fprintln(a.err, certificate.Summary(made))
	}
	return silently(certificateCode(made.Result))
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
		one := *job
		one.engine.Settings = slices.Clone(job.engine.Settings)
		check.Paths = []string{s.path}
		x, err := check.examine(a, &one)
		switch {
		case err != nil:
			return nil, err
		case a.ctx.Err() != nil:
			return nil, silently(exitInterrupted)
		case x.bad:
			return nil, unchecked(fmt.Errorf("%s: it could not be examined whole; there is no certificate", s.path))
		}
		judged = append(judged, certificate.Scenario{Name: s.name, Report: x.result, Rename: s.rename})
	}
	made := certificate.New(certificate.Tool{Name: "fo-check", Version: versionText(), RulesDigest: job.set.Digest}, c.Profile, c.options(), job.set, judged)
	return made, c.describe(a, job.set, made)
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

// resume reads the certificate to be verified, and takes from it what the command line does not say.
func (c *certifyCmd) resume() (*certificate.Certificate, error) {
	content, err := os.ReadFile(c.Verify)
	if err != nil {
		return nil, usagef("--verify %s: %w", c.Verify, cause(err))
	}
	before := &certificate.Certificate{}
	dec := json.NewDecoder(bytes.NewReader(content))
	dec.DisallowUnknownFields()
	if err := dec.Decode(before); err != nil {
		return nil, usagef("--verify %s: %w; a certificate in JSON is accepted", c.Verify, err)
	}
	if before.Schema != certificate.Schema {
		return nil, usagef("--verify %s: schema %q; %q is accepted", c.Verify, before.Schema, certificate.Schema)
	}
	if c.Profile == "" {
		c.Profile = before.Profile
	}
	for _, l := range []struct{ mine, theirs *[]string }{{&c.Param, &before.Options.Param}, {&c.TZ, &before.Options.TZ}, {&c.Skew, &before.Options.Skew}} {
		if len(*l.mine) == 0 {
			*l.mine = *l.theirs
		}
	}
	if c.Date == "" {
		c.Date = before.Options.Date
	}
	if c.SkewTolerance == "1s" && before.Options.SkewTolerance != "" {
		c.SkewTolerance = before.Options.SkewTolerance
	}
	if c.Reorder == "2s" && before.Options.Reorder != "" {
		c.Reorder = before.Options.Reorder
	}
	return before, nil
}

// verify says in what the traces differ from their certificate.
func (a *app) verify(path string, before, now *certificate.Certificate) error {
	lines := before.Differences(now)
	for _, l := range lines {
		fmt.Fprintln(a.out, report.Visible(l))
	}
	if len(lines) > 0 {
		fmt.Fprintf(a.out, "%s does not hold: %d differences\n", report.Visible(path), len(lines))
		return silently(exitViolation)
	}
	fmt.Fprintf(a.out, "%s holds: %s\n", report.Visible(path), certificate.Summary(now))
	return silently(certificateCode(now.Result))
}

// scenario is a trace to be judged by itself.
type scenario struct {
	path, name string
	root       string // what its paths are shown without
}

// rename shows a path as seen from the folder that was named, whatever the working folder is.
func (s *scenario) rename(path string) string {
	if path == "" {
		return ""
	}
	if rel, err := filepath.Rel(s.root, path); err == nil && !strings.HasPrefix(rel, "..") {
		path = rel
	}
	return filepath.ToSlash(path)
}

// scenarios lists the traces: what is named, and of a directory what is in it.
func scenarios(args []string) ([]*scenario, error) {
	var out []*scenario
	for _, arg := range args {
		paths := []string{arg}
		if _, err := os.Stat(arg); err != nil && strings.ContainsAny(arg, "*?[{") {
			if found, err := doublestar.FilepathGlob(arg, doublestar.WithNoHidden()); err == nil && len(found) > 0 {
				paths = found
			}
		}
		for _, path := range paths {
			out = append(out, within(path)...)
		}
	}
	slices.SortStableFunc(out, func(a, b *scenario) int { return strings.Compare(a.name, b.name) })
	for i := 1; i < len(out); i++ {
		if out[i].name == out[i-1].name {
			return nil, usagef("%s and %s: two traces of the name %s; names that differ, or one directory that holds both, are accepted",
				out[i-1].path, out[i].path, out[i].name)
		}
	}
	if len(out) == 0 {
		return nil, usagef("no trace named; files, directories and patterns are accepted")
	}
	return out, nil
}

// within lists the traces of a path: itself, or what is in the directory, hidden ones not.
func within(path string) []*scenario {
	entries, err := os.ReadDir(path)
	if err != nil { // no directory; what is wrong shows when it is read
		return []*scenario{{path: path, name: filepath.Base(path), root: filepath.Dir(path)}}
	}
	var out []*scenario
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			out = append(out, &scenario{path: filepath.Join(path, e.Name()), name: e.Name(), root: path})
		}
	}
	return out
}
