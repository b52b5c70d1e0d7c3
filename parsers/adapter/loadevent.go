package adapter

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/fo-check/fo-check/trace"
)

func eventKeys() []string { return []string{"match", "regex", "whole", "emit", "set", "map"} }

func (l *loader) events(doc, n *yaml.Node) {
	if n == nil {
		l.errorf(doc, "no events: nothing would be read; events: [{match: ..., emit: ...}] is accepted")
		return
	}
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		l.errorf(n, "events: not a list; - match: ... with emit: ... is accepted")
		return
	}
	for _, e := range n.Content {
		if s := l.section(e, "an event", eventKeys()); s != nil {
			l.event(e, s)
		}
	}
}

func (l *loader) event(n *yaml.Node, s map[string]*yaml.Node) {
	r := &rule{line: n.Line, maps: map[string]map[string]string{}}
	names := slices.Clone(l.heads)
	switch {
	case s["match"] != nil && s["regex"] != nil:
		l.errorf(s["regex"], "match and regex in one event; one of them is accepted")
	case s["match"] != nil:
		names = append(names, l.match(r, s["match"])...)
	case s["regex"] != nil:
		names = append(names, l.regex(r, s["regex"])...)
	default:
		l.errorf(n, "an event without match or regex; one of them is accepted")
	}
	if v := s["whole"]; v != nil {
		r.whole = l.text(v, "whole") == "true"
		if r.whole && r.literal != nil && r.literal.has(captureTime) {
			l.errorf(v, "whole, and a pattern with <ts>, which looks at the first line; one of them is accepted")
		}
	}
	if s["emit"] == nil {
		l.errorf(n, "an event without emit; emit: NAME is accepted")
	} else {
		r.emit = parseTemplate(l.text(s["emit"], "emit"))
		l.captured(s["emit"], r.emit, names)
		l.eventName(s["emit"], r.emit)
	}
	if s["set"] != nil {
		r.sets = l.assignments(s["set"], "set", names)
	}
	l.ruleMaps(r, s["map"], names)
	l.unused(r, s, names)
	l.a.rules = append(l.a.rules, r)
}

func (l *loader) match(r *rule, n *yaml.Node) []string {
	r.shown = l.text(n, "match")
	p, err := parsePattern(r.shown)
	if err != nil {
		l.errorf(n, "%v", err)
		return nil
	}
	if p.has(captureTime) && p.parts[0].capture != captureTime {
		l.errorf(n, "<ts> is not at the beginning; a pattern with <ts> begins with it and is compared with the whole line, one without looks at the text behind the time")
	}
	r.literal, r.need = p, newNeedle(p.required())
	return p.names
}

func (l *loader) regex(r *rule, n *yaml.Node) (names []string) {
	r.shown = l.text(n, "regex")
	re, err := regexp.Compile(r.shown)
	if err != nil {
		l.errorf(n, "%s; RE2 syntax is accepted, groups as (?P<name>...)", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
		return nil
	}
	r.regex, r.need = &expression{re: re}, newNeedle(requiredIn(r.shown))
	for _, name := range re.SubexpNames() {
		if name != "" && name != captureNone {
			names = append(names, name)
		}
	}
	return names
}

// eventName refuses a name that is nearly one of the trace's: a slip would be read as a vendor's message.
func (l *loader) eventName(n *yaml.Node, t template) {
	name, fixed := t.fixed()
	if !fixed || name == "" {
		return
	}
	var known []string
	for _, k := range trace.Names() {
		if k.Name == name {
			return
		}
		if len(name) >= 8 && strings.EqualFold(strings.ReplaceAll(name, "_", ""), k.Name) || oneSlip(name, k.Name) {
			known = append(known, k.Name)
		}
	}
	if len(known) > 0 {
		l.errorf(n, "emit %q: nearly the name of an event of traces, but not it%s", name, hint(name, known))
	}
}

// oneSlip tells that long names differ by one letter left out, added or changed.
func oneSlip(a, b string) bool {
	return len(a) >= 8 && hint(a, []string{b}) != "" && near(a, b)
}

func (l *loader) ruleMaps(r *rule, n *yaml.Node, names []string) {
	if n == nil {
		return
	}
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if !slices.Contains(names, k.Value) {
			l.errorf(k, "%s: nothing captures it; captured are %s%s", k.Value, listed(names), hint(k.Value, names))
		}
		if v.Kind == yaml.MappingNode {
			r.maps[k.Value] = l.valueMap(v, k.Value)
			continue
		}
		name := l.text(v, "map")
		if l.maps[name] == nil {
			var all []string
			for m := range l.maps {
				all = append(all, m)
			}
			slices.Sort(all)
			l.errorf(v, "map %q: there is none; maps are %s%s", name, listed(all), hint(name, all))
		}
		r.maps[k.Value] = l.maps[name]
	}
	if n.Kind != yaml.MappingNode {
		l.errorf(n, "map: not a mapping; capture: {PRINTED: value} or capture: NAME of a map is accepted")
	}
}

// unused refuses captures that go nowhere: mostly they are a slip in the name of a field.
func (l *loader) unused(r *rule, s map[string]*yaml.Node, names []string) {
	used := r.emit.captures()
	for _, a := range r.sets {
		used = append(used, a.value.captures()...)
	}
	fields := fieldNames()
	at := s["match"]
	if at == nil {
		at = s["regex"]
	}
	for _, name := range names {
		known := slices.Contains(fields, name) || strings.HasPrefix(name, attrPrefix) && name != attrPrefix
		if known || name == captureTime || name == captureText || slices.Contains(l.heads, name) || slices.Contains(used, name) {
			continue
		}
		l.errorf(at, "<%s>: it is captured and goes nowhere; a field, <attrs.%s>, $%s in set, or <_> is accepted%s", name, name, name, hint(name, fields))
	}
}
