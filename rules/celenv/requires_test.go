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
	for text, want := range map[string]string{
		`attrs.service == "telephony" && attrs.status == "off"`: "[{service [telephony]} {status [off]}]",
		`attrs["service"] == "x"`:                               "[{service [x]}]",
		`event.attrs.action in ["a", "b"]`:                      "[{action [a b]}]",
		`attrs.a == "x" || attrs.b == "y"`:                      "[]",
		`attrs.a != "x"`:                                        "[]",
		`!(attrs.a == "x")`:                                     "[]",
		`!(attrs.a != "x")`:                                     "[{a [x]}]",
		`reason == "x"`:                                         "[]",
		`attrs.a + "y" == "xy"`:                                 "[]",
		`attrs.a.startsWith("x")`:                               "[]",
		`attrs.a == attrs.b`:                                    "[]",
		`attrs.a == ""`:                                         "[{a []}]",
	} {
		p, wrong := env.Compile(Expr{Text: text, File: "x", Content: []byte(text), Line: 1, Col: 1}, Bool, Vars{NoFacts: true})
		if len(wrong) > 0 {
			t.Fatalf("%s: %v", text, wrong)
		}
		got := fmt.Sprint(p.Requires())
		if text == `attrs.a == ""` {
			want = fmt.Sprint([]Requirement{{"a", []string{""}}})
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}
