package catalogue

import (
	"slices"
	"testing"
)

func TestSurvivorsFitTheRules(t *testing.T) {
	s, err := LoadSurvivors()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range s.Problems(builtin(t)) {
		t.Error(p)
	}
}

func TestProblemsOfSurvivors(t *testing.T) {
	s := &Survivors{[]Survivor{
		{Kind: "guard dropped", Rules: []string{"DR-14", "XX-1"}, Reason: "r"},
		{Kind: "guard dropped", Rules: []string{"DR-14"}, Reason: "r"},
		{Kind: "guard negated", Rules: []string{"DR-14"}},
	}}
	want := []string{"XX-1: guard dropped: no such rule", "DR-14: guard dropped: given twice; give it once",
		"guard negated: no reason or no rules; give both"}
	if got := s.Problems(builtin(t)); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if s.Reason("DR-14", "guard dropped") != "r" || s.Reason("DR-15", "guard dropped") != "" {
		t.Error("reason of another rule")
	}
}
