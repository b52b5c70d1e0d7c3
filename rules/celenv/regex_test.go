package celenv

import "testing"

// A counted repetition is an ordinary regular expression, however large; one that is no expression is not.
func TestRegularExpressions(t *testing.T) {
	env, err := New(Schema{})
	if err != nil {
		t.Fatal(err)
	}
	for text, ok := range map[string]bool{
		`attrs.a.matches("^[0-9]{1,4}$")`:      true,
		`attrs.a.matches("(a{900}){1}")`:       true,
		`attrs.a.matches("(a{1000}){1000}")`:   false,
		`attrs.a.matches("[")`:                 false,
		`attrs.a.matches(attrs.b)`:             true,
		`attrs.a.matches("(x+x+)+y") || false`: true,
	} {
		_, wrong := env.Compile(Expr{Text: text, File: "x", Content: []byte(text), Line: 1, Col: 1}, Bool, Vars{NoFacts: true})
		if (len(wrong) == 0) != ok {
			t.Errorf("%s: %v", text, wrong)
		}
	}
}
