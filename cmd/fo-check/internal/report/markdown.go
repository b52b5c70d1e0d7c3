package report

import (
	"bufio"
	"fmt"
	"io"

	"github.com/fo-check/fo-check/rules"
)

// Markdown writes the report for tickets, wikis and the job summary of GitHub Actions: tables that stay legible
// as plain text.
func Markdown(w io.Writer, run *Run) error {
	m := &markdown{run: run, out: bufio.NewWriter(w)}
	m.head()
	m.findings()
	m.rules()
	m.inputs()
	m.params()
	m.printf("fo-check %s, rules %s\n", markdownText(m.run.Version), markdownCode(m.run.Report.Digest))
	return m.out.Flush()
}

// markdown is one report being written.
type markdown struct {
	run *Run
	out *bufio.Writer
}

func (m *markdown) printf(format string, args ...any) { fmt.Fprintf(m.out, format, args...) }

func (m *markdown) head() {
	r := m.run.Report
	c := Count(r)
	m.printf("# fo-check: %s\n\n", outcome(m.run.ExitCode))
	if r.Partial {
		m.printf("**Partial:** the check was interrupted; nothing is said about what was not read.\n\n")
	}
	m.printf("| errors | warnings | deviations | inconclusive | suppressed | known before | pass | not exercised |\n")
	m.printf("|---|---|---|---|---|---|---|---|\n")
	m.printf("| %d | %d | %d | %d | %d | %d | %d | %d |\n\n", c.Error, c.Warning, c.Note, c.Inconclusive, c.Suppressed, c.Baselined, c.Pass, c.NotExercised)
	m.printf("%s\n\n", markdownText(read(m.run)))
}

// outcome says an exit code in words.
func outcome(code int) string {
	switch code {
	case 0:
		return "passed"
	case 1:
		return "obligations violated"
	case 130:
		return "interrupted"
	}
	return "could not check"
}

func (m *markdown) findings() {
	begun := false
	for f := range m.run.shown() {
		if !begun {
			m.printf("## Findings\n\n")
			begun = true
		}
		m.finding(f)
	}
	m.run.more(m.out, "- and %s more of %s\n")
}

func (m *markdown) finding(f *rules.Finding) {
	m.printf("### %s %s: %s\n\n", label(f), f.Rule.ID, markdownText(said(f)))
	if key := keyText(f.Key); key != "" {
		m.printf("For %s. ", markdownCode(key))
	}
	m.printf("*%s* (%s): %s\n\n", markdownText(f.Rule.Title), string(f.Rule.Severity), markdownText(citation(f.Rule)))
	if f.Suppressed != "" {
		m.printf("**Suppressed:** %s\n\n", markdownText(f.Suppressed))
	}
	if f.Baselined {
		m.printf("**Known before:** it does not count.\n\n")
	}
	if len(f.Evidence) == 0 {
		return
	}
	m.printf("| where | when | what | |\n|---|---|---|---|\n")
	zone := zone(m.run.Report)
	for i := range f.Evidence {
		e := &f.Evidence[i]
		m.printf("| %s | %s | %s | %s |\n", markdownCode(position(e.Pos)), clock(e.Time, zone),
			cells(markdownText(e.Event), markdownCode(Mask(e.Detail))), markdownText(e.Note))
	}
	m.printf("\n")
}

// cells joins what is not empty.
func cells(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}

// rules lists the rules that were exercised.
func (m *markdown) rules() {
	begun := false
	for i := range m.run.Report.Rules {
		r := &m.run.Report.Rules[i]
		if r.Verdict == rules.NotExercised {
			continue
		}
		if !begun {
			m.printf("## Rules exercised\n\n| rule | | verdict | cases | kept | violated | inconclusive |\n|---|---|---|---|---|---|---|\n")
			begun = true
		}
		m.printf("| %s | %s | %s | %d | %d | %d | %d |\n", r.Rule.ID, markdownText(r.Rule.Title), r.Verdict, r.Exercised, r.Passed, r.Violated, r.Inconclusive)
	}
	if begun {
		m.printf("\n")
	}
}

func (m *markdown) inputs() {
	if len(m.run.Report.Inputs) == 0 {
		return
	}
	m.printf("## Inputs\n\n| path | format | lines | skipped | events | from | to |\n|---|---|---|---|---|---|---|\n")
	for _, in := range m.run.Report.Inputs {
		m.printf("| %s | %s | %d | %d | %d | %s | %s |\n", markdownCode(in.Path), markdownText(in.Parser), in.Lines, in.SkippedLines, in.Events, Stamp(in.First), Stamp(in.Last))
	}
	m.printf("\n")
}

func (m *markdown) params() {
	if len(m.run.Report.Params) == 0 {
		return
	}
	m.printf("## Settings\n\n| setting | value | from |\n|---|---|---|\n")
	for _, p := range m.run.Report.Params {
		m.printf("| %s | %s | %s |\n", markdownText(p.Name), markdownCode(p.Value), markdownText(p.From))
	}
	m.printf("\n")
}
