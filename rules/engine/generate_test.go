package engine_test

import (
	"fmt"
	"strings"

	"github.com/fo-check/fo-check/rules"
)

// Generated packs are held as these structs, written as YAML for the loader, and read as they stand by the
// oracle. Times are milliseconds from the start of a trace.

type gEvent struct {
	id, name  string
	sources   []string
	where     cond
	keys      map[string]string // key: the attribute that gives it
	broadcast bool
}

type gBound struct {
	ms      int
	unknown bool // params.nobody: a setting that nobody gave
	site    bool // params.site_limit: what the site says
	settle  bool // settle: no document bounds it
}

// gRelation binds the key to to those in from, as the attribute of a learn tells it.
type gRelation struct {
	id, to string
	from   []string
	learn  []gLearn
	drop   []*gEvent
}

type gLearn struct {
	event *gEvent
	where cond
	attr  string
}

type gRef struct {
	event          *gEvent
	via            *gRelation
	where          cond
	match          []string // cancel lines only; nil: the rule's
	within, before *gBound  // cancel lines only
}

type gSetter struct {
	kind  string // true_on, false_on, known_false_after, unknown_on, assign, count, or the value of an enum
	event *gEvent
	via   *gRelation
	where cond
	attr  string // assign: the attribute that is the value
}

type gFact struct {
	id        string
	per       []string
	enum      bool
	text      bool    // assigned
	number    bool    // counted
	window    *gBound // of a number
	initially string  // "": not given
	setters   []gSetter
}

type gEach struct {
	fact  *gFact
	match []string // nil: the keys that fact and rule share
	where cond
}

type gWitness struct {
	sources, by []string
}

type gRule struct {
	id        string
	per       []string
	on        []gRef
	becomes   *gFact // instead of on
	retrigger string // "", each, ignore, restart
	when      cond
	each      *gEach
	verb      string // check, expect, forbid
	check     cond
	causes    []cond // instead of check and unless: named conditions, one of which is to hold
	replies   []gRef // expected or forbidden
	all       bool
	after     *gBound
	within    *gBound
	before    *gBound
	until     []gRef
	cancel    []gRef
	unless    cond
	match     []string // nil: all of per and of the item
	pair      bool
	mustClose string
	witness   *gWitness
}

type gPack struct {
	events []*gEvent
	facts  []*gFact
	bonds  []*gRelation
	rules  []*gRule
	given  []rules.Setting // of site-limit
}

func (b *gBound) text() string {
	switch {
	case b.unknown:
		return "params.nobody"
	case b.site:
		return "params.site_limit"
	case b.settle:
		return "settle"
	}
	if b.ms%1000 != 0 {
		return fmt.Sprintf("%dms", b.ms)
	}
	return fmt.Sprintf("%ds", b.ms/1000)
}

func causesText(causes []cond) string {
	var parts []string
	for i, c := range causes {
		parts = append(parts, fmt.Sprintf("cause%d: %s", i, quoted(c)))
	}
	return "{any: {" + strings.Join(parts, ", ") + "}}"
}

func list(keys []string) string { return "[" + strings.Join(keys, ", ") + "]" }

func quoted(c cond) string { return "'" + c.text() + "'" }

// yaml writes the pack as the loader reads it.
func (p *gPack) yaml() string {
	var b strings.Builder
	b.WriteString("apiVersion: fo-check/rules/v1\npack: proof\ntitle: Proof\n")
	b.WriteString("documents: {own: {title: Own}}\nparams:\n")
	b.WriteString("  limit: {type: duration, unit: s, default: 3s, ours: test}\n")
	b.WriteString("  nobody: {type: duration, unit: s, doc: given by nobody}\n")
	b.WriteString("  settle_time: {type: duration, unit: s, default: 3s, ours: test}\n")
	b.WriteString("  site_limit: {type: duration, unit: s, per: site, doc: a site says it}\n")
	b.WriteString("  unsaid: {type: bool, doc: given by nobody}\nevents:\n")
	for _, e := range p.events {
		b.WriteString(e.yaml())
	}
	if len(p.bonds) > 0 {
		b.WriteString("relations:\n")
	}
	for _, r := range p.bonds {
		b.WriteString(r.yaml())
	}
	if len(p.facts) > 0 {
		b.WriteString("facts:\n")
	}
	for _, f := range p.facts {
		b.WriteString(f.yaml())
	}
	if len(p.facts) > 0 {
		b.WriteString("lists:\n")
	}
	for _, f := range p.facts {
		fmt.Fprintf(&b, "  all_%s: {fact: %s, match: []}\n", f.id, f.id)
	}
	b.WriteString("rules:\n")
	for _, r := range p.rules {
		b.WriteString(r.yaml())
	}
	return b.String()
}

func (e *gEvent) yaml() string {
	parts := []string{"name: " + e.name, "source: " + list(e.sources)}
	if e.where != nil {
		parts = append(parts, "where: "+quoted(e.where))
	}
	if len(e.keys) > 0 {
		var keys []string
		for _, k := range sortedNames(e.keys) {
			keys = append(keys, k+": attrs."+e.keys[k])
		}
		parts = append(parts, "keys: {"+strings.Join(keys, ", ")+"}")
	}
	if e.broadcast {
		parts = append(parts, "broadcast: true")
	}
	return fmt.Sprintf("  %s: {%s}\n", e.id, strings.Join(parts, ", "))
}

