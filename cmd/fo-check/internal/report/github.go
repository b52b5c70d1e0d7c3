package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/fo-check/fo-check/rules"
)

// githubMost is how many annotations of each level GitHub shows for a step.
const githubMost = 10

// GitHub writes workflow commands of GitHub Actions, which become annotations: the worst findings first, as many
// as are shown; the others as plain lines behind them, so that the log has them all.
func GitHub(w io.Writer, run *Run) error {
	out := bufio.NewWriter(w)
	written := map[string]int{}
	var rest []*rules.Finding
	for _, f := range worstFirst(run.Report.Findings) {
		kind := githubKind(f)
		if kind == "" || written[kind] == githubMost {
			rest = append(rest, f)
			continue
		}
		written[kind]++
		fmt.Fprintln(out, run.githubCommand(kind, f))
	}
	githubRest(out, rest)
	return out.Flush()
}

// githubKind is the command of a finding; "": none, it does not count.
func githubKind(f *rules.Finding) string {
	if f.Suppressed != "" || f.Baselined {
		return ""
	}
	if f.Verdict == rules.Inconclusive {
		return "notice"
	}
	switch f.Rule.Severity.Level() {
	case rules.LevelError:
		return "error"
	case rules.LevelWarning:
		return "warning"
	}
	return "notice"
}

func (run *Run) githubCommand(kind string, f *rules.Finding) string {
	var properties []string
	if at := place(f); at.File != "" {
		properties = append(properties, "file="+githubProperty(at.File))
		if at.Line > 0 {
			properties = append(properties, fmt.Sprintf("line=%d", at.Line))
		}
	}
	properties = append(properties, "title="+githubProperty(f.Rule.ID+" "+label(f)+": "+Visible(f.Rule.Title)))
	text := Visible(said(f))
	if key := keyText(f.Key); key != "" {
		text += "\nfor " + Visible(key)
	}
	return "::" + kind + " " + strings.Join(properties, ",") + "::" + githubData(text+"\n"+strings.TrimSpace(run.details(f)))
}

// githubRest prints findings that get no annotation in a group that can be opened.
func githubRest(out io.Writer, rest []*rules.Finding) {
	if len(rest) == 0 {
		return
	}
	fmt.Fprintf(out, "::group::%s without annotation\n", count(int64(len(rest)), "finding"))
	for _, f := range rest {
		fmt.Fprintln(out, githubLine(compactLine(f)))
	}
	fmt.Fprintln(out, "::endgroup::")
}

// githubLine keeps a line of text from being read as a command: those of the old form may stand anywhere in it.
func githubLine(s string) string {
	s = strings.ReplaceAll(s, "##[", "## [")
	if strings.HasPrefix(strings.TrimSpace(s), "::") {
		return "- " + s
	}
	return s
}

// githubData escapes the text of a command.
func githubData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// githubProperty escapes the value of a property of a command.
func githubProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
