package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
)

// demoArgs judge the demo by a few rules, so that new ones do not change what is compared.
func demoArgs(format string) []string {
	return []string{"check", "--config", "none", "-q", "-o", format, "--select", "DR-14,DR-19,DR-25,DR-32,DR-42,NB-01", "testdata/demo"}
}

// moving is what changes with the version and the rules.
var moving = regexp.MustCompile(`sha256:[0-9a-f]{64}|\(devel\)|v\d+\.\d+\.\d+[-+.\w]*`)

func TestFormatsOfTheDemo(t *testing.T) {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir("../..")
	g := goldie.New(t, goldie.WithFixtureDir(filepath.Join(here, "testdata", "demo")))
	for _, f := range report.Formats() {
		if f == report.PageFormat {
			continue // its script is no concern of this test; its data have their own: TestPageOfTheDemo
		}
		code, out, errs := quietly(context.Background(), demoArgs(f)...)
		if code != exitViolation || errs != "" {
			t.Errorf("%s: exit code %d, %s", f, code, errs)
		}
		g.Assert(t, f, moving.ReplaceAll([]byte(out), []byte("MOVING")))
	}
}

func TestNoFormatShowsSecrets(t *testing.T) {
	withoutRaceDetector(t)
	demo, err := os.ReadFile("../../testdata/demo/PC-21.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	seeded := bytes.ReplaceAll(demo, []byte(`"attrs":{`), []byte(`"attrs":{"Password":"geheim","ApplicationPassword":"ge\"heim","db.passwd":"geheim",`))
	if bytes.Equal(seeded, demo) {
		t.Fatal("the trace has no attributes to put a secret beside")
	}
	path := filepath.Join(t.TempDir(), "PC-21.ndjson")
	if err := os.WriteFile(path, seeded, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Formats() {
		for _, flags := range [][]string{nil, {"-v", "--inputs", "--max-findings", "0"}} {
			summary := filepath.Join(t.TempDir(), "summary.md")
			t.Setenv("GITHUB_STEP_SUMMARY", summary)
			code, out, errs := quietly(context.Background(), append([]string{"check", "--config", "none", "-o", f, path}, flags...)...)
			if code != exitViolation || strings.Contains(out+errs, "heim") {
				t.Errorf("%s: exit code %d, and what it says is %s%s", f, code, out, errs)
			}
			if b, _ := os.ReadFile(summary); (len(b) > 0) != (f == "github") || bytes.Contains(b, []byte("heim")) {
				t.Errorf("%s: the job summary is %s", f, b)
			}
		}
	}
}

func TestJobSummaryIsCutAtALine(t *testing.T) {
	text := []byte(strings.Repeat("one line\n", 100))
	got := string(shortened(bytes.Clone(text), 200))
	if len(got) > 200 || !strings.HasPrefix(got, "one line\none line\n") || !strings.HasSuffix(got, "one line\n\n*The rest is left out: the report is longer than a job summary may be.*\n") {
		t.Errorf("%d bytes: %q", len(got), got)
	}
	if got := shortened(text, len(text)); !bytes.Equal(got, text) {
		t.Error("a text that fits is cut")
	}
}

func TestReportsOfTheDemoAgree(t *testing.T) {
	count := func(format string, of func(map[string]any) []any) int {
		_, out, _ := quietly(context.Background(), "check", "--config", "none", "-q", "-o", format, "../../testdata/demo")
		var doc map[string]any
		if err := json.Unmarshal([]byte(out), &doc); err != nil {
			t.Fatal(format, err)
		}
		return len(of(doc))
	}
	findings := count("json", func(d map[string]any) []any { return d["findings"].([]any) })
	results := count("sarif", func(d map[string]any) []any { return d["runs"].([]any)[0].(map[string]any)["results"].([]any) })
	if findings != results || findings == 0 {
		t.Errorf("%d findings, %d results", findings, results)
	}
	_, compact, _ := quietly(context.Background(), "check", "--config", "none", "-q", "-o", "compact", "../../testdata/demo")
	if n := strings.Count(compact, "\n"); n != findings {
		t.Errorf("%d lines for %d findings", n, findings)
	}
}
