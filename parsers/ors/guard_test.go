package ors

import "testing"

func TestNarrow(t *testing.T) {
	type outcome struct {
		cond   string
		result bool
	}
	for _, c := range []struct {
		name  string
		given []outcome
		want  string
		known bool
	}{
		{"equal", []outcome{{`_event.data.resultof == 'revoking'`, true}}, "revoking", true},
		{"turned round", []outcome{{`"routing" === _event.data.resultof`, true}}, "routing", true},
		{"not equal, and it is", []outcome{{`_event.data.resultof != 'deletion'`, false}}, "deletion", true},
		{"none", []outcome{{`!_event.data.resultof`, true}}, "", true},
		{"undefined", []outcome{{`_event.data.resultof == undefined`, true}}, "", true},
		{"null", []outcome{{`_event.data.resultof != null`, false}}, "", true},
		{"strictly null says nothing", []outcome{{`_event.data.resultof === null`, true}}, "", false},
		{"none or deletion", []outcome{{`!_event.data.resultof || _event.data.resultof == 'deletion'`, true}}, "", false},
		{"neither", []outcome{{`!_event.data.resultof || _event.data.resultof == 'deletion'`, false}}, "", false},
		{"excluded one by one, other values remain", []outcome{{`!_event.data.resultof || _event.data.resultof == 'deletion' || _event.data.resultof == 'routing' || _event.data.resultof == 'detaching'`, false}}, "", false},
		{"two conditions", []outcome{{`_event.data.resultof == 'a' || _event.data.resultof == 'b'`, true}, {`_event.data.resultof == 'a'`, false}}, "b", true},
		{"with another part, true", []outcome{{`_event.data.interactionid == system.InteractionID && _event.data.resultof == 'routing'`, true}}, "routing", true},
		{"with another part, false", []outcome{{`_event.data.interactionid == system.InteractionID && _event.data.resultof != 'routing'`, false}}, "", false},
		{"calls and indexes", []outcome{{`f(a, "x)")[0] == b.c('y') && (_event.data.resultof == 'routing')`, true}}, "routing", true},
		{"escaped as in XML", []outcome{{`a &amp;&amp; _event.data.resultof == &apos;routing&apos;`, true}}, "routing", true},
		{"contradiction", []outcome{{`_event.data.resultof == 'a'`, true}, {`_event.data.resultof == 'b'`, true}}, "", false},
		{"another variable", []outcome{{`_data.resultof == 'routing'`, true}}, "", false},
		{"a part of it", []outcome{{`_event.data.resultof.length == '7'`, true}}, "", false},
		{"empty text", []outcome{{`_event.data.resultof == ''`, true}}, "", false},
		{"order", []outcome{{`_event.data.resultof > 'routing'`, true}}, "", false},
		{"no parenthesis", []outcome{{`(_event.data.resultof == 'routing'`, true}}, "", false},
		{"arithmetic", []outcome{{`_event.data.resultof == 'rou' + 'ting'`, true}}, "", false},
		{"assignment", []outcome{{`_event.data.resultof = 'routing'`, true}}, "", false},
		{"ternary", []outcome{{`x ? _event.data.resultof == 'routing' : y`, true}}, "", false},
		{"negated group", []outcome{{`!(_event.data.resultof == 'routing')`, false}}, "routing", true},
		{"negation binds before comparison", []outcome{{`!_event.data.resultof == 'routing'`, true}}, "", false},
		{"nothing", nil, "", false},
	} {
		var guards []guard
		for _, o := range c.given {
			if g, ok := parseGuard(o.cond, o.result); ok {
				guards = append(guards, g)
			}
		}
		if got, ok := narrow(guards); got != c.want && ok || ok != c.known {
			t.Errorf("%s: %q %v, want %q %v", c.name, got, ok, c.want, c.known)
		}
	}
}

func TestPrintedEvent(t *testing.T) {
	for _, c := range []struct {
		text                  string
		name, interaction, of string
		ok                    bool
	}{
		{`({name:"interaction.deleted", data:{interactionid:"A1", resultof:"deletion"}})`, "interaction.deleted", "A1", "deletion", true},
		{`{"name":"interaction.deleted","data":{"resultof":"deletion","interactionid":"A1"}}`, "interaction.deleted", "A1", "deletion", true},
		{`({name:"interaction.deleted", data:{x:{resultof:"no"}, y:[1,"}"], interactionid:"A1"}})`, "interaction.deleted", "A1", "", true},
		{`({name:"interaction.deleted", data:{interactionid:"A1", resultof:"dele`, "", "", "", false},
		{`({name:"interaction.deleted", data:{interactionid:"A1"`, "", "", "", false},
		{`({name:"error.x", data:{resultof:"deletion"}})`, "", "", "", false},
		{`({name:"interaction.deleted", metadata:{resultof:"deletion"}})`, "", "", "", false},
		{`({name:"interaction.deleted", data:{resultof:"a b"}})`, "", "", "", false},
		{``, "", "", "", false},
	} {
		e, ok := printedEvent([]byte(c.text))
		if ok != c.ok || ok && (e.name != c.name || string(e.interaction) != c.interaction || string(e.resultof) != c.of) {
			t.Errorf("%s: %q %q %q %v", c.text, e.name, e.interaction, e.resultof, ok)
		}
	}
}

func TestAging(t *testing.T) {
	var a aging[int]
	for i := range 3 * agingLimit {
		a.set(string(rune(i+0x10000)), i)
		if i%agingLimit == 0 && i > 0 {
			if v, ok := a.get([]byte(string(rune(0x10000)))); !ok || v != 0 {
				t.Error("what is used grows old")
			}
		}
	}
	if n := len(a.young) + len(a.old); n > 2*agingLimit {
		t.Errorf("%d entries", n)
	}
	if _, ok := a.get([]byte(string(rune(0x10001)))); ok {
		t.Error("what is not used is not forgotten")
	}
}
