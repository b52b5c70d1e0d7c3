package rules

import (
	"cmp"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/trace"
)

var sources = []string{"tserver", "interaction", "ors", "pom", "desktop", "statserver", "strategy", "config"}

// declareEvents reads the section events.
func (p *pack) declareEvents(n *yaml.Node) {
	if n == nil {
		return
	}
	entries, _ := p.entries(n, "events")
	for _, e := range entries {
		what := "event " + e.key.Value
		s := p.section(e.value, what, "name", "source", "where", "keys", "broadcast", "doc")
		if s == nil || !p.named(e.key, "event") {
			continue
		}
		predicate := &Predicate{Name: e.key.Value, Pack: p.def, Pos: p.pos(e.key), At: p.places(s),
			Sources: p.sources(s.get("source")), Broadcast: p.truth(s.get("broadcast"), "broadcast")}
		p.eventNames(predicate, s, what)
		at := place{vars: celenv.Vars{NoFacts: true}}
		predicate.Where = p.condition(s.get("where"), "where", celenv.Bool, at)
		predicate.Keys = p.keyValues(s.get("keys"), at)
		p.predicates[predicate.Name] = predicate
		p.newPredicates = append(p.newPredicates, predicate)
	}
}

func (p *pack) sources(n *yaml.Node) []string {
	if n == nil {
		return nil
	}
	var list []string
	for _, item := range p.items(n) {
		if source := p.choice(item, "source", sources...); source != "" {
			list = append(list, source)
		}
	}
	return list
}

func (p *pack) eventNames(predicate *Predicate, s *section, what string) {
	n := s.get("name")
	if n == nil {
		p.errorf(s.node, "%s: lacks name; the name of a message is accepted, such as EventAgentLogout, a list of them, or \"*\"", what)
		return
	}
	predicate.Names = p.texts(n, "name")
	if !slices.Contains(predicate.Names, "*") {
		return
	}
	if len(predicate.Names) > 1 {
		p.errorf(n, "name: \"*\" beside other names; \"*\" alone stands for every record")
	}
	predicate.Names, predicate.Any = nil, true
}

// keyValues reads keys: {site: attrs.from}.
func (p *pack) keyValues(n *yaml.Node, at place) []KeyValue {
	if n == nil {
		return nil
	}
	entries, _ := p.entries(n, "keys")
	var all []KeyValue
	for _, e := range entries {
		if k, ok := p.key(e.key, "keys"); ok {
			all = append(all, KeyValue{k, p.condition(e.value, e.key.Value, celenv.String, at), p.textPos(e.value)})
		}
	}
	slices.SortFunc(all, func(a, b KeyValue) int { return cmp.Compare(a.Key, b.Key) })
	return all
}

// refs reads one use of an event or a list of them. on is the key that names the event in a mapping:
// "event" or "on".
func (p *pack) refs(n *yaml.Node, what, on string, at place, more ...string) []Ref {
	if n == nil {
		return nil
	}
	var all []Ref
	for _, item := range p.items(n) {
		refs, _ := p.ref(item, what, on, at, more...)
		all = append(all, refs...)
	}
	if p.follow(n).Kind == yaml.SequenceNode && len(p.follow(n).Content) == 0 {
		p.errorf(n, "%s: an empty list; names of the section events are accepted", what)
	}
	return all
}

