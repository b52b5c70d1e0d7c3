package ruletest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/fo-check/fo-check/rules"
)

// builtin loads the packs of this repository as they stand.
func builtin(t *testing.T) *rules.Set {
	t.Helper()
	names, err := filepath.Glob("../packs/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no packs: %v", err)
	}
	var files []rules.File
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, rules.File{Name: name, Content: content, Builtin: true})
	}
	set, err := rules.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// packCases loads the tests of the packs.
func packCases(t *testing.T) []Case {
	t.Helper()
	names, _ := filepath.Glob("../packs/*_test.yaml")
	var all []Case
	for _, name := range names {
		cases, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, cases...)
	}
	return all
}

// TestPacks runs the tests of all packs, and asks of every rule a case that passes, one that violates it and
// one that leaves it open.
func TestPacks(t *testing.T) {
	set := builtin(t)
	names, _ := filepath.Glob("../packs/*_test.yaml")
	proven := map[string]map[rules.Verdict]bool{}
	for _, name := range names {
		cases, err := Load(name)
		if err != nil {
			t.Error(err)
		}
		for _, r := range Run(set, cases) {
			t.Run(filepath.Base(name)+"/"+r.Case.Name, func(t *testing.T) {
				if !r.Passed() {
					t.Error(r.String())
				}
			})
			for _, x := range r.Case.Expect {
				if proven[x.Rule] == nil {
					proven[x.Rule] = map[rules.Verdict]bool{}
				}
				proven[x.Rule][x.Verdict] = proven[x.Rule][x.Verdict] || r.Passed()
			}
		}
	}
	for _, rule := range set.Rules {
		for _, v := range []rules.Verdict{rules.Pass, rules.Violation, rules.Inconclusive} {
			if !proven[rule.ID][v] {
				t.Errorf("%s:%d: %s has no test that ends in %s", rule.Pos.File, rule.Pos.Line, rule.ID, v)
			}
		}
	}
}

// TestVerdictsStandAlone judges what the tests of packs expect of a rule with no other rule selected: which
// others are must not matter.
func TestVerdictsStandAlone(t *testing.T) {
	set := builtin(t)
	cases := packCases(t)
	for i := range cases {
		for _, x := range cases[i].Expect {
			if cases[i].Log != "" {
				continue
			}
			alone, err := set.Select([]string{x.Rule}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := judge(t.Context(), alone, &cases[i]).Result(x.Rule); got.Verdict != x.Verdict {
				t.Errorf("%s: %s: %s alone: got %s, want %s", filepath.Base(cases[i].Pos.File), cases[i].Name, x.Rule, got.Verdict, x.Verdict)
			}
		}
	}
}
