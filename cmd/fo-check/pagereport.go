package main

import (
	"io"
	"slices"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/cmd/fo-check/internal/report/page"
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// pageReport gathers what the HTML page shows besides the report. nil: no page is asked for, and nothing is
// gathered.
type pageReport struct{ seen *page.Recorder }

// newPageReport returns nil unless an output is a page.
func newPageReport(outputs []output) *pageReport {
	if !slices.ContainsFunc(outputs, func(o output) bool { return o.format == report.PageFormat }) {
		return nil
	}
	return &pageReport{page.NewRecorder(0)}
}

// watch records the stream as it passes.
func (p *pageReport) watch(s trace.Stream) trace.Stream {
	if p == nil {
		return s
	}
	return p.seen.Watch(s)
}

// kept takes obligations that were kept; nil if nobody wants them.
func (p *pageReport) kept() func(*rules.Rule, func() rules.Finding) {
	if p == nil {
		return nil
	}
	return p.seen.Kept
}

// lines lists the places of the source lines that the page shows.
func (p *pageReport) lines(r *rules.Report) []trace.Pos {
	if p == nil {
		return nil
	}
	return p.seen.Lines(r)
}

// writer writes the page.
func (p *pageReport) writer() report.Writer {
	if p == nil {
		return nil
	}
	return func(w io.Writer, run *report.Run) error { return page.Write(w, run, p.seen) }
}
