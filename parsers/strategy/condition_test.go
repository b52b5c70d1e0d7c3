package strategy

import (
	"strings"
	"testing"
)

// row writes the truths of a row, a letter each.
func row(r [5]truth) string {
	var b strings.Builder
	for _, v := range r {
		b.WriteByte("?ny"[v])
	}
	return b.String()
}

const documented = "_event.data.interactionid == system.InteractionID && (!_event.data.resultof || _event.data.resultof == 'deletion')"

// The columns are: no resultof, deletion, routing, revoking, detaching.
func TestConditionsAreDecidedByTruthTable(t *testing.T) {
	for _, c := range []struct{ text, other, own string }{
		{"", "yyyyy", "yyyyy"},
		{"true", "yyyyy", "yyyyy"},
		{documented, "nnnnn", "yynnn"},
		{strings.ReplaceAll(documented, "system.", "_data.system.context."), "nnnnn", "yynnn"},
		{"_event.data.interactionid == system.InteractionID", "nnnnn", "yyyyy"},
		{"InteractionID === _event['data']['interactionid']", "nnnnn", "yyyyy"},
		{"!(_event.data.resultof == \"routing\")", "yynyy", "yynyy"},
		{"typeof _event.data.resultof == 'undefined' ? true : _event.data.resultof != 'routing'", "yynyy", "yynyy"},
		{"typeof _event != 'undefined' && _event.name == 'interaction.notcontrolled'", "yyyyy", "yyyyy"},
		{"'resultof' in _event.data", "nyyyy", "nyyyy"},
		{"String(_event.data.resultof).toLowerCase() == 'deletion'", "nynnn", "nynnn"},
		{"system.Type != 'consult'", "?????", "?????"},
		{"system.Type != 'consult' && _event.data.interactionid == system.InteractionID", "nnnnn", "?????"},
		{"system.Type != 'consult' || _event.data.interactionid == system.InteractionID", "?????", "yyyyy"},
		{"isEventHandledByApplication()", "nnnnn", "nnnnn"},
		{"myOwn(_event)", "?????", "?????"},
		{"(function(){ while(true){} })()", "?????", "?????"},
		{"/(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!')", "?????", "?????"},
		{"_event.data.resultof = 'deletion'", "?????", "?????"},
		{"_event.data.resultof.length > 0", "?yyyy", "?yyyy"},
		{"_genesys.ixn.interactions[InteractionID]", "?????", "?????"},
		{"system['constructor']['constructor']", "?????", "?????"},
	} {
		cond, err := parseCondition(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		m := newModel()
		got := tabulate(notControlled, func(at cell) truth { return cond.holds(m, at) })
		if row(got[0]) != c.other || row(got[1]) != c.own {
			t.Errorf("%s: other %s, own %s; want %s, %s", c.text, row(got[0]), row(got[1]), c.other, c.own)
		}
	}
}

func TestParenthesesAreRepaired(t *testing.T) {
	for text, want := range map[string]string{
		strings.TrimSuffix(documented, ")"): documented,
		documented + "))":                   documented,
		"((a":                               "((a))",
		"a == ')'":                          "",
		"a == '(":                           "",
		"a ==":                              "",
		"(a ==":                             "",
		")a(":                               "",
	} {
		if got := repair(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestConditionsThatAreNone(t *testing.T) {
	for _, text := range []string{"a b", "a); (b", "a; b", "if (a) b", strings.Repeat("(", 5000) + "a" + strings.Repeat(")", 5000),
		strings.Repeat("a+", maxCondition), "a //# sourceMappingURL=/etc/passwd\n b"} {
		if c, err := parseCondition(text); err == nil {
			t.Errorf("%.40s: taken as %T", text, c.root)
		}
	}
}

func TestEventDescriptors(t *testing.T) {
	for _, c := range []struct {
		descriptors, event string
		matches, names     bool
	}{
		{"interaction.notcontrolled", notControlled, true, true},
		{"interaction.notcontrolled.*", notControlled, true, true},
		{"interaction", notControlled, true, false},
		{"interaction.*", notControlled, true, false},
		{"interaction.not", notControlled, false, false},
		{"interaction.notcontrolled.x", notControlled, false, false},
		{"*", notControlled, true, false},
		{"error interaction.present", present, true, true},
		{"interactio", present, false, false},
		{"Interaction.present", present, false, false},
		{"", present, false, false},
	} {
		if m, n := matches(c.descriptors, c.event), names(c.descriptors, c.event); m != c.matches || n != c.names {
			t.Errorf("%q for %s: matches %v, names %v", c.descriptors, c.event, m, n)
		}
	}
}
