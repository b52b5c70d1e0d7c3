package rulepage

import (
	"fmt"
	"io"
	"strings"
)

// Text writes the page for a terminal.
func (p *Page) Text(w io.Writer) error {
	var b strings.Builder
	r := p.Rule
	fmt.Fprintf(&b, "%s  %s\n\n  %s\n\n", r.ID, r.Title, Wrap(r.Sentence(), 96, "  "))
	if r.Doc != "" {
		fmt.Fprintf(&b, "  %s\n\n", Wrap(r.Doc, 96, "  "))
	}
	for _, row := range p.head() {
		if row[0] == "pack" {
			row[1] = fmt.Sprintf("%s, %s:%d", r.Pack.Name, r.Pos.File, r.Pos.Line)
		}
		fmt.Fprintf(&b, "%-10s%s\n", row[0], Wrap(row[1], 90, "          "))
	}
	sections, err := p.sections()
	if err != nil {
		return err
	}
	for _, s := range sections {
		s.text(&b)
	}
	_, err = io.WriteString(w, b.String())
	return err
}

func (s *section) text(b *strings.Builder) {
	fmt.Fprintf(b, "\n%s\n", strings.ToLower(s.title))
	width := 0
	for _, row := range s.rows {
		width = max(width, len(row[0]))
	}
	indent := strings.Repeat(" ", width+4)
	for _, row := range s.rows {
		fmt.Fprintf(b, "  %-*s  %s\n", width, row[0], Wrap(row[1], 90, indent))
		if row[2] != "" {
			fmt.Fprintf(b, "%s%s\n", indent, Wrap(row[2], 90, indent))
		}
	}
	for _, text := range s.prose {
		fmt.Fprintf(b, "  %s\n", Wrap(strings.ReplaceAll(text, "`", ""), 96, "  "))
	}
	for _, c := range s.code {
		if c.caption != "" {
			fmt.Fprintf(b, "\n  %s\n", c.caption)
		}
		b.WriteByte('\n')
		for line := range strings.Lines(c.text) {
			b.WriteString(strings.TrimRight("    "+line, " \n") + "\n")
		}
	}
}

// Wrap breaks text at blanks; lines after the first are indented.
func Wrap(text string, width int, indent string) string {
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
