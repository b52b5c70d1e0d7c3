package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/sebdah/goldie/v2"
)

// pageData returns the data that a page holds, indented, without what changes with every change of a rule.
func pageData(t *testing.T, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := bytes.Cut(text, []byte(`<script type="application/json" id="data">`))
	data, _, ok := bytes.Cut(after, []byte(`</script>`))
	var out bytes.Buffer
	if err := json.Indent(&out, data, "", " "); !ok || err != nil {
		t.Fatalf("the page holds no data: %v", err)
	}
	rows := regexp.MustCompile(`\[\s+((?:-?\d+|null|"[^"]*"),?\s+)+(\[[^\]]*\]\s+)?\]`)
	compact := rows.ReplaceAllFunc(out.Bytes(), func(b []byte) []byte { return regexp.MustCompile(`\n\s*`).ReplaceAll(b, nil) })
	return regexp.MustCompile(`"(version|rules_digest)": "[^"]*"`).ReplaceAll(compact, []byte(`"$1": "..."`))
}

func TestPageOfTheDemo(t *testing.T) {
	file := filepath.Join(t.TempDir(), "demo.html")
	code, _, stderr := quietly(context.Background(), "check", "--select", "DR-14,DR-19,DR-32", "-o", "html="+file, "../../testdata/demo")
	if code != exitViolation {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	goldie.New(t).Assert(t, "page-demo", pageData(t, file))
}
