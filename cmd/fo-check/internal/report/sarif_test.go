package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// sarifStandard is the schema of the standard. It is written in an older draft, whose only difference that
// matters here is the name of $id.
func sarifStandard(t *testing.T) *jsonschema.Resolved {
	t.Helper()
	b, err := os.ReadFile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	b = bytes.Replace(b, []byte("draft-04"), []byte("draft-07"), 1)
	b = bytes.Replace(b, []byte(`"id": "https:`), []byte(`"$id": "https:`), 1)
	var s jsonschema.Schema
	if err := json.Unmarshal(b, &s); err != nil {
		t.Fatal(err)
	}
	r, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func sarifOf(t *testing.T, write Writer, run *Run) (*sarif.Run, any) {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out, run); err != nil {
		t.Fatal(err)
	}
	log, err := sarif.FromBytes(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	var plain any
	if err := json.Unmarshal(out.Bytes(), &plain); err != nil {
		t.Fatal(err)
	}
	return log.Runs[0], plain
}

func TestSARIFKeepsToTheStandard(t *testing.T) {
	standard := sarifStandard(t)
	excused := makeRun()
	excuse(excused)
	for name, run := range map[string]*Run{"all kinds": makeRun(), "excused": excused, "nothing": {Report: &rules.Report{}}} {
		for _, write := range []Writer{SARIF, SARIFAll} {
			_, doc := sarifOf(t, write, run)
			if err := standard.Validate(doc); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			wantNothingEmpty(t, name, doc)
		}
	}
	for _, name := range []string{"sarif", "sarif-all"} {
		text, err := os.ReadFile("../../testdata/demo/" + name + ".golden")
		var doc any
		if err = errors.Join(err, json.Unmarshal(text, &doc)); err == nil {
			err = standard.Validate(doc)
		}
		if err != nil {
			t.Errorf("%s of the demo: %v", name, err)
		}
	}
	_, doc := sarifOf(t, SARIF, makeRun())
	doc.(map[string]any)["runs"].([]any)[0].(map[string]any)["columnKind"] = "bytes"
	if standard.Validate(doc) == nil {
		t.Error("the schema accepts anything")
	}
}

// wantNothingEmpty refuses empty arrays (but for rules and results), null and empty texts, which
// code-scanning services take for errors.
func wantNothingEmpty(t *testing.T, at string, v any) {
	t.Helper()
	switch v := v.(type) {
	case nil:
		t.Errorf("%s is null", at)
	case []any:
		if len(v) == 0 && !strings.HasSuffix(at, ".results") && !strings.HasSuffix(at, ".rules") {
			t.Errorf("%s is empty", at)
		}
		for _, d := range v {
			wantNothingEmpty(t, at+"[]", d)
		}
	case map[string]any:
		for k, d := range v {
			wantNothingEmpty(t, at+"."+k, d)
		}
	}
}

func TestSARIFIsWhatCodeScanningTakes(t *testing.T) {
	got, _ := sarifOf(t, SARIFAll, makeRun())
	kinds := map[string]int{}
	for _, r := range got.Results {
		kinds[*r.Kind]++
		if *r.Kind == "fail" == (*r.Level == "none") {
			t.Errorf("%s: kind %s, level %s", *r.RuleID, *r.Kind, *r.Level)
		}
		if got.Tool.Driver.Rules[*r.RuleIndex].ID != *r.RuleID {
			t.Errorf("%s has the index of another rule", *r.RuleID)
		}
		if *r.Kind != "fail" && *r.Kind != "open" {
			continue
		}
		if len(r.Locations) != 1 || *r.Locations[0].PhysicalLocation.Region.StartLine < 1 || *r.Locations[0].PhysicalLocation.ArtifactLocation.URI == "" {
			t.Errorf("%s has no place", *r.RuleID)
		}
	}
	if kinds["fail"] != 3 || kinds["open"] != 1 || kinds["pass"] != 1 || kinds["notApplicable"] != 1 {
		t.Error(kinds)
	}
	if got, _ = sarifOf(t, SARIF, makeRun()); len(got.Results) != 4 {
		t.Errorf("%d alerts", len(got.Results))
	}
}

func TestSARIFStepsAreInOrderOfTime(t *testing.T) {
	run := makeRun()
	f := &run.Report.Findings[1]
	f.Evidence[0], f.Evidence[2] = f.Evidence[2], f.Evidence[0]
	got, _ := sarifOf(t, SARIF, run)
	var last time.Time
	for i, s := range got.Results[0].CodeFlows[0].ThreadFlows[0].Locations {
		if s.ExecutionTimeUTC.Before(last) || *s.ExecutionOrder != i+1 {
			t.Errorf("%s after %s", s.ExecutionTimeUTC, last)
		}
		last = *s.ExecutionTimeUTC
	}
	if Stamp(last) != "2026-03-02T09:43:37.87Z" {
		t.Errorf("the last one is at %s", last)
	}
}

func TestSARIFHasTheWorstOfTooMany(t *testing.T) {
	run := makeRun()
	worst := run.Report.Findings[1]
	run.Report.Findings = nil
	for range sarifMaxResults {
		run.Report.Findings = append(run.Report.Findings, made().Findings[3])
	}
	run.Report.Findings = append(run.Report.Findings, worst)
	got, _ := sarifOf(t, SARIF, run)
	if len(got.Results) != sarifMaxResults || *got.Results[0].RuleID != "DR-14" {
		t.Errorf("%d results, the first of %s", len(got.Results), *got.Results[0].RuleID)
	}
	n := got.Invocations[0].ToolExecutionNotifications
	if len(n) != 1 || *n[0].Message.Text != "1,235 findings more, the least of them, left out" {
		t.Errorf("%+v", n)
	}
}

func TestSARIFPaths(t *testing.T) {
	for path, want := range map[string]string{
		"logs/a b.log": "logs/a%20b.log", `logs\x.log`: "logs/x.log", "./a.log": "a.log", "/var/log/ä.log": "file:///var/log/%C3%A4.log",
		`C:\logs\x.log`: "file:///C:/logs/x.log", "bundle.zip!/in/x.log": "bundle.zip%21/in/x.log", "50%.log": "50%25.log", "a:b.log": "./a:b.log",
	} {
		got := sarifFile(path)
		if *got.URI != want || (got.URIBaseId == nil) != strings.HasPrefix(want, "file:") {
			t.Errorf("%s: %+v", path, got)
		}
	}
	if got := sarifInput(&trace.Input{Path: "x", Segments: []string{"x.1", "x.2"}}); len(got) != 2 || *got[1].Location.URI != "x.2" {
		t.Errorf("%+v", got)
	}
}
