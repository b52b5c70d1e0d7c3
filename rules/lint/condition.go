package lint

import (
	"fmt"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
)

// held is a condition and where its text begins.
type held struct {
	program *celenv.Program
	pos     rules.Pos
	not     bool
	trigger bool // read at the trigger, judged with a later event
}

// situation is what holds when a condition is read: what the event is, and conditions on it.
type situation struct {
	given []celenv.Restriction
	held  []held
}

// with returns the situation in which more holds.
func (s situation) with(more ...held) situation {
	return situation{s.given, append(s.held[:len(s.held):len(s.held)], more...)}
}

// never tells why the situation cannot be, and where the part stands that contradicts the rest.
func (l *linter) never(s situation) (*celenv.Conflict, rules.Pos) {
	var all []celenv.Assumption
	for _, h := range s.held {
		all = append(all, celenv.Assumption{Program: h.program, Not: h.not, Trigger: h.trigger})
	}
	c := celenv.Contradiction(s.given, all...)
	if c == nil {
		return nil, rules.Pos{}
	}
	pos := rules.Pos{}
	for _, h := range s.held {
		if h.program == c.Program { // the last of those that read alike
			pos = h.pos
		}
	}
	if c.Part == "" {
		return c, pos
	}
	return c, l.inside(pos, c.Program.Text(), c.Offset)
}

// inside finds the code point at offset in a text that begins at pos.
func (l *linter) inside(pos rules.Pos, text string, offset int) rules.Pos {
	x := celenv.Expr{Text: text, File: pos.File, Content: l.content(pos.File), Line: pos.Line, Col: pos.Col}
	if pos.Line > 0 {
		pos.Line, pos.Col = x.At(offset)
	}
	return pos
}

func (l *linter) content(file string) []byte {
	for _, f := range l.in.Files {
		if f.Name == file {
			return f.Content
		}
	}
	return nil
}

// of returns what holds of an event that matches ref.
func of(ref *rules.Ref) situation {
	s := matching(ref.Predicate, "")
	s.held = append(s.held, held{program: ref.Where, pos: ref.At["where"]})
	return s
}

// matching returns what holds of an event that matches the predicate; prefix is "trigger." for one that
// came before.
func matching(p *rules.Predicate, prefix string) situation {
	s := situation{}
	if !p.Any {
		s.given = append(s.given, celenv.Restriction{Path: prefix + "name", Texts: p.Names})
	}
	if len(p.Sources) > 0 {
		s.given = append(s.given, celenv.Restriction{Path: prefix + "source", Texts: p.Sources})
	}
	s.held = []held{{program: p.Where, pos: p.At["where"], trigger: prefix != ""}}
	return s
}

// predicate looks at a named event.
func (l *linter) predicate(p *rules.Predicate) {
	if c, pos := l.never(matching(p, "")); c != nil {
		l.errorf(pos, "contradiction", "event %s: can never come: %s", p.Name, c)
	}
	if p.Any && len(p.Sources) == 0 {
		l.warnf(p.At["name"], "unbounded", "event %s: every record of every log is judged; source: names the logs that count", p.Name)
	}
	l.names(p)
}

// fact looks at what sets a fact.
func (l *linter) fact(f *rules.Fact) {
	for i := range f.Setters {
		ref := &f.Setters[i].Ref
		l.refNever(ref, of(ref), "fact "+f.Name+": this setter can never apply")
	}
	if f.Kind == rules.BoolFact && !l.becomes(f, true) {
		l.errorf(f.Pos, "never-set", "fact %s: is never true; true_on, or initially: \"true\", is accepted", f.Name)
	}
	l.growing(f)
}

// becomes tells whether some setter gives a bool fact the value.
func (l *linter) becomes(f *rules.Fact, value bool) bool {
	if f.Initially != nil && *f.Initially == fmt.Sprint(value) {
		return true
	}
	for _, s := range f.Setters {
		switch s.Kind {
		case rules.SetTrue:
			if value {
				return true
			}
		case rules.SetFalse, rules.SetKnownFalse:
			if !value {
				return true
			}
		}
	}
	return false
}

// refNever reports a use of an event that can never match, unless the event itself cannot come.
func (l *linter) refNever(ref *rules.Ref, s situation, what string) bool {
	if c, _ := l.never(matching(ref.Predicate, "")); c != nil || ref.Where == nil {
		return c != nil
	}
	c, pos := l.never(s)
	if c != nil {
		l.errorf(pos, "contradiction", "%s: %s", what, c)
	}
	return c != nil
}

