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
	due  []time.Time // deadlines of all that is owed in the whole trace
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
		x.full = x.whole(t)
		x.skewed(t)
		x.drifted(t)
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

// whole judges the whole trace, and remembers when what it owes is due.
func (x *varied) whole(t *testing.T) *rules.Report {
	t.Helper()
	due := map[time.Time]bool{}
	kept := func(_ *rules.Rule, describe func() rules.Finding) { due[describe().Deadline.UTC()] = true }
	report := x.judged(t, merged(nil, whole(x.logs)...), kept)
	for i := range report.Findings {
		due[report.Findings[i].Deadline.UTC()] = true
	}
	delete(due, time.Time{}) // no deadline
	x.due = slices.SortedFunc(maps.Keys(due), time.Time.Compare)
	return report
}

func (x *varied) report(t *testing.T, s trace.Stream) *rules.Report {
	t.Helper()
	return x.judged(t, s, nil)
}

func (x *varied) judged(t *testing.T, s trace.Stream, kept func(*rules.Rule, func() rules.Finding)) *rules.Report {
	t.Helper()
	defer s.Close()
	report, err := engine.Check(x.app.ctx, x.set, s, engine.Options{Settings: x.test.Settings, Profile: x.test.Profile, Kept: kept})
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

// drifted gives each log a clock of its own, and moves one of them by less than the tolerance,
// which nobody corrects. Nothing is violated that was not, and what was violated still is, or the clocks do
// not tell.
func (x *varied) drifted(t *testing.T) {
	t.Helper()
	for i := range x.logs {
		for _, by := range []time.Duration{-900 * time.Millisecond, 900 * time.Millisecond} {
			var logs []ndjson
			for j, l := range x.logs {
				if j == i {
					l = l.shifted(by)
				}
				logs = append(logs, l.withClock(fmt.Sprintf("clock %d", j)))
			}
			report := x.report(t, merged(nil, whole(logs)...))
			full, part := violations(x.full), violations(report)
			for id, f := range part {
				if full[id] == nil {
					t.Errorf("%s %s ahead: %s is violated: %s", x.logs[i].name, by, f.Rule.ID, f.Message)
				}
			}
			for id, f := range full {
				open := func(res rules.RuleResult) bool { return res.Rule == f.Rule && res.Reasons[rules.ReasonClock] > 0 }
				if part[id] == nil && !slices.ContainsFunc(report.Rules, open) {
					t.Errorf("%s %s ahead: %s is not violated", x.logs[i].name, by, f.Rule.ID)
				}
			}
		}
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
		if slices.ContainsFunc(x.due, at.Equal) {
			x.unmarked(t, at, report)
		}
	}
}

// unmarked cuts without an end mark, behind an event of no meaning: that says the same as the mark.
func (x *varied) unmarked(t *testing.T, at time.Time, marked *rules.Report) {
	t.Helper()
	var streams []trace.Stream
	for i := range x.logs {
		l := x.logs[i].cut(at)
		lines := l.lines()
		if len(l.events) > 0 && l.endAt.Equal(at) {
			lines[len(lines)-1] = fmt.Sprintf(`{"time":%q,"name":"Idle"}`+"\n", at.Format(time.RFC3339Nano))
		}
		streams = append(streams, read(strings.Join(lines, "")))
	}
	if got, want := verdictsOf(x.report(t, merged(nil, streams...))), verdictsOf(marked); got != want {
		t.Errorf("last event at %s, no end mark\n--- got\n%s--- want\n%s", at.Format("15:04:05.000"), got, want)
	}
}

// cuts lists times: from the first trigger on that of each event, and around the deadlines that follow
// triggers.
func (x *varied) cuts() []time.Time {
	times := map[time.Time]bool{}
	around := func(at time.Time) {
		for _, d := range []time.Duration{-time.Second, 0, 5 * time.Second} {
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
					around(e.at.Add(bound))
				}
			}
		}
	}
	for _, due := range x.due {
		for _, d := range []time.Duration{-time.Millisecond, 0, time.Millisecond} {
			times[due.Add(d)] = true
		}
	}
	maps.DeleteFunc(times, func(at time.Time, _ bool) bool { return !x.goesBeyond(at) })
	return slices.SortedFunc(maps.Keys(times), time.Time.Compare)
}

// goesBeyond tells whether there is anything to cut at that time.
func (x *varied) goesBeyond(at time.Time) bool {
	return slices.ContainsFunc(x.logs, func(l ndjson) bool { return l.endAt.After(at) })
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
		if f.Reason == rules.ReasonTruncEnd && !f.Deadline.IsZero() && f.Deadline.Before(x.shown(at)) && !x.open(f.Rule, f.Reason) {
			return fmt.Sprintf("%s is open because the trace ends, %s after its deadline", f.Rule.ID, at.Sub(f.Deadline))
		}
	}
	return ""
}

// shown is up to when the logs tell something, if they are cut at that time.
func (x *varied) shown(at time.Time) time.Time {
	for i := range x.logs {
		if l := x.logs[i].cut(at); l.endAt.Before(at) {
			at = l.endAt
		}
	}
	return at
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
