package main

import (
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// parseCmd writes the trace of logs.
type parseCmd struct {
	inputFlags
}

// Help is printed under the usage.
func (*parseCmd) Help() string {
	return `The trace is NDJSON (fo-check/trace/v1): every event of every input, merged in order. fo-check check
judges it as it judges the logs. Times are after --skew.

Examples:
  fo-check parse logs/ > incident.ndjson
  fo-check parse primary.log backup.log | fo-check check -
  fo-check parse logs/ | jq -r 'select(.name=="EventAgentLogout") | [.time,.agent,.reason] | @tsv'`
}

// Run implements the command.
func (c *parseCmd) Run(a *app) error {
	opt, err := newReadOptions(&c.inputFlags)
	if err != nil {
		return err
	}
	clocks, err := parseClocks(c.Skew)
	if err != nil {
		return err
	}
	var given given
	if _, err := given.readMap(c.Sites, a.conf); err != nil {
		return err
	}
	sites := given.sites.trace()
	p, err := a.plan(&c.inputFlags)
	if err != nil {
		return err
	}
	if bad := a.reportProblems(p, c.AllowEmpty); bad {
		err = silently(exitUnchecked)
	}
	if len(p.families) == 0 {
		return err
	}
	skews, failed := a.settle(clocks, time.Second, p, opt)
	if failed != nil {
		return failed
	}
	if failed := a.write(p, opt, skews, sites); failed != nil {
		return failed
	}
	return err
}

// write reads the plan's logs and writes their trace.
func (a *app) write(p *plan, opt readOptions, skews trace.Skews, sites *trace.SiteMap) error {
	bar := a.newProgress(p)
	reading := parsers.Open(p.logs(opt, &trace.Wanted{All: true}, true, bar.watch()))
	watched := &interruptible{Stream: stream(reading, skews, sites), app: a}
	err := trace.NewEncoder(a.out).Copy(watched)
	reading.Close()
	bar.finish()
	bad := a.readProblems(reading, watched.inputs)
	a.unusedSkews(skews, watched.inputs)
	switch {
	case a.ctx.Err() != nil:
		return silently(exitInterrupted)
	case err != nil:
		return unchecked(err)
	case bad:
		return silently(exitUnchecked)
	}
	return nil
}
