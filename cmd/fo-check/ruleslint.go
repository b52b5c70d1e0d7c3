package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/lint"
	"github.com/fo-check/fo-check/trace"
)

// rulesLintCmd looks for what is wrong with rule files.
type rulesLintCmd struct {
	Files  []string `arg:"" optional:"" name:"file" sep:"none" help:"Rule files, or directories of them. Default: the built-in packs and those of --rules."`
	Rules  []string `short:"r" sep:"none" placeholder:"DIR|FILE" help:"Rule files, besides the built-in packs."`
	Output string   `short:"o" enum:"text,json,github" default:"text" help:"text, json or github."`
	FailOn string   `enum:"error,warning,never" default:"error" help:"Least level that gives exit code 2: error, warning or never."`
}

// Help is printed under the usage.
func (*rulesLintCmd) Help() string {
	return `Finds conditions that can never hold, rules that can never fail, replies that cannot carry the keys that they must share,
names that no log holds, what is declared and not used, and rules without a source or without tests. Tests are looked for in
NAME_test.yaml and NAME_*_test.yaml beside NAME.yaml.

Examples:
  fo-check rules lint
  fo-check rules lint site-rules/
  fo-check rules lint --fail-on warning -o github site-rules/*.yaml

Exit codes: 0 nothing at or above --fail-on, 2 findings, or a file that cannot be read.`
}

// Run implements the command.
func (c *rulesLintCmd) Run(a *app) error {
	in := lint.Input{Vocabulary: a.vocabulary()}
	named := perLine(c.Files)
	own, err := ruleFiles(append(slices.Clone(named), perLine(c.Rules)...))
	if err != nil {
		return err
	}
	packs, tests := split(withTests(own))
	in.Files, in.Tests = append(others(packs), packs...), append([]rules.File{}, tests...)
	if len(named) == 0 {
		in.Tests = append(in.Tests, rules.BuiltinTests()...)
	}
	shown := lint.Run(in)
	if len(named) > 0 {
		shown = slices.DeleteFunc(shown, func(f lint.Finding) bool {
			return !slices.ContainsFunc(own, func(o rules.File) bool { return o.Name == f.File }) && !isTestOf(tests, f.File)
		})
	} else {
		packs = in.Files
	}
	if err := a.lintReport(c.Output, packs, shown); err != nil {
		return err
	}
	return silently(c.exitCode(shown))
}

func isTestOf(tests []rules.File, name string) bool {
	return slices.ContainsFunc(tests, func(f rules.File) bool { return f.Name == name })
}

func (c *rulesLintCmd) exitCode(findings []lint.Finding) int {
	errors, warnings := countLevels(findings)
	if c.FailOn != "never" && errors > 0 || c.FailOn == "warning" && warnings > 0 {
		return exitUsage
	}
	return exitOK
}

func countLevels(findings []lint.Finding) (errors, warnings int) {
	for _, f := range findings {
		if f.Level == rules.LevelError {
			errors++
		} else {
			warnings++
		}
	}
	return errors, warnings
}

// split tells packs from tests.
func split(files []rules.File) (packs, tests []rules.File) {
	for _, f := range files {
		if f.IsTest() {
			tests = append(tests, f)
		} else {
			packs = append(packs, f)
		}
	}
	return packs, tests
}

// withTests adds the tests that lie beside packs that were named one by one.
func withTests(files []rules.File) []rules.File {
	have := map[string]bool{}
	for _, f := range files {
		have[f.Name] = true
	}
	for _, f := range slices.Clone(files) {
		for _, name := range testsBeside(f) {
			if content, err := os.ReadFile(name); err == nil && !have[name] {
				have[name] = true
				files = append(files, rules.File{Name: name, Content: content})
			}
		}
	}
	return files
}

// testsBeside lists NAME_test.yaml and NAME_*_test.yaml beside NAME.yaml.
func testsBeside(f rules.File) []string {
	if f.IsTest() {
		return nil
	}
	dir, base := filepath.Split(f.Name)
	stem := strings.TrimSuffix(base, filepath.Ext(base))
	entries, _ := fs.ReadDir(os.DirFS(filepath.Clean(dir+".")), ".")
	var out []string
	for _, e := range entries {
		if t := (rules.File{Name: e.Name()}); t.IsTest() && strings.HasPrefix(e.Name(), stem+"_") {
			out = append(out, filepath.Join(dir, e.Name()))
		}
	}
	return out
}

var packLine = regexp.MustCompile(`(?m)^pack:[ \t]*["']?([^"'\s#]+)`)

// packNameOf reads the name of a pack, also from a file that does not load.
func packNameOf(f rules.File) string {
	if m := packLine.FindSubmatch(f.Content); m != nil {
		return string(m[1])
	}
	return ""
}

// others returns the built-in packs that none of the files replaces.
func others(files []rules.File) []rules.File {
	return slices.DeleteFunc(rules.Builtin(), func(b rules.File) bool {
		return slices.ContainsFunc(files, func(f rules.File) bool { return packNameOf(f) == packNameOf(b) })
	})
}

// vocabulary says what logs can hold: the names of traces, and what the parsers say of themselves.
func (a *app) vocabulary() lint.Vocabulary {
	v := lint.Vocabulary{Names: trace.Names(), Aliases: trace.Aliases()}
	for _, p := range a.parsers {
		info := p.Info()
		if len(info.Vocabulary) == 0 {
			v.Open = append(v.Open, info.Sources...)
		}
		for _, name := range info.Vocabulary {
			if !slices.ContainsFunc(v.Names, func(n trace.Name) bool { return n.Name == name }) {
				v.Names = append(v.Names, trace.Name{Name: name, Vocabulary: info.Name, Sources: info.Sources})
			}
		}
	}
	return v
}

// lintReport writes the findings.
func (a *app) lintReport(format string, packs []rules.File, findings []lint.Finding) error {
	switch format {
	case "json":
		return a.lintJSON(findings)
	case "github":
		for _, f := range findings {
			fmt.Fprintf(a.out, "::%s file=%s,line=%d,col=%d::%s\n", f.Level, escapeGithub(f.File), f.Line, f.Col, escapeGithub(f.Message))
		}
		return nil
	}
	for _, f := range findings {
		fmt.Fprintf(a.out, "%s\n%s", report.Visible(f.Error()), f.Snippet())
	}
	errors, warnings := countLevels(findings)
	_, err := fmt.Fprintf(a.out, "%s: %s, %s\n", plural(len(packs), "pack"), plural(errors, "error"), plural(warnings, "warning"))
	return err
}

// escapeGithub makes a text fit for a command of a workflow.
func escapeGithub(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// lintLine is a finding in JSON.
type lintLine struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Col     int    `json:"col"`
	Level   string `json:"level"`
	Check   string `json:"check"`
	Message string `json:"message"`
}

func (a *app) lintJSON(findings []lint.Finding) error {
	lines := make([]lintLine, 0, len(findings))
	for _, f := range findings {
		lines = append(lines, lintLine{f.File, f.Line, f.Col, string(f.Level), f.Check, f.Message})
	}
	return a.encode(lines)
}

// encode writes JSON for people and programs alike.
func (a *app) encode(v any) error {
	enc := json.NewEncoder(a.out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
