package engine_test

import (
	"os"
	"testing"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/ruletest"
)

// TestSemantics runs testdata/semantics_test.yaml: small traces that pin down, point by point, what the
// rule language means.
func TestSemantics(t *testing.T) {
	set := loadPack(t, "testdata/semantics.yaml")
	cases, err := ruletest.Load("testdata/semantics_test.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, result := range ruletest.Run(set, cases) {
		t.Run(result.Case.Name, func(t *testing.T) {
			if !result.Passed() {
				t.Error(result.String())
			}
		})
	}
}

func loadPack(t testing.TB, path string) *rules.Set {
	t.Helper()
	set, err := rules.Load([]rules.File{{Name: path, Content: read(t, path)}})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
