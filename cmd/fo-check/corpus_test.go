package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/builtin"
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/engine"
	"github.com/fo-check/fo-check/rules/ruletest"
)

const scenarioFolder = "../../testdata/scenarios"

// situation is a file of the corpus: one situation and its variants.
type situation struct {
	Number int             `yaml:"scenario"`
	Title  string          `yaml:"title"`
	Cases  []situationCase `yaml:"cases"`

	file string
}

// situationCase is a variant: a trace of its own, or that of a test of a pack, or files in formats of their own.
type situationCase struct {
	Test string `yaml:"test"` // PACK/NAME of a test, whose trace and settings it has
	// Otherwise as in tests of rules.
	Name    string            `yaml:"name"`
	Profile string            `yaml:"profile"`
	Params  map[string]string `yaml:"params"`
	Trace   yaml.Node         `yaml:"trace"`
	Expect  yaml.Node         `yaml:"expect"`
	// Files are logs in the real formats that show the same, relative to the file; Shown is what they show
	// where that is less than Expect says.
	Files []string  `yaml:"files"`
	Shown yaml.Node `yaml:"shown"`
	Sites string    `yaml:"sites"`  // site map of the files
	NoLog string    `yaml:"no-log"` // why there are no files
}

func (v *situationCase) hasTrace() bool { return v.Test != "" || v.Trace.Kind != 0 }

// corpus is all scenarios, and what they are judged with.
type corpus struct {
	app       *app
	set       *rules.Set
	tests     map[string]*ruletest.Case // by PACK/NAME
	scenarios []situation
}

func loadCorpus(t *testing.T) *corpus {
	t.Helper()
	c := &corpus{tests: map[string]*ruletest.Case{}}
	c.app = &app{ctx: context.Background(), parsers: builtin.Parsers(), streams: streams{out: io.Discard, err: io.Discard}}
	var err error
	if c.set, err = rules.Load(rules.Builtin()); err != nil {
		t.Fatal(err)
	}
	for _, f := range rules.BuiltinTests() {
		cases, err := ruletest.Parse(f.Name, f.Content)
		if err != nil {
			t.Fatal(err)
		}
		for i := range cases {
			c.tests[cases[i].Pack+"/"+cases[i].Name] = &cases[i]
		}
	}
	names, _ := filepath.Glob(scenarioFolder + "/*.yaml")
	for _, name := range names {
		c.scenarios = append(c.scenarios, loadScenario(t, name))
	}
	return c
}

func loadScenario(t *testing.T, name string) situation {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	d := yaml.NewDecoder(bytes.NewReader(content))
	d.KnownFields(true)
	s := situation{file: name}
	if err := d.Decode(&s); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return s
}

// resolve returns a variant as a test of rules: with a trace, unless it has files only.
func (c *corpus) resolve(t *testing.T, s *situation, v *situationCase) *ruletest.Case {
	t.Helper()
	own := parseCase(t, s, v, &v.Expect)
	if v.Test == "" {
		return own
	}
	test := c.tests[v.Test]
	if test == nil {
		t.Fatalf("%s: no test %q in the packs; name one, or give a trace", s.file, v.Test)
	}
	whole := *test
	whole.Expect, whole.Pack = own.Expect, ""
	return &whole
}

// parseCase reads a variant with one of its expectations. Without a trace it gets one that nobody reads.
func parseCase(t *testing.T, s *situation, v *situationCase, expect *yaml.Node) *ruletest.Case {
	t.Helper()
	one := map[string]any{"name": v.Name + ".", "expect": expect, "trace": "0 desktop X Nothing"}
	if v.Trace.Kind != 0 {
		one["trace"] = &v.Trace
	}
	if v.Profile != "" {
		one["profile"] = v.Profile
	}
	if v.Params != nil {
		one["params"] = v.Params
	}
	text, err := yaml.Marshal(map[string]any{"tests": []any{one}})
	if err != nil {
		t.Fatal(err)
	}
	cases, err := ruletest.Parse(s.file, text)
	if err != nil {
		t.Fatalf("%s: %v", s.file, err)
	}
	return &cases[0]
}

// TestCorpus judges every variant as NDJSON, and the logs in real formats that show the same, by all
// rules. No rule is violated of which the scenario does not say so.
func TestCorpus(t *testing.T) {
	withoutRaceDetector(t)
	loadCorpus(t).each(t, func(t *testing.T, c *corpus, s *situation, v *situationCase) {
		test := c.resolve(t, s, v)
		if v.hasTrace() {
			c.judge(t, test, []string{writeLogs(t, logsOf(t, test))}, "")
		}
		if len(v.Files) > 0 {
			c.judgeFiles(t, s, v, test)
		}
	})
}

