package config

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	f, err := Parse("/conf/.fo-check.yaml", []byte(`
profile: ail-dr
rules: [own, /abs.yaml]
select: DR-*
outputs: [text, json=r.json]
builtin: false
params: {site-timeout: 30s}
sites: {A: {servers: [SIP_A]}}
suppressions:
  - {rule: DR-14, key: {site: A}, reason: "known, repair is planned", until: 2026-03-31}
`))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{"profile": {"ail-dr"}, "rules": {filepath.Join("/conf", "own"), "/abs.yaml"}, "select": {"DR-*"},
		"output": {"text", "json=r.json"}, "no-builtin": {"true"}}
	if !reflect.DeepEqual(f.Flags, want) || f.Params == nil || f.Sites == nil || f.Places["select"] != "/conf/.fo-check.yaml:4" {
		t.Errorf("%+v", f)
	}
	s := f.Suppressions[0]
	if s.Rule != "DR-14" || s.Key["site"] != "A" || s.Place != "/conf/.fo-check.yaml:10" {
		t.Errorf("%+v", s)
	}
	if s.Expired(time.Date(2026, 3, 31, 23, 59, 0, 0, time.Local)) || !s.Expired(time.Date(2026, 4, 1, 0, 0, 0, 0, time.Local)) {
		t.Error("a suppression counts to the end of its last day")
	}
}

func TestMistakesHaveAPlace(t *testing.T) {
	for text, want := range map[string]string{
		"profil: x":                       `f:1:1: unknown entry "profil"; did you mean "profile"?`,
		"a\n":                             "f:1:1: the file: not a mapping",
		"profile: [x]":                    "f:1:10: profile: not a value",
		"params: 3":                       "f:1:9: params: not a mapping",
		"builtin: perhaps":                `f:1:10: builtin: "perhaps"`,
		"strict: true\nstrict: false":     "f:2:1: strict: given in line 1 already",
		"suppressions: x":                 "f:1:15: suppressions: not a list",
		"suppressions: [{rule: DR-1}]":    "f:1:16: a suppression without a reason",
		"suppressions: [{reason: x}]":     "f:1:16: a suppression names a rule or a finding",
		"suppressions: [{rul: x}]":        `unknown field "rul"; did you mean "rule"?`,
		"suppressions: [{until: 1.2.26}]": `f:1:24: until: "1.2.26" is no day`,
		"a: [":                            "f: yaml:",
	} {
		if _, err := Parse("f", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	if f, err := Parse("f", nil); err != nil || len(f.Flags) != 0 {
		t.Errorf("an empty file: %v", err)
	}
}

func TestFindStopsAtTheRepository(t *testing.T) {
	root := t.TempDir()
	deep := filepath.Join(root, "repo", "a", "b")
	for _, dir := range []string{deep, filepath.Join(root, "repo", ".git")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write := func(dir string) string {
		path := filepath.Join(dir, Name)
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write(root)
	if got, err := Find(deep); got != "" || err != nil {
		t.Errorf("found %q above the repository, %v", got, err)
	}
	want := write(filepath.Join(root, "repo"))
	if got, _ := Find(deep); got != want {
		t.Errorf("found %q, want %q", got, want)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("params: {a: b}\nsuppressions: [{rule: x, reason: y, until: 2026-01-01}]")
	f.Fuzz(func(_ *testing.T, text string) { _, _ = Parse("f", []byte(text)) })
}
