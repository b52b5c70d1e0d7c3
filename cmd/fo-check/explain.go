package main

import (
	"fmt"
	"io"
	"sort"
	"strings"

	"github.com/fo-check/fo-check/rules"
)

// explainCmd explains one rule.
type explainCmd struct {
	ID string `arg:"" help:"Id of the rule, as reports give it: DR-14."`

	Rules     []string `short:"r" sep:"none" placeholder:"DIR|FILE" help:"Rule files, added to the built-in packs."`
	NoBuiltin bool     `help:"Without the built-in packs."`
}

// Help is printed under the usage.
func (*explainCmd) Help() string {
	return `Examples:
  fo-check explain DR-14
  fo-check explain -r site-rules/ MY-03`
}

// Run implements the command.
func (c *explainCmd) Run(a *app) error {
	set, err := loadRules(&ruleFlags{Rules: c.Rules, NoBuiltin: c.NoBuiltin})
	if err != nil {
		return err
	}
	r, err := findRule(c.ID, set)
	if err != nil {
		return err
	}
	return explain(a.out, r, set)
}

// explain prints a rule for people.
func explain(w io.Writer, r *rules.Rule, set *rules.Set) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s\n\n", r.ID, r.Title)
	fmt.Fprintf(&b, "  %s\n\n", wrap(r.Sentence(), 96, "  "))
	if r.Doc != "" {
		fmt.Fprintf(&b, "  %s\n\n", wrap(r.Doc, 96, "  "))
	}
	row := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-10s%s\n", name, wrap(value, 90, "          "))
		}
	}
	row("severity", fmt.Sprintf("%s (a violation is reported as %s)", r.Severity, reportedAs(r)))
	row("pattern", r.Pattern())
	row("owed by", r.Party)
	row("profiles", profiles(r))
	row("tags", strings.Join(r.Tags, ", "))
	row("source", cited(r))
	row("pack", fmt.Sprintf("%s, %s:%d", r.Pack.Name, r.Pos.File, r.Pos.Line))
	row("judged on", strings.Join(sources(r), "; "))
	params(&b, r, set)
	_, err := io.WriteString(w, b.String())
	return err
}

func reportedAs(r *rules.Rule) string {
	if r.Severity.Level() == rules.LevelNote {
		return "note, printed as deviation"
	}
	return string(r.Severity.Level())
}

func documentTitle(r *rules.Rule) string {
	if t := r.Pack.Documents[r.Cite.Document].Title; t != "" {
		return t
	}
	return r.Cite.Document
}

// cited names document, publisher, date and passage.
func cited(r *rules.Rule) string {
	d := r.Pack.Documents[r.Cite.Document]
	parts := []string{documentTitle(r)}
	for _, s := range []string{d.Publisher, d.Date} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	s := strings.Join(parts, ", ")
	if r.Cite.Section != "" {
		s += ": " + r.Cite.Section
	}
	if d.URL != "" {
		s += " <" + d.URL + ">"
	}
	return s
}

// sources lists the predicates that a rule names itself, with where their events come from.
func sources(r *rules.Rule) []string {
	seen := map[string]bool{}
	for _, refs := range [][]rules.Ref{r.On.Refs, r.Expect, r.Forbid, r.Until, r.Cancel} {
		for _, ref := range refs {
			seen[origin(ref.Predicate)] = true
		}
	}
	out := make([]string, 0, len(seen))
	for s := range seen {
		out = append(out, s)
	}
	sort.Strings(out)
	return out
}

// origin names events and the kind of log that shows them.
func origin(p *rules.Predicate) string {
	names := strings.Join(p.Names, ", ")
	if p.Any {
		names = "any record"
	}
	if len(p.Sources) == 0 {
		return names
	}
	return names + " (" + strings.Join(p.Sources, ", ") + ")"
}

// wrap breaks text at blanks; lines after the first are indented.
func wrap(text string, width int, indent string) string {
	var b strings.Builder
	column := 0
	for i, word := range strings.Fields(text) {
		if i > 0 && column+1+len(word) > width {
			b.WriteString("\n" + indent)
			column = 0
		} else if i > 0 {
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String()
}