// each runs a test of every variant of every scenario.
func (c *corpus) each(t *testing.T, do func(*testing.T, *corpus, *situation, *situationCase)) {
	for i := range c.scenarios {
		s := &c.scenarios[i]
		for j := range s.Cases {
			t.Run(fmt.Sprintf("%s/%d", strings.TrimSuffix(filepath.Base(s.file), ".yaml"), j+1), func(t *testing.T) { do(t, c, s, &s.Cases[j]) })
		}
	}
}

// writeLogs writes a file per log into a folder.
func writeLogs(t *testing.T, logs []ndjson) string {
	t.Helper()
	dir := t.TempDir()
	for _, l := range logs {
		if err := os.WriteFile(filepath.Join(dir, l.name), []byte(strings.Join(l.lines(), "")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func (c *corpus) judgeFiles(t *testing.T, s *situation, v *situationCase, test *ruletest.Case) {
	t.Helper()
	if v.Shown.Kind != 0 {
		shown := *test
		shown.Expect = parseCase(t, s, v, &v.Shown).Expect
		test = &shown
	}
	var paths []string
	for _, f := range v.Files {
		paths = append(paths, filepath.Join(filepath.Dir(s.file), filepath.FromSlash(f)))
	}
	sites := v.Sites
	if sites != "" {
		sites = filepath.Join(filepath.Dir(s.file), sites)
	}
	c.judge(t, test, paths, sites)
}

// judge reads the paths as check does, and compares.
func (c *corpus) judge(t *testing.T, test *ruletest.Case, paths []string, sites string) {
	t.Helper()
	report := c.check(t, test, paths, sites)
	for _, m := range test.Mismatches(report) {
		t.Errorf("%v: %s", paths, (&ruletest.Result{Case: test, Report: report, Mismatches: []ruletest.Mismatch{m}}).String())
	}
	expected := map[string]bool{}
	for _, x := range test.Expect {
		expected[x.Rule] = true
	}
	for i := range report.Rules {
		if r := &report.Rules[i]; r.Verdict == rules.Violation && !expected[r.Rule.ID] {
			result := ruletest.Result{Case: test, Report: report, Mismatches: []ruletest.Mismatch{{Expected: ruletest.Expectation{Rule: r.Rule.ID}, Got: r}}}
			t.Errorf("%v: not expected: %s", paths, result.String())
		}
	}
}

func (c *corpus) check(t *testing.T, test *ruletest.Case, paths []string, sites string) *rules.Report {
	t.Helper()
	flags := &inputFlags{Paths: paths, Reorder: "2s", TZ: []string{"UTC"}, Sites: sites}
	opt, err := newReadOptions(flags)
	if err != nil {
		t.Fatal(err)
	}
	p, err := c.app.plan(flags)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range p.problems {
		t.Errorf("%s: %v", problem.Path, problem.Err)
	}
	var g given
	if _, err := g.readMap(sites, nil); err != nil {
		t.Fatal(err)
	}
	reading := parsers.Open(p.logs(opt, c.set.Wanted(), false, nil))
	defer reading.Close()
	report, err := engine.Check(c.app.ctx, c.set, stream(reading, nil, g.sites.trace()), engine.Options{Settings: test.Settings, Profile: test.Profile})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// TestCorpusHasLogs asks of every variant for logs in real formats, or for the reason why there are none.
func TestCorpusHasLogs(t *testing.T) {
	for _, s := range loadCorpus(t).scenarios {
		for i := range s.Cases {
			if v := &s.Cases[i]; (len(v.Files) > 0) == (v.NoLog != "") {
				t.Errorf("%s: case %d: %d files and no-log %q; one of them is needed", s.file, i+1, len(v.Files), v.NoLog)
			}
		}
	}
}

// TestCorpusIsNamed holds files to their names: number and title.
func TestCorpusIsNamed(t *testing.T) {
	c := loadCorpus(t)
	if len(c.scenarios) < 75 {
		t.Errorf("%d scenarios", len(c.scenarios))
	}
	other := regexp.MustCompile(`[^a-z0-9]+`)
	for _, s := range c.scenarios {
		want := fmt.Sprintf("%02d-%s.yaml", s.Number, strings.Trim(other.ReplaceAllString(strings.ToLower(s.Title), "-"), "-"))
		if filepath.Base(s.file) != want {
			t.Errorf("%s: its number and title make %s", s.file, want)
		}
	}
}
