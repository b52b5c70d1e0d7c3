package ruletest

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/trace"
)

// Change is a way to damage a trace that keeps a rule.
type Change string

// Changes. The first five break what the rule asks for; the last three are damage of any kind.
const (
	ReplyDeleted      Change = "reply deleted"
	ReplyDelayed      Change = "reply delayed past due"
	ReplyMoved        Change = "reply moved to another key"
	ForbiddenInserted Change = "forbidden event inserted"
	FactDropped       Change = "fact-setting event dropped"
	Duplicated        Change = "event duplicated"
	Swapped           Change = "events swapped"
	Truncated         Change = "trace truncated"
)

// Changes lists all of them in order.
var Changes = []Change{ReplyDeleted, ReplyDelayed, ReplyMoved, ForbiddenInserted, FactDropped, Duplicated, Swapped, Truncated}

// Notice counts changed rules, and those that some test notices; or damaged traces, and those of which the rule
// says violation or inconclusive.
type Notice struct{ Tried, Noticed int }

// Add adds the counts of other.
func (n *Notice) Add(other Notice) {
	n.Tried += other.Tried
	n.Noticed += other.Noticed
}

// TraceMutation is what one rule notices.
type TraceMutation struct {
	Rule     *rules.Rule
	Passing  int // cases that pass and exercise the rule
	ByChange map[Change]Notice
}

// Blind tells whether the rule notices nothing.
func (m *TraceMutation) Blind() bool {
	for _, n := range m.ByChange {
		if n.Noticed > 0 {
			return false
		}
	}
	return true
}

// MutateTraces damages the traces of the cases that pass, in every way that each rule asks for, and tells
// what the rules notice.
func MutateTraces(ctx context.Context, set *rules.Set, cases []Case) []TraceMutation {
	out := make([]TraceMutation, len(set.Rules))
	eachRule(ctx, set, func(i int, r *rules.Rule) { out[i] = mutateTraces(ctx, set, r, cases) })
	return out
}

func mutateTraces(ctx context.Context, set *rules.Set, r *rules.Rule, cases []Case) TraceMutation {
	d := &damage{ctx: ctx, alone: solo(set, *r), rule: r, out: TraceMutation{Rule: r, ByChange: map[Change]Notice{}}}
	d.facts = d.setters(set)
	telling, _ := about(ctx, set, r, cases)
	d.forbidden = d.templates(telling)
	for _, c := range telling {
		report := judge(ctx, d.alone, c)
		if report == nil { // interrupted
			break
		}
		if got := report.Rules[0]; got.Verdict == rules.Pass && got.Coverage == rules.Exercised {
			d.out.Passing++
			d.damage(c)
		}
	}
	return d.out
}

// damage tries the changes for one rule.
type damage struct {
	ctx       context.Context
	alone     *rules.Set
	rule      *rules.Rule
	facts     []*rules.Predicate // events that set facts which the rule reads
	forbidden []trace.Event      // events that violated it elsewhere
	out       TraceMutation
}

// at is an event of a script.
type at struct{ log, event int }

func (d *damage) damage(c *Case) {
	for li, log := range c.script.logs {
		for ei := range log.events {
			d.event(c, at{li, ei})
		}
	}
}

// event tries all changes that concern one event.
func (d *damage) event(c *Case, i at) {
	e := &c.script.logs[i.log].events[i.event]
	if matchesAny(d.rule.Expect, e) {
		d.try(c, ReplyDeleted, func(s *script) { s.remove(i) })
		d.try(c, ReplyDelayed, func(s *script) { s.delay(i) })
		d.try(c, ReplyMoved, func(s *script) { d.move(&s.logs[i.log].events[i.event]) })
	}
	if matchesAny(d.rule.On.Refs, e) {
		for _, f := range d.forbidden {
			d.try(c, ForbiddenInserted, func(s *script) { d.insert(s, e, f, e.Time) })
			d.try(c, ForbiddenInserted, func(s *script) { d.insert(s, e, f, s.last()) })
		}
	}
	if slices.ContainsFunc(d.facts, func(p *rules.Predicate) bool { return matches(p, e) }) {
		d.try(c, FactDropped, func(s *script) { s.remove(i) })
	}
	d.try(c, Duplicated, func(s *script) {
		log := s.logs[i.log]
		log.events = slices.Insert(log.events, i.event, log.events[i.event])
	})
	if i.event > 0 {
		d.try(c, Swapped, func(s *script) {
			a, b := &s.logs[i.log].events[i.event-1], &s.logs[i.log].events[i.event]
			a.Time, b.Time = b.Time, a.Time
		})
	}
	d.try(c, Truncated, func(s *script) { s.cut(e.Time) })
}

