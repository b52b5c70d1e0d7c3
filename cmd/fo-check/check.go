package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/baseline"
	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/engine"
	"github.com/fo-check/fo-check/rules/suggest"
	"github.com/fo-check/fo-check/trace"
)

// checkCmd judges logs and traces.
type checkCmd struct {
	inputFlags
	ruleFlags
	judgeFlags
	outputFlags
}

// Help is printed under the usage.
func (*checkCmd) Help() string {
	return `Examples:
  fo-check logs/                                 every log below logs/, judged by the built-in rules
  fo-check -p site-timeout=30s desktop.ndjson    with a setting of the site
  fo-check -o text -o json=report.json '**/*.log'
  fo-check -o html=report.html logs/             a page with a timeline, in one file
  fo-check --tz +05:30 --skew backup=+120ms primary.log backup.log
  fo-check --skew auto --inputs logs/            clocks measured; what was made of each input
  fo-check --select 'DR-*' --fail-on warning logs/
  zcat big.log.gz | fo-check --stdin-name big.log -

Exit codes: 0 nothing at or above --fail-on, 1 violations, 2 bad usage or rule file,
3 could not check (no input, unreadable, not recognised, below --min-coverage, or inconclusive with --strict), 130 interrupted.`
}

// checking is a check ready to run: everything that can be wrong with the command line is known not to be.
type checking struct {
	set      *rules.Set
	engine   engine.Options
	read     readOptions
	clocks   clocks
	skews    trace.Skews // as applied
	floor    float64     // least coverage, in percent
	sites    *trace.SiteMap
	siteMap  *siteMap
	outputs  []output
	baseline *baseline.File // nil: none
	around   *around        // nil: not asked for
	digests  bool           // of the inputs, even if no output shows them
}

// Run implements the command.
func (c *checkCmd) Run(a *app) error {
	job, err := c.prepare(a)
	if err != nil {
		return err
	}
	x, err := c.examine(a, job)
	if err != nil {
		return err
	}
	a.suppress(x.result)
	known := a.markKnown(job.baseline, c.Baseline, x.result)
	code := c.exitCode(a, x.result, x.bad, x.read.whole)
	run := &report.Run{Report: x.result, Version: versionText(), ExitCode: code, Skew: clockTexts(job.skews),
		MaxFindings: c.MaxFindings, Verbose: a.display.Verbose, Inputs: c.Inputs || a.display.Verbose, Readings: x.read.readings,
		FailOn: c.FailOn, Strict: c.Strict, Shard: c.Shard, Baseline: known, Excerpt: newExcerpts(x.result.Findings, x.read.page.lines(x.result)).withoutExports(x.result.Inputs).at,
		Page: x.read.page.writer()}
	if err := a.publish(job.outputs, run); err != nil {
		return err
	}
	return silently(code)
}

// examined is what a check found, before anybody is told.
type examined struct {
	result *rules.Report
	read   outcome
	bad    bool // something could not be read or judged, or too little was recognised
}

// examine reads and judges the inputs.
func (c *checkCmd) examine(a *app, job *checking) (*examined, error) {
	p, err := a.plan(&c.inputFlags)
	if err != nil {
		return nil, err
	}
	if job.outputs, err = openOutputs(c.Output, reportFormat); err != nil {
		return nil, err
	}
	bad := a.reportProblems(p, c.AllowEmpty)
	if job.around != nil {
		if job.engine.Since, job.engine.Until, err = a.window(job.around, p, job.read); err != nil {
			return nil, err
		}
	}
	if job.skews, err = a.settle(job.clocks, max(job.engine.SkewTolerance, 0), p, job.read); err != nil {
		return nil, err
	}
	job.engine.Settings = append(job.engine.Settings, a.exported(p, job.set, job.siteMap)...)
	result, read := a.judge(job, p)
	thin := a.ctx.Err() == nil && !a.covered(result.Inputs, job.floor)
	return &examined{result, read, bad || read.bad || thin}, nil
}

// examineWhole is examine where half of the inputs proves nothing: it fails with what follows from that.
func (c *checkCmd) examineWhole(a *app, job *checking, otherwise string) (*rules.Report, error) {
	x, err := c.examine(a, job)
	switch {
	case err != nil:
		return nil, err
	case a.ctx.Err() != nil:
		return nil, silently(exitInterrupted)
	case x.bad:
		return nil, unchecked(errors.New(otherwise))
	}
	return x.result, nil
}

