// Package report writes what a check found, one writer per output format. It knows nothing of how a
// verdict is reached.
package report

import (
	"sort"
	"time"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// Run is a report and what a writer must know besides it.
type Run struct {
	Report      *rules.Report
	Version     string
	ExitCode    int
	Skew        []string // corrections of clocks as applied: "backup +120 ms"
	MaxFindings int      // per rule, in text; 0: all
	Color       bool
	Verbose     bool // text: source lines and params too
	Inputs      bool // text: what was made of each input
	Width       int  // text: of the terminal, in columns; 0: not known, or none
	// Readings tell what was seen in each input; an input that is missing had nothing of the kind.
	Readings map[*trace.Input]*Reading
	// FailOn is the least level of a violation that makes the run fail: error, warning, note or never; "": error.
	FailOn string
	// Strict says that what is inconclusive makes the run fail too.
	Strict bool
	// Shard is I/N of a check that judged a share only; "": it judged all.
	Shard string
	// doc is the report as JSON has it, of one that was merged; nil: it is made of Report.
	doc *document
	// Baseline says what was known before; nil: nobody asked.
	Baseline *Baseline
	// Excerpt returns the source line at a place, "" if it cannot be read. nil: no excerpts.
	Excerpt func(trace.Pos) string
	// Page writes the HTML page. It needs the events around the findings, which the report does not hold.
	Page Writer
}

// Baseline compares the findings that were known before with those of the run.
type Baseline struct {
	Path    string
	Known   int // findings in the file
	Matched int // of them found again
	Stale   []Known
}

// Known is a finding of a baseline.
type Known struct {
	Rule        string            `json:"rule"`
	Fingerprint string            `json:"fingerprint"`
	Count       int               `json:"count"`
	Key         map[string]string `json:"key"`
	Message     string            `json:"message"`
}

// excerpt returns the line at pos, fit to be shown.
func (r *Run) excerpt(pos trace.Pos) string {
	if r.Excerpt == nil || pos.Line == 0 {
		return ""
	}
	return Mask(r.Excerpt(pos))
}

// label is the first word of a finding: deviation for what is no duty, else the verdict.
func label(f *rules.Finding) string {
	if f.Verdict == rules.Violation && f.Rule.Severity.Level() == rules.LevelNote {
		return "deviation"
	}
	return string(f.Verdict)
}

// Counts are rules by folded verdict; violations by level.
type Counts struct {
	Error, Warning, Note, Inconclusive, Pass, NotExercised int
	// Suppressed are rules of which every violation is suppressed, Baselined those of which every violation is
	// either that or known before; they are among none of the others.
	Suppressed, Baselined int
}

// Count folds the results of the rules.
func Count(r *rules.Report) Counts {
	var c Counts
	for i := range r.Rules {
		switch res := &r.Rules[i]; res.Verdict {
		case rules.Violation:
			*c.violated(res)++
		case rules.Inconclusive:
			c.Inconclusive++
		case rules.Pass:
			c.Pass++
		default:
			c.NotExercised++
		}
	}
	return c
}

// violated is where a violated rule counts.
func (c *Counts) violated(res *rules.RuleResult) *int {
	switch {
	case excused(res) < res.Violated || res.Violated == 0:
		return c.level(res.Rule.Severity.Level())
	case res.Baselined > 0:
		return &c.Baselined
	}
	return &c.Suppressed
}

// excused is how many violations of a rule do not count for the exit code.
func excused(res *rules.RuleResult) int64 { return res.Suppressed + res.Baselined }

func (c *Counts) level(l rules.Level) *int {
	switch l {
	case rules.LevelWarning:
		return &c.Warning
	case rules.LevelNote:
		return &c.Note
	}
	return &c.Error
}

// zone is the one zone in which a report gives times: that of the first input that has one.
func zone(r *rules.Report) *time.Location {
	for _, in := range r.Inputs {
		if t, err := time.Parse("-07:00", in.Offset); err == nil {
			_, offset := t.Zone()
			return time.FixedZone("", offset)
		}
		if !in.First.IsZero() {
			_, offset := in.First.Zone()
			return time.FixedZone("", offset)
		}
	}
	return time.FixedZone("", 0)
}

// reasons lists the reasons of inconclusive rules, most frequent first.
func reasons(r *rules.Report) []rules.Reason {
	count := map[rules.Reason]int64{}
	for i := range r.Rules {
		for reason, n := range r.Rules[i].Reasons {
			count[reason] += n
		}
	}
	var out []rules.Reason
	for _, reason := range rules.Reasons {
		if count[reason] > 0 {
			out = append(out, reason)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return count[out[i]] > count[out[j]] })
	return out
}

// Words says a reason in words.
func Words(reason rules.Reason) string {
	switch reason {
	case rules.ReasonError:
		return "a condition could not be evaluated"
	case rules.ReasonNoConfig:
		return "a setting or the site map is unknown"
	case rules.ReasonNoSource:
		return "the log that would show it is missing"
	case rules.ReasonUnattributed:
		return "an event does not say whose it is"
	case rules.ReasonGap:
		return "a gap in the log"
	case rules.ReasonTruncStart:
		return "the trace begins too late"
	case rules.ReasonClock:
		return "within the uncertainty of two clocks"
	case rules.ReasonLevel:
		return "the log level hides it"
	case rules.ReasonTruncEnd:
		return "trace ends before the deadline"
	}
	return string(reason)
}
