package rulepage

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers/builtin"
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/catalogue"
	"github.com/fo-check/fo-check/rules/ruledoc"
	"github.com/fo-check/fo-check/rules/ruletest"
)

//go:generate go test -run IsFresh|AreFresh . -update

var update = flag.Bool("update", false, "write the pages of docs/rules anew")

const (
	docs   = "../../../../docs"
	folder = docs + "/rules"
)

// book is the built-in packs with their tests.
func book(t *testing.T) *ruledoc.Book {
	t.Helper()
	set, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	b := &ruledoc.Book{Set: set}
	for _, f := range rules.BuiltinTests() {
		cases, err := ruletest.Parse(f.Name, f.Content)
		if err != nil {
			t.Fatal(err)
		}
		b.Cases = append(b.Cases, cases...)
	}
	return b
}

// pages returns the content of every page of the folder by file name.
func pages(t *testing.T, b *ruledoc.Book) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, r := range b.Set.Rules {
		page, err := b.Page(context.Background(), r)
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		if err := (&Page{Page: page, Parsers: builtin.Parsers()}).Markdown(&text); err != nil {
			t.Fatal(err)
		}
		out[r.ID+".md"] = text.String()
	}
	var index bytes.Buffer
	if err := Index(&index, b.Set); err != nil {
		t.Fatal(err)
	}
	out["README.md"] = index.String()
	return out
}

// TestPagesAreFresh makes every page anew and compares it with the one in the documentation. -update writes
// them, and removes those of rules that are no more.
func TestPagesAreFresh(t *testing.T) {
	want := pages(t, book(t))
	entries, err := os.ReadDir(folder)
	if err != nil && !*update {
		t.Fatal(err)
	}
	for _, e := range entries {
		if _, ok := want[e.Name()]; ok {
			continue
		}
		if *update {
			os.Remove(filepath.Join(folder, e.Name()))
		} else {
			t.Errorf("%s: the page of no rule; go generate ./... removes it", e.Name())
		}
	}
	for name, text := range want {
		compare(t, filepath.Join(folder, name), text)
	}
}

// TestTheListOfObligationsIsFresh does likewise for the page of the catalogue.
func TestTheListOfObligationsIsFresh(t *testing.T) {
	set, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	list, err := catalogue.Load()
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := Obligations(&text, list, set); err != nil {
		t.Fatal(err)
	}
	compare(t, filepath.Join(docs, "obligations.md"), text.String())
}

// TestTheListOfSurvivorsIsFresh does likewise for the page of changes that no test notices.
func TestTheListOfSurvivorsIsFresh(t *testing.T) {
	list, err := catalogue.LoadSurvivors()
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := Survivors(&text, list); err != nil {
		t.Fatal(err)
	}
	compare(t, filepath.Join(docs, "mutants.md"), text.String())
}

func compare(t *testing.T, path, text string) {
	t.Helper()
	name := filepath.Base(path)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Errorf("%s: missing; go generate ./... writes it", name)
		return
	}
	if string(got) != text {
		t.Errorf("%s is stale from line %d on; go generate ./... writes it anew", name, firstDifference(string(got), text))
	}
}

func firstDifference(a, b string) int {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return i + 1
		}
	}
	return min(len(x), len(y)) + 1
}
