package rules

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
	"go.yaml.in/yaml/v3"
)

func resolvedSchema(t *testing.T) (*jsonschema.Schema, *jsonschema.Resolved) {
	t.Helper()
	var s jsonschema.Schema
	if err := json.Unmarshal(Schema(), &s); err != nil {
		t.Fatal(err)
	}
	r, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &s, r
}

// plainValue turns YAML into what a JSON document would hold; dates are texts.
func plainValue(t *testing.T, content []byte) any {
	t.Helper()
	var n yaml.Node
	if err := yaml.Unmarshal(content, &n); err != nil {
		t.Fatal(err)
	}
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		if n.Tag == "!!timestamp" {
			n.Tag = "!!str"
		}
		for _, c := range n.Content {
			walk(c)
		}
	}
	walk(&n)
	var v any
	if err := n.Decode(&v); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestPacksFollowTheSchema(t *testing.T) {
	_, r := resolvedSchema(t)
	for _, f := range Builtin() {
		if err := r.Validate(plainValue(t, f.Content)); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}

func TestEditorsFindTheSchema(t *testing.T) {
	for _, f := range Builtin() {
		if !strings.HasPrefix(string(f.Content), "# yaml-language-server: $schema=../schema.json\n") {
			t.Errorf("%s: does not begin with the line that names the schema", f.Name)
		}
	}
}

// What the loader refuses for its shape the schema refuses too.
func TestSchemaRefuses(t *testing.T) {
	_, r := resolvedSchema(t)
	good := head + "pack: p\nevents: {e: {name: X, source: ors}}\nrules: [{id: A-1, title: t, severity: must, per: [dn], on: e, check: \"true\"}]\n"
	if err := r.Validate(plainValue(t, []byte(good))); err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{{"pack: p", "pack: P!"}, {"rules/v1", "rules/v2"}, {"name: X", "nmae: X"}, {"source: ors", "source: orz"},
		{"severity: must", "severity: mist"}, {"per: [dn]", "per: [dm]"}, {", check", ", expect: e, within: 1s, check"}, {"check:", "chck:"},
		{"on: e", "on: {evnt: e}"}, {"on: e", "on: {fact: f}"}, {"id: A-1, ", ""}} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if _, err := Load([]File{{Name: "bad.yaml", Content: []byte(bad)}}); err == nil {
			t.Errorf("%v loads", change)
		}
		if r.Validate(plainValue(t, []byte(bad))) == nil {
			t.Errorf("%v follows the schema", change)
		}
	}
}

var accepted = regexp.MustCompile(`accepted are ([^;]*)`)

// acceptedBy returns what the loader says that it accepts at the first error with the word.
func acceptedBy(t *testing.T, pack, word string) []string {
	t.Helper()
	_, err := Load([]File{file("x.yaml", pack)})
	var wrong Diagnostics
	if !errors.As(err, &wrong) {
		t.Fatalf("loads: %s", pack)
	}
	for _, d := range wrong {
		if m := accepted.FindStringSubmatch(d.Message); m != nil && strings.Contains(d.Message, word) {
			list := strings.Split(m[1], ", ")
			slices.Sort(list)
			return list
		}
	}
	t.Fatalf("no error names %s: %v", word, wrong)
	return nil
}

// The schema and the loader accept the same keys and words.
func TestSchemaIsInStepWithTheLoader(t *testing.T) {
	s, _ := resolvedSchema(t)
	rule := func(more string) string {
		return "pack: p\nevents: {e: {name: X}}\nfacts: {f: {per: [], true_on: [e]}}\nrules: [{id: A-1, title: t, severity: must, per: [], on: e, " + more + "}]\n"
	}
	for name, tc := range map[string]struct {
		pack   string
		schema *jsonschema.Schema
	}{
		"pack":     {"pack: p\nzzz: 1\n", s},
		"document": {"pack: p\ndocuments: {d: {zzz: 1}}\n", s.Defs["document"]},
		"param":    {"pack: p\nparams: {d: {zzz: 1}}\n", s.Defs["param"]},
		"event":    {"pack: p\nevents: {d: {zzz: 1}}\n", s.Defs["event"]},
		"fact":     {"pack: p\nfacts: {d: {zzz: 1}}\n", s.Defs["fact"]},
		"list":     {"pack: p\nlists: {d: {zzz: 1}}\n", s.Defs["list"]},
		"relation": {"pack: p\nrelations: {d: {zzz: 1}}\n", s.Defs["relation"]},
		"rule":     {rule("zzz: 1"), s.Defs["rule"]},
		"cite":     {rule("cite: {zzz: 1}"), s.Defs["cite"]},
		"for_each": {rule("for_each: {zzz: 1}, check: x"), s.Defs["rule"].Properties["for_each"]},
		"witness":  {rule("expect: e, within: 1s, witness: {zzz: 1}"), s.Defs["rule"].Properties["witness"]},
		"cancel":   {rule("expect: e, within: 1s, cancel: [{on: e, zzz: 1}]"), s.Defs["cancel"].AnyOf[1]},
	} {
		var got []string
		for key := range tc.schema.Properties {
			got = append(got, key)
		}
		slices.Sort(got)
		if want := acceptedBy(t, tc.pack, "zzz"); !slices.Equal(got, want) {
			t.Errorf("%s: schema %v, loader %v", name, got, want)
		}
	}
	for name, tc := range map[string]struct {
		pack string
		enum []any
	}{
		"severity":   {strings.Replace(rule("check: x"), "severity: must", "severity: zzz", 1), s.Defs["rule"].Properties["severity"].Enum},
		"retrigger":  {rule("expect: e, within: 1s, retrigger: zzz"), s.Defs["rule"].Properties["retrigger"].Enum},
		"must_close": {rule("forbid: e, until: e, must_close: zzz"), s.Defs["rule"].Properties["must_close"].Enum},
		"key":        {strings.Replace(rule("check: x"), "per: [], on", "per: [zzz], on", 1), s.Defs["key"].Enum},
		"source":     {"pack: p\nevents: {d: {name: X, source: zzz}}\n", s.Defs["source"].Enum},
		"type":       {"pack: p\nparams: {d: {type: zzz}}\n", s.Defs["param"].Properties["type"].Enum},
		"unit":       {"pack: p\nparams: {d: {type: duration, unit: zzz}}\n", s.Defs["param"].Properties["unit"].Enum},
	} {
		var got []string
		for _, word := range tc.enum {
			got = append(got, word.(string))
		}
		slices.Sort(got)
		if want := acceptedBy(t, tc.pack, "zzz"); !slices.Equal(got, want) {
			t.Errorf("%s: schema %v, loader %v", name, got, want)
		}
	}
}

// The files of wrong packs are no part of this: their shape is mostly right. All other files in the
// module that look like packs follow the schema.
func TestExamplesFollowTheSchema(t *testing.T) {
	_, r := resolvedSchema(t)
	paths, _ := filepath.Glob("lint/testdata/*.yaml")
	for _, path := range paths {
		if content, err := os.ReadFile(path); err == nil && !strings.HasSuffix(path, "_test.yaml") && filepath.Base(path) != "load.yaml" {
			if err := r.Validate(plainValue(t, content)); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
	}
}
