package rules

import (
	"maps"
	"slices"
	"sync"

	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/trace"
)

// Reach is what the rules of a set can use: each through its own parts, and through the facts, lists and
// relations that it reads.
type Reach struct {
	Predicates map[*Predicate]bool
	Facts      map[*Fact]bool
	Relations  map[*Relation]bool

	set *Set
}

// Reach returns what the rules of the set that are not Unobservable can use. Packs are looked at side by side,
// because conditions may have to be compiled: they name nothing of another pack.
func (s *Set) Reach() *Reach {
	var group sync.WaitGroup
	parts := map[*Pack]*Reach{}
	for _, r := range s.Rules {
		if !r.Unobservable && parts[r.Pack] == nil {
			part := s.newReach()
			parts[r.Pack] = part
			group.Go(func() { part.pack(r.Pack) })
		}
	}
	group.Wait()
	all := s.newReach()
	for _, part := range parts {
		maps.Copy(all.Predicates, part.Predicates)
		maps.Copy(all.Facts, part.Facts)
		maps.Copy(all.Relations, part.Relations)
	}
	return all
}

func (s *Set) newReach() *Reach {
	return &Reach{Predicates: map[*Predicate]bool{}, Facts: map[*Fact]bool{}, Relations: map[*Relation]bool{}, set: s}
}

func (w *Reach) pack(p *Pack) {
	for _, r := range w.set.Rules {
		if r.Pack == p && !r.Unobservable {
			w.rule(r)
		}
	}
}

// Wanted tells readers which events the rules of the set can use.
func (s *Set) Wanted() *trace.Wanted { return s.Reach().Wanted() }

func (w *Reach) rule(r *Rule) {
	w.refs(r.Refs())
	w.programs(r.Programs())
	for _, p := range w.set.Witnessing(r) {
		w.predicate(p)
	}
	w.fact(r.On.Fact)
	if r.ForEach != nil {
		w.fact(r.ForEach.Fact)
	}
}

func (w *Reach) refs(refs []Ref) {
	for i := range refs {
		w.predicate(refs[i].Predicate)
		w.relation(refs[i].Via)
	}
}

func (w *Reach) predicate(p *Predicate) {
	if p != nil && !w.Predicates[p] {
		w.Predicates[p] = true
		w.programs(p.Programs())
	}
}

func (w *Reach) programs(list []*celenv.Program) {
	for _, p := range list {
		for _, i := range p.Reads().Facts {
			w.fact(w.set.Facts[i])
		}
		for _, i := range p.Reads().Lists {
			w.fact(w.set.Lists[i].Fact)
		}
	}
}

func (w *Reach) fact(f *Fact) {
	if f == nil || w.Facts[f] {
		return
	}
	w.Facts[f] = true
	w.refs(f.Refs())
	w.programs(f.Programs())
}

func (w *Reach) relation(r *Relation) {
	if r == nil || w.Relations[r] {
		return
	}
	w.Relations[r] = true
	w.refs(r.Refs())
	w.programs(r.Programs())
}

// Wanted puts the predicates into the form that readers use.
func (w *Reach) Wanted() *trace.Wanted {
	out := &trace.Wanted{Bodies: map[string]map[string]bool{}, Records: map[string]bool{}}
	for p := range w.Predicates {
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
func (w *Reach) deliveries() map[string]map[string]bool {
	some, all := map[string]map[string]bool{}, map[string]bool{}
	for p := range w.Predicates {
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
	list, _ := p.Where.Requires("EventDelivered")
	for _, r := range list {
		if r.Attr == "event" {
			return r.Texts
		}
	}
	return nil
}
