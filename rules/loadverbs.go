package rules

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/fo-check/fo-check/rules/celenv"
)

const boolType = celenv.Bool

// verbKeys are the keys of a rule that go with some verbs only.
var verbKeys = []struct {
	key   string
	verbs []Verb
}{
	{"blame", []Verb{VerbCheck}},
	{"after", []Verb{VerbExpect}}, {"within", []Verb{VerbExpect}}, {"cancel", []Verb{VerbExpect}}, {"pair", []Verb{VerbExpect}},
	{"before", []Verb{VerbForbid}}, {"unless", []Verb{VerbForbid}}, {"must_close", []Verb{VerbForbid}},
	{"until", []Verb{VerbExpect, VerbForbid}}, {"match", []Verb{VerbExpect, VerbForbid}},
	{"retrigger", []Verb{VerbExpect, VerbForbid}}, {"witness", []Verb{VerbExpect, VerbForbid}},
}

var verbNames = []string{"check", "expect", "forbid"}

// String returns the verb as rule files write it.
func (v Verb) String() string { return verbNames[v] }

// verb reads the verb of a rule and what goes with it.
func (d *ruleDraft) verb() {
	var given []string
	for v, name := range verbNames {
		if d.section.get(name) != nil {
			given = append(given, name)
			d.def.Verb = Verb(v)
		}
	}
	if len(given) != 1 {
		d.wrongVerbs(given)
		return
	}
	for _, k := range verbKeys {
		if d.section.get(k.key) != nil && !slices.Contains(k.verbs, d.def.Verb) {
			d.errorf(d.section.keys[k.key], "%s: in a rule with %s; it goes with %s", k.key, d.def.Verb, verbList(k.verbs))
		}
	}
	switch d.def.Verb {
	case VerbCheck:
		d.def.Check, d.def.Any = d.conditionOrAny(d.section.get("check"), "check", d.atTrigger())
		d.def.Blame = d.conditions(d.section.get("blame"), "blame", d.atTrigger())
	case VerbExpect:
		d.expect()
	case VerbForbid:
		d.forbid()
	}
}

func (d *ruleDraft) wrongVerbs(given []string) {
	if len(given) == 0 {
		d.errorf(d.section.node, "rule %s: lacks a verb; check, expect or forbid is accepted", d.def.ID)
		return
	}
	d.errorf(d.section.keys[given[1]], "rule %s: has %s; one verb is accepted, what would be nested is a fact", d.def.ID, strings.Join(given, " and "))
}

func verbList(verbs []Verb) string {
	names := make([]string, len(verbs))
	for i, v := range verbs {
		names[i] = v.String()
	}
	return strings.Join(names, " and ")
}

func (d *ruleDraft) expect() {
	r, s := d.def, d.section
	r.Expect, r.ExpectAll = d.replies(s.get("expect"))
	r.After = d.bound(s.get("after"), "after", false, d.atTrigger())
	r.Within = d.bound(s.get("within"), "within", true, d.atTrigger())
	r.Until = d.refs(s.get("until"), "until", "event", d.atEvent())
	if s.get("within") == nil && s.get("until") == nil {
		d.errorf(s.keys["expect"], "expect: with neither within nor until it can never fail; a length such as 30s, settle, or events that close it are accepted")
	}
	if r.After != nil && r.Within != nil && r.After.literal() && r.Within.literal() && r.Within.Fixed < r.After.Fixed {
		d.errorf(s.get("within"), "within: %s is shorter than after: %s; nothing can come in time", r.Within.Text, r.After.Text)
	}
	r.Cancel = d.cancels(s.get("cancel"))
	r.Pair = d.choice(s.get("pair"), "pair", "ref")
}

// literal tells whether the bound is a length as written.
func (b *Bound) literal() bool { return b.Expr == nil && !b.Settle }

// replies reads expect: events, or {any: [..]} or {all: [..]}.
func (d *ruleDraft) replies(n *yaml.Node) (refs []Ref, all bool) {
	n = d.follow(n)
	if n.Kind != yaml.MappingNode || hasKey(n, "event") {
		return d.refs(n, "expect", "event", d.atEvent()), false
	}
	s := d.pack.section(n, "expect", "any", "all", "event", "where", "via")
	switch {
	case s.get("any") != nil && s.get("all") != nil:
		d.errorf(s.keys["all"], "expect: any and all; one of them is accepted")
	case s.get("any") != nil:
		return d.refs(s.get("any"), "any", "event", d.atEvent()), false
	case s.get("all") != nil:
		return d.refs(s.get("all"), "all", "event", d.atEvent()), true
	case len(s.values) > 0 || len(n.Content) == 0:
		d.errorf(n, "expect: lacks event; a name of the section events, {event, where, via}, {any: [..]} or {all: [..]} is accepted")
	}
	return nil, false
}

func (d *ruleDraft) forbid() {
	r, s := d.def, d.section
	r.Forbid = d.refs(s.get("forbid"), "forbid", "event", d.atEvent())
	r.Before = d.bound(s.get("before"), "before", false, d.atTrigger())
	r.Until = d.refs(s.get("until"), "until", "event", d.atEvent())
	r.Unless, r.Any = d.conditionOrAny(s.get("unless"), "unless", d.atEvent())
	if n := s.get("must_close"); n != nil {
		names := make([]string, len(Reasons))
		for i, reason := range Reasons {
			names[i] = string(reason)
		}
		r.MustClose = Reason(d.choice(n, "must_close", names...))
		if s.get("until") == nil {
			d.errorf(s.keys["must_close"], "must_close: without until there is nothing that closes it")
		}
	}
}

// cancels reads the lines of cancel, in order: the first that matches wins.
func (d *ruleDraft) cancels(n *yaml.Node) []Ref {
	if n == nil {
		return nil
	}
	var all []Ref
	for _, item := range d.items(n) {
		refs, s := d.ref(item, "cancel", "on", d.atEvent(), "within", "before", "note")
		within := d.bound(s.get("within"), "within", false, d.atTrigger())
		before := d.bound(s.get("before"), "before", false, d.atTrigger())
		note := d.text(s.get("note"), "note")
		if within != nil && before != nil {
			d.errorf(s.keys["before"], "before: beside within; within includes its end, before does not: one of them is accepted")
		}
		for _, ref := range refs {
			ref.Within, ref.Before, ref.Note = within, before, note
			all = append(all, ref)
		}
	}
	return all
}
