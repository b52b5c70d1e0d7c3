package celenv

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"
)

// badConditions are written wrong, each in one way; testdata/conditions.golden shows what is said.
var badConditions = []string{
	`atrs.service == "x"`, `event.nmae == "x"`, `attrs.status == off`, `facts.telephny.value == "off"`,
	`facts.telephony.valu == "off"`, `params.site_timout > duration("1s")`, `params.site-timeout > duration("1s")`,
	`attrs.status = "off"`, `attrs.status == "off" and attrs.x == "y"`, `attrs.status == "off`, `attrs.status ==`,
	`(attrs.status == "off"`, `attrs.status == "off")`, `attrs.status == 3`, `facts.telephony == "off"`, `attrs.status`,
	`has(attrs.x)`, `has(params.limit)`, `has(event.site)`, `attrs.?x == "y"`, `attrs[?"x"] == "y"`,
	`facts.telephony.held > 30`, `facts.telephony.held > duration("30 s")`, `time > timestamp("yesterday")`,
	`attrs.x.matches("(")`, `version("8.x") < params.ors_version`, `key.dn == "x"`, `key.siet == "x"`, `item.site == "x"`,
	`facts.telephony.value == "of"`, `facts.telephony.value in ["on", "of"]`, `terms.nope`, `lists.expiries.exists(key, key.value)`,
	`lists.expiries.exists(r, r.valeu)`, `lists.expiry.exists(r, r.value)`, `event == trigger`, `facts`, `params.limit && true`,
	`foo(attrs.x)`, `attrs.x.startWith("y")`, `attrs.x.contains(3)`, `[1, "a"] == []`, `site.name == "x"`, `""`, ``,
	`attrs.status == "a" && attrs.nokey.y`, `lists.expiries == []`, strings.Repeat("(", 300) + "1" + strings.Repeat(")", 300),
	`lists.expiries.exists(a, lists.expiries.exists(b, lists.expiries.exists(c, a.dn != b.dn && c.dn == a.dn)))`,
	`1 < "a" || site > 3`, `! attrs.x`, `not facts.graceful.value`, `attrs.x == 'it''s'`, `facts.graceful.by.name == ""`, `if (true)`, "attrs.x == \"a\\q\"",
	`attrs.x == "a" ? true`, `,`, `attrs. == "x"`,
}

func TestDiagnostics(t *testing.T) {
	e := newEnv(t)
	var out bytes.Buffer
	for _, text := range badConditions {
		_, wrong := e.Compile(plain(text), Bool, everything)
		fmt.Fprintln(&out, text)
		if len(wrong) == 0 {
			t.Errorf("%s: compiles", text)
		}
		for _, d := range wrong {
			fmt.Fprintf(&out, "%s^ %s\n", strings.Repeat(" ", d.Col-1), d.Message)
		}
	}
	goldie.New(t).Assert(t, "conditions", out.Bytes())
}

// A diagnostic stands at the place in the YAML file, whatever the style of the scalar.
func TestPlaces(t *testing.T) {
	e := newEnv(t)
	for name, tc := range map[string]struct {
		file, text, at string // at: what the caret stands under
		line, col      int    // of the scalar's text
	}{
		"plain":         {"when: event.nmae == \"X\"\n", `event.nmae == "X"`, "nmae", 1, 7},
		"single quotes": {"when: 'attrs.x == ''a'' && event.nmae == \"X\"'\n", `attrs.x == 'a' && event.nmae == "X"`, "nmae", 1, 8},
		"double quotes": {"when: \"attrs.x == \\\"a\\\" && event.nmae == 'X'\"\n", `attrs.x == "a" && event.nmae == 'X'`, "nmae", 1, 8},
		"literal":       {"rules:\n  - when: |\n      site == \"A\" &&\n        event.nmae == \"X\"\n", "site == \"A\" &&\n  event.nmae == \"X\"\n", "nmae", 3, 7},
		"folded":        {"when: >-\n  site ==\n  \"A\" &&\n  event.nmae == \"X\"\n", `site == "A" && event.nmae == "X"`, "nmae", 2, 3},
		"plain, folded": {"when: site == \"A\"\n  && event.nmae == \"X\"\n", `site == "A" && event.nmae == "X"`, "nmae", 1, 7},
		"umlaut":        {"when: attrs.x == \"ü\" && event.nmae == \"X\"\n", `attrs.x == "ü" && event.nmae == "X"`, "nmae", 1, 7},
	} {
		t.Run(name, func(t *testing.T) {
			_, wrong := e.Compile(Expr{tc.text, "r.yaml", []byte(tc.file), tc.line, tc.col}, Bool, everything)
			if len(wrong) != 1 {
				t.Fatalf("diagnostics %v, want one", wrong)
			}
			line := []rune(strings.Split(tc.file, "\n")[wrong[0].Line-1])
			if got := string(line[wrong[0].Col-1:]); !strings.HasPrefix(got, tc.at) || wrong[0].File != "r.yaml" {
				t.Errorf("%v stands at %q, want %q", wrong[0], got, tc.at)
			}
		})
	}
}

