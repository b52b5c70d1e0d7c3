package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const strategies = "../../testdata/strategy"

// lintResult is what a report tells of findings.
type lintResult struct {
	Findings []struct {
		Rule, Verdict, Message string
		Evidence               []struct {
			Event, Detail, Note, File string
			Line                      int
		}
	}
	Inputs []struct{ Notes []string }
	Rules  []struct{ ID, Verdict string }
}

// verdict is that of a rule.
func (r lintResult) verdict(id string) string {
	for _, rule := range r.Rules {
		if rule.ID == id {
			return rule.Verdict
		}
	}
	return ""
}

func (r lintResult) noted(text string) bool {
	return slices.ContainsFunc(r.Inputs[0].Notes, func(n string) bool { return strings.Contains(n, text) })
}

// linted runs fo-check lint and returns the ids that it finds violated, or open, sorted.
func linted(t *testing.T, args ...string) (found, open []string, r lintResult) {
	t.Helper()
	code, out, messages := quietly(context.Background(), append([]string{"lint", "-o", "json"}, args...)...)
	if code != exitOK && code != exitViolation {
		t.Fatalf("lint %v gives %d: %s", args, code, messages)
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings {
		if f.Verdict == "violation" {
			found = append(found, f.Rule)
		} else {
			open = append(open, f.Rule)
		}
	}
	slices.Sort(found)
	return found, open, r
}

// Every rule has a project that breaks it alone (besides what its own condition implies), and one that does not.
func TestEveryLintHasABadAndAGoodProject(t *testing.T) {
	withoutRaceDetector(t)
	implied := map[string][]string{"L-33": {"L-30", "L-32"}}
	entries, err := os.ReadDir(filepath.Join(strategies, "bad"))
	if err != nil || len(entries) < 16 {
		t.Fatalf("%d bad projects: %v", len(entries), err)
	}
	bad, good := ofProjects(t, "8.1.400.30", "bad"), ofProjects(t, "8.1.400.30", "good")
	bad["L-37"] = ofProjects(t, "8.1.400.16", "bad/L-37")["L-37"]
	for _, e := range entries {
		id := e.Name()
		want := slices.Sorted(slices.Values(append([]string{id}, implied[id]...)))
		if id == "L-42" {
			want = nil // a note of the input
		}
		if !slices.Equal(bad[id], want) {
			t.Errorf("bad/%s: %v", id, bad[id])
		}
		if len(good[id]) > 0 {
			t.Errorf("good/%s: %v", id, good[id])
		}
	}
	for _, kind := range []string{"bad", "good"} {
		if _, _, r := linted(t, filepath.Join(strategies, kind, "L-42")); r.noted("L-42") != (kind == "bad") {
			t.Errorf("%s/L-42: notes %q", kind, r.Inputs[0].Notes)
		}
	}
}

// ofProjects lints all projects of a folder at once and returns what is found in each, the open ones with "?".
func ofProjects(t *testing.T, version, folder string) map[string][]string {
	t.Helper()
	_, _, r := linted(t, "-p", "ors-version="+version, filepath.Join(strategies, folder))
	found := map[string][]string{}
	for _, f := range r.Findings {
		rel, _ := filepath.Rel(strategies, f.Evidence[0].File)
		project, rule := strings.Split(filepath.ToSlash(rel), "/")[1], f.Rule
		if f.Verdict != "violation" {
			rule += "?"
		}
		found[project] = append(found[project], rule)
		slices.Sort(found[project])
	}
	return found
}

// What is no multimedia strategy, or cannot be decided, gives no finding.
func TestLintIsSilentWithoutEvidence(t *testing.T) {
	for _, c := range []struct {
		path string
		open []string
	}{
		{"voice", nil},
		{"other", nil},
		{"undecided", []string{"L-32", "L-34", "L-34b", "L-34d"}},
	} {
		found, open, _ := linted(t, "-p", "ors-version=8.1.400.30", filepath.Join(strategies, c.path))
		slices.Sort(open)
		if len(found) > 0 || !slices.Equal(slices.Compact(open), c.open) {
			t.Errorf("%s: %v, open %v", c.path, found, open)
		}
	}
}

// The condition of the documentation lacks its last parenthesis: the report shows it, where it stands, and one
// that can be pasted.
func TestLintOffersTheCorrectedCondition(t *testing.T) {
	_, _, r := linted(t, "-p", "ors-version=8.1.400.30", filepath.Join(strategies, "bad", "L-36"))
	e := r.Findings[0].Evidence
	const wrong = "_event.data.interactionid == _data.system.context.InteractionID && (!_event.data.resultof || _event.data.resultof == 'deletion'"
	if !strings.Contains(e[0].Detail, "condition="+wrong) || e[0].Line != 9 || e[0].Note != "column 5" {
		t.Errorf("%+v", e[0])
	}
	if last := e[len(e)-1]; last.Event != "(suggestion)" || last.Detail != "condition: "+wrong+")" {
		t.Errorf("%+v", last)
	}
}

// A check of the same files finds the same.
func TestLintAgreesWithCheck(t *testing.T) {
	withoutRaceDetector(t)
	for _, path := range []string{"bad", "good", "hand-written", "undecided"} {
		path = filepath.Join(strategies, path)
		found, open, _ := linted(t, "-p", "ors-version=8.1.400.30", path)
		_, out, _ := quietly(context.Background(), "check", "--select", "strategy-lint", "-p", "ors-version=8.1.400.30", "-o", "json", path)
		var r lintResult
		if err := json.Unmarshal([]byte(out), &r); err != nil {
			t.Fatal(err)
		}
		if len(r.Findings) != len(found)+len(open) {
			t.Errorf("%s: %d findings of check, %d of lint", path, len(r.Findings), len(found)+len(open))
		}
	}
}
