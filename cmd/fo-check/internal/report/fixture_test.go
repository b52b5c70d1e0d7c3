package report

import (
	"time"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// at is a time of the fixture's day, in the zone of its logs.
func at(clock string) time.Time {
	t, err := time.Parse("2006-01-02 15:04:05.000 -07:00", "2026-03-02 "+clock+" +01:00")
	if err != nil {
		panic(err)
	}
	return t
}

func inRule(id, title string, severity rules.Severity, section string) *rules.Rule {
	pack := &rules.Pack{Name: "sip-dr-desktop", Documents: map[string]rules.Document{
		"sip-dr": {Title: "SIP Disaster Recovery, Desktop Operation"}}}
	return &rules.Rule{ID: id, Title: title, Severity: severity, Pack: pack, Cite: rules.Cite{Document: "sip-dr", Section: section}}
}

var (
	late = inRule("DR-14", "telephony off for site-timeout is followed by a switchover", rules.Should, "Telephony Service Listener")
	seen = inRule("DR-20", "a listener is added", rules.StatedFact, "Service Listeners")
	open = inRule("NB-01", "no login at B while A is alive", rules.MustNot, "Logins")
	kept = inRule("DR-01", "preferred site first", rules.Must, "Start")
	idle = inRule("DR-99", "never triggered", rules.May, "")
)

// made is a report with every kind of finding, and with text that no terminal should see as it is.
func made() *rules.Report {
	desktop := func(line int, offset int64) trace.Pos {
		return trace.Pos{File: "desktop.ndjson", Line: line, Offset: offset}
	}
	return &rules.Report{
		Digest: "sha256:0123", Events: 213,
		Inputs: []*trace.Input{
			{ID: 1, Path: "desktop.ndjson", Parser: "trace", Source: "desktop", Instance: "PC-17", Clock: "PC-17", Offset: "+01:00",
				SHA256: "ab12", Bytes: 2048, Lines: 120, Events: 118, SkippedLines: 2, First: at("10:00:00.000"), Last: at("10:44:00.000"),
				CompleteFromStart: true, End: trace.EndNormal,
				Notes: []trace.Note{{Pos: desktop(12, 0), Col: 4, Text: `unknown field "nmae"; did you mean "name"?`, Refused: true}}},
			{ID: 2, Path: "sip.20260302_090000_000.log", Segments: []string{"sip.20260302_090000_000.log", "sip.20260302_100000_000.log"},
				Parser: "tserver", Source: "tserver", Server: "SIP_A", Host: "backup", Clock: "backup", Offset: "+05:30", Dating: "the header",
				Bytes: 9_000_000, Lines: 184_100, Events: 95, SkippedLines: 500, First: at("09:00:00.000"), Last: at("10:50:00.000")},
		},
		Params: []rules.ParamValue{{Name: "site-timeout", Value: "30s", From: "--param"}, {Name: "reaction-slack", Value: "5s", From: "default (ours)"}},
		Rules: []rules.RuleResult{
			{Rule: kept, Verdict: rules.Pass, Coverage: rules.Exercised, Exercised: 1, Passed: 1},
			{Rule: late, Verdict: rules.Violation, Coverage: rules.Exercised, Exercised: 3, Passed: 1, Violated: 2, Omitted: 0},
			{Rule: seen, Verdict: rules.Violation, Coverage: rules.Exercised, Exercised: 1, Violated: 1, Omitted: 1234},
			{Rule: open, Verdict: rules.Inconclusive, Coverage: rules.Exercised, Exercised: 1, Inconclusive: 1,
				Reasons: map[rules.Reason]int64{rules.ReasonTruncEnd: 1, rules.ReasonClock: 3}, Errors: 1, FirstError: "DR-14: no such key"},
			{Rule: idle, Verdict: rules.NotExercised, Coverage: rules.NeverTriggered},
		},
		Findings: []rules.Finding{
			{Fingerprint: "f3", Rule: open, Verdict: rules.Inconclusive, Reason: rules.ReasonClock,
				Reasons: []rules.Reason{rules.ReasonClock, rules.ReasonTruncEnd}, Key: []rules.KeyBinding{{Key: "agent", Value: "1001"}},
				Message: "login at B within the uncertainty of the clocks", Time: at("10:41:00.000"),
				Evidence: []rules.Evidence{{Role: rules.RoleTrigger, Time: at("10:41:00.000"), Event: "EventAgentLogin",
					Pos: trace.Pos{File: "sip.20260302_100000_000.log", Line: 9, Offset: 77}}}},
			{Fingerprint: "f1", Rule: late, Verdict: rules.Violation, Detail: rules.Late,
				Key:     []rules.KeyBinding{{Key: "instance", Value: "PC-17"}, {Key: "site", Value: "A"}},
				Message: "telephony OFF for site-timeout, and no switchover", Time: at("10:43:37.870"), Deadline: at("10:42:42.113"),
				Notes: []string{"FO-05"},
				Evidence: []rules.Evidence{
					{Role: rules.RoleTrigger, Time: at("10:42:07.113"), Event: "ServiceStatus", Detail: "service=telephony status=off site=A AgentPassword=geheim", Note: "the 30 s clock starts", Pos: desktop(41, 100)},
					{Role: rules.RoleContext, Time: at("10:42:37.113"), Event: "(deadline)", Detail: "SwitchoverStarted expected by 10:42:42.113", Pos: trace.Pos{File: "desktop.ndjson"}},
					{Role: rules.RoleExpected, Time: at("10:43:37.870"), Event: "SwitchoverStarted", Detail: "from=A to=B\x1b[31m\u202e", Note: "55.8 s late", Pos: desktop(77, 200)},
				}},
			{Fingerprint: "f2", Rule: late, Verdict: rules.Violation, Detail: rules.Missing, Key: []rules.KeyBinding{{Key: "instance", Value: "PC-18"}},
				Message: "telephony OFF for site-timeout, and no switchover", Time: at("10:43:40.000")},
			{Fingerprint: "f4", Rule: seen, Verdict: rules.Violation, Detail: rules.False, Message: "no listener", Time: at("10:44:00.000")},
		},
	}
}

// lines are the sources of the evidence.
func lines(pos trace.Pos) string {
	switch pos.Offset {
	case 100:
		return `{"time":"2026-03-02T10:42:07.113+01:00","name":"ServiceStatus","attrs":{"Password":"geheim","status":"off"}}`
	case 200:
		return "\tAttributeApplicationPassword 'geheim' \x07 bell"
	}
	return ""
}

func makeRun() *Run {
	r := made()
	logs := r.Inputs[1]
	logs.Dating, logs.Tolerance = "check point", 2*time.Millisecond
	logs.ByName = map[string]int64{"EventAgentLogin": 40, "EventRinging": 54, "\x1bEvil": 1}
	logs.Notes = []trace.Note{{Pos: trace.Pos{File: logs.Path}, Text: "the log does not tell its offset from UTC: read in Asia/Kolkata"}}
	seen := &Reading{Gaps: 1, Truncated: 2, Masked: 3, Inferred: map[string]int64{"agent": 4, "client": 1}}
	return &Run{Report: r, Readings: map[*trace.Input]*Reading{logs: seen}, Version: "1.2.3", ExitCode: 1, Skew: []string{"backup +38 ms"}, MaxFindings: 20, Excerpt: lines}
}
