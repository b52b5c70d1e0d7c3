package main

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// manCmd prints the manual.
type manCmd struct{}

// Help is printed under the usage.
func (manCmd) Help() string {
	return `Examples:
  fo-check man | man -l -
  fo-check man > /usr/share/man/man1/fo-check.1`
}

// Run implements the command.
func (manCmd) Run(a *app) error {
	m := &manual{bufio.NewWriter(a.out)}
	m.page(a.model)
	if err := m.out.Flush(); err != nil {
		return unchecked(err)
	}
	return nil
}

// manual writes a page in the man macros of roff.
type manual struct{ out *bufio.Writer }

// line writes a line as it is.
func (m *manual) line(format string, args ...any) { fmt.Fprintf(m.out, format+"\n", args...) }

// text writes text, escaped; an indented line stands as it is.
func (m *manual) text(s string) {
	literal := false
	for line := range strings.Lines(strings.TrimSpace(s)) {
		line = strings.TrimRight(line, "\n")
		if indented := strings.HasPrefix(line, " "); indented != literal {
			m.line(map[bool]string{true: ".nf", false: ".fi"}[indented])
			literal = indented
		}
		if line == "" {
			m.line(".PP")
			continue
		}
		m.line("%s", roff(line))
	}
	if literal {
		m.line(".fi")
	}
}

// roff escapes what the formatter would take for a command.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", "\\(ga", "^", `\(ha`, "~", `\(ti`).Replace(s)
	if strings.HasPrefix(s, ".") {
		return `\&` + s
	}
	return s
}

func (m *manual) page(app *kong.Application) {
	m.line(`.TH FO\-CHECK 1 "" "fo\-check %s"`, roff(versionText()))
	m.line(".SH NAME\nfo\\-check \\- checks failover obligations of contact centres against logs and traces")
	m.line(".SH SYNOPSIS\n.B fo\\-check\n[\\fIcommand\\fR] [\\fIflags\\fR] [\\fIpath\\fR ...]")
	m.line(".SH DESCRIPTION")
	m.text(app.Help)
	m.line(".SH COMMANDS")
	for _, c := range app.Children {
		m.command(c)
	}
	m.line(".SH FLAGS OF ALL COMMANDS")
	m.flags(app.Flags)
	m.line(".SH ENVIRONMENT")
	m.text("FO_CHECK_NAME gives the flag --name. NO_COLOR and CLICOLOR_FORCE count for --color auto. GITHUB_STEP_SUMMARY names the file to which the output github adds its summary.")
	m.line(".SH FILES")
	m.text(".fo-check.yaml, searched from the working folder upward to the root of the repository, stands in for flags that are not given. .fo-check-baseline.json holds known violations.")
}

// command writes a command, or the commands below it.
func (m *manual) command(c *kong.Node) {
	if c.Hidden || c.Type != kong.CommandNode {
		return
	}
	m.line(".SS %s", roff(c.Path()))
	m.text(c.Help)
	if c.Detail != "" {
		m.line(".PP")
		m.text(c.Detail)
	}
	m.flags(c.Flags)
	for _, child := range c.Children {
		m.command(child)
	}
}

func (m *manual) flags(flags []*kong.Flag) {
	for _, f := range flags {
		if f.Hidden {
			continue
		}
		name := `\fB\-\-` + roff(f.Name) + `\fR`
		if f.Short != 0 {
			name = `\fB\-` + string(f.Short) + `\fR, ` + name
		}
		if !f.IsBool() && !f.IsCounter() {
			name += `=\fI` + roff(f.FormatPlaceHolder()) + `\fR`
		}
		m.line(".TP\n%s", name)
		m.text(f.Help)
	}
}
