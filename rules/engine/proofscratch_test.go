package engine_test

import (
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/ruletest"
	"os"
	"testing"
)

func TestScratch(t *testing.T) {
	c, _ := os.ReadFile("/tmp/or/p.yaml")
	set, err := rules.Load([]rules.File{{Name: "p.yaml", Content: c}})
	if err != nil {
		t.Fatal(err)
	}
	tc, _ := os.ReadFile("/tmp/or/p_test.yaml")
	cases, err := ruletest.Parse("p_test.yaml", tc)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range ruletest.Run(set, cases) {
		t.Errorf("%s\n%s", r.Case.Name, r.String())
	}
}
