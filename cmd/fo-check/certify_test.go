package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/certificate"
)

// lab are the arguments for a certificate by two rules of its own, so that others do not change it.
func lab(folder, format string) []string {
	return []string{"certify", "--config", "none", "-q", "-o", format, "-r", folder + "/rules.yaml", "--no-builtin", "--profile", "lab", folder + "/traces"}
}

func TestCertificateOfTheLab(t *testing.T) {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	g := goldie.New(t, goldie.WithFixtureDir(filepath.Join(here, "testdata", "lab")))
	for _, format := range certificateFormats {
		code, out, errs := quietly(context.Background(), lab("testdata/lab", format)...)
		if code != exitOK || errs != "" {
			t.Errorf("%s: exit code %d, %s", format, code, errs)
		}
		g.Assert(t, format, moving.ReplaceAll([]byte(out), []byte("MOVING")))
	}
}

func TestCertificateDoesNotDependOnTheFolder(t *testing.T) {
	certify := func(folder string) string {
		_, out, _ := quietly(context.Background(), lab(folder, "json")...)
		return regexp.MustCompile("sha256:[0-9a-f]{64}").ReplaceAllString(out, "")
	}
	first := certify("testdata/lab")
	t.Chdir("testdata/lab")
	if second := certify("."); first != second || len(first) < 1000 {
		t.Errorf("from elsewhere\n%s", second)
	}
}

// TestEveryObligationHasATest wants a trace that would exercise it, for each obligation of the desktop.
func TestEveryObligationHasATest(t *testing.T) {
	withoutRaceDetector(t)
	path := filepath.Join(t.TempDir(), "nothing.ndjson")
	if err := os.WriteFile(path, []byte(`{"time":"2026-03-02T10:00:00Z","source":"desktop","name":"Nothing"}`+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	code, out, errs := quietly(context.Background(), "certify", "--config", "none", "-q", "-o", "json", path)
	var c certificate.Certificate
	if err := json.Unmarshal([]byte(out), &c); err != nil || code != exitUnchecked || errs != "" {
		t.Fatal(code, err, errs)
	}
	n := c.Count()
	if n.Missing != n.Required || n.Required < 16 {
		t.Errorf("%+v", n)
	}
	for i := range c.Obligations {
		if o := &c.Obligations[i]; o.Required && (o.Missing == nil || len(o.Missing.Trace) == 0) {
			t.Errorf("%s: nothing says how to exercise it", o.ID)
		}
	}
}

func TestScenarios(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, path := range []string{"lab/one.ndjson", "lab/two/a.log", "lab/two/b.log", "lab/.hidden", "x/one.ndjson"} {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for args, want := range map[string]string{
		"lab": "one.ndjson two", "lab/": "one.ndjson two", "lab/two": "a.log b.log", "lab/one.ndjson": "one.ndjson",
		"lab/* missing": "a.log b.log missing one.ndjson", "-": "-",
	} {
		found, err := scenarios(strings.Fields(args))
		var names []string
		for _, s := range found {
			names = append(names, s.name)
		}
		if got := strings.Join(names, " "); err != nil || got != want {
			t.Errorf("%s: %s, %v", args, got, err)
		}
	}
	if _, err := scenarios([]string{"lab", "x"}); err == nil || !strings.Contains(err.Error(), "two traces of the name one.ndjson") {
		t.Error(err)
	}
	s := within("lab")[1]
	if got := s.rename(filepath.Join("lab", "two", "a.log")); got != "two/a.log" {
		t.Error(got)
	}
}

// keptTraces show a desktop that keeps every obligation of ail-dr, a scenario each.
const keptTraces = "../../testdata/ail-dr"

func certifyDesktop(t *testing.T, want int, args ...string) string {
	t.Helper()
	code, out, errs := quietly(context.Background(), append([]string{"certify", "--config", "none", "-q"}, args...)...)
	if code != want || errs != "" {
		t.Errorf("certify %s: exit code %d, %s", args, code, errs)
	}
	return out
}

func TestDesktopThatKeepsAllIsCertified(t *testing.T) {
	withoutRaceDetector(t)
	text := certifyDesktop(t, exitOK, "--profile", "ail-dr", keptTraces)
	goldie.New(t, goldie.WithFixtureDir("testdata/ail-dr")).Assert(t, "obligations", []byte(required(text)))
	dir := t.TempDir()
	names := []string{"json", "html", "in-toto"}
	for _, n := range []string{"1", "2"} {
		args := []string{keptTraces}
		for _, name := range names {
			args = append(args, "-o", name+"="+filepath.Join(dir, name+n))
		}
		certifyDesktop(t, exitOK, args...)
	}
	made := contents(t, dir)
	for _, name := range names {
		if made[name+"1"] != made[name+"2"] || len(made[name+"1"]) < 1000 {
			t.Errorf("%s: not the same bytes again", name)
		}
	}
	verifyChanged(t, filepath.Join(dir, "json1"))
}

// required are the obligations that count, with their verdicts, and the last line of a certificate: not how often each was
// exercised, which changes with the rules.
func required(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		switch f := strings.Fields(line); {
		case strings.HasPrefix(line, "passed: "):
			out.WriteString(line)
		case len(f) > 3 && (strings.HasPrefix(f[1], "must") || strings.HasPrefix(f[1], "should")):
			out.WriteString(strings.Join(f[:3], " ") + "\n")
		}
	}
	return out.String()
}

// verifyChanged verifies a certificate by its traces, then by the same with another byte.
func verifyChanged(t *testing.T, made string) {
	t.Helper()
	traces := filepath.Join(t.TempDir(), "traces")
	if err := os.CopyFS(traces, os.DirFS(keptTraces)); err != nil {
		t.Fatal(err)
	}
	if out := certifyDesktop(t, exitOK, "--verify", made, traces); !strings.Contains(out, "json1 holds: passed: profile ail-dr") {
		t.Error(out)
	}
	path := filepath.Join(traces, "telephony-lost.ndjson")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(b), `"dn":"7001"`, `"dn":"7002"`, 1)
	if err := os.WriteFile(path, []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
	if out := certifyDesktop(t, exitViolation, "--verify", made, traces); !strings.Contains(out, "traces telephony-lost.ndjson inputs telephony-lost.ndjson sha256: the certificate says") {
		t.Error(out)
	}
}
