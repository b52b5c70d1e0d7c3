// Package engine judges a trace: monitors per rule and key, facts, timers in event time, verdicts with
// three values. It knows no YAML and no output format.
package engine

import (
	"context"
	"time"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// Options of a check. The zero value is a usable default.
type Options struct {
	Settings []rules.Setting // highest trust first
	// Profile: "" means that of the trace header, else ail-dr.
	Profile string
	// SkewTolerance is the uncertainty between two clocks; 0: 1s. Negative: none.
	SkewTolerance time.Duration
	// Since and Until restrict reported obligations to those triggered in [Since, Until].
	Since, Until time.Time
	// MaxFindings per rule that are kept; 0: 1000.
	MaxFindings int
}

// Check judges the stream by the rules of set and returns the report. The report is never nil; on
// error, and when ctx is cancelled, it is marked partial.
func Check(ctx context.Context, set *rules.Set, stream trace.Stream, opt Options) (*rules.Report, error) {
	return &rules.Report{}, nil
}
