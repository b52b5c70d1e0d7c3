package certificate

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/sebdah/goldie/v2"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

func rule(id string, severity rules.Severity, party string, profiles ...string) *rules.Rule {
	pack := &rules.Pack{Name: "p", Documents: map[string]rules.Document{"d": {Title: "The Document"}}}
	event := []rules.Ref{{Predicate: &rules.Predicate{Name: "an_event"}}}
	return &rules.Rule{ID: id, Title: id + " <title>", Severity: severity, Party: party, Profiles: profiles, Pack: pack,
		Cite: rules.Cite{Document: "d", Section: "Section"}, On: rules.Trigger{Refs: event}, Verb: rules.VerbExpect, Expect: event, Within: &rules.Bound{Text: "5s"}}
}

var (
	must   = rule("R-1", rules.Must, "desktop", "x")
	fact   = rule("R-2", rules.StatedFact, "desktop", "x")
	always = rule("R-3", rules.MustNot, "desktop")
	server = rule("R-4", rules.Must, "Server")
	other  = rule("R-5", rules.Must, "desktop", "y")
)

func set() *rules.Set { return &rules.Set{Rules: []*rules.Rule{must, fact, always, server, other}} }

// says is a scenario in which each rule has a verdict; a rule that is left out was not exercised.
func says(name string, verdicts map[*rules.Rule]rules.Verdict) Scenario {
	r := &rules.Report{Inputs: []*trace.Input{{Path: "/some/where/" + name, SHA256: "ab" + name, Lines: 3}},
		Params: []rules.ParamValue{{Name: "site-timeout", Value: "30s", From: "trace header /some/where/" + name + ":1"}}}
	for _, def := range set().Rules {
		v, res := verdicts[def], rules.RuleResult{Rule: def, Verdict: rules.NotExercised, Coverage: rules.NeverTriggered, Reasons: map[rules.Reason]int64{}}
		switch v {
		case rules.Pass:
			res.Passed = 1
		case rules.Violation:
			res.Violated = 1
		case rules.Inconclusive:
			res.Inconclusive, res.Reasons[rules.ReasonTruncEnd] = 1, 1
		}
		if v != "" {
			res.Verdict, res.Coverage, res.Exercised = v, rules.Exercised, 1
		}
		if v == rules.Violation || v == rules.Inconclusive {
			r.Findings = append(r.Findings, rules.Finding{Fingerprint: "f-" + def.ID, Rule: def, Verdict: v, Message: "<b>late</b>",
				Key:      []rules.KeyBinding{{Key: "site", Value: "A"}},
				Evidence: []rules.Evidence{{Role: rules.RoleTrigger, Event: "E", Detail: "password=geheim", Pos: trace.Pos{File: "/some/where/" + name, Line: 7}}}})
		}
		r.Rules = append(r.Rules, res)
	}
	return Scenario{name, r, func(p string) string { return strings.TrimPrefix(p, "/some/where/") }}
}

func certify(s ...Scenario) *Certificate {
	return New(report.Tool{Name: "fo-check", Version: "1.2.3", RulesDigest: "sha256:01"}, "x", Options{Param: []string{}, TZ: []string{}, Skew: []string{}}, set(), s)
}

func TestResult(t *testing.T) {
	type v = map[*rules.Rule]rules.Verdict
	cases := []struct {
		name  string
		given []Scenario
		want  string
	}{
		{"kept", []Scenario{says("a", v{must: rules.Pass})}, Passed},
		{"kept by one of two", []Scenario{says("a", v{must: rules.Pass}), says("b", v{})}, Passed},
		{"nothing exercised", []Scenario{says("a", v{})}, Open},
		{"violated by one of two", []Scenario{says("a", v{must: rules.Pass}), says("b", v{must: rules.Violation})}, Violated},
		{"inconclusive in one of two", []Scenario{says("a", v{must: rules.Pass}), says("b", v{must: rules.Inconclusive})}, Open},
		{"a statement is no duty", []Scenario{says("a", v{must: rules.Pass, fact: rules.Violation})}, Passed},
		{"a duty of all profiles counts", []Scenario{says("a", v{must: rules.Pass, always: rules.Violation})}, Violated},
		{"and must not be left open", []Scenario{says("a", v{must: rules.Pass, always: rules.Inconclusive})}, Open},
		{"a violation decides, whatever is open", []Scenario{says("a", v{must: rules.Violation, always: rules.Inconclusive})}, Violated},
		{"a duty of others does not count", []Scenario{says("a", v{must: rules.Pass, server: rules.Violation, other: rules.Violation})}, Passed},
	}
	for _, c := range cases {
		if got := certify(c.given...); got.Result != c.want {
			t.Errorf("%s: %s", c.name, got.Result)
		}
	}
}

