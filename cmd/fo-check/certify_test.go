package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"
)

func TestCertificateOfTheTraces(t *testing.T) {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	g := goldie.New(t, goldie.WithFixtureDir(filepath.Join(here, "testdata", "certificate")))
	for _, format := range certificateFormats {
		code, out, errs := quietly(context.Background(), "certify", "--config", "none", "-q", "-o", format, "../../testdata/ail-dr")
		if code != exitOK || errs != "" {
			t.Errorf("%s: exit code %d, %s", format, code, errs)
		}
		g.Assert(t, format, moving.ReplaceAll([]byte(out), []byte("MOVING")))
	}
}

func TestCertificateDoesNotDependOnTheFolder(t *testing.T) {
	certify := func(path string) []byte {
		_, out, _ := quietly(context.Background(), "certify", "--config", "none", "-q", "-o", "json", path)
		return []byte(out)
	}
	first := certify("../../testdata/ail-dr")
	t.Chdir("../../testdata/ail-dr")
	if second := certify("."); !bytes.Equal(first, second) || len(first) < 1000 {
		t.Errorf("from elsewhere\n%s", second)
	}
}

func TestScenarios(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, path := range []string{"lab/one.ndjson", "lab/two/a.log", "lab/two/b.log", "lab/.hidden", "x/one.ndjson"} {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for args, want := range map[string]string{
		"lab": "one.ndjson two", "lab/": "one.ndjson two", "lab/two": "a.log b.log", "lab/one.ndjson": "one.ndjson",
		"lab/* missing": "a.log b.log missing one.ndjson", "-": "-",
	} {
		found, err := scenarios(strings.Fields(args))
		var names []string
		for _, s := range found {
			names = append(names, s.name)
		}
		if got := strings.Join(names, " "); err != nil || got != want {
			t.Errorf("%s: %s, %v", args, got, err)
		}
	}
	if _, err := scenarios([]string{"lab", "x"}); err == nil || !strings.Contains(err.Error(), "two traces of the name one.ndjson") {
		t.Error(err)
	}
	s := within("lab")[1]
	if got := s.rename(filepath.Join("lab", "two", "a.log")); got != "two/a.log" {
		t.Error(got)
	}
}
