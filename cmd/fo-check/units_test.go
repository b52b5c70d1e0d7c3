package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/rules"
)

func TestTraceOfLogsGivesTheirVerdicts(t *testing.T) {
	const demo = "../../testdata/demo"
	_, want, _ := quietly(context.Background(), "check", "-o", "ndjson", demo)
	code, trace, messages := quietly(context.Background(), "parse", demo)
	if code != exitOK {
		t.Fatalf("parse gives %d: %s", code, messages)
	}
	var out, errs strings.Builder
	run(context.Background(), []string{"check", "-o", "ndjson", "-"}, streams{strings.NewReader(trace), &out, &errs})
	if got := findingLines(out.String()); got != findingLines(want) || strings.Count(got, "\n") < 3 {
		t.Errorf("from the logs:\n%s\nfrom their trace:\n%s\n%s", findingLines(want), got, errs.String())
	}
}

// findingLines leaves out the last line of an NDJSON report, which tells of the inputs.
func findingLines(report string) string {
	report = strings.TrimSuffix(report, "\n")
	return report[:strings.LastIndexByte(report, '\n')+1]
}

func TestExitCode(t *testing.T) {
	verdict := func(v rules.Verdict, s rules.Severity) *rules.Report {
		return &rules.Report{Rules: []rules.RuleResult{{Rule: &rules.Rule{Severity: s}, Verdict: v}}}
	}
	clean := &rules.Report{}
	must, should, fact := verdict(rules.Violation, rules.Must), verdict(rules.Violation, rules.Recommended), verdict(rules.Violation, rules.StatedFact)
	open := verdict(rules.Inconclusive, rules.Must)
	cases := []struct {
		name   string
		report *rules.Report
		failOn string
		strict bool
		bad    bool
		whole  int
		want   int
	}{
		{"nothing found", clean, "error", true, false, 1, exitOK},
		{"a violation", must, "error", false, false, 1, exitViolation},
		{"a violation that nobody counts", must, "never", false, false, 1, exitOK},
		{"a warning below the threshold", should, "error", false, false, 1, exitOK},
		{"a warning at the threshold", should, "warning", false, false, 1, exitViolation},
		{"a deviation below", fact, "warning", false, false, 1, exitOK},
		{"a deviation at the threshold", fact, "note", false, false, 1, exitViolation},
		{"an error is above a note", must, "note", false, false, 1, exitViolation},
		{"inconclusive", open, "error", false, false, 1, exitOK},
		{"inconclusive, strict", open, "error", true, false, 1, exitUnchecked},
		{"unreadable", clean, "error", false, true, 0, exitUnchecked},
		{"a violation wins over an unreadable input", must, "error", false, true, 1, exitViolation},
		{"unless no input was read whole", must, "error", false, true, 0, exitUnchecked},
	}
	for _, c := range cases {
		cmd := checkCmd{judgeFlags: judgeFlags{FailOn: c.failOn, Strict: c.strict}}
		a := &app{ctx: context.Background()}
		if got := cmd.exitCode(a, c.report, c.bad, c.whole); got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if got := (&checkCmd{}).exitCode(&app{ctx: stopped}, must, false, 1); got != exitInterrupted {
		t.Errorf("interrupted: got %d", got)
	}
}

func TestZones(t *testing.T) {
	for text, want := range map[string]string{"+05:30": "+05:30", "-0800": "-08:00", "Z": "+00:00", "UTC": "+00:00", "Asia/Kolkata": "+05:30"} {
		loc, err := parseZone(text)
		if err != nil || time.Unix(0, 0).In(loc).Format("-07:00") != want {
			t.Errorf("%s: %v, %v", text, loc, err)
		}
	}
	for _, text := range []string{"", "5", "+25:99", "Mars", "../etc/passwd"} {
		if _, err := parseZone(text); err == nil {
			t.Errorf("%q is taken for a zone", text)
		}
	}
}

func TestZonesByFile(t *testing.T) {
	zones, err := parseZones([]string{"UTC", "logs/b/**=+02:00", "*.trc=+03:00"})
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{"a.log": "+00:00", "logs/b/x/y.log": "+02:00", "logs/b/x.trc": "+03:00", "b/x.log": "+00:00"} {
		loc, ok := lookup(zones, file)
		if got := time.Unix(0, 0).In(loc).Format("-07:00"); !ok || got != want {
			t.Errorf("%s: %s, want %s", file, got, want)
		}
	}
}

func TestMoments(t *testing.T) {
	zones, _ := parseZones([]string{"*.log=+09:00", "+01:00"})
	want := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, text := range []string{"2026-03-02T10:00:00+01:00", "2026-03-02T10:00", "2026-03-02 10:00:00", "2026-03-02T09:00:00Z"} {
		if got, err := parseMoment("--since", text, zones); err != nil || !got.Equal(want) {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
}

func TestSkewTexts(t *testing.T) {
	skews, err := parseSkews([]string{"backup=+38ms", "PC-1=-1.5s", "old=90s"})
	if got := strings.Join(skewTexts(skews), ", "); err != nil || got != "backup +38 ms, PC-1 -1500 ms, old +90 s" {
		t.Errorf("%s, %v", got, err)
	}
}

func TestOnlyOneReportGoesToStandardOutput(t *testing.T) {
	withoutRaceDetector(t)
	for _, f := range report.Formats() {
		code, stdout, _ := quietly(context.Background(), "check", "-q", "-o", f, "../../testdata/demo/PC-21.ndjson")
		if code != exitViolation || stdout == "" {
			t.Errorf("%s: exit code %d and %d bytes", f, code, len(stdout))
		}
	}
}

func TestVariablesHoldAValuePerLine(t *testing.T) {
	t.Setenv("FO_CHECK_PARAM", "site-timeout=30s\nreaction-slack=7s\n")
	_, out, errs := quietly(context.Background(), "check", "-v", "../../testdata/demo/PC-17.ndjson")
	for _, want := range []string{"param  site-timeout = ", "param  reaction-slack = "} {
		i := strings.Index(out, want)
		if i < 0 || !strings.Contains(strings.SplitN(out[i:], "\n", 2)[0], "--param") {
			t.Errorf("%q is not from the variable in %s%s", want, out, errs)
		}
	}
}
