package rules

import (
	"os"
	"testing"
)

const worked = "../../shared/design/rules-worked.yaml"

func TestWorkedExample(t *testing.T) {
	content, err := os.ReadFile(worked)
	if err != nil {
		t.Skip("the worked example is not here")
	}
	documents := "documents: {sip-dr: {title: A}, eservices-failover: {title: B}, pom-am-ha: {title: C}, composer-eservices: {title: D}, sip-bc: {title: E}}\n"
	set, err := Load([]File{{Name: "worked.yaml", Content: append([]byte(documents), content...)}})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(len(set.Rules))
}

func TestBuiltin(t *testing.T) {
	set, err := Load(Builtin())
	if err != nil {
		t.Fatal(err)
	}
	t.Log(len(set.Rules))
}