// ref reads NAME or {event: NAME, where: COND, via: RELATION}; in the mapping the event may be a list.
// The section, nil for a bare name, holds the keys named in more.
func (p *pack) ref(n *yaml.Node, what, on string, at place, more ...string) ([]Ref, *section) {
	if n.Kind == yaml.ScalarNode {
		if predicate := p.predicate(n, what); predicate != nil {
			return []Ref{{Predicate: predicate, Pos: p.pos(n)}}, nil
		}
		return nil, nil
	}
	s := p.section(n, what, append([]string{on, "where", "via", "match"}, more...)...)
	if s == nil {
		return nil, nil
	}
	name := s.get(on)
	if name == nil {
		p.errorf(n, "%s: lacks %s; a name of the section events is accepted", what, on)
		return nil, s
	}
	base := Ref{Where: p.condition(s.get("where"), "where", celenv.Bool, at), Via: p.relation(s.get("via")),
		Match: p.keys(s.get("match"), "match"), Pos: p.pos(n), At: p.places(s)}
	var all []Ref
	for _, item := range p.items(name) {
		if base.Predicate = p.predicate(item, on); base.Predicate != nil {
			all = append(all, base)
		}
	}
	return all, s
}

func (p *pack) predicate(n *yaml.Node, what string) *Predicate {
	name := p.text(n, what)
	if name == "" {
		if n.Kind == yaml.ScalarNode {
			p.errorf(n, "%s: nothing; a name of the section events is accepted", what)
		}
		return nil
	}
	predicate := p.predicates[name]
	if predicate == nil {
		p.unknown(n, "event", name, sortedKeys(p.predicates))
	}
	return predicate
}

func (p *pack) relation(n *yaml.Node) *Relation {
	name := p.text(n, "via")
	if name == "" {
		return nil
	}
	relation := p.relations[name]
	if relation == nil {
		p.unknown(n, "relation", name, sortedKeys(p.relations))
	}
	return relation
}

// declareRelations reads the heads of the section relations; conditions may name them at once.
func (p *pack) declareRelations(n *yaml.Node) {
	if n == nil {
		return
	}
	entries, _ := p.entries(n, "relations")
	for _, e := range entries {
		s := p.relationSection(e)
		if s == nil || !p.named(e.key, "relation") {
			continue
		}
		relation := &Relation{Name: e.key.Value, Pack: p.def, Pos: p.pos(e.key), At: p.places(s), From: p.keys(s.get("from"), "from")}
		if len(relation.From) == 0 {
			p.errorf(e.key, "relation %s: lacks from; a list of keys is accepted", relation.Name)
		}
		relation.To = trace.NumKeys
		if to := s.get("to"); to == nil {
			p.errorf(e.key, "relation %s: lacks to; a key is accepted", relation.Name)
		} else if k, ok := p.key(to, "to"); ok {
			relation.To = k
		}
		p.relations[relation.Name] = relation
		p.newRelations = append(p.newRelations, relation)
	}
}

func (p *pack) relationSection(e entry) *section {
	return p.section(e.value, "relation "+e.key.Value, "from", "to", "learn", "drop")
}

// learnRelations reads what teaches the relations.
func (p *pack) learnRelations(n *yaml.Node) {
	if n == nil {
		return
	}
	entries, _ := p.entries(n, "relations")
	for _, e := range entries {
		relation, s := p.relations[e.key.Value], p.relationSection(e)
		if relation == nil || s == nil {
			continue
		}
		p.learn(relation, s)
		relation.Drop = p.refs(s.get("drop"), "drop", "on", judged(nil, false))
	}
}

func (p *pack) learn(relation *Relation, s *section) {
	n := s.get("learn")
	if n == nil {
		p.errorf(s.node, "relation %s: lacks learn; a list of {on: EVENT, value: TEXT} is accepted", relation.Name)
		return
	}
	for _, item := range p.items(n) {
		refs, s := p.ref(item, "learn", "on", judged(nil, false), "value")
		value := p.valueOf(item, s)
		for _, ref := range refs {
			relation.Learn = append(relation.Learn, Learn{ref, value})
		}
	}
}

// valueOf compiles the value of {on, value}.
func (p *pack) valueOf(item *yaml.Node, s *section) *celenv.Program {
	if s.get("value") == nil {
		p.errorf(item, "lacks value; {on: EVENT, value: TEXT} is accepted, such as value: attrs.new")
		return nil
	}
	return p.condition(s.get("value"), "value", celenv.String, judged(nil, false))
}
