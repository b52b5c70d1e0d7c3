package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/alecthomas/kong"

	conffile "github.com/fo-check/fo-check/cmd/fo-check/internal/config"
	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/builtin"
)

// streams are the three ends of a process, so that tests can stand in for them.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// app is what every command gets.
type app struct {
	streams
	ctx     context.Context
	parsers []parsers.Parser
	display display
	conf    *conffile.File    // the configuration file; nil: none
	model   *kong.Application // the command line
}

// grammar is the command line.
type grammar struct {
	Check      checkCmd      `cmd:"" default:"withargs" help:"Judge logs and traces (default command)."`
	Lint       lintCmd       `cmd:"" help:"Judge strategy files and configuration exports, without a trace."`
	Certify    certifyCmd    `cmd:"" help:"Judge a desktop against a profile: every obligation must be exercised and kept."`
	Parse      parseCmd      `cmd:"" help:"Write the trace of logs as NDJSON."`
	Timeline   timelineCmd   `cmd:"" help:"Show the events of logs in order of time, without judging."`
	Redact     redactCmd     `cmd:"" help:"Write logs with numbers, names, hosts and user data replaced, the same way everywhere."`
	Rules      rulesCmd      `cmd:"" help:"List and show rules."`
	Explain    explainCmd    `cmd:"" help:"Explain one rule: obligation, source, pattern, settings."`
	Parsers    parsersCmd    `cmd:"" help:"List parsers, and tell which one reads a file."`
	Baseline   baselineCmd   `cmd:"" help:"Keep a file of known violations."`
	Merge      mergeCmd      `cmd:"" help:"Fold the JSON reports of shards or sites."`
	Completion completionCmd `cmd:"" help:"Print a script that completes commands, flags and values in a shell."`
	Man        manCmd        `cmd:"" help:"Print the manual as a man page."`
	Complete   completeCmd   `cmd:"" name:"__complete" hidden:""`
	Init       initCmd       `cmd:"" help:"Write a configuration file with every setting, explained."`
	Version    versionCmd    `cmd:"" help:"Print the version, and the digest of the built-in rules."`

	Display display `embed:"" group:"Display"`
}

// display says how much is said, and how it looks.
type display struct {
	Color      string `enum:"auto,always,never" default:"auto" help:"Colour: auto, always or never. NO_COLOR and CLICOLOR_FORCE count for auto."`
	NoProgress bool   `help:"No progress bar."`
	Quiet      bool   `short:"q" help:"Only the report, and errors."`
	Verbose    bool   `short:"v" help:"Source lines and settings in the text report, and all notes."`
}

const description = `Checks failover obligations of contact centres against logs and traces.

Every flag can be given as FO_CHECK_NAME in the environment; one that may repeat takes a value per line.

Exit codes: 0 checked and kept, 1 violations, 2 bad usage or rule file, 3 could not check, 130 interrupted.`

// exited carries the code of kong's own exits (--help) out of its parser.
type exited int

// run is the program without the process around it. It returns the exit code.
func run(ctx context.Context, args []string, std streams) (code int) {
	defer func() {
		if p := recover(); p != nil {
			code = crashed(p, std.err)
		}
	}()
	conf, err := findConfig(args)
	if err != nil {
		fmt.Fprintf(std.err, "fo-check: error: %s\n", strings.ReplaceAll(err.Error(), "\n", "\nfo-check: error: "))
		return exitUsage
	}
	var g grammar
	k, err := kong.New(&g, kong.Resolvers(configResolver{conf}), kong.Name("fo-check"), kong.Description(description), kong.DefaultEnvars("FO_CHECK"),
		kong.Vars{"formats": strings.Join(report.Formats(), ", ")},
		kong.Writers(std.out, std.err), kong.Exit(func(n int) { panic(exited(remap(n))) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}))
	if err != nil {
		panic(err) // the grammar is wrong: no input can do this
	}
	switch {
	case len(args) == 0:
		_, _ = io.WriteString(std.out, firstRun)
		return exitOK
	case len(args) == 1 && args[0] == "--version":
		args = []string{"version"}
	}
	kctx, err := k.Parse(args)
	if err != nil {
		fmt.Fprintf(std.err, "fo-check: error: %v\n%s\n", err, moreHelp(args, k.Model))
		return exitUsage
	}
	std.in = untilInterrupted(ctx, std.in)
	a := &app{streams: std, ctx: ctx, parsers: builtin.Parsers(), display: g.Display, conf: conf, model: k.Model}
	err = kctx.Run(a)
	if err != nil && !told(err) {
		a.errorf("%v", err)
	}
	return codeOf(err)
}

// crashed ends what panicked: kong's own exit, or a fault of ours, which must not look like a verdict.
func crashed(p any, w io.Writer) int {
	if e, ok := p.(exited); ok {
		return int(e)
	}
	fmt.Fprintf(w, "fo-check: internal error: %v; please report it with what follows\n%s", p, debug.Stack())
	return exitUnchecked
}

// remap turns kong's codes into ours.
func remap(code int) int {
	if code != exitOK {
		return exitUsage
	}
	return exitOK
}

func moreHelp(args []string, model *kong.Application) string {
	if len(args) > 0 && childNamed(model.Node, args[0]) != nil {
		return "see: fo-check " + args[0] + " --help"
	}
	return "see: fo-check --help"
}

// errorf says what went wrong, a line per line of the text.
func (a *app) errorf(format string, args ...any) { a.say("error: ", format, args...) }

// warnf says what the user should know; -q silences it.
func (a *app) warnf(format string, args ...any) {
	if !a.display.Quiet {
		a.say("warning: ", format, args...)
	}
}

// notef says what may be of use; -q silences it.
func (a *app) notef(format string, args ...any) {
	if !a.display.Quiet {
		a.say("note: ", format, args...)
	}
}

// say prints lines with a prefix; an indented line belongs to the one before it and has none.
func (a *app) say(kind, format string, args ...any) {
	for line := range strings.Lines(fmt.Sprintf(format, args...)) {
		if strings.HasPrefix(line, " ") {
			fmt.Fprintln(a.err, report.Visible(strings.TrimRight(line, "\n")))
			continue
		}
		fmt.Fprintf(a.err, "fo-check: %s%s\n", kind, report.Visible(strings.TrimRight(line, "\n")))
	}
}

// colored tells whether w gets colour.
func (a *app) colored(w io.Writer) bool {
	switch a.display.Color {
	case "always":
		return true
	case "never":
		return false
	}
	if os.Getenv("NO_COLOR") != "" {
		return false
	}
	if force := os.Getenv("CLICOLOR_FORCE"); force != "" && force != "0" {
		return true
	}
	return terminal(w) && os.Getenv("TERM") != "dumb"
}
