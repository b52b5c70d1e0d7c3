package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/rules"
)

// part is a report of one input, in which a rule has a verdict.
func part(t *testing.T, path string, v rules.Verdict, change func(*Run)) *Part {
	t.Helper()
	run := makeRun()
	run.Report.Inputs = run.Report.Inputs[:1]
	run.Report.Inputs[0].Path, run.Report.Inputs[0].SHA256 = path, path
	run.Report.Findings = nil
	run.Report.Rules = []rules.RuleResult{{Rule: late, Verdict: v, Coverage: rules.Exercised, Exercised: 2, Passed: 1,
		Reasons: map[rules.Reason]int64{rules.ReasonGap: 1}}}
	change(run)
	var b bytes.Buffer
	if err := JSON(&b, run); err != nil {
		t.Fatal(err)
	}
	p, err := ReadPart(path, b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func unknownRule(string) *rules.Rule { return nil }

func TestMergeFoldsVerdicts(t *testing.T) {
	same := func(*Run) {}
	cases := [][3]rules.Verdict{
		{rules.Violation, rules.Pass, rules.Violation}, {rules.Inconclusive, rules.Pass, rules.Inconclusive},
		{rules.Violation, rules.Inconclusive, rules.Violation}, {rules.NotExercised, rules.Pass, rules.Pass},
		{rules.NotExercised, rules.NotExercised, rules.NotExercised},
	}
	for _, c := range cases {
		for _, order := range [][2]rules.Verdict{{c[0], c[1]}, {c[1], c[0]}} {
			run, err := Merge([]*Part{part(t, "a", order[0], same), part(t, "b", order[1], same)}, unknownRule)
			if err != nil {
				t.Fatal(err)
			}
			r := run.Report.Rules[0]
			if r.Verdict != c[2] || r.Exercised != 4 || r.Passed != 2 || r.Reasons[rules.ReasonGap] != 2 || len(run.Report.Inputs) != 2 {
				t.Errorf("%v: %+v", order, r)
			}
		}
	}
}

func TestMergeKeepsWhatEachReportSays(t *testing.T) {
	a := part(t, "a", rules.Violation, func(r *Run) { r.Report.Findings = made().Findings[1:2]; r.Report.Partial = true })
	b := part(t, "b", rules.Pass, func(r *Run) { r.Report.Params[0].Value = "40s" })
	run, err := Merge([]*Part{b, a}, unknownRule)
	if err != nil {
		t.Fatal(err)
	}
	if !run.Report.Partial || len(run.Report.Params) != 3 || len(run.Report.Findings) != 1 {
		t.Errorf("%+v", run.Report)
	}
	for _, f := range table() {
		if f.Name == PageFormat {
			continue
		}
		var out bytes.Buffer
		if err := f.Write(&out, run); err != nil || !strings.Contains(out.String(), "DR-14") || strings.Contains(out.String(), "geheim") {
			t.Errorf("%s: %v\n%s", f.Name, err, out.String())
		}
	}
}

func TestMergeRefusesWhatGivesWrongSums(t *testing.T) {
	same := func(*Run) {}
	shard := func(s string) func(*Run) { return func(r *Run) { r.Shard = s; r.Report.Inputs[0].SHA256 = "x" } }
	for want, parts := range map[string][]*Part{
		"judged by different rules":      {part(t, "a", rules.Pass, same), part(t, "b", rules.Pass, func(r *Run) { r.Report.Digest = "sha256:99" })},
		"both judge the input":           {part(t, "a", rules.Pass, same), part(t, "c", rules.Pass, func(r *Run) { r.Report.Inputs[0].SHA256 = "a" })},
		"all shards of one check, or no": {part(t, "a", rules.Pass, shard("1/2")), part(t, "b", rules.Pass, shard("2/3"))},
		"both are shard 1/2":             {part(t, "a", rules.Pass, shard("1/2")), part(t, "b", rules.Pass, shard("1/2"))},
		"shards of different inputs":     {part(t, "a", rules.Pass, shard("1/2")), part(t, "b", rules.Pass, func(r *Run) { r.Shard = "2/2" })},
	} {
		if _, err := Merge(parts, unknownRule); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	run, err := Merge([]*Part{part(t, "a", rules.Pass, shard("1/3")), part(t, "b", rules.Pass, shard("3/3"))}, unknownRule)
	if err != nil || !run.Report.Partial {
		t.Errorf("without shard 2: %v, %v", run, err)
	}
}
