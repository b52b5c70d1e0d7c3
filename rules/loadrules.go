package rules

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/fo-check/fo-check/trace"
)

var ruleKeys = []string{"id", "title", "doc", "severity", "party", "profiles", "tags", "cite", "per", "on", "retrigger",
	"when", "for_each", "check", "blame", "expect", "forbid", "after", "within", "before", "until", "unless", "cancel",
	"match", "pair", "must_close", "witness"}

var ruleID = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$`)

// loadRules reads the section rules.
func (p *pack) loadRules(n *yaml.Node) {
	if n == nil {
		return
	}
	if p.follow(n).Kind != yaml.SequenceNode {
		p.errorf(n, "rules: %s; a list of rules is accepted", p.shape(p.follow(n)))
		return
	}
	for _, item := range p.items(n) {
		s := p.section(item, "a rule", ruleKeys...)
		if s == nil {
			continue
		}
		r := &Rule{Pack: p.def, Pos: p.pos(item), At: p.places(s)}
		p.identify(r, s)
		p.meta(r, s)
		p.fillRule(&ruleDraft{pack: p, def: r, section: s})
		p.newRules = append(p.newRules, ruleAt{r, s.get("id")})
	}
}

func (p *pack) identify(r *Rule, s *section) {
	r.ID = p.needed(s, "id", "a rule")
	if r.ID != "" && !ruleID.MatchString(r.ID) {
		p.errorf(s.get("id"), "id: %q; letters, digits and hyphens are accepted, such as DR-14", clip(r.ID))
	}
}

// unique refuses an id that another rule has.
func (p *pack) unique(r ruleAt) {
	id := r.rule.ID
	if first := p.rules[id]; id != "" && first != nil {
		p.errorf(r.id, "%s: is the id of a rule in %s:%d already; ids are never used twice", id, first.Pos.File, first.Pos.Line)
		return
	}
	p.rules[id] = r.rule
}

func (p *pack) meta(r *Rule, s *section) {
	r.Title = p.needed(s, "title", "rule "+r.ID)
	r.Doc = strings.TrimSpace(p.text(s.get("doc"), "doc"))
	r.Party = p.text(s.get("party"), "party")
	r.Profiles = p.texts(s.get("profiles"), "profiles")
	r.Tags = p.texts(s.get("tags"), "tags")
	accepted := []string{"must", "must_not", "should", "should_not", "recommended", "fact", "may"}
	if s.get("severity") == nil {
		p.errorf(s.node, "rule %s: lacks severity; accepted are %s", r.ID, strings.Join(accepted, ", "))
	}
	r.Severity = Severity(p.choice(s.get("severity"), "severity", accepted...))
	if n := s.get("cite"); n != nil {
		r.Cite = p.cite(n)
	}
}

// ruleDraft is a rule while it is read.
type ruleDraft struct {
	*pack
	def     *Rule
	section *section
	item    []trace.Key // of for_each
}

func (p *pack) fillRule(d *ruleDraft) {
	r, s := d.def, d.section
	r.Per = p.keys(s.get("per"), "per")
	if s.get("per") == nil {
		p.errorf(s.node, "rule %s: lacks per; a list of keys is accepted, [] for one slice", r.ID)
	}
	d.trigger(s.get("on"))
	r.Retrigger = d.retrigger(s.get("retrigger"))
	r.When = p.condition(s.get("when"), "when", boolType, d.atTrigger())
	d.forEach(s.get("for_each"))
	r.Match = p.keys(s.get("match"), "match")
	d.checkRuleMatch()
	d.verb()
	d.witness(s.get("witness"))
}

// atTrigger is the place of what is evaluated when the trigger comes.
func (d *ruleDraft) atTrigger() place {
	if f := d.def.On.Fact; f != nil {
		return keyed(union(d.def.Per, f.Per), d.item)
	}
	return judged(d.item, true)
}

// atEvent is the place of what is evaluated at a later event.
func (d *ruleDraft) atEvent() place { return judged(d.item, true) }

// trigger reads on: events, or {fact: F, becomes: true}.
func (d *ruleDraft) trigger(n *yaml.Node) {
	if n == nil {
		d.errorf(d.section.node, "rule %s: lacks on; an event, or {fact: NAME, becomes: true}, is accepted", d.def.ID)
		return
	}
	n = d.follow(n)
	if n.Kind == yaml.MappingNode && hasKey(n, "fact") {
		d.factTrigger(n)
		return
	}
	d.def.On.Refs = d.refs(n, "on", "event", judged(nil, false))
}

func hasKey(n *yaml.Node, key string) bool {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return true
		}
	}
	return false
}

func (d *ruleDraft) factTrigger(n *yaml.Node) {
	s := d.pack.section(n, "on", "fact", "becomes")
	fact := d.fact(s, "fact", "on")
	if s.get("becomes") == nil {
		d.errorf(n, "on: a fact without becomes; {fact: NAME, becomes: true} is accepted")
	}
	d.def.On.Becomes = d.truth(s.get("becomes"), "becomes")
	if fact == nil {
		return
	}
	if fact.Kind != BoolFact {
		d.errorf(s.get("fact"), "on: fact %s is not set by true_on and false_on; only such a fact becomes true or false", fact.Name)
	}
	for _, k := range d.def.Per {
		if !slices.Contains(fact.Per, k) {
			d.errorf(s.get("fact"), "on: fact %s has no key %s, by which rule %s is sliced; it has %s", fact.Name, k, d.def.ID, keyList(fact.Per))
		}
	}
	d.def.On.Fact = fact
}

func (d *ruleDraft) retrigger(n *yaml.Node) Retrigger {
	switch d.choice(n, "retrigger", "each", "ignore", "restart") {
	case "ignore":
		return RetriggerIgnore
	case "restart":
		return RetriggerRestart
	}
	return RetriggerEach
}

func (d *ruleDraft) forEach(n *yaml.Node) {
	if n == nil {
		return
	}
	s := d.pack.section(n, "for_each", "fact", "match", "where")
	if s == nil {
		return
	}
	fact := d.fact(s, "fact", "for_each")
	if fact == nil {
		return
	}
	if fact.Kind != BoolFact {
		d.errorf(s.get("fact"), "for_each: fact %s is not set by true_on and false_on; only such a fact has members", fact.Name)
	}
	d.item = fact.Per
	each := &ForEach{Fact: fact, At: d.places(s), Match: d.keys(s.get("match"), "match")}
	d.checkMatch(s.get("match"), each.Match, fact)
	each.Where = d.condition(s.get("where"), "where", boolType, d.atTrigger())
	d.def.ForEach = each
}

// checkRuleMatch refuses keys that the obligation does not have.
func (d *ruleDraft) checkRuleMatch() {
	has := union(d.def.Per, d.item)
	for _, k := range d.def.Match {
		if !slices.Contains(has, k) && d.section.get("per") != nil {
			d.errorf(d.section.get("match"), "match: rule %s has no key %s; it has %s", d.def.ID, k, keyList(has))
		}
	}
}

func (d *ruleDraft) witness(n *yaml.Node) {
	if n == nil {
		return
	}
	s := d.pack.section(n, "witness", "source", "by")
	if s == nil {
		return
	}
	if s.get("source") == nil {
		d.errorf(n, "witness: lacks source; accepted are %s", strings.Join(sources, ", "))
	}
	d.def.Witness = &Witness{Sources: d.sources(s.get("source")), By: d.keys(s.get("by"), "by")}
}
