package celenv

import (
	"strings"
	"testing"
	"time"
)

// judgedVars allow everything, as in a rule.
func judgedVars() Vars { return Vars{Key: allKeys(), Trigger: true} }

func compileAll(t *testing.T, e *Env, texts []string) []Assumption {
	t.Helper()
	var all []Assumption
	for _, text := range texts {
		a := Assumption{}
		if rest, ok := strings.CutPrefix(text, "not "); ok {
			text, a.Not = rest, true
		}
		if rest, ok := strings.CutPrefix(text, "at trigger "); ok {
			text, a.Trigger = rest, true
		}
		p, wrong := e.Compile(plain(text), Bool, judgedVars())
		if wrong != nil {
			t.Fatal(wrong)
		}
		a.Program = p
		all = append(all, a)
	}
	return all
}

func TestContradiction(t *testing.T) {
	e := newEnv(t)
	if wrong := e.DefineTerms(map[string]Expr{"off": plain(`facts.telephony.value == "off"`)}); wrong != nil {
		t.Fatal(wrong)
	}
	for _, tc := range []struct {
		texts []string
		want  string // "": they may hold
	}{
		{[]string{`name == "A" && name == "B"`}, `name == "B" contradicts name == "A"`},
		{[]string{`name == "A"`, `event.name == "B"`}, `event.name == "B" contradicts name == "A"`},
		{[]string{`name == "A" || name == "B"`}, ""},
		{[]string{`name == "A" && name != "B"`}, ""},
		{[]string{`name in ["A", "B"] && name == "C"`}, `name == "C" contradicts name in ["A", "B"]`},
		{[]string{`name in ["A", "B"] && name != "A" && name != "B"`}, `name != "B" contradicts the rest`},
		{[]string{`!(name in ["A", "B"]) && name == "A"`}, `name == "A" contradicts !(name in ["A", "B"])`},
		{[]string{`attrs.x == "1" && attrs["x"] == "2"`}, `attrs.x == "1"`},
		{[]string{`attrs.x == "1" && trigger.attrs.x == "2"`}, ""},
		{[]string{`at trigger attrs.x == "1"`, `trigger.attrs.x == "2"`}, "contradicts"},
		{[]string{`at trigger attrs.x == "1"`, `attrs.x == "2"`}, ""},
		{[]string{`facts.telephony.value == "off" && terms.off`}, ""},
		{[]string{`facts.telephony.value == "on" && terms.off`}, "contradicts"},
		{[]string{`!terms.off && facts.telephony.value == "off"`}, "contradicts"},
		{[]string{`facts.graceful.value && !facts.graceful.value`}, "contradicts"},
		{[]string{`facts.graceful.value == false && facts.graceful.value`}, "contradicts"},
		{[]string{`params.site_timeout > duration("30s") && params.site_timeout < duration("10s")`}, "contradicts"},
		{[]string{`params.site_timeout >= duration("30s") && params.site_timeout <= duration("30s")`}, ""},
		{[]string{`params.limit == 3 && 4 <= params.limit`}, "contradicts"},
		{[]string{`params.limit > 3 && !(params.limit >= 4)`}, ""}, // a half would do
		{[]string{`false`}, "false whatever comes"},
		{[]string{`true`}, ""},
		{[]string{`not true`}, "false whatever comes"},
		{[]string{`"a" == "b" || false`}, "false whatever comes"},
		{[]string{`not site == site`}, "false whatever comes"},
		{[]string{`not name == "A"`, `name == "A"`}, "contradicts"},
		{[]string{`(name == "A" ? dn == "1" : dn == "2") && name == "A" && dn == "2"`}, "contradicts"},
		{[]string{`dn == key.dn && dn != key.dn`}, "contradicts"},
		{[]string{`dn.startsWith("7") && !dn.startsWith("7")`}, "contradicts"},
		{[]string{`attrs.exists(k, k == "a" && k == "b")`}, ""}, // not looked into
	} {
		got := ""
		if c := Contradiction(nil, compileAll(t, e, tc.texts)...); c != nil {
			got = c.String()
		}
		if (got == "") != (tc.want == "") || !strings.Contains(got, tc.want) {
			t.Errorf("%q: %q, want %q", tc.texts, got, tc.want)
		}
	}
}

func TestContradictionWithWhatIsGiven(t *testing.T) {
	e := newEnv(t)
	given := []Restriction{{"name", []string{"A", "B"}}}
	if c := Contradiction(given, compileAll(t, e, []string{`event.name == "C"`})...); c == nil || c.Other != `what it can be ("A", "B")` {
		t.Errorf("%+v", c)
	}
	if c := Contradiction(given, compileAll(t, e, []string{`name == "A"`})...); c != nil {
		t.Errorf("%+v", c)
	}
	values := compileAll(t, e, []string{`!(facts.telephony.value in ["on", "off"])`, `facts.telephony.value != ""`})
	if c := Contradiction(nil, values...); c == nil {
		t.Error("a fact that is none of its values")
	}
	if Contradiction(nil) != nil || Contradiction(nil, Assumption{}) != nil {
		t.Error("nothing contradicts itself")
	}
}

func TestConflictHasAPlace(t *testing.T) {
	e := newEnv(t)
	if wrong := e.DefineTerms(map[string]Expr{"off": plain(`facts.telephony.value == "off"`)}); wrong != nil {
		t.Fatal(wrong)
	}
	for text, part := range map[string]string{
		`dn == "1" && event.name == "A" && event.name == "B"`: `event.name == "B"`,
		`facts.telephony.value == "on" && terms.off`:          `terms.off`,
		`dn == "1" && !(dn == "1")`:                           `dn == "1")`,
	} {
		c := Contradiction(nil, compileAll(t, e, []string{text})...)
		if c == nil || !strings.HasPrefix(text[c.Offset:], part) {
			t.Errorf("%s: %+v", text, c)
		}
	}
}

func TestManyBranchesAreGivenUp(t *testing.T) {
	e := newEnv(t)
	parts := make([]string, 40)
	for i := range parts {
		parts[i] = `(attrs.a` + string(rune('a'+i%26)) + ` == "1" || attrs.b` + string(rune('a'+i%26)) + ` == "2")`
	}
	text := strings.Join(parts, " && ") + ` && dn == "1" && dn == "2"`
	Contradiction(nil, compileAll(t, e, []string{text})...) // ends
}

func TestSum(t *testing.T) {
	e := newEnv(t)
	sum := func(text string) Sum {
		p, wrong := e.Compile(plain(text), Duration, judgedVars())
		if wrong != nil {
			t.Fatal(wrong)
		}
		s, ok := p.Sum()
		if !ok {
			t.Fatalf("%s is no sum", text)
		}
		return s
	}
	a, b := sum(`params.site_timeout`), sum(`params.site_timeout + params.reaction_slack - duration("1s")`)
	c := sum(`duration("1m") + params.site_timeout`)
	if c.Fixed != time.Minute || c.Parts["params.site_timeout"] != 1 || !a.Less(c) || c.Less(a) || a.Less(a) {
		t.Errorf("%+v", c)
	}
	if a.Less(b) || b.Less(a) {
		t.Error("what depends on the value of a param is compared")
	}
	if p, _ := e.Compile(plain(`params.site_timeout > duration("1s") ? duration("1s") : duration("2s")`), Duration, judgedVars()); p != nil {
		if _, ok := p.Sum(); ok {
			t.Error("a choice is a sum")
		}
	}
}
