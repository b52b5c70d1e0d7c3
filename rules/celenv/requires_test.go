package celenv

import (
	"fmt"
	"testing"
)

func TestRequires(t *testing.T) {
	env, err := New(Schema{})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{ // with "only" if there is nothing else
		`attrs.service == "telephony" && attrs.status == "off"`: "[{service [telephony]} {status [off]}] only",
		`attrs["service"] == "x"`:                               "[{service [x]}] only",
		`event.attrs.action in ["a", "b"]`:                      "[{action [a b]}] only",
		`attrs.a == "x" || attrs.b == "y"`:                      "[]",
		`attrs.a != "x"`:                                        "[]",
		`!(attrs.a == "x")`:                                     "[]",
		`!(attrs.a != "x")`:                                     "[{a [x]}] only",
		`attrs.a == "x" && attrs.b != "y"`:                      "[{a [x]}]",
		`attrs.a == "x" && dn != ""`:                            "[{a [x]}]",
		`attrs.a == "x" && true`:                                "[{a [x]}] only",
		`name == "Up" ? attrs.a == "x" : attrs.b == "y"`:        "[{a [x]}] only",
		`name != "Up" && attrs.a == "x" || attrs.b == "y"`:      "[{b [y]}] only",
		`event.name in ["Up", "Down"] && attrs.a == "x"`:        "[{a [x]}] only",
		`name == "Up" || attrs.a == "x"`:                        "[] only",
		`name == "Down" && attrs.a == "x"`:                      "[]",
		`name != source && attrs.a == "x"`:                      "[{a [x]}]",
		`attrs.a == "x" && (attrs.b == "y" || attrs.c == "z")`:  "[{a [x]}]",
		`reason == "x"`:                                         "[]",
		`attrs.a + "y" == "xy"`:                                 "[]",
		`attrs.a.startsWith("x")`:                               "[]",
		`attrs.a == attrs.b`:                                    "[]",
		`attrs.a == ""`:                                         "[{a []}] only", // that is, ""
	} {
		p, wrong := env.Compile(Expr{Text: text, File: "x", Content: []byte(text), Line: 1, Col: 1}, Bool, Vars{NoFacts: true})
		if len(wrong) > 0 {
			t.Fatalf("%s: %v", text, wrong)
		}
		list, whole := p.Requires("Up")
		got := fmt.Sprint(list)
		if whole {
			got += " only"
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}
