package report

import (
	"fmt"
	"io"
	"iter"
	"sort"

	"github.com/fo-check/fo-check/rules"
)

// shown yields the findings that reports for people show, the worst first: MaxFindings of each rule.
func (r *Run) shown() iter.Seq[*rules.Finding] {
	return func(yield func(*rules.Finding) bool) {
		shown := map[*rules.Rule]int{}
		for _, f := range worstFirst(r.Report.Findings) {
			if shown[f.Rule]++; (r.MaxFindings == 0 || shown[f.Rule] <= r.MaxFindings) && !yield(f) {
				return
			}
		}
	}
}

// more says how many findings of each rule are not shown, in lines of the format, which takes a number and a rule.
func (r *Run) more(w io.Writer, format string) {
	kept := map[*rules.Rule]int64{}
	for i := range r.Report.Findings {
		kept[r.Report.Findings[i].Rule]++
	}
	said := false
	for i := range r.Report.Rules {
		res := &r.Report.Rules[i]
		hidden := res.Omitted
		if r.MaxFindings > 0 {
			hidden += max(0, kept[res.Rule]-int64(r.MaxFindings))
		}
		if hidden > 0 {
			fmt.Fprintf(w, format, grouped(hidden), res.Rule.ID)
			said = true
		}
	}
	if said {
		fmt.Fprintln(w)
	}
}

// worstFirst lists violations, then deviations, then what stayed open, each in time order.
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
