package main

import (
	"bytes"
	"os"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
)

// maxJobSummary is how much of a job summary GitHub takes of a step: a larger one is dropped whole.
const maxJobSummary = 1 << 20

// jobSummary appends the report in Markdown to the file that GitHub Actions names for it, if it runs there. What
// goes wrong is no fault of the check.
func (a *app) jobSummary(run *report.Run) {
	path := os.Getenv("GITHUB_STEP_SUMMARY")
	if path == "" {
		return
	}
	var text bytes.Buffer
	_ = report.Markdown(&text, run) // a buffer takes everything
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err == nil {
		_, err = f.Write(shortened(text.Bytes(), maxJobSummary))
		if closing := f.Close(); err == nil {
			err = closing
		}
	}
	if err != nil {
		a.warnf("GITHUB_STEP_SUMMARY %s: %v", path, cause(err))
	}
}

// shortened ends a text that is too long at a line, and says so.
func shortened(text []byte, limit int) []byte {
	const more = "\n*The rest is left out: the report is longer than a job summary may be.*\n"
	if len(text) <= limit {
		return text
	}
	text = text[:limit-len(more)]
	return append(text[:bytes.LastIndexByte(text, '\n')+1:len(text)], more...)
}