func (r *gRelation) yaml() string {
	var learn, drop []string
	for _, l := range r.learn {
		text := fmt.Sprintf("{on: %s, value: attrs.%s}", l.event.id, l.attr)
		if l.where != nil {
			text = fmt.Sprintf("{on: %s, where: %s, value: attrs.%s}", l.event.id, quoted(l.where), l.attr)
		}
		learn = append(learn, text)
	}
	for _, e := range r.drop {
		drop = append(drop, e.id)
	}
	parts := []string{"from: " + list(r.from), "to: " + r.to, "learn: " + list(learn)}
	if len(drop) > 0 {
		parts = append(parts, "drop: "+list(drop))
	}
	return fmt.Sprintf("  %s: {%s}\n", r.id, strings.Join(parts, ", "))
}

// yaml writes one use of an event by a fact.
func (s gSetter) yaml() string {
	parts := []string{"on: " + s.event.id}
	if s.via != nil {
		parts = append(parts, "via: "+s.via.id)
	}
	if s.where != nil {
		parts = append(parts, "where: "+quoted(s.where))
	}
	if s.attr != "" {
		parts = append(parts, "value: attrs."+s.attr)
	}
	if len(parts) == 1 {
		return s.event.id
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func (f *gFact) yaml() string {
	parts := []string{"per: " + list(f.per)}
	var set []string
	for _, kind := range []string{"true_on", "false_on", "assign", "count", "known_false_after", "unknown_on", "x", "y"} {
		var uses []string
		for _, s := range f.setters {
			if s.kind != kind {
				continue
			}
			uses = append(uses, s.yaml())
		}
		switch {
		case len(uses) == 0:
		case kind == "x" || kind == "y":
			set = append(set, kind+": "+list(uses))
		default:
			parts = append(parts, kind+": "+list(uses))
		}
	}
	if len(set) > 0 {
		parts = append(parts, "set: {"+strings.Join(set, ", ")+"}")
	}
	if f.window != nil {
		parts = append(parts, "window: "+f.window.text())
	}
	if f.initially != "" {
		parts = append(parts, fmt.Sprintf("initially: %q", f.initially))
	}
	return fmt.Sprintf("  %s: {%s}\n", f.id, strings.Join(parts, ", "))
}

// refs writes uses of events; on is the key that names the event in the long form.
func refsText(refs []gRef, on string) string {
	var out []string
	for _, r := range refs {
		parts := []string{on + ": " + r.event.id}
		if r.via != nil {
			parts = append(parts, "via: "+r.via.id)
		}
		if r.where != nil {
			parts = append(parts, "where: "+quoted(r.where))
		}
		if r.match != nil {
			parts = append(parts, "match: "+list(r.match))
		}
		if r.within != nil {
			parts = append(parts, "within: "+r.within.text())
		}
		if r.before != nil {
			parts = append(parts, "before: "+r.before.text())
		}
		if len(parts) == 1 && on == "event" {
			out = append(out, r.event.id)
			continue
		}
		out = append(out, "{"+strings.Join(parts, ", ")+"}")
	}
	return list(out)
}

func (r *gRule) yaml() string {
	var b strings.Builder
	line := func(key, value string) { fmt.Fprintf(&b, "    %s: %s\n", key, value) }
	fmt.Fprintf(&b, "  - id: %s\n", r.id)
	line("title", "t")
	line("severity", "must")
	line("per", list(r.per))
	if r.becomes != nil {
		line("on", fmt.Sprintf("{fact: %s, becomes: true}", r.becomes.id))
	} else {
		line("on", refsText(r.on, "event"))
	}
	r.scope(line)
	switch r.verb {
	case "check":
		if r.check != nil {
			line("check", quoted(r.check))
		} else {
			line("check", causesText(r.causes))
		}
	case "expect":
		replies := refsText(r.replies, "event")
		if r.all {
			replies = "{all: " + replies + "}"
		}
		line("expect", replies)
	case "forbid":
		line("forbid", refsText(r.replies, "event"))
	}
	return b.String()
}

// scope writes what stands beside the verb.
func (r *gRule) scope(line func(key, value string)) {
	for i, c := range []cond{r.when, r.unless} {
		if c != nil {
			line([]string{"when", "unless"}[i], quoted(c))
		}
	}
	if r.verb == "forbid" && r.causes != nil {
		line("unless", causesText(r.causes))
	}
	for i, bound := range []*gBound{r.after, r.within, r.before} {
		if bound != nil {
			line([]string{"after", "within", "before"}[i], bound.text())
		}
	}
	if len(r.until) > 0 {
		line("until", refsText(r.until, "event"))
	}
	if len(r.cancel) > 0 {
		line("cancel", refsText(r.cancel, "on"))
	}
	for i, text := range []string{r.retrigger, r.mustClose} {
		if text != "" {
			line([]string{"retrigger", "must_close"}[i], text)
		}
	}
	if r.match != nil {
		line("match", list(r.match))
	}
	if r.pair {
		line("pair", "ref")
	}
	if r.each != nil {
		line("for_each", r.each.yaml())
	}
	if r.witness != nil {
		line("witness", fmt.Sprintf("{source: %s, by: %s}", list(r.witness.sources), list(r.witness.by)))
	}
}

func (e *gEach) yaml() string {
	parts := []string{"fact: " + e.fact.id}
	if e.match != nil {
		parts = append(parts, "match: "+list(e.match))
	}
	if e.where != nil {
		parts = append(parts, "where: "+quoted(e.where))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}
