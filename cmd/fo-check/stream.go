package main

import (
	"fmt"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// stream makes one stream of all logs: clocks corrected, switchovers derived, merged, with sites and joined requests.
func stream(reading *parsers.Reading, skews trace.Skews, sites *trace.SiteMap) trace.Stream {
	streams := reading.Streams()
	for i := range streams {
		streams[i] = trace.DeriveSwitchovers(skews.Apply(streams[i]), sites)
	}
	return trace.JoinRequests(trace.WithSites(trace.Merge(streams...), sites))
}

// parseSkews reads --skew.
func parseSkews(flags []string) (trace.Skews, error) {
	skews, err := trace.ParseSkews(perLine(flags))
	if err != nil {
		return nil, usagef("--skew %w", err)
	}
	return skews, nil
}

// unusedSkews warns of corrections that name no clock.
func (a *app) unusedSkews(skews trace.Skews, inputs []*trace.Input) {
	for _, name := range skews.Unused(inputs) {
		a.warnf("--skew %s: no input is on that clock; names of clocks, hosts and instances are accepted", name)
	}
}

// skewTexts says how clocks were corrected: "backup +120 ms".
func skewTexts(skews trace.Skews) []string {
	var out []string
	for _, s := range skews {
		if max(s.Ahead, -s.Ahead) < 10*time.Second {
			out = append(out, fmt.Sprintf("%s %+.6g ms", s.Name, float64(s.Ahead)/float64(time.Millisecond)))
			continue
		}
		out = append(out, fmt.Sprintf("%s %+.6g s", s.Name, s.Ahead.Seconds()))
	}
	return out
}