// try judges the case with a changed trace.
func (d *damage) try(c *Case, change Change, do func(*script)) {
	damaged := *c
	damaged.script = c.script.clone()
	do(damaged.script)
	report := judge(d.ctx, d.alone, &damaged)
	n := d.out.ByChange[change]
	n.Tried++
	if report != nil && (report.Rules[0].Verdict == rules.Violation || report.Rules[0].Verdict == rules.Inconclusive) {
		n.Noticed++
	}
	d.out.ByChange[change] = n
}

func matchesAny(refs []rules.Ref, e *trace.Event) bool {
	return slices.ContainsFunc(refs, func(r rules.Ref) bool { return matches(r.Predicate, e) })
}

// matches looks at name and source alone.
func matches(p *rules.Predicate, e *trace.Event) bool {
	return (p.Any || slices.Contains(p.Names, e.Name)) && (len(p.Sources) == 0 || slices.Contains(p.Sources, e.Source))
}

// setters lists the events that set facts which the rule reads.
func (d *damage) setters(set *rules.Set) []*rules.Predicate {
	var out []*rules.Predicate
	add := func(f *rules.Fact) {
		for _, s := range f.Setters {
			out = append(out, s.Ref.Predicate)
		}
	}
	programs := []*celenv.Program{d.rule.When, d.rule.Check, d.rule.Unless}
	for _, n := range d.rule.Any {
		programs = append(programs, n.Cond)
	}
	for _, p := range programs {
		if p == nil {
			continue
		}
		for _, i := range p.Reads().Facts {
			add(set.Facts[i])
		}
		for _, i := range p.Reads().Lists {
			add(set.Lists[i].Fact)
		}
	}
	if d.rule.ForEach != nil {
		add(d.rule.ForEach.Fact)
	}
	return out
}

// templates returns the forbidden events of cases that violate the rule, each once.
func (d *damage) templates(cases []*Case) []trace.Event {
	if d.rule.Verb != rules.VerbForbid {
		return nil
	}
	var out []trace.Event
	seen := map[string]bool{}
	for _, c := range cases {
		report := judge(d.ctx, d.alone, c)
		if report == nil {
			break
		}
		for _, f := range report.Findings {
			for _, e := range f.Evidence {
				if found := c.script.find(e.Pos); e.Role == rules.RoleForbidden && found != nil && !seen[found.Name+found.Source] {
					seen[found.Name+found.Source] = true
					out = append(out, *found)
				}
			}
		}
	}
	return out
}

// insert puts an event like f right after a time, with the trigger's keys.
func (d *damage) insert(s *script, trigger *trace.Event, f trace.Event, after time.Time) {
	e := *f.Clone()
	e.Time = after.Add(time.Millisecond)
	for _, k := range matched(d.rule) {
		for _, ref := range d.rule.Forbid {
			if matches(ref.Predicate, &e) {
				setKey(&e, ref.Predicate, k, trigger.Key(k))
			}
		}
	}
	if e.Source == trigger.Source {
		e.Instance = trigger.Instance
	}
	log := s.log(e.Source, e.Instance)
	log.events = append(log.events, e)
	s.extend(e.Time)
}

// move gives a reply other keys than those that it must share.
func (d *damage) move(e *trace.Event) {
	for _, k := range matched(d.rule) {
		for _, ref := range d.rule.Expect {
			if matches(ref.Predicate, e) {
				setKey(e, ref.Predicate, k, "another")
			}
		}
	}
}

// setKey gives an event a key: the field, or the attribute from which the predicate takes it.
func setKey(e *trace.Event, p *rules.Predicate, k trace.Key, value string) {
	for _, kv := range p.Keys {
		if kv.Key != k {
			continue
		}
		if attr, ok := strings.CutPrefix(kv.Value.Text(), "attrs."); ok {
			e.Attrs = slices.Clone(e.Attrs).Set(attr, value)
			return
		}
	}
	if k == trace.KeyInstance {
		e.Instance = value
		return
	}
	setField(e, k.String(), value)
}