// conditions looks for conditions of a rule that are never, or always, true.
func (l *linter) conditions(r *rules.Rule) {
	triggers := l.triggers(r)
	if len(triggers) == 0 {
		return
	}
	when := held{program: r.When, pos: r.At["when"]}
	if l.neverIn(triggers, when, "never-triggered", "rule "+r.ID+": its guard can never hold") {
		return
	}
	if r.When != nil && l.alwaysIn(triggers, when) {
		l.warnf(when.pos, "constant", "rule %s: its guard holds whenever the trigger comes; it can be left out", r.ID)
	}
	for i := range triggers {
		triggers[i] = triggers[i].with(when)
	}
	if r.ForEach != nil {
		l.neverIn(triggers, held{program: r.ForEach.Where, pos: r.ForEach.At["where"]}, "never-triggered", "rule "+r.ID+": no member can be meant")
	}
	switch r.Verb {
	case rules.VerbCheck:
		l.checks(r, triggers)
	case rules.VerbExpect:
		l.replies(r, r.Expect, "the reply can never come")
		l.replies(r, r.Cancel, "this line of cancel can never apply")
		l.cancels(r)
	case rules.VerbForbid:
		l.replies(r, r.Forbid, "what is forbidden can never come")
		l.unless(r)
	}
	l.replies(r, r.Until, "until can never come")
}

// triggers returns the situations in which the rule is triggered.
func (l *linter) triggers(r *rules.Rule) []situation {
	if f := r.On.Fact; f != nil {
		if !l.becomes(f, r.On.Becomes) {
			l.errorf(r.At["on"], "never-triggered", "rule %s: nothing makes fact %s %v", r.ID, f.Name, r.On.Becomes)
		}
		return []situation{{}}
	}
	var all []situation
	for i := range r.On.Refs {
		ref := &r.On.Refs[i]
		if s := of(ref); !l.refNever(ref, s, "rule "+r.ID+": this trigger can never come") {
			all = append(all, s)
		}
	}
	return all
}

// neverIn reports a condition that holds in none of the situations.
func (l *linter) neverIn(situations []situation, h held, check, what string) bool {
	if h.program == nil {
		return false
	}
	var c *celenv.Conflict
	var pos rules.Pos
	for _, s := range situations {
		if c, pos = l.never(s.with(h)); c == nil {
			return false
		}
	}
	l.errorf(pos, check, "%s: %s", what, c)
	return true
}

// alwaysIn tells whether a condition holds in all of the situations.
func (l *linter) alwaysIn(situations []situation, h held) bool {
	h.not = true
	for _, s := range situations {
		if c, _ := l.never(s.with(h)); c == nil {
			return false
		}
	}
	return h.program != nil
}

// checks looks at what a check demands.
func (l *linter) checks(r *rules.Rule, triggers []situation) {
	check := held{program: r.Check, pos: r.At["check"]}
	l.neverIn(triggers, check, "contradiction", "rule "+r.ID+": its check can never hold, so every trigger violates it")
	if l.alwaysIn(triggers, check) {
		l.errorf(check.pos, "never-fails", "rule %s: its check holds whenever the trigger comes, so it can never fail", r.ID)
	}
	for _, n := range r.Any {
		alternative := held{program: n.Cond, pos: n.Pos}
		l.neverIn(triggers, alternative, "contradiction", "rule "+r.ID+": the alternative "+n.Name+" can never hold")
		if l.alwaysIn(triggers, alternative) {
			l.errorf(n.Pos, "never-fails", "rule %s: the alternative %s holds whenever the trigger comes, so the rule can never fail", r.ID, n.Name)
		}
	}
	for _, n := range r.Blame {
		l.neverIn(triggers, held{program: n.Cond, pos: n.Pos}, "contradiction", "rule "+r.ID+": the cause "+n.Name+" can never hold")
	}
}

// replies looks at events that come after the trigger.
func (l *linter) replies(r *rules.Rule, refs []rules.Ref, what string) {
	for i := range refs {
		ref := &refs[i]
		if len(r.On.Refs) != 1 {
			l.refNever(ref, of(ref), "rule "+r.ID+": "+what)
			continue
		}
		before := matching(r.On.Refs[0].Predicate, "trigger.")
		s := of(ref)
		s.given = append(s.given, before.given...)
		s.held = append(before.held, s.held...)
		l.refNever(ref, s, "rule "+r.ID+": "+what)
	}
}

// unless looks at what excuses the forbidden event.
func (l *linter) unless(r *rules.Rule) {
	var comes []situation
	for i := range r.Forbid {
		comes = append(comes, of(&r.Forbid[i]))
	}
	conditions := []held{{program: r.Unless, pos: r.At["unless"]}}
	for _, n := range r.Any {
		conditions = append(conditions, held{program: n.Cond, pos: n.Pos})
	}
	for _, h := range conditions {
		l.neverIn(comes, h, "contradiction", "rule "+r.ID+": unless can never hold")
		if l.alwaysIn(comes, h) {
			l.errorf(h.pos, "never-fails", "rule %s: unless holds whenever the forbidden event comes, so the rule can never fail", r.ID)
		}
	}
}

// cancels reports lines that an earlier one leaves nothing to.
func (l *linter) cancels(r *rules.Rule) {
	whole := map[*rules.Predicate]bool{}
	for i := range r.Cancel {
		c := &r.Cancel[i]
		if whole[c.Predicate] && c.Match == nil {
			l.errorf(c.Pos, "shadowed", "rule %s: this line of cancel never counts; an earlier one takes every %s", r.ID, c.Predicate.Name)
		}
		if c.Where == nil && c.Via == nil && c.Within == nil && c.Before == nil && c.Match == nil {
			whole[c.Predicate] = true
		}
	}
}