// prepare reads the flags, the rules and the site map.
func (c *checkCmd) prepare(a *app) (*checking, error) {
	job := &checking{}
	var err error
	if job.set, err = loadRules(&c.ruleFlags); err != nil {
		return nil, err
	}
	if job.read, err = newReadOptions(&c.inputFlags); err != nil {
		return nil, err
	}
	if job.clocks, err = parseClocks(c.Skew); err != nil {
		return nil, err
	}
	if job.floor, err = parsePercent(c.MinCoverage); err != nil {
		return nil, err
	}
	given, err := c.given(job.set, a.conf)
	if err != nil {
		return nil, err
	}
	job.siteMap, job.sites = given.sites, given.sites.trace()
	if err := c.known(job.set); err != nil {
		return nil, err
	}
	if job.baseline, err = loadBaseline(c.Baseline); err != nil {
		return nil, err
	}
	if job.around, err = parseAround(c.Around, job.read.common.Date, job.read); err != nil {
		return nil, err
	}
	job.engine, err = c.engineOptions(job.read)
	if err != nil {
		return nil, err
	}
	a.tellMoment("--since", c.Since, job.engine.Since, job.read.zones)
	a.tellMoment("--until", c.Until, job.engine.Until, job.read.zones)
	if job.around != nil {
		when, _, _ := strings.Cut(c.Around, "/")
		a.tellMoment("--around", when, job.around.moment, job.read.zones)
	}
	if job.baseline != nil { // what is known must be found among what is kept
		job.engine.MaxFindings += job.baseline.Total()
	}
	job.engine.Settings = given.settings
	return job, nil
}

// known refuses what would silently judge nothing.
func (c *checkCmd) known(set *rules.Set) error {
	if c.MaxFindings < 0 {
		return usagef("--max-findings %d: less than nothing; 0 shows all", c.MaxFindings)
	}
	names := profileNames(set)
	if c.Profile == "" || slices.Contains(names, c.Profile) {
		return nil
	}
	return usagef("--profile %s: no rule has this profile%s; %s are accepted", c.Profile,
		suggest.Hint(c.Profile, names), strings.Join(names, ", "))
}

func (c *checkCmd) engineOptions(read readOptions) (engine.Options, error) {
	opt := engine.Options{Profile: c.Profile, MaxFindings: max(c.MaxFindings, 1000)}
	tolerance, err := parseSpan("--skew-tolerance", c.SkewTolerance)
	if err != nil {
		return opt, err
	}
	if opt.SkewTolerance = tolerance; tolerance == 0 {
		opt.SkewTolerance = -1 // none; zero means the default there
	}
	if opt.Shard.Index, opt.Shard.Of, err = parseShard(c.Shard); err != nil {
		return opt, err
	}
	if c.Around != "" && c.Since+c.Until != "" {
		return opt, usagef("--around %s: --since or --until is given too; one of the two ways is accepted", c.Around)
	}
	if opt.Since, err = parseMoment("--since", c.Since, read.zones); err != nil {
		return opt, err
	}
	if opt.Until, err = parseMoment("--until", c.Until, read.zones); err != nil {
		return opt, err
	}
	if !opt.Since.IsZero() && !opt.Until.IsZero() && opt.Until.Before(opt.Since) {
		return opt, usagef("--until %s: it is before --since %s", c.Until, c.Since)
	}
	return opt, nil
}

// outcome is how reading went.
type outcome struct {
	whole int  // logs read to their end
	bad   bool // something could not be read, or judged
	// readings tell what was seen in each input.
	readings map[*trace.Input]*report.Reading
	page     *pageReport // nil: none is asked for
}

// judge reads the plan's logs and checks them.
func (a *app) judge(job *checking, p *plan) (*rules.Report, outcome) {
	bar := a.newProgress(p)
	set := job.set.For(p.writes)
	reading := parsers.Open(p.logs(job.read, set.Wanted(), job.digests || showDigests(job.outputs), bar.watch()))
	shown := newPageReport(job.outputs)
	audited := newAudit(shown.watch(stream(reading, job.skews, job.sites)), job.read)
	job.engine.Kept = shown.kept()
	result, err := engine.Check(a.ctx, set, audited, job.engine)
	reading.Close()
	bar.finish()
	bad := a.readProblems(reading, result.Inputs)
	if err != nil && a.ctx.Err() == nil { // an interrupted report says itself that it is partial
		a.errorf("%v", err)
		bad = true
	}
	a.unusedSkews(job.skews, result.Inputs)
	return result, outcome{reading.Whole(), bad, audited.readings, shown}
}

// exitCode follows the contract: findings win over "could not check" only if an input was read whole.
func (c *checkCmd) exitCode(a *app, r *rules.Report, bad bool, whole int) int {
	failed := c.failed(report.Count(r))
	switch {
	case a.ctx.Err() != nil:
		return exitInterrupted
	case failed && (whole > 0 || !bad):
		return exitViolation
	case bad:
		return exitUnchecked
	case c.Strict && report.Count(r).Inconclusive > 0:
		return exitUnchecked
	}
	return exitOK
}

// failed tells whether there is a violation at or above --fail-on.
func (c *checkCmd) failed(n report.Counts) bool {
	switch c.FailOn {
	case "never":
		return false
	case "note":
		return n.Error+n.Warning+n.Note > 0
	case "warning":
		return n.Error+n.Warning > 0
	}
	return n.Error > 0
}
