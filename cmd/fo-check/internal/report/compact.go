package report

import (
	"bufio"
	"fmt"
	"io"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// Compact writes a line per finding, worst first: path:line:col, then verdict, rule, level of violations, key and
// message, as compilers do, so that editors and grep understand it.
func Compact(w io.Writer, run *Run) error {
	out := bufio.NewWriter(w)
	for _, f := range worstFirst(run.Report.Findings) {
		fmt.Fprintln(out, compactLine(f))
	}
	return out.Flush()
}

func compactLine(f *rules.Finding) string {
	line := label(f) + " " + f.Rule.ID
	if f.Verdict == rules.Violation {
		line += " " + string(f.Rule.Severity.Level())
	}
	if at := place(f); at.File != "" {
		line = compactPlace(at) + ": " + line
	}
	if key := keyText(f.Key); key != "" {
		line += " [" + Visible(key) + "]"
	}
	line += ": " + Visible(said(f))
	if f.Suppressed != "" {
		line += " (suppressed: " + Visible(f.Suppressed) + ")"
	}
	if f.Baselined {
		line += " (known before)"
	}
	return line
}

// compactPlace is path:line:col. Evidence is whole records, so the column is the first.
func compactPlace(at trace.Pos) string {
	if at.Line == 0 {
		return Visible(at.File)
	}
	return position(at) + ":1"
}

// place is where a finding is shown in formats that know one place: its trigger, else its first evidence that
// has a line, else its first that has a file.
func place(f *rules.Finding) trace.Pos {
	var lined, filed trace.Pos
	for _, e := range f.Evidence {
		switch {
		case e.Role == rules.RoleTrigger && e.Pos.Line > 0:
			return e.Pos
		case lined.Line == 0 && e.Pos.Line > 0:
			lined = e.Pos
		case filed.File == "":
			filed = e.Pos
		}
	}
	if lined.Line > 0 {
		return lined
	}
	return filed
}

// said is what a finding says in one line: what happened, or what stays open and why.
func said(f *rules.Finding) string {
	if f.Verdict == rules.Inconclusive {
		return f.Rule.Title + ": " + reasonText(f)
	}
	return f.Message
}
