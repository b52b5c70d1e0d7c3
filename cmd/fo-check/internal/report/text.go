package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/fo-check/fo-check/rules"
)

// Widths of the text report.
const (
	textWidth  = 88  // of a finding's first line, severity included
	maxExcerpt = 160 // of a source line
	minExcerpt = 20  // of a source line, however narrow the terminal is
)

// Text writes the report for people: findings with their evidence, then what was read and judged.
func Text(w io.Writer, run *Run) error {
	out := bufio.NewWriter(w)
	t := &text{run: run, out: out, ink: newInk(run.Color), zone: zone(run.Report)}
	t.layout = stampLayout(run.Report, t.zone)
	for f := range run.shown() {
		t.finding(f)
	}
	run.more(out, "and %s more of %s (--max-findings 0 shows all that were kept)\n")
	t.summary()
	return out.Flush()
}

// text is one text report being written.
type text struct {
	run    *Run
	out    *bufio.Writer
	ink    ink
	zone   *time.Location
	layout string // of times
}

func (t *text) printf(format string, args ...any) { fmt.Fprintf(t.out, format, args...) }

func (t *text) finding(f *rules.Finding) {
	t.title(f)
	t.evidence(f)
	if key := keyText(f.Key); key != "" {
		t.printf("  for   %s\n", Visible(key))
	}
	if f.Verdict == rules.Inconclusive {
		t.printf("  open  %s\n", reasonText(f))
	}
	if f.Suppressed != "" {
		t.printf("  suppressed  %s\n", Visible(f.Suppressed))
	}
	if f.Baselined {
		t.printf("  known before  does not count\n")
	}
	for _, n := range f.Notes {
		t.printf("  note  %s\n", Visible(n))
	}
	if f.Verdict == rules.Violation {
		t.printf("  rule  %s\n", Visible(f.Rule.Title))
	}
	t.why(f.Rule)
	t.printf("\n")
}

// title is the first line: verdict, rule, what happened (or what stays open), and how the source words
// the duty.
func (t *text) title(f *rules.Finding) {
	word, what := label(f), f.Message
	if f.Verdict == rules.Inconclusive {
		what = f.Rule.Title // the message is the reason, which the line "open" gives
	}
	left := word + "  " + f.Rule.ID + "  " + Visible(what)
	t.printf("%s  %s  %s%s%s\n", t.ink.verdict(f, word), t.ink.bold(f.Rule.ID), Visible(what),
		gap(left, textWidth-len(f.Rule.Severity)), f.Rule.Severity)
}

// why cites the passage and says how to learn more.
func (t *text) why(r *rules.Rule) {
	left := "  why   " + Visible(citation(r))
	hint := "fo-check explain " + r.ID
	t.printf("%s%s%s\n", left, gap(left, textWidth+6-len(hint)), t.ink.faint(hint))
}

// evidence prints a line per record, in aligned columns, path and line first.
func (t *text) evidence(f *rules.Finding) {
	rows := make([][]string, len(f.Evidence))
	for i, e := range f.Evidence {
		rows[i] = []string{position(e.Pos), t.stamp(e.Time), Visible(e.Event), Visible(Mask(e.Detail)), Visible(e.Note)}
	}
	widths := columns(rows)
	for i, row := range rows {
		t.printf("%s\n", t.row(row, widths))
		t.source(&f.Evidence[i])
	}
}

func (t *text) row(cells []string, widths []int) string {
	var b strings.Builder
	for i, c := range cells {
		if widths[i] == 0 {
			continue
		}
		b.WriteString("  " + t.ink.column(i, c) + strings.Repeat(" ", widths[i]-width(c)))
	}
	return strings.TrimRight(b.String(), " ")
}

// source prints the line of a record, cut to the width of the terminal, with a caret under the event.
func (t *text) source(e *rules.Evidence) {
	if !t.run.Verbose {
		return
	}
	width := maxExcerpt
	if t.run.Width > 0 {
		width = max(minExcerpt, t.run.Width-len(caretIndent))
	}
	line, caret := pointed(strings.TrimSpace(Visible(t.run.excerpt(e.Pos))), Visible(e.Event), width)
	for _, s := range []string{line, caret} {
		if s != "" {
			t.printf("%s\n", t.ink.faint(caretIndent+s))
		}
	}
}

func citation(r *rules.Rule) string {
	title := r.Cite.Document
	if r.Pack != nil && r.Pack.Documents[r.Cite.Document].Title != "" {
		title = r.Pack.Documents[r.Cite.Document].Title
	}
	if r.Cite.Section == "" {
		return title
	}
	return title + ": " + r.Cite.Section
}

func keyText(key []rules.KeyBinding) string {
	parts := make([]string, len(key))
	for i, k := range key {
		parts[i] = k.Key + "=" + k.Value
	}
	return strings.Join(parts, " ")
}

// reasonText gives the reason that counts and names the others.
func reasonText(f *rules.Finding) string {
	s := Words(f.Reason) + " (" + string(f.Reason)
	for _, r := range f.Reasons {
		if r != f.Reason {
			s += ", " + string(r)
		}
	}
	return s + ")"
}
