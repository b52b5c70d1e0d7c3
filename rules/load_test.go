package rules

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"
)

// worked is the worked example of the language where the design lies beside the project.
const worked = "../../shared/design/rules-worked.yaml"

const workedDocuments = `documents: {sip-dr: {title: A}, eservices-failover: {title: B}, pom-am-ha: {title: C}, composer-eservices: {title: D}, sip-bc: {title: E}}
`

func TestWorkedExample(t *testing.T) {
	content, err := os.ReadFile(worked)
	if err != nil {
		t.Skip("the worked example is not here")
	}
	set, err := Load([]File{{Name: "worked.yaml", Content: append([]byte(workedDocuments), content...)}})
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Rules) != 16 || len(set.Lists) != 3 || len(set.Relations) != 1 || len(set.Params) != 6 {
		t.Errorf("%d rules, %d lists, %d relations, %d params", len(set.Rules), len(set.Lists), len(set.Relations), len(set.Params))
	}
}

func TestBuiltin(t *testing.T) {
	set, err := Load(Builtin())
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Rules) == 0 || len(set.Packs) == 0 || !set.Packs[0].Builtin {
		t.Errorf("%d rules in %d packs", len(set.Rules), len(set.Packs))
	}
	for _, f := range Builtin() {
		if f.IsTest() {
			t.Errorf("%s is a file of tests", f.Name)
		}
	}
}

// testdata/bad holds files with errors; each golden file is what is said of one.
func TestDiagnostics(t *testing.T) {
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".yaml")
		t.Run(name, func(t *testing.T) {
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			set, err := Load([]File{{Name: name + ".yaml", Content: content}})
			var wrong Diagnostics
			if set != nil || !errors.As(err, &wrong) {
				t.Fatalf("loads: %v", err)
			}
			goldie.New(t, goldie.WithFixtureDir("testdata/bad")).Assert(t, name, []byte(wrong.Error()+"\n"))
		})
	}
}

const head = "apiVersion: fo-check/rules/v1\n"

func file(name, content string) File { return File{Name: name, Content: []byte(head + content)} }

// Errors across packs stand at the later one.
func TestPacksTogether(t *testing.T) {
	a := file("a.yaml", `pack: a
params: {timeout: {type: duration, unit: s}, shared: {type: int, default: 3}}
events: {e: {name: X}}
rules: [{id: A-1, title: t, severity: must, per: [], on: e, check: params.shared == 3}]
`)
	for name, tc := range map[string]struct{ content, want string }{
		"fine":             {"pack: b\nparams: {shared: {type: int, default: 3, doc: more}}\n", ""},
		"default differs":  {"pack: b\nparams: {shared: {type: int, default: 4}}\n", "default differs from that in a.yaml:3"},
		"type differs":     {"pack: b\nparams: {timeout: {type: int}}\n", "type differs"},
		"pack again":       {"pack: a\n", "is also the name of a.yaml"},
		"id again":         {"pack: b\nevents: {e: {name: X}}\nrules: [{id: A-1, title: t, severity: must, per: [], on: e, check: \"true\"}]\n", "A-1: is the id of a rule in a.yaml:5"},
		"event of another": {"pack: b\nrules: [{id: B-1, title: t, severity: must, per: [], on: e, check: \"true\"}]\n", "e: no such event"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Load([]File{a, file("b.yaml", tc.content)})
			if tc.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			var wrong Diagnostics
			if !errors.As(err, &wrong) || len(wrong) != 1 || wrong[0].File != "b.yaml" || !strings.Contains(wrong[0].Message, tc.want) {
				t.Errorf("error %v, want %q in b.yaml", err, tc.want)
			}
		})
	}
}

