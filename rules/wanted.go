package rules

import (
	"maps"
	"slices"

	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/trace"
)

// Wanted tells readers which events the rules of the set can use: those of every predicate that a rule
// reaches, through its own parts and through the facts, lists and relations that it reads.
func (s *Set) Wanted() *trace.Wanted { return s.reach().wanted() }

// FactsRead returns the facts that the rules of the set read, directly or through other parts, and those that
// its relations do.
func (s *Set) FactsRead() map[*Fact]bool {
	w := s.reach()
	for _, r := range s.Relations {
		w.relation(r)
	}
	return w.facts
}

func (s *Set) reach() *reach {
	w := &reach{set: s, predicates: map[*Predicate]bool{}, facts: map[*Fact]bool{}, relations: map[*Relation]bool{}}
	for _, r := range s.Rules {
		w.rule(r)
	}
	return w
}

// reach collects what rules can use.
type reach struct {
	set        *Set
	predicates map[*Predicate]bool
	facts      map[*Fact]bool
	relations  map[*Relation]bool
}

func (w *reach) rule(r *Rule) {
	w.refs(r.Refs())
	w.programs(r.Programs())
	for _, p := range w.set.Witnessing(r) {
		w.predicates[p] = true
	}
	w.fact(r.On.Fact)
	if r.ForEach != nil {
		w.fact(r.ForEach.Fact)
	}
}

func (w *reach) refs(refs []Ref) {
	for i := range refs {
		if p := refs[i].Predicate; p != nil {
			w.predicates[p] = true
		}
		w.relation(refs[i].Via)
	}
}

func (w *reach) programs(list []*celenv.Program) {
	for _, p := range list {
		for _, i := range p.Reads().Facts {
			w.fact(w.set.Facts[i])
		}
		for _, i := range p.Reads().Lists {
			w.fact(w.set.Lists[i].Fact)
		}
	}
}

func (w *reach) fact(f *Fact) {
	if f == nil || w.facts[f] {
		return
	}
	w.facts[f] = true
	w.refs(f.Refs())
	w.programs(f.Programs())
}

func (w *reach) relation(r *Relation) {
	if r == nil || w.relations[r] {
		return
	}
	w.relations[r] = true
	w.refs(r.Refs())
	w.programs(r.Programs())
}

// wanted puts the predicates into the form that readers use.
func (w *reach) wanted() *trace.Wanted {
	out := &trace.Wanted{Bodies: map[string]map[string]bool{}, Records: map[string]bool{}}
	for p := range w.predicates {
		for _, source := range p.from() {
			if p.Any {
				out.Records[source] = true
				continue
			}
			if out.Bodies[source] == nil {
				out.Bodies[source] = map[string]bool{}
			}
			for _, name := range p.Names {
				out.Bodies[source][name] = true
			}
		}
	}
	out.Deliveries = w.deliveries()
	return out
}

// from lists the sources, "" for any.
func (p *Predicate) from() []string {
	if len(p.Sources) == 0 {
		return []string{""}
	}
	return p.Sources
}

// deliveries lists, per source, the messages of which the predicates read the delivery; none for a source of
// which one reads all.
func (w *reach) deliveries() map[string]map[string]bool {
	some, all := map[string]map[string]bool{}, map[string]bool{}
	for p := range w.predicates {
		if !slices.Contains(p.Names, "EventDelivered") {
			continue
		}
		messages := p.delivered()
		for _, source := range p.from() {
			all[source] = all[source] || len(messages) == 0
			if some[source] == nil {
				some[source] = map[string]bool{}
			}
			for _, m := range messages {
				some[source][m] = true
			}
		}
	}
	maps.DeleteFunc(some, func(source string, _ map[string]bool) bool { return all[source] || all[""] })
	for source := range some { // what any source may deliver, this one may
		maps.Copy(some[source], some[""])
	}
	return some
}

// delivered lists the messages that the condition demands of an EventDelivered; none: it demands none.
func (p *Predicate) delivered() []string {
	if p.Where == nil {
		return nil
	}
	list, _ := p.Where.Requires()
	for _, r := range list {
		if r.Attr == "event" {
			return r.Texts
		}
	}
	return nil
}
