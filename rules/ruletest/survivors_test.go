package ruletest

import (
	"slices"
	"testing"

	"github.com/fo-check/fo-check/rules/catalogue"
)

// TestTheTestsNoticeWhatMatters changes every rule of the packs in every way: of each kind of change of which a
// rule has any, some test notices one, or the catalogue says why none can; and it says so of no other.
func TestTheTestsNoticeWhatMatters(t *testing.T) {
	withoutRaceDetector(t)
	list, err := catalogue.LoadSurvivors()
	if err != nil {
		t.Fatal(err)
	}
	listed := map[[2]string]bool{}
	for _, s := range list.Survivors {
		if !slices.Contains(Kinds, Kind(s.Kind)) {
			t.Errorf("%s: no kind of change; %v are accepted", s.Kind, Kinds)
		}
		for _, id := range s.Rules {
			listed[[2]string{id, s.Kind}] = true
		}
	}
	set, cases := builtin(t), packCases(t)
	for _, m := range MutateRules(t.Context(), set, cases) {
		if !m.Tested {
			t.Errorf("%s: no test that passes concerns it", m.Rule.ID)
		}
		for _, k := range m.Unnoticed() {
			pair := [2]string{m.Rule.ID, string(k)}
			if !listed[pair] {
				t.Errorf("%s:%d: %s: no test notices: %s; add one, or say in survivors.yaml why none can", m.Rule.Pos.File, m.Rule.Pos.Line, m.Rule.ID, k)
			}
			delete(listed, pair)
		}
	}
	for pair := range listed {
		t.Errorf("%s: %s: listed in survivors.yaml, and a test notices it or the rule has no such change; take it out", pair[0], pair[1])
	}
}
