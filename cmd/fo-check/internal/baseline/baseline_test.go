package baseline

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
	"pgregory.net/rapid"

	"github.com/fo-check/fo-check/rules"
)

// reportOf is a report with a violation per fingerprint, all of one rule.
func reportOf(fingerprints ...string) *rules.Report {
	rule := &rules.Rule{ID: "DR-14", Severity: rules.Should}
	r := &rules.Report{Rules: []rules.RuleResult{{Rule: rule, Verdict: rules.Violation, Violated: int64(len(fingerprints))}}}
	for _, f := range fingerprints {
		r.Findings = append(r.Findings, rules.Finding{Rule: rule, Verdict: rules.Violation, Fingerprint: f, Message: "late",
			Key: []rules.KeyBinding{{Key: "site", Value: "A"}}})
	}
	return r
}

func TestWhatIsKnownIsMarkedAsOftenAsItIsKnown(t *testing.T) {
	f := Of(reportOf("b", "a", "b"))
	if len(f.Findings) != 2 || f.Findings[0].Fingerprint != "a" || f.Findings[1].Count != 2 || f.Findings[1].Key["site"] != "A" {
		t.Fatalf("%+v", f.Findings)
	}
	r := reportOf("b", "c", "b", "b")
	b := f.Mark("known.json", r)
	var marked []bool
	for _, x := range r.Findings {
		marked = append(marked, x.Baselined)
	}
	if b.Known != 3 || b.Matched != 2 || !marked[0] || marked[1] || !marked[2] || marked[3] || r.Rules[0].Baselined != 2 {
		t.Errorf("%+v, %v, %d", b, marked, r.Rules[0].Baselined)
	}
	if len(b.Stale) != 1 || b.Stale[0].Fingerprint != "a" || b.Stale[0].Count != 1 {
		t.Errorf("%+v", b.Stale)
	}
}

func TestOnlyViolationsThatCountAreTaken(t *testing.T) {
	r := reportOf("a", "b", "c")
	r.Findings[0].Verdict, r.Findings[1].Suppressed = rules.Inconclusive, "planned"
	if f := Of(r); len(f.Findings) != 1 || f.Findings[0].Fingerprint != "c" {
		t.Errorf("%+v", f.Findings)
	}
	f := Of(reportOf("a", "b", "c"))
	if b := f.Mark("x", r); b.Matched != 2 || r.Findings[0].Baselined || r.Rules[0].Baselined != 1 {
		t.Errorf("%+v, %d", b, r.Rules[0].Baselined)
	}
}

func TestNothingIsStaleThatWasNotJudged(t *testing.T) {
	f := Of(reportOf("a"))
	for name, r := range map[string]*rules.Report{"other rules": {}, "partial": {Partial: true, Rules: reportOf().Rules},
		"too many": {Rules: []rules.RuleResult{{Rule: reportOf().Rules[0].Rule, Omitted: 1}}}} {
		if b := f.Mark("x", r); len(b.Stale) > 0 {
			t.Errorf("%s: %+v", name, b.Stale)
		}
	}
	if b := f.Mark("x", reportOf()); len(b.Stale) != 1 {
		t.Errorf("judged: %+v", b.Stale)
	}
}

func TestFindingsAreEitherMatchedOrNew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOf(rapid.SampledFrom([]string{"a", "b", "c"}))
		before, now := names.Draw(t, "before"), names.Draw(t, "now")
		f, r := Of(reportOf(before...)), reportOf(now...)
		b := f.Mark("x", r)
		stale := 0
		for _, k := range b.Stale {
			stale += k.Count
		}
		if b.Known != len(before) || b.Matched+stale != len(before) || int64(b.Matched) != r.Rules[0].Baselined {
			t.Fatalf("%v then %v: %+v", before, now, b)
		}
		left := f.Without(b.Stale)
		if left.Total() != b.Matched {
			t.Fatalf("pruned to %d of %d", left.Total(), b.Matched)
		}
		if again := left.Mark("x", reportOf(now...)); again.Matched != b.Matched || len(again.Stale) > 0 {
			t.Fatalf("pruned: %+v", again)
		}
	})
}

func TestFileKeepsToItsSchema(t *testing.T) {
	content, err := os.ReadFile("../../../../docs/baseline-v1.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var s jsonschema.Schema
	if err := json.Unmarshal(content, &s); err != nil {
		t.Fatal(err)
	}
	schema, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []*File{Of(reportOf("a", "a", "b")), Of(reportOf())} {
		var b bytes.Buffer
		var doc any
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Error(err)
		}
		path := filepath.Join(t.TempDir(), "b.json")
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		if back, err := Load(path); err != nil || back.Total() != f.Total() {
			t.Errorf("%+v, %v", back, err)
		}
	}
	if schema.Validate(map[string]any{"schema": Schema, "findings": []any{map[string]any{"rule": "x"}}}) == nil {
		t.Error("the schema accepts anything")
	}
}

func TestWrongFilesAreRefused(t *testing.T) {
	for content, want := range map[string]string{
		"":                  "EOF; a file of fo-check baseline write is accepted",
		`{"schema":"x/v2"}`: `schema "x/v2"; "fo-check/baseline/v1" is accepted`,
		`{"schema":"fo-check/baseline/v1","findings":[{"rule":"DR-14","count":1}]}`: "finding 1 has no rule, no fingerprint or no count",
	} {
		path := filepath.Join(t.TempDir(), "b.json")
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", content, err)
		}
	}
	if _, err := Load("missing.json"); err == nil || !strings.HasPrefix(err.Error(), "missing.json: ") || strings.Contains(err.Error(), "open ") {
		t.Error(err)
	}
}