func TestOnlyCasesThatWereExercisedCount(t *testing.T) {
	s := says("a", map[*rules.Rule]rules.Verdict{must: rules.Pass})
	s.Report.Rules[0].Coverage = rules.CancelledOnly
	if c := certify(s); c.Result != Open || c.Count().Kept != 0 || VerdictText(&c.Obligations[0]) != "pass (cancelled-only)" {
		t.Errorf("%s, %+v", c.Result, c.Count())
	}
}

func mixed() *Certificate {
	c := certify(says("b", map[*rules.Rule]rules.Verdict{must: rules.Pass, always: rules.Violation}),
		says("a", map[*rules.Rule]rules.Verdict{fact: rules.Inconclusive}))
	c.Obligations[0].Missing = &Missing{"its trigger never came", "a <test>", "-p x=1", []string{"0 desktop", "end 1"}}
	return c
}

func TestFormats(t *testing.T) {
	g := goldie.New(t)
	for name, write := range map[string]func(*bytes.Buffer, *Certificate) error{
		"json": func(b *bytes.Buffer, c *Certificate) error { return JSON(b, c) }, "text": func(b *bytes.Buffer, c *Certificate) error { return Text(b, c) },
		"html": func(b *bytes.Buffer, c *Certificate) error { return HTML(b, c) }, "in-toto": func(b *bytes.Buffer, c *Certificate) error { return InToto(b, c) },
	} {
		var out bytes.Buffer
		if err := write(&out, mixed()); err != nil {
			t.Fatal(name, err)
		}
		if bytes.Contains(out.Bytes(), []byte("geheim")) || name == "html" && bytes.Contains(out.Bytes(), []byte("<b>late")) {
			t.Errorf("%s shows what it must not", name)
		}
		g.Assert(t, name, out.Bytes())
	}
}

func TestOrderOfTracesDoesNotMatter(t *testing.T) {
	a, b := says("a", map[*rules.Rule]rules.Verdict{must: rules.Pass}), says("b", map[*rules.Rule]rules.Verdict{must: rules.Violation})
	var one, two bytes.Buffer
	_, _ = JSON(&one, certify(a, b)), JSON(&two, certify(b, a))
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("the order of the command line shows")
	}
}

func TestDifferencesAreNamed(t *testing.T) {
	was, now := mixed(), mixed()
	if d := was.Differences(now); len(d) != 0 {
		t.Errorf("the same: %v", d)
	}
	now.Obligations[0].Verdict = "violation"
	now.Traces[1].Inputs[0].SHA256 = "cd"
	now.Traces[0].Name = "c"
	now.Options.Param = []string{"site-timeout=40s"}
	now.Obligations[2].Traces = nil
	want := []string{
		`obligations R-1 verdict: the certificate says "pass", now it is "violation"`,
		`obligations R-3 traces: the certificate says [{"exercised":1,"trace":"b","verdict":"violation"}], now it is null`,
		`options param 1: not in the certificate, there now`,
		`traces a: in the certificate, not there now`,
		`traces b inputs b sha256: the certificate says "abb", now it is "cd"`,
		`traces c: not in the certificate, there now`,
	}
	if got := was.Differences(now); !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

// TestSchema keeps the published schema that of the type; -update writes it anew.
func TestSchema(t *testing.T) {
	s, err := jsonschema.For[Certificate](nil)
	if err != nil {
		t.Fatal(err)
	}
	s.Schema, s.Title = "https://json-schema.org/draft/2020-12/schema", "fo-check certificate, version 1"
	s.Description = "What fo-check certify -o json writes. Fields are only ever added."
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	goldie.New(t, goldie.WithFixtureDir("../../../../docs"), goldie.WithNameSuffix(".schema.json")).Assert(t, "certificate-v1", append(text, '\n'))
	resolved, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := resolved.Validate(plain(mixed())); err != nil {
		t.Error(err)
	}
}
