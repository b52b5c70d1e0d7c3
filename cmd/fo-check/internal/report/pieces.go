package report

import (
	"errors"
	"io"
	"time"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// Pieces of a report, for the writers that are packages of their own.

// Label is the first word of a finding: deviation for what is no duty, else the verdict.
func Label(f *rules.Finding) string { return label(f) }

// Citation names the document and the section that a rule rests on.
func Citation(r *rules.Rule) string { return citation(r) }

// Zone is the one zone in which a report gives times: that of the first input that has one, else UTC.
func Zone(r *rules.Report) *time.Location { return zone(r) }

// WorstFirst lists findings in the order of the text report: violations by level, then what stayed open.
func WorstFirst(findings []rules.Finding) []*rules.Finding { return worstFirst(findings) }

// Line returns the source line at a place, fit to be shown: cut, passwords masked, control bytes visible;
// "" if it cannot be read.
func (r *Run) Line(pos trace.Pos) string { return cut(Visible(r.excerpt(pos)), maxExcerpt) }

// PageFormat is the format that needs the events besides the report.
const PageFormat = "html"

func writePage(w io.Writer, run *Run) error {
	if run.Page == nil {
		return errors.New("output format html: this command gathers no events for it")
	}
	return run.Page(w, run)
}
