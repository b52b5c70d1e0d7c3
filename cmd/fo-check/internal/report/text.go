package report

import (
	"bufio"
	"fmt"
	"io"
	"sort"
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
	hidden := t.findings()
	t.more(hidden)
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

// findings prints violations, then deviations, then what stayed open, each in time order, and returns
// how many of each rule were left out.
func (t *text) findings() map[*rules.Rule]int64 {
	hidden := map[*rules.Rule]int64{}
	for i := range t.run.Report.Rules {
		if r := &t.run.Report.Rules[i]; r.Omitted > 0 {
			hidden[r.Rule] = r.Omitted
		}
	}
	shown := map[*rules.Rule]int{}
	for _, f := range worstFirst(t.run.Report.Findings) {
		if t.run.MaxFindings > 0 && shown[f.Rule] >= t.run.MaxFindings {
			hidden[f.Rule]++
			continue
		}
		shown[f.Rule]++
		t.finding(f)
	}
	return hidden
}

func worstFirst(findings []rules.Finding) []*rules.Finding {
	out := make([]*rules.Finding, len(findings))
	for i := range findings {
		out[i] = &findings[i]
	}
	sort.SliceStable(out, func(i, j int) bool { return class(out[i]) < class(out[j]) })
	return out
}

// class orders findings in the text report.
func class(f *rules.Finding) int {
	switch {
	case f.Verdict != rules.Violation:
		return 3
	case f.Rule.Severity.Level() == rules.LevelNote:
		return 2
	case f.Rule.Severity.Level() == rules.LevelWarning:
		return 1
	}
	return 0
}

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

// more says what was left out.
func (t *text) more(hidden map[*rules.Rule]int64) {
	said := false
	for i := range t.run.Report.Rules {
		r := t.run.Report.Rules[i].Rule
		if n := hidden[r]; n > 0 {
			t.printf("and %s more of %s (--max-findings 0 shows all that were kept)\n", grouped(n), r.ID)
			said = true
		}
	}
	if said {
		t.printf("\n")
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
