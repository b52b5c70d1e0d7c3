package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// autoSkew is the value of --skew that asks for measuring.
const autoSkew = "auto"

// clocks are the values of --skew.
type clocks struct {
	given trace.Skews
	auto  bool
}

// parseClocks reads --skew.
func parseClocks(flags []string) (c clocks, err error) {
	flags = perLine(flags)
	c.auto = slices.Contains(flags, autoSkew)
	c.given, err = parseSkews(slices.DeleteFunc(flags, func(f string) bool { return f == autoSkew }))
	return c, err
}

// settle returns the corrections of a run: what was given, and what can be measured, for which the logs
// are read once before. assumed is the uncertainty of clocks that cannot be measured.
func (a *app) settle(c clocks, assumed time.Duration, p *plan, opt readOptions) (trace.Skews, error) {
	if !c.auto || len(p.families) == 0 {
		return c.given, nil
	}
	for _, family := range p.families {
		for _, f := range family {
			if f.Size < 0 {
				return nil, usagef("--skew auto: %s can be read only once, and measuring reads it before; name a file, or give --skew HOST=+120ms", f.Path)
			}
		}
	}
	meter, err := a.meter(c.given, p, opt)
	if err != nil {
		return nil, unchecked(err)
	}
	measured, dark := meter.Measure(c.given, assumed)
	a.unmeasured(meter, measured, dark)
	return append(slices.Clone(c.given), measured...), nil
}

// meter reads all logs. What goes wrong with a log is told when it is read again.
func (a *app) meter(given trace.Skews, p *plan, opt readOptions) (*trace.SkewMeter, error) {
	meter := &trace.SkewMeter{}
	bar := a.newProgress(p)
	defer bar.finish()
	reading := parsers.Open(p.logs(opt, &trace.Wanted{All: true}, false, bar.watch()))
	defer reading.Close()
	for _, s := range reading.Streams() {
		if a.ctx.Err() != nil {
			break
		}
		if err := meter.Read(given.Apply(s)); err != nil {
			return nil, err
		}
	}
	return meter, nil
}

// unmeasured says which clocks stay as uncertain as they were.
func (a *app) unmeasured(meter *trace.SkewMeter, measured trace.Skews, dark []string) {
	names := map[string]bool{}
	for _, in := range meter.Inputs() {
		names[in.Clock] = true
	}
	const needed = "an event of a desktop with the server's time in it (AttributeTimeinSecs), or a request or answer that stands in the logs of both ends"
	switch {
	case len(names) < 2:
		a.notef("--skew auto: all inputs are on one clock: nothing to measure")
	case len(measured) == 0:
		a.warnf("--skew auto: nothing could be measured; what measures clocks is %s", needed)
	case len(dark) > 0:
		a.warnf("--skew auto: not measured: %s; what measures a clock is %s", strings.Join(dark, ", "), needed)
	}
}

// clockTexts says how clocks were corrected: "backup +120 ms", "PC-17 -3 ms ±1 ms" where that was measured.
func clockTexts(skews trace.Skews) []string {
	var out []string
	for _, s := range skews {
		if s.Found == "" && s.Tolerance > 0 {
			continue // not measured
		}
		text := skewTexts(trace.Skews{s})[0]
		if s.Found != "" {
			text += fmt.Sprintf(" ±%.6g ms", float64(s.Tolerance)/float64(time.Millisecond))
		}
		out = append(out, text)
	}
	return out
}