func TestIndexesAndDigest(t *testing.T) {
	a := file("a.yaml", "pack: a\nparams: {z: {type: int}, y: {type: int}}\nevents: {e: {name: X}}\nfacts: {f: {per: [], true_on: [e]}}\nrules: [{id: A-1, title: t, severity: must, per: [], on: e, check: facts.f.value && params.z > 1}]\n")
	b := file("b.yaml", "pack: b\nparams: {x: {type: int}}\nevents: {e: {name: Y}}\nfacts: {g: {per: [], true_on: [e]}}\nrules: [{id: B-1, title: t, severity: must, per: [], on: e, check: facts.g.value && params.x > 1}]\n")
	set, err := Load([]File{b, a, file("b_test.yaml", "pack: b\ntests: []\n")})
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{"x", "y", "z"} {
		if set.Params[i].Name != name || set.Params[i].Index != i {
			t.Errorf("param %d is %+v, want %s", i, set.Params[i], name)
		}
	}
	for i, r := range set.Rules {
		reads := r.Check.Reads()
		if r.Index != i || set.Facts[reads.Facts[0]].Pack != r.Pack || r.On.Refs[0].Predicate.Pack != r.Pack {
			t.Errorf("rule %s: index %d, reads %+v", r.ID, r.Index, reads)
		}
	}
	if p := set.Params[set.Rules[1].Check.Reads().Params[0]]; p.Name != "z" {
		t.Errorf("A-1 reads param %s, want z", p.Name)
	}
	other, err := Load([]File{a, b})
	if err != nil || other.Digest != set.Digest || !strings.HasPrefix(set.Digest, "sha256:") {
		t.Errorf("digest %s and %s (%v), want the same in any order", set.Digest, other.Digest, err)
	}
}

// A few lines of aliases must not make much work.
func TestAliasBomb(t *testing.T) {
	var b strings.Builder
	b.WriteString(head + "pack: bomb\nx0: &x0 [" + strings.Repeat("a, ", 50) + "]\n")
	for i := 1; i < 8; i++ {
		at, before := string(rune('0'+i)), string(rune('0'+i-1))
		b.WriteString("x" + at + ": &x" + at + " [" + strings.Repeat("*x"+before+", ", 50) + "]\n")
	}
	b.WriteString("rules: *x7\n")
	if _, err := Load([]File{{Name: "bomb.yaml", Content: []byte(b.String())}}); err == nil {
		t.Error("loads")
	}
	wide := head + "pack: wide\nrules:\n  - &r {id: A-1, profiles: [" + strings.Repeat("a, ", 100) + "]}\n" + strings.Repeat("  - *r\n", 10_000)
	var wrong Diagnostics
	if _, err := Load([]File{{Name: "wide.yaml", Content: []byte(wide)}}); !errors.As(err, &wrong) || !slices.ContainsFunc(wrong, func(d Diagnostic) bool { return strings.HasPrefix(d.Message, "too large") }) {
		t.Error("a million nodes made of aliases are not too large")
	}
	deep := head + "pack: deep\ntitle: " + strings.Repeat("[", 100_000)
	if _, err := Load([]File{{Name: "deep.yaml", Content: []byte(deep)}}); err == nil {
		t.Error("100,000 brackets load")
	}
	if _, err := Load([]File{{Name: "big.yaml", Content: make([]byte, maxFile+1)}}); err == nil {
		t.Error("a file over the limit loads")
	}
}

func FuzzLoad(f *testing.F) {
	paths, _ := filepath.Glob("testdata/bad/*.yaml")
	packs, _ := filepath.Glob("packs/*.yaml")
	for _, path := range append(paths, packs...) {
		if content, err := os.ReadFile(path); err == nil {
			f.Add(content)
		}
	}
	f.Add(bytes.Repeat([]byte{0xa8}, 2*maxSource)) // not UTF-8, in a line too long to show
	f.Fuzz(func(t *testing.T, content []byte) {
		set, err := Load([]File{{Name: "f.yaml", Content: content}})
		if err != nil {
			var wrong Diagnostics
			if set != nil || !errors.As(err, &wrong) || len(wrong) == 0 || wrong.Error() == "" {
				t.Fatalf("set %v, error %v", set, err)
			}
			return
		}
		set.Wanted()
		for _, r := range set.Rules {
			if r.Sentence() == "" || r.Pattern() == "" {
				t.Fatalf("rule %s has no sentence", r.ID)
			}
		}
	})
}

func BenchmarkLoadBuiltin(b *testing.B) {
	files := Builtin()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(files); err != nil {
			b.Fatal(err)
		}
	}
}
