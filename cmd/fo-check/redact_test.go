package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// redactable are the logs of the parsers' tests, with the words that tell who is who in them.
var redactable = []struct{ dir, words string }{
	{"adapter/gws-access", `10\.30\.0\.\d+|ada|s3cr3t`},
	{"adapter/js-toolbar", `csp-[ab]|7001|1001`},
	{"adapter/pom-manager", `1210001|pam-(east|west)`},
	{"demo", `4101|4103|700[123]|SIP_[AB]|AIL_[AB]|StatServer_A|PC-(17|21|24)|192\.0\.2\.\d+|sip-a|[\w-]+\.example`},
	{"tserver/*", `cfg01|sip01|example\.net|SIP_Main|Jane|Doe|4111111111111111|geheim`},
	{"interaction/*", `cfg01|ixn01|example\.net|StatServer_A|geheim`},
	{"ors/*", `cfg01|ors01|ixn01|example\.net|ORS_A|IXN_A`},
	{"pom/*", `10\.20\.30\.\d+|Ada Example|3651000`},
	{"workspace/*", `sip-a\.example|PC-17|Pa55w0rd|Ada Example|Long Street`},
	{"softphone/*", `Ada Example|7001|1001`},
	{"psdk/*", `sip-a|Pa55w0rd|7001`},
	{"desktop/*.ndjson", `PC-17|geheim`},
	{"gws/*", `ada|7001|gws01`},
}

// happened is what a trace tells without names: the time and the name of every event.
func happened(t *testing.T, path string, args []string) []string {
	t.Helper()
	_, out, _ := quietly(context.Background(), slices.Concat([]string{"parse", path}, args)...)
	var list []string
	for line := range strings.Lines(out) {
		var e struct{ Time, Name, Source, Direction string }
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		if e.Name != "" {
			list = append(list, e.Time+" "+e.Source+" "+e.Name+" "+e.Direction)
		}
	}
	slices.Sort(list) // of equal times the paths decide, which are others now
	return list
}

func TestRedactedLogsGiveTheSameVerdicts(t *testing.T) {
	withoutRaceDetector(t)
	for _, r := range redactable {
		logs, err := filepath.Glob(filepath.Join("../../testdata", r.dir))
		if err != nil || len(logs) == 0 {
			t.Fatalf("%s: %v, %v", r.dir, logs, err)
		}
		words := regexp.MustCompile(`(?i)(?:^|[^\w])(` + r.words + `)(?:$|[^\w])`)
		for _, log := range logs {
			if strings.HasSuffix(log, ".golden") || strings.HasSuffix(log, "encoding") {
				continue
			}
			t.Run(strings.TrimPrefix(log, "../../testdata/"), func(t *testing.T) { redactOne(t, log, words) })
		}
	}
}

func redactOne(t *testing.T, log string, words *regexp.Regexp) {
	dir := t.TempDir()
	args := []string{"--tz", "UTC", "--date", "2026-03-02"}
	if name, ok := strings.CutPrefix(log, "../../testdata/adapter/"); ok {
		args = append(args, "--adapter", "../../docs/examples/adapters/"+name+".yaml")
	}
	code, _, stderr := quietly(context.Background(), slices.Concat([]string{"redact", "-o", dir + "/out", log}, args)...) // compares the verdicts
	if strings.Contains(stderr, "other verdicts") || code != exitOK && code != exitUnchecked {
		t.Errorf("exit code %d: %s", code, stderr)
	}
	if !strings.Contains(stderr, "the redacted logs give the same verdicts") {
		t.Errorf("verdicts were not compared: %s", stderr)
	}
	if before, after := happened(t, log, args), happened(t, dir+"/out", args); !slices.Equal(before, after) || len(before) == 0 {
		t.Errorf("other events:\n%s\nredacted\n%s", strings.Join(before, "\n"), strings.Join(after, "\n"))
	}
	for name, text := range contents(t, dir+"/out") {
		for _, m := range words.FindAllStringSubmatch(name+"\n"+text, -1) {
			t.Errorf("%s is left in %s", m[1], name)
		}
	}
}

// contents reads all files below a directory.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		out[strings.TrimPrefix(path, dir+"/")] = string(b)
		return err
	})
	if err != nil || len(out) == 0 {
		t.Fatalf("%s: %d files, %v", dir, len(out), err)
	}
	return out
}

func TestRedactionFollowsItsKey(t *testing.T) {
	dir := t.TempDir()
	for name, key := range map[string]string{"a": "sixteen bytes, or more", "b": "another key of at least that"} {
		if err := os.WriteFile(dir+"/"+name, []byte(key), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	redacted := func(to, key string, paths ...string) map[string]string {
		args := append([]string{"redact", "-q", "--no-verify", "-o", dir + "/" + to, "--key-file", dir + "/" + key}, paths...)
		if code, _, stderr := quietly(context.Background(), args...); code != exitOK {
			t.Fatalf("exit code %d: %s", code, stderr)
		}
		return contents(t, dir+"/"+to)
	}
	const demo = "../../testdata/demo"
	first, second, other := redacted("1", "a", demo), redacted("2", "a", demo), redacted("3", "b", demo)
	if len(first) != 7 {
		t.Errorf("%d files", len(first))
	}
	for name, text := range first {
		if second[name] != text {
			t.Errorf("%s: with the same key another text", name)
		}
		if other[name] != "" {
			t.Errorf("%s: another key gives the same name", name)
		}
	}
	for name, text := range redacted("4", "a", demo+"/PC-17.ndjson") { // a file alone is redacted as among others
		if first[name] != text {
			t.Errorf("%s: alone it has another text", name)
		}
	}
}

// TestRedactedScenariosGiveTheSameVerdicts redacts every scenario of the corpus; the rules are loaded once.
func TestRedactedScenariosGiveTheSameVerdicts(t *testing.T) {
	withoutRaceDetector(t)
	c := loadCorpus(t)
	judge, err := c.app.builtinJudge(&inputFlags{Reorder: "2s"})
	if err != nil {
		t.Fatal(err)
	}
	c.each(t, func(t *testing.T, c *corpus, s *situation, v *situationCase) {
		if !v.hasTrace() {
			return
		}
		t.Parallel()
		cmd := &redactCmd{inputFlags: inputFlags{Reorder: "2s", Paths: []string{writeLogs(t, logsOf(t, c.resolve(t, s, v)))}}, Output: t.TempDir()}
		job, err := cmd.prepare()
		if err != nil {
			t.Fatal(err)
		}
		p, bad := cmd.redact(c.app, job)
		if p == nil {
			t.Fatal(bad)
		}
		if err := c.app.compare(judge, p, &cmd.inputFlags, job); err != nil {
			t.Error(err)
		}
	})
}
