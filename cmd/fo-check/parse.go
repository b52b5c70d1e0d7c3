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
	return a.unjudged(&c.inputFlags, nil, func(s *interruptible) error { return trace.NewEncoder(a.out).Copy(s) })
}

// unjudged reads logs for a command that judges nothing. ready, if there is one, is called when all that can be
// wrong with the command line is known not to be.
func (a *app) unjudged(f *inputFlags, ready func() error, consume func(*interruptible) error) error {
	opt, err := newReadOptions(f)
	if err != nil {
		return err
	}
	clocks, err := parseClocks(f.Skew)
	if err != nil {
		return err
	}
	var given given
	if _, err := given.readMap(f.Sites, a.conf); err != nil {
		return err
	}
	p, err := a.plan(f)
	if err != nil {
		return err
	}
	if ready != nil {
		if err := ready(); err != nil {
			return err
		}
	}
	if bad := a.reportProblems(p, f.AllowEmpty); bad {
		err = silently(exitUnchecked)
	}
	if len(p.families) == 0 {
		return err
	}
	skews, failed := a.settle(clocks, time.Second, p, opt)
	if failed != nil {
		return failed
	}
	if failed := a.pass(p, opt, skews, given.sites.trace(), consume); failed != nil {
		return failed
	}
	return err
}

// pass reads the plan's logs, every event of them, as one stream.
func (a *app) pass(p *plan, opt readOptions, skews trace.Skews, sites *trace.SiteMap, consume func(*interruptible) error) error {
	bar := a.newProgress(p)
	reading := parsers.Open(p.logs(opt, &trace.Wanted{All: true}, true, bar.watch()))
	watched := &interruptible{Stream: stream(reading, skews, sites), app: a}
	err := consume(watched)
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
