package main

import (
	"strings"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/input"
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// factAt is where a static fact stands: findings keep positions only.
type factAt struct {
	pos  trace.Pos
	name string
}

// facts reads again those static facts on which findings rest.
func (p *plan) facts(r *rules.Report, opt readOptions) map[factAt]*trace.Event {
	found := map[factAt]*trace.Event{}
	for i := range r.Findings {
		if e := r.Findings[i].Evidence; len(e) > 0 {
			found[factAt{e[0].Pos, e[0].Event}] = nil
		}
	}
	only := &plan{parser: p.parser, digests: p.digests}
	for _, family := range p.families {
		if static(p.parser[family[0]].Info().Sources) && family[0].Path != input.Stdin && family[0].Size >= 0 {
			only.families = append(only.families, family)
		}
	}
	reading := parsers.Open(only.logs(opt, &trace.Wanted{All: true}, false, nil))
	defer reading.Close()
	for _, s := range reading.Streams() {
		for it, err := s.Next(); err == nil; it, err = s.Next() {
			if it.Kind != trace.KindEvent {
				continue
			}
			at := factAt{it.Event.Pos, it.Event.Name}
			if have, wanted := found[at]; wanted && have == nil {
				found[at] = it.Event.Clone()
			}
		}
	}
	return found
}

// advise says in the findings what is wrong in the fact at hand, where it stands, and what to write instead.
func advise(r *rules.Report, facts map[factAt]*trace.Event) {
	for i := range r.Findings {
		f := &r.Findings[i]
		if len(f.Evidence) == 0 {
			continue
		}
		if e := facts[factAt{f.Evidence[0].Pos, f.Evidence[0].Event}]; e != nil {
			adviseOne(f, e)
		}
	}
}

func adviseOne(f *rules.Finding, e *trace.Event) {
	column, ok := e.Attrs.Get("column")
	if ok {
		f.Evidence[0].Note = strings.TrimPrefix(f.Evidence[0].Note+"; column "+column, "; ")
	}
	words := wrong(f.Rule.ID, e.Attrs)
	if e.Source == "strategy" {
		f.Evidence[0].Detail = details(e)
	} else {
		f.Evidence[0].Detail = strings.TrimSuffix(f.Evidence[0].Detail, " column="+column)
		words = wrongSetting(f.Rule.ID, e)
	}
	if f.Verdict != rules.Violation {
		return
	}
	if words != "" {
		f.Message = words
	}
	advice, note := remedy(f.Rule.ID, e.Attrs), ""
	if e.Source == "config" {
		advice = setting(f.Rule.ID, e)
	} else if advice != "" && correctable(f.Rule.ID, e.Attrs) {
		note = "fo-check lint --fix writes it"
	}
	if advice != "" {
		f.Evidence = append(f.Evidence, rules.Evidence{Role: rules.RoleContext, Event: "(suggestion)", Detail: advice, Note: note})
	}
}

// correctable tells whether --fix takes the finding away.
func correctable(id string, a trace.Attrs) bool {
	v, _ := a.Get("correctable")
	return v == "true" && (id == "L-36" || id == "L-39")
}

// details are the attributes by which a person finds the handler.
func details(e *trace.Event) string {
	var words []string
	for _, key := range []string{"handler", "event", "condition", "composer_version"} {
		if v, ok := e.Attrs.Get(key); ok && (v != "" || key == "condition") {
			words = append(words, key+"="+v)
		}
	}
	return strings.Join(words, " ")
}

// wrong says what is wrong with the handler, "" where the rule's own words do.
func wrong(id string, a trace.Attrs) string {
	event, _ := a.Get("judged_by")
	switch id {
	case "L-30":
		return "a handler of interaction.notcontrolled of its own; evaluate the default Multimedia set"
	case "L-31":
		return "no live handler of interaction.present, and none that ends the session on interaction.notcontrolled"
	case "L-32", "L-33":
		return "ends the session on every " + event + ", its own routing included"
	case "L-34", "L-34b":
		return misjudged(id, a)
	case "L-34c":
		return "a revoked interaction leaves the session behind: it neither ends nor handles interaction.present"
	case "L-34d":
		return "a revoked interaction ends the session, so a switchover does"
	case "L-36":
		return "the condition does not parse"
	case "L-37":
		return "the condition depends on resultof, which this Orchestration Server does not give"
	case "L-38":
		return "never tried: an earlier handler of the same state takes every such event"
	case "L-39":
		return "resultof is compared with a value that it never has"
	}
	return ""
}

// wrongCases are the lines of the truth table that a rule judges: attribute, the wrong value, in words.
func wrongCases(id string) [][3]string {
	switch id {
	case "L-34":
		return [][3]string{{"guard_other", "true", "another interaction"}, {"guard_routing", "true", "resultof routing"}}
	case "L-34b":
		return [][3]string{{"guard_detaching", "true", "resultof detaching"}, {"guard_absent", "false", "no resultof"},
			{"guard_deletion", "false", "resultof deletion"}}
	}
	return nil
}

// misjudged lists the cases of the truth table that are wrong.
func misjudged(id string, a trace.Attrs) string {
	said := map[string][]string{}
	for _, c := range wrongCases(id) {
		if v, ok := a.Get(c[0]); ok && v == c[1] {
			said[v] = append(said[v], c[2])
		}
	}
	var parts []string
	if ends := said["true"]; len(ends) > 0 {
		parts = append(parts, "ends the session with "+strings.Join(ends, ", "))
	}
	if lives := said["false"]; len(lives) > 0 {
		parts = append(parts, "does not end it with "+strings.Join(lives, ", "))
	}
	return strings.Join(parts, "; ")
}

// remedy is what to do: a condition to paste, or a step in Composer.
func remedy(id string, a trace.Attrs) string {
	suggestion, _ := a.Get("suggestion")
	switch id {
	case "L-32", "L-33", "L-34", "L-34b", "L-36", "L-39", "L-40":
		if suggestion != "" {
			return "condition: " + suggestion
		}
	case "L-31", "L-34c":
		return `in Composer: add the event "interaction re-queued" (interaction.present) in the Events dialog, then Generate Code`
	case "L-30":
		if kind, _ := a.Get("kind"); kind == "scxml" {
			return ""
		}
		return "in Composer: choose the default Multimedia set in the Events dialog, then Generate Code"
	case "L-35":
		return "in Composer: Generate Code, and deploy the result"
	case "L-38":
		return "move it before the handler that takes everything"
	}
	return ""
}
