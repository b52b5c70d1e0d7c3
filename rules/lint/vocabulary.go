package lint

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/suggest"
	"github.com/fo-check/fo-check/trace"
)

// Vocabulary says which events logs can hold. The zero value knows nothing, and nothing is said of names.
type Vocabulary struct {
	Names   []trace.Name
	Aliases []trace.Alias
	// Open are the sources whose logs may hold any message of a vendor.
	Open []string
}

// message is what the name of a vendor's message looks like.
var message = regexp.MustCompile(`^(Event|Request|Response|AGT|Get|interaction\.)[A-Za-z_.0-9]+$`)

func (v Vocabulary) named(name string) []trace.Name {
	var all []trace.Name
	for _, n := range v.Names {
		if n.Name == name {
			all = append(all, n)
		}
	}
	return all
}

// lack tells whether none of the events ever has the key.
func (v Vocabulary) lack(names []string, k trace.Key) bool {
	for _, name := range names {
		known := v.named(name)
		if len(known) == 0 || !slices.ContainsFunc(known, func(n trace.Name) bool { return slices.Contains(n.Lacks, k) }) {
			return false
		}
	}
	return len(names) > 0
}

// names looks at the names of a predicate.
func (l *linter) names(p *rules.Predicate) {
	if len(l.in.Vocabulary.Names) == 0 {
		return
	}
	for _, name := range p.Names {
		known := l.in.Vocabulary.named(name)
		if len(known) == 0 {
			l.unknownName(p, name)
			continue
		}
		l.sourcesOf(p, name, known)
	}
	if p.Where != nil {
		l.attributes(p.Where.Reads().Attrs, p.Names, p.Where.Text(), p.At["where"])
	}
	for _, kv := range p.Keys {
		if kv.Value != nil {
			l.attributes(kv.Value.Reads().Attrs, p.Names, kv.Value.Text(), kv.Pos)
		}
	}
}

func (l *linter) unknownName(p *rules.Predicate, name string) {
	v := l.in.Vocabulary
	for _, a := range v.Aliases {
		if a.Message == name {
			l.errorf(p.At["name"], "not-observable", "%s: traces call it %s", name, aliasName(a))
			return
		}
	}
	var all []string
	for _, n := range v.Names {
		all = append(all, n.Name)
	}
	hint := suggest.Hint(name, all)
	if hint == "" && message.MatchString(name) && l.open(p) {
		return
	}
	l.warnf(p.At["name"], "not-observable", "%s: no parser writes an event of that name, and it is none of the trace's own%s", name, hint)
}

func aliasName(a trace.Alias) string {
	if a.Command != "" {
		return fmt.Sprintf("%s with attrs.command == %q", a.Name, a.Command)
	}
	return a.Name
}

// open tells whether logs of the predicate's sources may hold any message.
func (l *linter) open(p *rules.Predicate) bool {
	return len(p.Sources) == 0 && len(l.in.Vocabulary.Open) > 0 ||
		slices.ContainsFunc(p.Sources, func(s string) bool { return slices.Contains(l.in.Vocabulary.Open, s) })
}

// sourcesOf wants a source where the name means several things, and one in which it can stand.
func (l *linter) sourcesOf(p *rules.Predicate, name string, known []trace.Name) {
	var in, vocabularies []string
	for _, n := range known {
		in = append(in, n.Sources...)
		vocabularies = append(vocabularies, n.Vocabulary)
	}
	slices.Sort(in)
	in = slices.Compact(in)
	slices.Sort(vocabularies)
	vocabularies = slices.Compact(vocabularies)
	if len(p.Sources) == 0 && len(vocabularies) > 1 {
		l.errorf(p.At["name"], "ambiguous", "%s: means one thing in %s; source: is needed, accepted are %s",
			name, strings.Join(vocabularies, ", another in "), strings.Join(in, ", "))
	}
	if len(p.Sources) > 0 && !slices.ContainsFunc(p.Sources, func(s string) bool { return slices.Contains(in, s) }) {
		l.warnf(p.At["source"], "not-observable", "%s: is not in logs of %s; it is in those of %s", name, strings.Join(p.Sources, ", "), strings.Join(in, ", "))
	}
}

// attributesOf looks at the attributes that the conditions of a rule read.
func (l *linter) attributesOf(r *rules.Rule) {
	if len(l.in.Vocabulary.Names) == 0 {
		return
	}
	trigger := namesOf(r.On.Refs)
	for _, ref := range r.Refs() {
		if where := ref.Where; where != nil {
			l.attributes(where.Reads().Attrs, slices.Concat(trigger, ref.Predicate.Names), where.Text(), ref.At["where"])
		}
	}
	if r.When != nil {
		l.attributes(r.When.Reads().Attrs, trigger, r.When.Text(), r.At["when"])
	}
	if r.Check != nil {
		l.attributes(r.Check.Reads().Attrs, trigger, r.Check.Text(), r.At["check"])
	}
}

func namesOf(refs []rules.Ref) []string {
	var names []string
	for i := range refs {
		if refs[i].Predicate.Any {
			return nil
		}
		names = append(names, refs[i].Predicate.Names...)
	}
	return names
}

// attributes reports those that none of the events has.
func (l *linter) attributes(read, names []string, text string, pos rules.Pos) {
	var known []string
	for _, name := range names {
		entries := l.in.Vocabulary.named(name)
		if len(entries) == 0 {
			return
		}
		for _, n := range entries {
			if n.Attrs == nil {
				return
			}
			known = append(known, n.Attrs...)
		}
	}
	for _, attr := range read {
		begin := strings.Index(text, "attrs."+attr)
		if len(names) == 0 || slices.Contains(known, attr) || begin < 0 {
			continue // what only a term reads may belong to another event
		}
		at := l.inside(pos, text, len([]rune(text[:begin])))
		l.warnf(at, "not-observable", "attrs.%s: %s has no such attribute; known are %s%s", attr, strings.Join(names, ", "),
			strings.Join(own(known), ", "), suggest.Hint(attr, known))
	}
}

// own leaves out the attributes that every event may have.
func own(attrs []string) []string {
	common := trace.CommonAttrs()
	list := slices.DeleteFunc(slices.Clone(attrs), func(a string) bool { return slices.Contains(common, a) })
	slices.Sort(list)
	if list = slices.Compact(list); len(list) == 0 {
		return []string{"none of its own"}
	}
	return list
}
