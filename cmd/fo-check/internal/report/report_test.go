package report

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"

	"github.com/fo-check/fo-check/rules"
)

func TestGoldens(t *testing.T) {
	cases := []struct {
		name   string
		write  Writer
		change func(*Run)
	}{
		{"text", Text, func(*Run) {}},
		{"text-verbose", Text, func(r *Run) { r.Verbose = true }},
		{"text-color", Text, func(r *Run) { r.Color = true }},
		{"text-inputs", Text, func(r *Run) { r.Inputs = true; r.Report.Findings = nil }},
		{"text-few", Text, func(r *Run) { r.MaxFindings = 1 }},
		{"text-empty", Text, func(r *Run) { r.Report = &rules.Report{Partial: true}; r.Skew = nil }},
		{"compact", Compact, func(*Run) {}},
		{"json", JSON, func(*Run) {}},
		{"ndjson", NDJSON, func(*Run) {}},
		{"sarif", SARIF, func(*Run) {}},
		{"sarif-all", SARIFAll, func(*Run) {}},
		{"sarif-empty", SARIF, func(r *Run) { r.Report = &rules.Report{Partial: true}; r.ExitCode = 130 }},
		{"junit", JUnit, func(*Run) {}},
		{"junit-strict", JUnit, func(r *Run) { r.Strict, r.FailOn = true, "note" }},
		{"github", GitHub, func(*Run) {}},
		{"markdown", Markdown, func(*Run) {}},
		{"markdown-few", Markdown, func(r *Run) { r.MaxFindings = 1 }},
		{"compact-excused", Compact, excuse},
		{"text-excused", Text, excuse},
		{"sarif-excused", SARIF, excuse},
		{"junit-excused", JUnit, excuse},
		{"github-excused", GitHub, excuse},
		{"markdown-excused", Markdown, excuse},
		{"json-excused", JSON, excuse},
	}
	g := goldie.New(t)
	for _, c := range cases {
		run := makeRun()
		c.change(run)
		var first, second bytes.Buffer
		if err := c.write(&first, run); err != nil {
			t.Fatal(c.name, err)
		}
		if err := c.write(&second, run); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Errorf("%s: two runs differ, %v", c.name, err)
		}
		g.Assert(t, c.name, first.Bytes())
		if bytes.Contains(first.Bytes(), []byte("geheim")) {
			t.Errorf("%s shows a password", c.name)
		}
	}
}

// excuse suppresses a violation of a rule, and says that the other was known before.
func excuse(run *Run) {
	first, second := &run.Report.Findings[1], &run.Report.Findings[2]
	first.Suppressed, second.Baselined = "repair is planned, until 2199-12-31 (.fo-check.yaml:4)", true
	run.Report.Rules[1].Suppressed, run.Report.Rules[1].Baselined = 1, 1
	run.Baseline = &Baseline{Path: "known.json", Known: 2, Matched: 1,
		Stale: []Known{{Rule: "DR-20", Fingerprint: "f9", Count: 1, Key: map[string]string{"site": "B"}, Message: "gone"}}}
	run.Report.Findings, run.Report.Rules = run.Report.Findings[1:3], run.Report.Rules[:2]
}

func TestFormatsAreTold(t *testing.T) {
	for _, f := range table() {
		if f.Use == "" || f.Write == nil {
			t.Errorf("%s: its use is %q", f.Name, f.Use)
		}
	}
}

func TestTextIsLegibleWithoutColour(t *testing.T) {
	var plain, colored bytes.Buffer
	run := makeRun()
	_ = Text(&plain, run)
	run.Color = true
	_ = Text(&colored, run)
	stripped := colored.String()
	for _, code := range []string{"\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[22m", "\x1b[31;1m", "\x1b[0;22m", "\x1b[33m", "\x1b[35m", "\x1b[36m"} {
		stripped = strings.ReplaceAll(stripped, code, "")
	}
	if stripped != plain.String() {
		t.Errorf("without its colour the text is %q", stripped)
	}
}

func TestJSONKeepsToItsSchema(t *testing.T) {
	b, err := os.ReadFile("../../../../docs/report-v1.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(b, &schema); err != nil {
		t.Fatal(err)
	}
	v := validator{root: schema}
	excused := makeRun()
	excuse(excused)
	for _, run := range []*Run{makeRun(), excused, {Report: &rules.Report{}}} {
		var out bytes.Buffer
		if err := JSON(&out, run); err != nil {
			t.Fatal(err)
		}
		var doc any
		if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		for _, e := range v.check(schema, doc, "$") {
			t.Error(e)
		}
	}
}

func TestVisible(t *testing.T) {
	cases := map[string]string{
		"plain — text":     "plain — text",
		"a\tb\x1b[2J\x7f":  `a b\x1b[2J\x7f`,
		"caf\xe9":          `caf\xe9`,
		"\u202egnp.exe":    `\u202egnp.exe`,
		"line\u2028break":  `line\u2028break`,
		"\u0085next\u009b": `\x85next\x9b`,
	}
	for in, want := range cases {
		if got := Visible(in); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
}

func TestMaskCoversPasswords(t *testing.T) {
	cases := map[string]string{
		`AttributePassword 'abc def' AttributeDN '1'`: `AttributePassword *** AttributeDN '1'`,
		"\tAttributeApplicationPassword\t'abc'":       "\tAttributeApplicationPassword\t***",
		`{"password":"a\"bc","dn":"1"}`:               `{"password":***,"dn":"1"}`,
		"user=x password=abc, next":                   "user=x password=***, next",
		"'AgentPassword' [str] = \"abc\"":             `'AgentPassword' [str] = ***`,
		"pwd: abc":                                    "pwd: ***",
		"no such word here":                           "no such word here",
		"password 'never closed":                      "password ***",
	}
	for in, want := range cases {
		if got := Mask(in); strings.Contains(got, "abc") || got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

func TestFormatsAreAllKnown(t *testing.T) {
	for _, f := range Formats() {
		if _, err := For(f); err != nil {
			t.Error(err)
		}
	}
	_, err := For("jsno")
	if err == nil || err.Error() != `output format "jsno": unknown; did you mean "json"?; `+strings.Join(Formats(), ", ")+` are accepted` {
		t.Error(err)
	}
}

func TestEveryReasonHasWords(t *testing.T) {
	for _, r := range rules.Reasons {
		if Words(r) == string(r) {
			t.Errorf("%s has no words", r)
		}
	}
}
