package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/baseline"
	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/rules"
)

// baselineCmd keeps the file of known violations.
type baselineCmd struct {
	Write baselineWriteCmd `cmd:"" help:"Take the present violations for known: check --baseline fails for new ones only."`
	Prune baselinePruneCmd `cmd:"" help:"Drop from the file what is not found again. Nothing is added."`
	Show  baselineShowCmd  `cmd:"" help:"Print what the file knows."`
}

// known are the flags of commands that judge for a baseline.
type known struct {
	inputFlags
	ruleFlags
	Profile       string   `group:"Judging" placeholder:"NAME" help:"Profile: ail-dr, wde, wwe, pom, ..."`
	Param         []string `short:"p" sep:"none" group:"Judging" placeholder:"NAME[@SITE]=VALUE" help:"A setting: site-timeout=30s."`
	Params        []string `sep:"none" group:"Judging" placeholder:"FILE" help:"Settings from a file."`
	SkewTolerance string   `group:"Judging" default:"1s" help:"Uncertainty between two clocks; 0: none."`
	Baseline      string   `placeholder:"FILE" help:"The file. Default: .fo-check-baseline.json."`
}

// baselineWriteCmd writes the file.
type baselineWriteCmd struct {
	known
	Force bool `help:"Write over a file that exists, and so take in what is new."`
}

// Help is printed under the usage.
func (*baselineWriteCmd) Help() string {
	return `Examples:
  fo-check baseline write logs/                        .fo-check-baseline.json
  fo-check check --baseline .fo-check-baseline.json logs/

Known findings stay in every report, marked; they do not count for the exit code. Judge with the same settings.`
}

// baselinePruneCmd drops what is gone.
type baselinePruneCmd struct{ known }

// baselineShowCmd prints the file.
type baselineShowCmd struct {
	Baseline string `placeholder:"FILE" help:"The file. Default: .fo-check-baseline.json."`
	Config   string `placeholder:"FILE" help:"Configuration file; none: without."`
}

// maxKnown is how many findings per rule a baseline takes.
const maxKnown = 100_000

func baselinePath(given string) string {
	if given == "" {
		return baseline.Name
	}
	return given
}

// judgeAll judges as check does, and keeps every finding. What could not be read to its end is an error: a
// baseline of half a log knows half.
func (k *known) judgeAll(a *app) (*rules.Report, error) {
	c := &checkCmd{inputFlags: k.inputFlags, ruleFlags: k.ruleFlags, judgeFlags: judgeFlags{Profile: k.Profile, Param: k.Param,
		Params: k.Params, SkewTolerance: k.SkewTolerance, FailOn: "never"}}
	job, err := c.prepare(a)
	if err != nil {
		return nil, err
	}
	job.engine.MaxFindings = maxKnown
	r, err := c.examineWhole(a, job, baselinePath(k.Baseline)+" is left as it is: not everything could be checked")
	if err != nil {
		return nil, err
	}
	a.suppress(r)
	return r, nil
}

// Run implements the command.
func (c *baselineWriteCmd) Run(a *app) error {
	path := baselinePath(c.Baseline)
	if _, err := os.Stat(path); err == nil && !c.Force {
		return usagef("%s: it exists already; fo-check baseline prune drops what is gone, --force takes in what is new", path)
	}
	r, err := c.judgeAll(a)
	if err != nil {
		return err
	}
	f := baseline.Of(r)
	if err := save(path, f); err != nil {
		return err
	}
	a.notef("%s: findings known now: %d", path, f.Total())
	for _, res := range r.Rules {
		if res.Omitted > 0 {
			a.warnf("%s: %d more findings of %s than a baseline takes; they count", path, res.Omitted, res.Rule.ID)
		}
	}
	return nil
}

// Run implements the command.
func (c *baselinePruneCmd) Run(a *app) error {
	path := baselinePath(c.Baseline)
	f, err := baseline.Load(path)
	if err != nil {
		return usage(err)
	}
	r, err := c.judgeAll(a)
	if err != nil {
		return err
	}
	stale := f.Mark(path, r).Stale
	for _, k := range stale {
		a.notef("%s: dropped %s", path, knownText(k))
	}
	pruned := f.Without(stale)
	a.notef("%s: findings known now: %d", path, pruned.Total())
	if len(stale) == 0 {
		return nil
	}
	return save(path, pruned)
}

// Run implements the command.
func (c *baselineShowCmd) Run(a *app) error {
	f, err := baseline.Load(baselinePath(c.Baseline))
	if err != nil {
		return usage(err)
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for _, k := range f.Findings {
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\n", report.Visible(k.Rule), report.Visible(k.Fingerprint), k.Count, report.Visible(strings.TrimSpace(keysOf(k.Key))), report.Visible(k.Message))
	}
	if err := w.Flush(); err != nil {
		return unchecked(err)
	}
	return nil
}

// save writes the file whole or not at all.
func save(path string, f *baseline.File) error {
	var b bytes.Buffer
	_ = f.Write(&b) // a buffer takes everything
	if err := replace(path, b.Bytes(), 0o644); err != nil {
		return usagef("%s: %w", path, cause(err))
	}
	return nil
}

// loadBaseline reads the file of --baseline; nil: none is named.
func loadBaseline(path string) (*baseline.File, error) {
	if path == "" {
		return nil, nil
	}
	f, err := baseline.Load(path)
	return f, usage(err)
}

// mostStale is how many entries of a baseline that were not found again are told one by one.
const mostStale = 5

// markKnown marks what the baseline knows, and tells of what was not found again.
func (a *app) markKnown(f *baseline.File, path string, r *rules.Report) *report.Baseline {
	if f == nil {
		return nil
	}
	b := f.Mark(path, r)
	for _, k := range b.Stale[:min(len(b.Stale), mostStale)] {
		a.notef("%s: not found again: %s", path, knownText(k))
	}
	if n := len(b.Stale) - mostStale; n > 0 {
		a.notef("%s: and %d more", path, n)
	}
	if len(b.Stale) > 0 {
		a.notef("%s: fo-check baseline prune drops them", path)
	}
	return b
}

func knownText(k report.Known) string {
	text := k.Rule + keysOf(k.Key) + ": " + k.Message
	if k.Count > 1 {
		text += fmt.Sprintf(" (%d times)", k.Count)
	}
	return text
}