func TestVars(t *testing.T) {
	e := newEnv(t)
	if wrong := e.DefineTerms(map[string]Expr{
		"here":  plain(`key.site == "A"`),
		"after": plain(`trigger.site == item.dn`),
	}); wrong != nil {
		t.Fatal(wrong)
	}
	for text, vars := range map[string]Vars{
		`facts.graceful.value`:              {NoFacts: true},
		`lists.expiries.exists(r, r.value)`: {NoFacts: true},
		`terms.here`:                        {NoFacts: true, Key: everything.Key},
		`key.site == "A"`:                   {},
		`item.dn == "1"`:                    {Key: everything.Key},
		`trigger.site == "A"`:               {Key: everything.Key},
		`item.dn == "2"`:                    {Key: everything.Key, Trigger: true},
		`key.site == "B"`:                   {Item: everything.Item, Trigger: true},
		`terms.here && true`:                {Item: everything.Item},
		`terms.after`:                       {Item: everything.Item},
	} {
		if _, wrong := e.Compile(plain(text), Bool, vars); len(wrong) != 1 {
			t.Errorf("%s with %+v: %v, want one diagnostic", text, vars, wrong)
		}
		if _, wrong := e.Compile(plain(text), Bool, everything); len(wrong) != 0 {
			t.Errorf("%s with everything: %v", text, wrong)
		}
		// what compiles in one place need not in another
		if _, wrong := e.Compile(plain(text), Bool, vars); len(wrong) != 1 {
			t.Errorf("%s with %+v, after everything: %v, want one diagnostic", text, vars, wrong)
		}
	}
}

func TestTermsInACircle(t *testing.T) {
	e := newEnv(t)
	wrong := e.DefineTerms(map[string]Expr{
		"a": plain(`terms.b && true`), "b": plain(`true || terms.c`), "c": plain(`terms.a`), "self": plain(`!terms.self`),
		"good": plain(`true`), "bad": plain(`nope`),
	})
	var all []string
	for _, d := range wrong {
		all = append(all, d.Message)
	}
	text := strings.Join(all, "\n")
	for _, want := range []string{"a -> b -> c -> a", "self -> self", "nope: no such name"} {
		if !strings.Contains(text, want) {
			t.Errorf("diagnostics lack %q:\n%s", want, text)
		}
	}
	if len(wrong) != 3 {
		t.Errorf("%d diagnostics, want 3:\n%s", len(wrong), text)
	}
}

func FuzzCompile(f *testing.F) {
	for _, text := range badConditions {
		f.Add(text, text)
	}
	f.Add("attrs.service == \"telephony\"", "x: |\n  attrs.service ==\n  \"telephony\"")
	e := newEnv(f)
	f.Fuzz(func(t *testing.T, text, file string) {
		p, wrong := e.Compile(Expr{text, "f.yaml", []byte(file), 1, 1}, Bool, everything)
		if (p == nil) != (len(wrong) > 0) {
			t.Fatalf("%q: program %v, diagnostics %v", text, p, wrong)
		}
		if p != nil {
			p.Bool(newScope(newDesk()))
			p.Conjuncts()
		}
	})
}
