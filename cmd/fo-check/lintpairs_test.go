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

const configurations = "../../testdata/config"

// settingsOf are the settings with which the exports of a rule are judged, besides the usual ones.
var settingsOf = map[string][]string{
	"L-06": {"-p", "hotel-seating=true", "-p", "desktop-cache-option=desktop/cache-site"},
	"L-09": {"-p", "register-interval=60s"},
	"L-22": {"-p", "peer-switches=SW_A,SW_B"},
	"L-23": {"-p", "peer-switches=SW_A,SW_B"},
}

// settingsThatDiffer are those of rules that judge a setting: the export is the same.
var settingsThatDiffer = map[string]struct{ bad, good []string }{
	"L-13":  {[]string{"-p", "alu-4000-endpoints=false"}, []string{"-p", "alu-4000-endpoints=true"}},
	"L-17":  {[]string{"--profile", "wwe", "-p", "wwe-start-url=https://gws.example/ui/ad"}, []string{"--profile", "wwe", "-p", "wwe-start-url=https://gws.example/ui/ad?site1=gws-b.example"}},
	"L-19":  {[]string{"-p", "supervisor-reason-codes="}, nil},
	"L-19b": {[]string{"-p", "supervisor-reason-codes=dr-force_logout"}, nil},
}

// Every rule about configurations has an export that breaks it alone, one that it judges and passes, and says
// what to do.
func TestEveryConfigurationLintHasABadAndAGoodExport(t *testing.T) {
	withoutRaceDetector(t)
	for _, id := range lintIDs(t) {
		if !aboutConfigurations(id) {
			continue
		}
		t.Run(id, func(t *testing.T) {
			bad, good := settingsOf[id], settingsOf[id]
			if s, ok := settingsThatDiffer[id]; ok {
				bad, good = s.bad, s.good
			}
			usual := []string{"--no-builtin", "-r", "../../rules/packs/configuration-lint.yaml", "-p", "supervisor-reason-codes=sup"}
			found, open, r := linted(t, append(append(usual, bad...), filepath.Join(configurations, "bad", id))...)
			if !slices.Equal(slices.Compact(found), []string{id}) || len(open) > 0 {
				t.Fatalf("bad/%s: %v, open %v", id, found, open)
			}
			suggested(t, id, r)
			found, open, r = linted(t, append(append(usual, good...), filepath.Join(configurations, "good", id))...)
			if len(found)+len(open) > 0 || r.verdict(id) != "pass" {
				t.Errorf("good/%s: %s; %v, open %v", id, r.verdict(id), found, open)
			}
		})
	}
}

func aboutConfigurations(id string) bool { return id < "L-27" || id == "L-43" }

// suggested checks that the finding of a rule says what to write.
func suggested(t *testing.T, id string, r lintResult) {
	t.Helper()
	for _, f := range r.Findings {
		last := f.Evidence[len(f.Evidence)-1]
		if f.Rule == id && (last.Event != "(suggestion)" || strings.TrimSpace(last.Detail) == "" || strings.Contains(last.Detail, "[] ")) {
			t.Errorf("%s: no suggestion: %+v", id, last)
		}
	}
}

// lintIDs are the ids of all rules that lint judges.
func lintIDs(t *testing.T) (ids []string) {
	t.Helper()
	for _, r := range listed(t) {
		ids = append(ids, r.ID)
	}
	return ids
}

// listedLint is what rules list tells of a rule.
type listedLint struct{ ID, Level string }

func listed(t *testing.T) []listedLint {
	t.Helper()
	code, out, messages := quietly(context.Background(), "rules", "list", "-o", "json", "--select", "strategy-lint,configuration-lint")
	if code != exitOK {
		t.Fatal(messages)
	}
	var list []listedLint
	if err := json.Unmarshal([]byte(out), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// No rule is without its two folders, and no folder without its rule.
func TestEveryLintHasItsFolders(t *testing.T) {
	ids := append(lintIDs(t), "L-42") // a note of the input
	slices.Sort(ids)
	if len(ids) < 50 {
		t.Fatalf("only %v", ids)
	}
	for _, kind := range []string{"bad", "good"} {
		var folders []string
		for _, root := range []string{strategies, configurations} {
			entries, err := os.ReadDir(filepath.Join(root, kind))
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				folders = append(folders, e.Name())
			}
		}
		slices.Sort(folders)
		if !slices.Equal(folders, ids) {
			t.Errorf("%s: folders %v, rules %v", kind, folders, ids)
		}
	}
}

// The findings about strategies say what to write, but for those that leave the choice to the author: how the
// session is looked at (L-41), whether it should end (L-34d), when the server is updated (L-37).
func TestFindingsAboutStrategiesHaveSuggestions(t *testing.T) {
	_, _, r := linted(t, "-p", "ors-version=8.1.400.30", filepath.Join(strategies, "bad"))
	for _, id := range lintIDs(t) {
		if !aboutConfigurations(id) && !slices.Contains([]string{"L-34d", "L-37", "L-41"}, id) {
			suggested(t, id, r)
		}
	}
}

// The page names every rule in a table, with its level.
func TestTheLintPageNamesEveryRule(t *testing.T) {
	page, err := os.ReadFile("../../docs/lint.md")
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]string{}
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 || !strings.HasPrefix(strings.TrimSpace(cells[1]), "L-") {
			continue
		}
		levels := strings.Split(cells[2], ",")
		for i, id := range strings.Split(cells[1], ",") {
			told[strings.TrimSpace(id)] = strings.TrimSpace(levels[min(i, len(levels)-1)])
		}
	}
	list := listed(t)
	for _, r := range list {
		if told[r.ID] != r.Level {
			t.Errorf("%s: %q, the page says %q", r.ID, r.Level, told[r.ID])
		}
	}
	if len(told) != len(list)+1 { // L-42 is a note
		t.Errorf("%d rules on the page, %d judged", len(told), len(list))
	}
}
