package rulepage

import (
	"fmt"
	"io"
	"strings"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/catalogue"
)

// Obligations writes the page that lists the whole catalogue, with the rules that decide each obligation or
// the reason why none does.
func Obligations(w io.Writer, c *catalogue.Catalogue, set *rules.Set) error {
	var b strings.Builder
	b.WriteString(generated + obligationsText + tally(c, set))
	for _, part := range c.Parts {
		fmt.Fprintf(&b, "\n## %s\n", inline(part.Title))
		for _, s := range part.Sections {
			fmt.Fprintf(&b, "\n### %s: %s\n\n| | obligation | decided by |\n|---|---|---|\n", inline(s.Document), inline(s.Section))
			for i := range s.Entries {
				obligation(&b, &s.Entries[i], set)
			}
			for _, r := range s.Otherwise {
				fmt.Fprintf(&b, "| | %s | nothing follows: %s |\n", cell(r.Says), cell(r.Why))
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func obligation(b *strings.Builder, e *catalogue.Entry, set *rules.Set) {
	var decided []string
	for _, r := range e.Rules(set) {
		decided = append(decided, link(r.ID, "rules/"))
	}
	text := strings.Join(decided, ", ")
	switch {
	case e.Undecidable != "":
		text = "no rule: " + cell(e.Undecidable)
	case e.Partly != "":
		text += "; in part: " + cell(e.Partly)
	}
	fmt.Fprintf(b, "| %s | %s | %s |\n", e.ID, cell(strings.Join(e.Sentences(set), "; ")), text)
}

// tally counts what is decided.
func tally(c *catalogue.Catalogue, set *rules.Set) string {
	decided, partly, not := 0, 0, 0
	for _, e := range c.Entries() {
		switch {
		case e.Undecidable != "":
			not++
		case e.Partly != "":
			partly++
		default:
			decided++
		}
	}
	return fmt.Sprintf("\n%d obligations: %d decided by rules, %d in part, %d by none. %d rules.\n",
		decided+partly+not, decided, partly, not, len(set.Rules))
}

const obligationsText = `# The obligations

Every obligation that fo-check knows of, by the document and the section that it is from, in our own words, with the rules that decide it.
Where no log or file can decide one, the reason stands in its place, and so it does for what else the failover documents say. A rule has the id of its obligation, or that id and a letter for a part of it.
`

// Undecided writes for a terminal what the catalogue says of an obligation that has no rule of its id.
func Undecided(w io.Writer, c *catalogue.Catalogue, e *catalogue.Entry, set *rules.Set) error {
	var b strings.Builder
	says := e.Says
	if says == "" {
		says = "several rules decide it"
	}
	fmt.Fprintf(&b, "%s  %s\n\n", e.ID, Wrap(says, 90, strings.Repeat(" ", len(e.ID)+2)))
	row := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-10s%s\n", name, Wrap(value, 90, "          "))
		}
	}
	s := c.SectionOf(e)
	row("source", s.Document+passage(s.Section))
	row("no rule", e.Undecidable)
	row("in part", e.Partly)
	for _, r := range e.Rules(set) {
		row("rule", r.ID+"  "+r.Title)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
