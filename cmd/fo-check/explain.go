package main

import (
	"fmt"
	"io"
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
	return a.explain(r, set)
}

// explain prints a rule for people.
func (a *app) explain(r *rules.Rule, set *rules.Set) error {
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
	direct, known := predicates(r, set)
	row("judged on", origins(direct))
	row("knows by", origins(known))
	row("read by", a.readBy(append(direct, known...)))
	params(&b, r, set)
	_, err := io.WriteString(a.out, b.String())
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
