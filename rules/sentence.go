package rules

import (
	"regexp"
	"slices"
	"strings"

	"github.com/fo-check/fo-check/trace"
)

// Sentence says the rule in one English sentence, made of its parts: "For each desktop and site: after
// telephony-off, when site-timeout > 0, switchover must come not before site-timeout and within
// site-timeout + reaction-slack, unless telephony-on comes first."
func (r *Rule) Sentence() string {
	var b strings.Builder
	if len(r.Per) > 0 {
		b.WriteString("For each " + join(r.keyWords(r.Per), "and") + ": ")
	}
	b.WriteString(r.triggerWords())
	if r.When != nil {
		b.WriteString(", when " + words(r.When.Text()))
	}
	b.WriteString(r.memberWords() + ", ")
	switch r.Verb {
	case VerbCheck:
		b.WriteString(r.checkWords())
	case VerbExpect:
		b.WriteString(r.expectWords())
	case VerbForbid:
		b.WriteString(r.forbidWords())
	}
	sentence := b.String() + "."
	return strings.ToUpper(sentence[:1]) + sentence[1:]
}

// keyWords names keys; an instance is called desktop where desktops write the trigger.
func (r *Rule) keyWords(keys []trace.Key) []string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.String()
		if k == trace.KeyInstance && r.fromDesktop() {
			names[i] = "desktop"
		}
	}
	return names
}

func (r *Rule) fromDesktop() bool {
	for _, ref := range r.On.Refs {
		if !slices.Equal(ref.Predicate.Sources, []string{"desktop"}) {
			return false
		}
	}
	return len(r.On.Refs) > 0
}

func (r *Rule) triggerWords() string {
	preposition := "after "
	if r.Verb == VerbCheck {
		preposition = "at "
	}
	if f := r.On.Fact; f != nil {
		if r.On.Becomes {
			return preposition + hyphens(f.Name) + " becomes true"
		}
		return preposition + hyphens(f.Name) + " becomes false"
	}
	return preposition + refWords(r.On.Refs, "or")
}

func (r *Rule) memberWords() string {
	if r.ForEach == nil {
		return ""
	}
	text := ", for each " + hyphens(r.ForEach.Fact.Name)
	if r.ForEach.Where != nil {
		text += " where " + words(r.ForEach.Where.Text())
	}
	return text
}

func (r *Rule) checkWords() string {
	if len(r.Any) > 0 {
		return "one of these must hold: " + join(names(r.Any), "or")
	}
	return words(r.Check.Text()) + " must hold"
}

func (r *Rule) expectWords() string {
	text := refWords(r.Expect, "or") + " must come"
	if r.ExpectAll {
		text = refWords(r.Expect, "and") + " must each come"
	}
	var bounds []string
	if r.After != nil {
		bounds = append(bounds, "not before "+r.After.words())
	}
	if r.Within != nil {
		bounds = append(bounds, "within "+r.Within.words())
	}
	if len(r.Until) > 0 {
		bounds = append(bounds, "before "+refWords(r.Until, "or"))
	}
	if len(bounds) > 0 {
		text += " " + strings.Join(bounds, " and ")
	}
	if cancels := r.cancelWords(); cancels != "" {
		text += ", unless " + cancels + " comes first"
	}
	return text
}

// cancelWords names what cancels. The expected event itself, come too early, and the end of the one who
// owes it go without saying.
func (r *Rule) cancelWords() string {
	var lines []Ref
	for _, c := range r.Cancel {
		expected := slices.ContainsFunc(r.Expect, func(e Ref) bool { return e.Predicate == c.Predicate })
		if !expected && !c.Predicate.isStop() {
			lines = append(lines, c)
		}
	}
	return refWords(lines, "or")
}

// isStop tells whether the predicate is the end of a component.
func (p *Predicate) isStop() bool {
	for _, name := range p.Names {
		if !strings.HasSuffix(name, "Stopped") {
			return false
		}
	}
	return len(p.Names) > 0
}

func (r *Rule) forbidWords() string {
	text := refWords(r.Forbid, "or") + " must not come"
	if r.Before != nil {
		text += " before " + r.Before.words()
	}
	if r.Before != nil && len(r.Until) > 0 {
		text += ", or"
	}
	if len(r.Until) > 0 {
		text += " until " + refWords(r.Until, "or") + " comes"
	}
	if r.Unless != nil {
		text += ", unless " + words(r.Unless.Text())
	}
	if len(r.Any) > 0 {
		text += ", unless one of these holds: " + join(names(r.Any), "or")
	}
	return text
}

func (b *Bound) words() string {
	if b.Settle {
		return "settle-time"
	}
	return words(b.Text)
}

// refWords lists the names of predicates, each once.
func refWords(refs []Ref, conjunction string) string {
	var list []string
	for _, ref := range refs {
		if name := hyphens(ref.Predicate.Name); !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return join(list, conjunction)
}

func names(conditions []Named) []string {
	list := make([]string, len(conditions))
	for i, c := range conditions {
		list[i] = hyphens(c.Name)
	}
	return list
}

// join makes "a, b and c".
func join(list []string, conjunction string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	last := len(list) - 1
	return strings.Join(list[:last], ", ") + " " + conjunction + " " + list[last]
}

func hyphens(name string) string { return strings.ReplaceAll(name, "_", "-") }

var (
	conditionParts = regexp.MustCompile(`"[^"]*"|'[^']*'|(?:duration|timestamp|version)\("([^"]*)"\)|&&|\|\||!=|!|[A-Za-z_][A-Za-z_0-9.]*|\s+`)
	zeroDuration   = regexp.MustCompile(`^0+(ms|s|m|h)?$`)
)

// words puts a condition in words: names with hyphens and without what they are members of, and, or,
// not; texts as they are.
func words(condition string) string {
	return strings.TrimSpace(conditionParts.ReplaceAllStringFunc(condition, func(part string) string {
		switch {
		case part == "&&":
			return "and"
		case part == "||":
			return "or"
		case part == "!":
			return "not "
		case part == "!=" || part[0] == '"' || part[0] == '\'':
			return part
		case strings.TrimSpace(part) == "":
			return " "
		case strings.HasSuffix(part, ")"):
			return literalWords(part)
		}
		return nameWords(part)
	}))
}

func literalWords(part string) string {
	text := part[strings.IndexByte(part, '"')+1 : strings.LastIndexByte(part, '"')]
	if zeroDuration.MatchString(text) {
		return "0"
	}
	return text
}

func nameWords(name string) string {
	for _, root := range []string{"params.", "facts.", "terms.", "lists."} {
		if rest, ok := strings.CutPrefix(name, root); ok {
			return hyphens(strings.TrimSuffix(rest, ".value"))
		}
	}
	return name
}
