package certificate

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/rules"
)

// Text writes the matrix of obligations and traces, what was found, and which scenarios are missing.
func Text(w io.Writer, c *Certificate) error {
	out := bufio.NewWriter(w)
	matrix(out, c)
	for i := range c.Findings {
		finding(out, c, &c.Findings[i])
	}
	for i := range c.Obligations {
		missing(out, &c.Obligations[i])
	}
	fmt.Fprintln(out, Summary(c))
	return out.Flush()
}

// Summary is the certificate in a line.
func Summary(c *Certificate) string {
	n := c.Count()
	return fmt.Sprintf("%s: profile %s, %d of %d obligations kept, %d violated, %d inconclusive, %d not exercised, traces: %d",
		ResultText(c.Result), c.Profile, n.Kept, n.Required, n.Violated, n.Inconclusive, n.Missing, len(c.Traces))
}

// ResultText says a result in words.
func ResultText(result string) string {
	switch result {
	case Passed:
		return "passed"
	case Violated:
		return "not passed, obligations violated"
	}
	return "not passed, obligations open"
}

func matrix(out io.Writer, c *Certificate) {
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "obligation\tseverity\tverdict\texercised\tby")
	for i := range c.Obligations {
		o := &c.Obligations[i]
		if !o.Required && o.Verdict == string(rules.NotExercised) {
			continue
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%s\n", o.ID, o.Severity, VerdictText(o), o.Exercised, strings.Join(exercisers(o), ", "))
	}
	_ = t.Flush() // the writer below tells
	fmt.Fprintln(out)
}

// VerdictText is the verdict, with the class of coverage where that is not enough for a certificate.
func VerdictText(o *Obligation) string {
	if o.Verdict == string(rules.Pass) && !o.Kept() {
		return o.Verdict + " (" + o.Coverage + ")"
	}
	return o.Verdict
}

// exercisers are the traces that exercised an obligation, and how often.
func exercisers(o *Obligation) []string {
	var out []string
	for _, t := range o.Traces {
		text := report.Visible(t.Trace)
		if t.Exercised > 1 {
			text += fmt.Sprintf(" %d times", t.Exercised)
		}
		if t.Verdict != string(rules.Pass) {
			text += " (" + t.Verdict + ")"
		}
		out = append(out, text)
	}
	return out
}

func finding(out io.Writer, c *Certificate, f *Finding) {
	fmt.Fprintf(out, "%s  %s  in %s: %s", f.Verdict, f.Rule, report.Visible(f.Trace), report.Visible(f.Message))
	if len(f.Reasons) > 0 {
		fmt.Fprintf(out, " (%s)", strings.Join(f.Reasons, ", "))
	}
	fmt.Fprintln(out)
	for _, e := range f.Evidence {
		place := report.Visible(e.File)
		if e.Line > 0 {
			place += fmt.Sprintf(":%d", e.Line)
		}
		fmt.Fprintf(out, "  %s\n", report.Visible(strings.Join(words(place, e.Time, e.Event, e.Detail, e.Note), "  ")))
	}
	fmt.Fprintln(out)
}

// words leaves out what is empty.
func words(list ...string) (out []string) {
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

func missing(out io.Writer, o *Obligation) {
	if o.Missing == nil {
		return
	}
	fmt.Fprintf(out, "missing  %s  %s\n  %s\n  %s\n", o.ID, report.Visible(o.Title), o.Missing.Why, report.Visible(o.Sentence))
	if o.Missing.Test != "" {
		fmt.Fprintf(out, "  for example \"%s\"", report.Visible(o.Missing.Test))
		if o.Missing.Flags != "" {
			fmt.Fprintf(out, ", with %s", report.Visible(o.Missing.Flags))
		}
		fmt.Fprintf(out, "; see also fo-check explain %s\n", o.ID)
		for _, line := range o.Missing.Trace {
			fmt.Fprintf(out, "    %s\n", report.Visible(line))
		}
	}
	fmt.Fprintln(out)
}
