package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/engine"
	"github.com/fo-check/fo-check/rules/ruletest"
	"github.com/fo-check/fo-check/trace"
)

// varied is a variant of a scenario with the logs that it is made of.
type varied struct {
	*corpus
	test *ruletest.Case
	set  *rules.Set // the rules that the scenario speaks of
	logs []ndjson
	full *rules.Report
}

// TestCorpusVaried says again what every scenario says, in logs that are skewed, rotated and cut.
func TestCorpusVaried(t *testing.T) {
	withoutRaceDetector(t)
	loadCorpus(t).each(t, func(t *testing.T, c *corpus, s *situation, v *situationCase) {
		if !v.hasTrace() {
			return
		}
		t.Parallel()
		test := c.resolve(t, s, v)
		x := &varied{corpus: c, test: test, set: c.rulesOf(t, test), logs: logsOf(t, test)}
		x.full = x.report(t, merged(nil, whole(x.logs)...))
		x.skewed(t)
		x.rotated(t)
		x.truncated(t)
	})
}

// rulesOf leaves the rules that the scenario names.
func (c *corpus) rulesOf(t *testing.T, test *ruletest.Case) *rules.Set {
	t.Helper()
	var ids []string
	for _, x := range test.Expect {
		ids = append(ids, x.Rule)
	}
	set, err := c.set.Select(ids, nil)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func (x *varied) report(t *testing.T, s trace.Stream) *rules.Report {
	t.Helper()
	defer s.Close()
	report, err := engine.Check(x.app.ctx, x.set, s, engine.Options{Settings: x.test.Settings, Profile: x.test.Profile})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// same fails unless a report says what the full one says.
func (x *varied) same(t *testing.T, how string, s trace.Stream) {
	t.Helper()
	if got, want := verdictsOf(x.report(t, s)), verdictsOf(x.full); got != want {
		t.Errorf("%s\n--- got\n%s--- want\n%s", how, got, want)
	}
}

// verdictsOf writes what a report says, without places and times.
func verdictsOf(r *rules.Report) string {
	var b strings.Builder
	for i := range r.Rules {
		if res := &r.Rules[i]; res.Triggered > 0 {
			fmt.Fprintf(&b, "%s %s %s %d %d %d %v\n", res.Rule.ID, res.Verdict, res.Coverage, res.Passed, res.Violated, res.Inconclusive, res.Reasons)
		}
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		fmt.Fprintf(&b, "%s %s %s %s %v %v\n", f.Rule.ID, f.Fingerprint, f.Verdict, f.Detail, f.Reasons, f.Notes)
	}
	return b.String()
}

// skewed moves all clocks alike, writes times in another zone, and moves each clock by itself with a
// correction of as much.
func (x *varied) skewed(t *testing.T) {
	t.Helper()
	const ahead = 45 * time.Second
	var moved, west []trace.Stream
	clocks := map[string]bool{}
	for i := range x.logs {
		later := x.logs[i].shifted(ahead)
		moved = append(moved, read(strings.Join(later.lines(), "")))
		west = append(west, read(strings.Join(x.logs[i].linesIn(time.FixedZone("", -3600)), "")))
		clocks[x.logs[i].clock()] = true
	}
	x.same(t, "all clocks 45 s later", merged(nil, moved...))
	x.same(t, "in another zone", merged(nil, west...))
	for _, clock := range slices.Sorted(maps.Keys(clocks)) {
		var logs []ndjson
		for _, l := range x.logs {
			if l.clock() == clock {
				l = l.shifted(ahead)
			}
			logs = append(logs, l)
		}
		x.same(t, clock+" 45 s ahead, corrected", merged(trace.Skews{{Name: clock, Ahead: ahead}}, whole(logs)...))
	}
}

// rotated breaks the logs in two, all after the same number of lines, at every line that they have.
func (x *varied) rotated(t *testing.T) {
	t.Helper()
	for n, more := 1, true; more; n++ {
		more = false
		streams := whole(x.logs)
		for i := range x.logs {
			if lines := x.logs[i].lines(); n < len(lines) {
				streams[i] = read(strings.Join(lines[:n], ""), strings.Join(lines[n:], ""))
				more = true
			}
		}
		x.same(t, fmt.Sprintf("rotated after line %d", n), merged(nil, streams...))
	}
}

// truncated cuts all logs at every event, and around every deadline. What was violated before
// the cut still is, and nothing else; what the cut leaves open is so because the trace ends, or because who
// would show it appears only later.
func (x *varied) truncated(t *testing.T) {
	t.Helper()
	for _, at := range x.cuts() {
		var logs []ndjson
		for i := range x.logs {
			logs = append(logs, x.logs[i].cut(at))
		}
		report := x.report(t, merged(nil, whole(logs)...))
		if said := x.contradiction(report, at); said != "" {
			t.Errorf("cut at %s: %s", at.Format("15:04:05.000"), said)
		}
	}
}

// cuts lists times: from the first trigger on that of each event, and around the deadlines that follow
// triggers.
func (x *varied) cuts() []time.Time {
	times := map[time.Time]bool{}
	around := func(at time.Time, slack time.Duration) {
		for _, d := range []time.Duration{-time.Second, 0, slack} {
			times[at.Add(d)] = true
		}
	}
	triggers := x.triggers()
	first := x.first(triggers)
	for i := range x.logs {
		for _, e := range x.logs[i].events {
			if e.at.Before(first) {
				continue
			}
			times[e.at] = true
			for _, bound := range x.bounds() {
				if triggers[e.name] {
					around(e.at.Add(bound), 5*time.Second)
				}
			}
		}
	}
	for i := range x.full.Findings {
		if d := x.full.Findings[i].Deadline; !d.IsZero() {
			around(d.UTC(), time.Millisecond)
		}
	}
	return slices.SortedFunc(maps.Keys(times), time.Time.Compare)
}

// first is the time of the first trigger; zero if there is none.
func (x *varied) first(triggers map[string]bool) (at time.Time) {
	for i := range x.logs {
		for _, e := range x.logs[i].events {
			if triggers[e.name] && (at.IsZero() || e.at.Before(at)) {
				at = e.at
			}
		}
	}
	return at
}

// triggers are the names of the events that trigger the rules of which the scenario speaks.
func (x *varied) triggers() map[string]bool {
	names := map[string]bool{}
	for _, r := range x.set.Rules {
		for _, ref := range r.On.Refs {
			for _, name := range ref.Predicate.Names {
				names[name] = true
			}
		}
	}
	return names
}

// bounds are the lengths of time among the settings of the test.
func (x *varied) bounds() []time.Duration {
	var out []time.Duration
	for _, s := range x.test.Settings {
		if d, err := time.ParseDuration(s.Value); err == nil && d > 0 {
			out = append(out, d)
		}
	}
	return out
}

// contradiction says what the report of a cut trace says against that of the whole one; "": nothing.
func (x *varied) contradiction(report *rules.Report, at time.Time) string {
	full, part := violations(x.full), violations(report)
	for id, f := range part {
		if full[id] == nil {
			return fmt.Sprintf("%s is violated, and in the whole trace it is not: %s", f.Rule.ID, f.Message)
		}
	}
	for id, f := range full {
		if decided(f).Before(at) && part[id] == nil {
			return fmt.Sprintf("%s is not violated, and in the whole trace it is, %s before", f.Rule.ID, at.Sub(decided(f)))
		}
	}
	for i := range report.Findings {
		f := &report.Findings[i]
		cut := slices.Contains(f.Reasons, rules.ReasonTruncEnd) || slices.Contains(f.Reasons, rules.ReasonNoSource)
		if f.Verdict == rules.Inconclusive && !cut && !x.open(f.Rule, f.Reason) {
			return fmt.Sprintf("%s is open because of %v, and in the whole trace it is not", f.Rule.ID, f.Reasons)
		}
	}
	return ""
}

// open tells whether the rule is open for that reason in the whole trace.
func (x *varied) open(r *rules.Rule, reason rules.Reason) bool {
	return slices.ContainsFunc(x.full.Rules, func(res rules.RuleResult) bool { return res.Rule == r && res.Reasons[reason] > 0 })
}

// violations returns the violations of a report by fingerprint.
func violations(r *rules.Report) map[string]*rules.Finding {
	out := map[string]*rules.Finding{}
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Verdict == rules.Violation {
			out[f.Fingerprint] = f
		}
	}
	return out
}

// decided is when the violation is certain: when its deadline is over, or its last evidence there. One that
// only the end of a scope makes certain is none before the trace ends.
func decided(f *rules.Finding) time.Time {
	if f.Detail == rules.Missing && f.Deadline.IsZero() {
		return f.Time.AddDate(1, 0, 0)
	}
	at := f.Deadline
	if f.Detail == rules.Late {
		return at
	}
	for _, e := range f.Evidence {
		if e.Time.After(at) {
			at = e.Time
		}
	}
	return at
}
