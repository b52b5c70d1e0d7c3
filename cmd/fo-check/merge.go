package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/rules"
)

// mergeCmd folds reports.
type mergeCmd struct {
	Reports   []string `arg:"" name:"report" sep:"none" help:"Reports in JSON (check -o json=FILE): of different sites, or of all shards of one check."`
	Rules     []string `short:"r" sep:"none" group:"Rules" placeholder:"DIR|FILE" help:"Rule files with which the reports were made, beside the built-in packs: formats say more of rules that are known."`
	NoBuiltin bool     `group:"Rules" help:"Without the built-in packs."`

	FailOn string `enum:"error,warning,note,never" default:"error" group:"Judging" help:"Least level of a violation that gives exit code 1: error, warning, note or never."`
	Strict bool   `group:"Judging" help:"Inconclusive rules fail (exit code 3)."`
	outputFlags
}

// Help is printed under the usage.
func (*mergeCmd) Help() string {
	return `A rule is violated if one report says so, else inconclusive, else passed, else not exercised; its cases add up.
The reports must be made by the same rules, and no input may be in two of them, but for shards.

Examples:
  fo-check check --shard 1/2 -o json=1.json logs/; fo-check check --shard 2/2 -o json=2.json logs/
  fo-check merge -o text -o sarif=all.sarif 1.json 2.json

Exit codes: those of check. A report of a check that could not be made (3) makes this one 3, unless there are violations.`
}

// Run implements the command.
func (c *mergeCmd) Run(a *app) error {
	set, err := loadRules(&ruleFlags{Rules: c.Rules, NoBuiltin: c.NoBuiltin})
	if err != nil {
		return err
	}
	var parts []*report.Part
	for _, path := range c.Reports {
		content, err := os.ReadFile(path)
		if err != nil {
			return unchecked(fmt.Errorf("%s: %w", path, cause(err)))
		}
		p, err := report.ReadPart(path, content)
		if err != nil {
			return usage(err)
		}
		parts = append(parts, p)
	}
	outputs, err := openOutputs(c.Output, mergedFormat)
	if err != nil {
		return err
	}
	run, err := report.Merge(parts, func(id string) *rules.Rule { return ruleOf(id, set) })
	if err != nil {
		return usage(err)
	}
	if missing := report.MissingShards(parts); len(missing) > 0 {
		a.warnf("shards %s are missing: the report is partial", strings.Join(missing, ", "))
	}
	run.Version, run.MaxFindings, run.Verbose, run.Inputs = versionText(), c.MaxFindings, a.display.Verbose, c.Inputs || a.display.Verbose
	run.FailOn, run.Strict = c.FailOn, c.Strict
	run.ExitCode = c.exitCode(run, parts)
	if err := a.publish(outputs, run); err != nil {
		return err
	}
	return silently(run.ExitCode)
}

// exitCode follows check: violations win over what could not be checked.
func (c *mergeCmd) exitCode(run *report.Run, parts []*report.Part) int {
	n := report.Count(run.Report)
	check := checkCmd{judgeFlags: judgeFlags{FailOn: c.FailOn}}
	if check.failed(n) {
		return exitViolation
	}
	for _, p := range parts {
		if p.ExitCode() == exitUnchecked || p.ExitCode() == exitInterrupted {
			return exitUnchecked
		}
	}
	if run.Report.Partial || c.Strict && n.Inconclusive > 0 {
		return exitUnchecked
	}
	return exitOK
}

// mergedFormat takes the formats of reports but the page, which needs the events.
func mergedFormat(name string) error {
	if name == report.PageFormat {
		return fmt.Errorf("output format %q: it needs the events, which reports do not hold; make it with check, or take markdown", name)
	}
	return reportFormat(name)
}

// ruleOf returns the rule of an id; nil: it is not among the rules.
func ruleOf(id string, set *rules.Set) *rules.Rule {
	for _, r := range set.Rules {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// parseShard reads --shard; zero: none given.
func parseShard(s string) (index, of int, err error) {
	if s == "" {
		return 0, 0, nil
	}
	n, err := fmt.Sscanf(s, "%d/%d", &index, &of)
	if err != nil || n != 2 || index < 1 || index > of || fmt.Sprintf("%d/%d", index, of) != s {
		return 0, 0, usagef("--shard %s: no shard; I/N with I from 1 to N is accepted, as 2/4", s)
	}
	return index, of, nil
}
