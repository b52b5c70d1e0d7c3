package strategy

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"github.com/fo-check/fo-check/trace"
)

// maxShown is how much of a condition an event keeps, in characters.
const maxShown = 1000

// facts are the attributes of an event. What is not known is left out.
type facts struct{ attrs trace.Attrs }

func (a *facts) text(key, value string) {
	if r := []rune(value); len(r) > maxShown {
		value = string(r[:maxShown]) + "..."
	}
	a.attrs = append(a.attrs, trace.Attr{Key: key, Value: value})
}

func (a *facts) truth(key string, value truth) {
	if value != unknown {
		a.text(key, value.text())
	}
}

func (a *facts) known(key, value string) {
	if value != "" {
		a.text(key, value)
	}
}

// ofFile are the facts about a file.
func (f *file) facts(list []judged) trace.Attrs {
	a := &facts{}
	a.known("composer_version", f.version)
	a.text("kind", string(f.kind))
	a.text("category", f.category())
	a.known("older_version", f.older)
	a.text("column", strconv.Itoa(f.column))
	if f.kind == workflow {
		return a.attrs
	}
	a.truth("handles_present", f.handles(list, present))
	a.truth("handles_notcontrolled", f.handles(list, notControlled))
	a.truth("ends_on_notcontrolled", f.endsOnNotControlled(list))
	if !f.broken {
		a.text("handlers", f.fingerprints())
	}
	a.text("backup", strconv.Itoa(f.backup))
	return a.attrs
}

// applicationLeg is the state of generated SCXML that keeps events which the workflow left, for its handlers.
const applicationLeg = "_composer_application"

// handles tells whether a live handler matches the event; unknown where part of the file was not read.
func (f *file) handles(list []judged, event string) truth {
	for i := range list {
		if !list[i].disabled && matches(list[i].handler.event, event) && list[i].name != applicationLeg {
			return yes
		}
	}
	if f.broken {
		return unknown
	}
	return no
}

func (f *file) endsOnNotControlled(list []judged) truth {
	sum := no
	if f.broken {
		sum = unknown
	}
	for i := range list {
		if !list[i].disabled && list[i].event == notControlled {
			sum = sum.or(list[i].ends)
		}
	}
	return sum
}

// fingerprints name the live handlers of multimedia events, each with a sum of its condition, so that a
// diagram can be compared with what was generated from it.
func (f *file) fingerprints() string {
	var list []string
	for i := range f.handlers {
		h := &f.handlers[i]
		if h.disabled || !names(h.event, present) && !names(h.event, notControlled) {
			continue
		}
		sum := fnv.New32a()
		sum.Write([]byte(strings.Join(strings.Fields(h.condition), " ")))
		list = append(list, fmt.Sprintf("%s#%08x", strings.Join(strings.Fields(h.event), ","), sum.Sum32()))
	}
	slices.Sort(list)
	return strings.Join(slices.Compact(list), " ")
}

// facts are the facts about a handler, those first that tell it from others.
func (j *judged) facts(f *file, handlesPresent truth) trace.Attrs {
	a := &facts{}
	a.text("event", j.handler.event)
	a.known("handler", j.name)
	a.text("condition", j.condition)
	a.known("suggestion", j.suggestion())
	if j.correctable(f) != "" {
		a.text("correctable", "true")
	}
	a.text("column", strconv.Itoa(j.column))
	a.text("kind", string(f.kind))
	a.text("category", f.category())
	a.known("composer_version", f.version)
	a.text("live", strconv.FormatBool(!j.disabled))
	a.text("judged_by", j.event)
	a.truth("names_notcontrolled", truthOf(names(j.handler.event, notControlled)))
	a.truth("names_present", truthOf(names(j.handler.event, present)))
	a.truth("handles_present", handlesPresent)
	a.truth("ends_session", j.ends)
	a.truth("parses", j.parses)
	a.truth("reachable", j.reachable)
	a.truth("known_outcomes", j.outcomes)
	a.truth("same_id", j.sameID)
	a.truth("starts_workflow", truthOf(len(j.effects.starts) > 0))
	a.truth("starts_checked", j.starts)
	j.guards(a)
	return a.attrs
}

// guards tell when an ending handler ends the session.
func (j *judged) guards(a *facts) {
	if j.ends != yes {
		return
	}
	t := j.table
	a.truth("guard_always", t.all())
	a.truth("guard_other", t.other())
	a.truth("guard_absent", t.own(""))
	for _, o := range outcomes[1:] {
		a.truth("guard_"+o, t.own(o))
	}
	depends := t.depends()
	if j.guard != nil && depends == unknown && !j.mentionsResultOf() {
		depends = no
	}
	a.truth("depends_on_resultof", depends)
}

// mentionsResultOf tells whether any condition of the handler reads resultof.
func (j *judged) mentionsResultOf() bool {
	if strings.Contains(j.condition, "resultof") {
		return true
	}
	for _, path := range j.effects.exits {
		for _, c := range path {
			if strings.Contains(c.text, "resultof") {
				return true
			}
		}
	}
	return false
}
