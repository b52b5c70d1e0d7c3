package ruletest

import (
	"fmt"
	"strings"
	"time"

	"github.com/fo-check/fo-check/rules"
)

// String describes a failed case: where it stands, what was expected and what came, and the evidence. A
// passed case is one line.
func (r *Result) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d: %s", r.Case.Pos.File, r.Case.Pos.Line, r.Case.Name)
	if r.Passed() {
		return b.String() + ": ok"
	}
	if r.Err != nil {
		fmt.Fprintf(&b, "\n  %v", r.Err)
	}
	for i := range r.Mismatches {
		r.mismatch(&b, &r.Mismatches[i])
	}
	return b.String()
}

func (r *Result) mismatch(b *strings.Builder, m *Mismatch) {
	want := m.Expected.String()
	if m.Expected.Verdict == "" {
		want = "nothing said, so no violation"
	} else {
		fmt.Fprintf(b, "\n  %s:%d:", m.Expected.Pos.File, m.Expected.Pos.Line)
	}
	fmt.Fprintf(b, "\n  - %s: %s", m.Expected.Rule, want)
	if m.Got == nil {
		fmt.Fprintf(b, "\n  + %s: no such rule in the set%s", m.Expected.Rule, m.Hint)
		return
	}
	fmt.Fprintf(b, "\n  + %s: %s", m.Expected.Rule, gotText(m.Got))
	for i := range r.Report.Findings {
		if f := &r.Report.Findings[i]; f.Rule == m.Got.Rule {
			findingText(b, f)
		}
	}
}

func gotText(g *rules.RuleResult) string {
	s := string(g.Verdict)
	for _, reason := range rules.Reasons {
		if g.Reasons[reason] > 0 {
			s += "(" + string(reason) + ")"
		}
	}
	s += fmt.Sprintf(" coverage %s (%d exercised, %d passed, %d violated, %d inconclusive)", g.Coverage, g.Exercised,
		g.Passed, g.Violated, g.Inconclusive)
	if g.FirstError != "" {
		s += " error: " + g.FirstError
	}
	return s
}

func findingText(b *strings.Builder, f *rules.Finding) {
	fmt.Fprintf(b, "\n      %s", f.Verdict)
	if f.Detail != "" {
		fmt.Fprintf(b, "(%s)", f.Detail)
	}
	for _, reason := range f.Reasons {
		fmt.Fprintf(b, "(%s)", reason)
	}
	for _, k := range f.Key {
		fmt.Fprintf(b, " %s=%s", k.Key, k.Value)
	}
	fmt.Fprintf(b, ": %s", f.Message)
	for _, e := range f.Evidence {
		fmt.Fprintf(b, "\n        %-9s %s %s %s", e.Role, clockText(e.Time), e.Event, e.Detail)
		if e.Note != "" {
			fmt.Fprintf(b, " (%s)", e.Note)
		}
		if e.Pos.Line > 0 {
			fmt.Fprintf(b, " line %d", e.Pos.Line)
		}
	}
}

// clockText gives a time as in the test: seconds from the start.
func clockText(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return fmt.Sprintf("%.3f", t.Sub(epoch()).Seconds())
}
