package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/fo-check/fo-check/rules"
)

// Summary returns the closing lines of the text report: what was read, and the verdicts.
func Summary(run *Run) string { return read(run) + "\n" + verdicts(run.Report) + "\n" }

func (t *text) summary() {
	if t.run.Verbose {
		t.params()
	}
	if t.run.Inputs {
		t.inputs()
	}
	t.printf("%s", Summary(t.run))
	if t.run.Shard != "" {
		t.printf("shard %s: the others are judged elsewhere; fo-check merge folds them\n", t.run.Shard)
	}
	if t.run.Report.Partial {
		t.printf("partial: the check was interrupted; nothing is said about what was not read\n")
	}
}

// params prints the settings as they were used.
func (t *text) params() {
	for _, p := range t.run.Report.Params {
		t.printf("param  %s = %s  (%s)\n", Visible(p.Name), Visible(p.Value), Visible(p.From))
	}
	if len(t.run.Report.Params) > 0 {
		t.printf("\n")
	}
}

// read says how much was looked at, in which zone, and which clocks were corrected.
func read(run *Run) string {
	r := run.Report
	var lines, skipped, events int64
	for _, in := range r.Inputs {
		lines += in.Lines
		skipped += in.SkippedLines
		events += in.Events
	}
	parts := []string{count(int64(len(r.Inputs)), "input"), count(lines, "line"), count(events, "event")}
	if lines > 0 {
		parts = append(parts, percent(lines-skipped, lines)+" % recognised")
	}
	parts = append(parts, "zone "+zoneName(r))
	if len(run.Skew) > 0 {
		parts = append(parts, "skew "+strings.Join(run.Skew, ", "))
	}
	return strings.Join(parts, ", ")
}

// percent never rounds up to 100 what is not whole.
func percent(part, whole int64) string {
	tenths := part * 1000 / whole
	if part == whole {
		return "100"
	}
	return fmt.Sprintf("%d.%d", tenths/10, tenths%10)
}

// zoneName names the zone of the report, and those of inputs that differ from it.
func zoneName(r *rules.Report) string {
	name := time.Time{}.In(zone(r)).Format("-07:00")
	seen := map[string]bool{name: true, "": true}
	var others []string
	for _, in := range r.Inputs {
		if !seen[in.Offset] {
			seen[in.Offset] = true
			others = append(others, in.Offset)
		}
	}
	if len(others) > 0 {
		name += " (inputs in " + strings.Join(others, ", ") + " too)"
	}
	return name
}

// verdicts counts rules by their folded verdict.
func verdicts(r *rules.Report) string {
	c := Count(r)
	parts := []string{count(int64(c.Error+c.Warning), "violation") + instances(r, false)}
	if c.Note > 0 {
		parts = append(parts, count(int64(c.Note), "deviation")+instances(r, true))
	}
	if c.Inconclusive > 0 {
		parts = append(parts, fmt.Sprintf("%d inconclusive (%s)", c.Inconclusive, because(r)))
	}
	if c.Suppressed > 0 {
		parts = append(parts, fmt.Sprintf("%d suppressed", c.Suppressed))
	}
	if c.Baselined > 0 {
		parts = append(parts, fmt.Sprintf("%d known before", c.Baselined))
	}
	parts = append(parts, fmt.Sprintf("%d pass", c.Pass), fmt.Sprintf("%d not exercised", c.NotExercised))
	return strings.Join(parts, ", ")
}

// instances says how often rules were violated, where that is more often than there are rules.
func instances(r *rules.Report, notes bool) string {
	var violated, ruleCount int64
	for i := range r.Rules {
		res := &r.Rules[i]
		if res.Verdict == rules.Violation && excused(res) < res.Violated && (res.Rule.Severity.Level() == rules.LevelNote) == notes {
			violated += res.Violated - excused(res)
			ruleCount++
		}
	}
	if violated <= ruleCount {
		return ""
	}
	return fmt.Sprintf(" (%s times)", grouped(violated))
}

// because names the most frequent reasons.
func because(r *rules.Report) string {
	const most = 3
	var words []string
	for _, reason := range reasons(r) {
		if len(words) == most {
			words = append(words, "...")
			break
		}
		words = append(words, Words(reason))
	}
	return strings.Join(words, "; ")
}
