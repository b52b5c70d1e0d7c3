package rules

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/trace"
)

// factDraft is a fact of which the setters are still to be read: conditions read facts, and setters
// have conditions.
type factDraft struct {
	def     *Fact
	section *section
	values  []string // of an enum
}

// setterKeys are the keys that make a fact's kind, and which kind.
var setterKeys = []struct {
	key  string
	kind FactKind
}{{"true_on", BoolFact}, {"false_on", BoolFact}, {"set", EnumFact}, {"assign", AssignFact}, {"count", CountFact}}

// draftFacts reads the heads of the section facts.
func (p *pack) draftFacts(n *yaml.Node) {
	if n == nil {
		return
	}
	entries, _ := p.entries(n, "facts")
	for _, e := range entries {
		s := p.section(e.value, "fact "+e.key.Value, "per", "true_on", "false_on", "set", "assign", "count", "window",
			"unknown_on", "known_false_after", "initially", "doc")
		if s == nil || !p.named(e.key, "fact") {
			continue
		}
		d := &factDraft{section: s, def: &Fact{Index: len(p.set.Facts), Name: e.key.Value, Pack: p.def, Pos: p.pos(e.key), At: p.places(s),
			Per: p.keys(s.get("per"), "per")}}
		if s.get("per") == nil {
			p.errorf(e.key, "fact %s: lacks per; a list of keys is accepted, [] for one instance", e.key.Value)
		}
		p.factKind(d)
		p.facts[d.def.Name] = d
		p.drafts = append(p.drafts, d)
		p.set.Facts = append(p.set.Facts, d.def)
	}
}

func (p *pack) factKind(d *factDraft) {
	first := ""
	for _, setter := range setterKeys {
		if d.section.get(setter.key) == nil {
			continue
		}
		if first != "" && setter.kind != d.def.Kind {
			p.errorf(d.section.keys[setter.key], "%s: beside %s; a fact is set by true_on and false_on, by set, by assign, or by count", setter.key, first)
			continue
		}
		first, d.def.Kind = setter.key, setter.kind
	}
	if first == "" {
		p.errorf(d.section.node, "fact %s: is never set; true_on and false_on, set, assign or count is accepted", d.def.Name)
	}
	if d.def.Kind == EnumFact && d.section.get("set") != nil {
		entries, _ := p.entries(d.section.get("set"), "set")
		for _, e := range entries {
			d.values = append(d.values, e.key.Value)
		}
	}
	if n := d.section.get("window"); n != nil && d.def.Kind != CountFact {
		p.errorf(d.section.keys["window"], "window: of a fact without count; a window is for counting")
	}
}

// fillFact reads the setters of a fact, in the order of the file.
func (p *pack) fillFact(d *factDraft) {
	for i := 0; i+1 < len(d.section.node.Content); i += 2 {
		key := d.section.node.Content[i].Value
		n := d.section.get(key)
		if n == nil || d.section.keys[key] != p.follow(d.section.node.Content[i]) {
			continue
		}
		switch key {
		case "true_on":
			p.setters(d, n, key, Setter{Kind: SetTrue})
		case "false_on":
			p.setters(d, n, key, Setter{Kind: SetFalse})
		case "count":
			p.setters(d, n, key, Setter{Kind: SetCount})
		case "unknown_on":
			p.setters(d, n, key, Setter{Kind: SetUnknown})
		case "known_false_after":
			p.setters(d, n, key, Setter{Kind: SetKnownFalse})
		case "set":
			p.enumSetters(d, n)
		case "assign":
			p.assignSetters(d, n)
		}
	}
	d.def.Window = p.bound(d.section.get("window"), "window", false, keyed(d.def.Per, nil))
	p.initially(d)
}

func (p *pack) setters(d *factDraft, n *yaml.Node, what string, setter Setter) {
	for _, ref := range p.refs(n, what, "on", judged(nil, false)) {
		setter.Ref = ref
		d.def.Setters = append(d.def.Setters, setter)
	}
}

func (p *pack) enumSetters(d *factDraft, n *yaml.Node) {
	entries, _ := p.entries(n, "set")
	for _, e := range entries {
		p.setters(d, e.value, "set "+e.key.Value, Setter{Kind: SetValue, Value: e.key.Value})
	}
}

func (p *pack) assignSetters(d *factDraft, n *yaml.Node) {
	for _, item := range p.items(n) {
		refs, s := p.ref(item, "assign", "on", judged(nil, false), "value")
		value := p.valueOf(item, s)
		for _, ref := range refs {
			d.def.Setters = append(d.def.Setters, Setter{Kind: SetAssign, Ref: ref, Assign: value})
		}
	}
}

// initially reads the value before the first event.
func (p *pack) initially(d *factDraft) {
	n := d.section.get("initially")
	if n == nil {
		return
	}
	text := p.text(n, "initially")
	d.def.Initially = &text
	switch d.def.Kind {
	case BoolFact:
		if text != "true" && text != "false" {
			p.errorf(n, "initially: %q; true and false are accepted", clip(text))
		}
	case CountFact:
		if count, err := strconv.Atoi(text); err != nil || count < 0 {
			p.errorf(n, "initially: %q; a number is accepted", clip(text))
		}
	case EnumFact:
		if text != "" && !slices.Contains(d.values, text) {
			p.errorf(n, "initially: %q; accepted are \"\", %s", clip(text), strings.Join(d.values, ", "))
		}
	}
}

// declareLists reads the section lists.
func (p *pack) declareLists(n *yaml.Node) {
	if n == nil {
		return
	}
	entries, _ := p.entries(n, "lists")
	for _, e := range entries {
		what := "list " + e.key.Value
		s := p.section(e.value, what, "fact", "match")
		if s == nil || !p.named(e.key, "list") {
			continue
		}
		list := &List{Index: len(p.set.Lists), Name: e.key.Value, Pack: p.def, Pos: p.pos(e.key), Match: p.keys(s.get("match"), "match")}
		if s.get("match") == nil {
			p.errorf(e.key, "%s: lacks match; a list of keys is accepted, [] for all instances", what)
		}
		if list.Fact = p.fact(s, "fact", what); list.Fact == nil {
			continue
		}
		p.checkMatch(s.get("match"), list.Match, list.Fact)
		p.lists[list.Name] = list
		p.set.Lists = append(p.set.Lists, list)
	}
}

func (p *pack) fact(s *section, key, what string) *Fact {
	name := p.needed(s, key, what)
	if name == "" {
		return nil
	}
	d := p.facts[name]
	if d == nil {
		p.unknown(s.get(key), "fact", name, sortedKeys(p.facts))
		return nil
	}
	return d.def
}

// checkMatch refuses keys that the fact's instances do not have.
func (p *pack) checkMatch(n *yaml.Node, match []trace.Key, f *Fact) {
	for _, k := range match {
		if !slices.Contains(f.Per, k) {
			p.errorf(n, "match: fact %s has no key %s; it has %s", f.Name, k, keyList(f.Per))
		}
	}
}

// defineTerms reads the section terms.
func (p *pack) defineTerms(n *yaml.Node) {
	if n == nil {
		return
	}
	entries, _ := p.entries(n, "terms")
	terms := map[string]celenv.Expr{}
	for _, e := range entries {
		if !p.named(e.key, "term") {
			continue
		}
		if x, ok := p.expr(e.value, "term "+e.key.Value); ok {
			terms[e.key.Value] = x
			p.def.Terms[e.key.Value] = p.pos(e.key)
		}
	}
	p.take(p.env.DefineTerms(terms))
}
