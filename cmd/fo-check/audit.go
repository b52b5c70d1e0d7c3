package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/trace"
)

// audit looks at a stream as it passes: what was seen of each input.
type audit struct {
	trace.Stream
	zoned    func(path string) bool // --tz is given for the input
	readings map[*trace.Input]*report.Reading
	inputs   []*trace.Input
}

func newAudit(s trace.Stream, opt readOptions) *audit {
	return &audit{Stream: s, readings: map[*trace.Input]*report.Reading{}, zoned: func(path string) bool {
		_, given := lookup(opt.zones, path)
		return given
	}}
}

// Next implements trace.Stream.
func (a *audit) Next() (trace.Item, error) {
	it, err := a.Stream.Next()
	if err != nil {
		return it, err
	}
	switch it.Kind {
	case trace.KindInputStart:
		a.inputs = append(a.inputs, it.Input)
		a.readings[it.Input] = &report.Reading{ZoneGiven: a.zoned(it.Input.Path)}
	case trace.KindEvent:
		if len(it.Event.Attrs) > 0 || it.Event.Name == "LogGap" {
			a.readings[it.Input].See(it.Event)
		}
	}
	return it, nil
}

// parsePercent reads --min-coverage; 0: none given.
func parsePercent(s string) (float64, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(s, "%")), 64)
	if err != nil || !(n >= 0 && n <= 100) {
		return 0, usagef("--min-coverage %s: no share; 0 to 100 are accepted, as 95 or 99.5%%", s)
	}
	return n, nil
}

// covered tells of the inputs of which too little was recognised, and whether there are none.
func (a *app) covered(inputs []*trace.Input, floor float64) bool {
	ok := true
	for _, in := range inputs {
		if share := report.Coverage(in); share < floor {
			ok = false
			a.errorf("%s: %s of %d lines were recognised, %d were skipped; --min-coverage asks for %g %%", in.Path,
				fmt.Sprintf("%.1f %%", floorTenth(share)), in.Lines, in.SkippedLines, floor)
		}
	}
	return ok
}

// floorTenth never rounds up to what is asked for.
func floorTenth(share float64) float64 { return float64(int64(share*10)) / 10 }
