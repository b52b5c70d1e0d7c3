package ruletest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

const tinyPack = `apiVersion: fo-check/rules/v1
pack: tiny
title: Tiny
documents: {d: {title: D}}
events:
  ping: {name: Ping, source: desktop}
  pong: {name: Pong, source: desktop}
  bad:  {name: Bad, source: desktop}
rules:
  - id: T-1
    title: a ping is answered
    severity: must
    party: desktop
    cite: {document: d, section: s}
    per: [instance]
    on: ping
    expect: pong
    within: 5s
    witness: {source: desktop, by: [instance]}
  - id: T-2
    title: nothing bad happens
    severity: must_not
    party: desktop
    cite: {document: d, section: s}
    per: [instance]
    on: ping
    forbid: bad
`

func tiny(t *testing.T) *rules.Set {
	t.Helper()
	set, err := rules.Load([]rules.File{{Name: "tiny.yaml", Content: []byte(tinyPack)}})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func runOne(t *testing.T, text string) Result {
	t.Helper()
	cases, err := Parse("tiny_test.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return Run(tiny(t), cases)[0]
}

const tinyTrace = "pack: tiny\ntests:\n  - name: n\n    trace: |\n      1 desktop PC-1 Ping\n      8 desktop PC-1 Pong\n      9 desktop PC-1 Bad\n      end 20\n    expect: "

func TestRunCompares(t *testing.T) {
	tests := []struct {
		expect string
		want   []string // lines of the failure; none: the case passes
	}{
		{"{T-1: violation, T-2: violation}", nil},
		{"{T-1: violation(late), T-2: violation(forbidden)}", nil},
		{"{T-1: {verdict: violation, coverage: exercised}, T-2: violation}", nil},
		{"{T-1: pass, T-2: violation}", []string{"tiny_test.yaml:3: n", "tiny_test.yaml:9:", "- T-1: pass", "+ T-1: violation", "instance=PC-1", "trigger", "1.000 Ping", "line 5"}},
		{"{T-1: violation(missing), T-2: violation}", []string{"- T-1: violation(missing)", "violation(late)"}},
		{"{T-1: {verdict: violation, coverage: cancelled-only}, T-2: violation}", []string{"coverage cancelled-only", "coverage exercised"}},
		{"{T-1: {verdict: violation, note: FO-05}, T-2: violation}", []string{"note FO-05"}},
		{"{T-1: inconclusive(GAP), T-2: violation}", []string{"- T-1: inconclusive(GAP)"}},
		{"{T-1: violation}", []string{"- T-2: nothing said, so no violation", "+ T-2: violation"}},
		{"{T1: violation, T-1: violation, T-2: violation}", []string{"+ T1: no such rule in the set", "did you mean"}},
	}
	for _, test := range tests {
		t.Run(test.expect, func(t *testing.T) {
			r := runOne(t, tinyTrace+test.expect+"\n")
			if r.Passed() != (test.want == nil) {
				t.Fatalf("passed: %v\n%s", r.Passed(), r.String())
			}
			for _, w := range test.want {
				if !strings.Contains(r.String(), w) {
					t.Errorf("lacks %q:\n%s", w, r.String())
				}
			}
		})
	}
}

func TestPassedIsOneLine(t *testing.T) {
	r := runOne(t, tinyTrace+"{T-1: violation, T-2: violation}\n")
	if got := r.String(); got != "tiny_test.yaml:3: n: ok" {
		t.Errorf("%q", got)
	}
}

func TestLogsAreReadByTheCaller(t *testing.T) {
	cases, err := Parse("tiny_test.yaml", []byte("tests:\n  - name: n\n    log: a.log\n    expect: {T-1: not-exercised}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if r := Run(tiny(t), cases)[0]; r.Passed() || !strings.Contains(r.String(), "a.log: this runner reads no logs") {
		t.Errorf("without a reader: %s", r.String())
	}
	reader := Runner{Set: tiny(t), Open: func(*Case) (trace.Stream, error) { return &logStream{}, nil }}
	if r := reader.Run(context.Background(), cases)[0]; !r.Passed() {
		t.Errorf("with a reader: %s", r.String())
	}
	reader.Open = func(*Case) (trace.Stream, error) { return nil, errors.New("gone") }
	if r := reader.Run(context.Background(), cases)[0]; r.Passed() || !strings.Contains(r.String(), "gone") {
		t.Errorf("with a reader that fails: %s", r.String())
	}
}
