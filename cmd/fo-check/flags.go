package main

import "strings"

// perLine splits values at line ends: an environment variable holds several that way, as flags that may
// repeat do.
func perLine(values []string) []string {
	var out []string
	for _, v := range values {
		for line := range strings.Lines(v) {
			if line = strings.TrimRight(line, "\r\n"); line != "" {
				out = append(out, line)
			}
		}
	}
	return out
}

// inputFlags say what is read, and how. Lists that may hold commas are not split.
type inputFlags struct {
	Paths []string `arg:"" optional:"" name:"path" sep:"none" help:"Files, directories, patterns (** crosses directories), or - for standard input."`

	Parser     []string `sep:"none" group:"Input" placeholder:"NAME[=GLOB]" help:"Read (the files that match GLOB) with this parser, or with this adapter file (FILE.yaml), whatever their content looks like."`
	Adapter    []string `sep:"none" group:"Input" placeholder:"FILE" help:"Adapter file (YAML) that describes a format of logs; files that it recognises are read with it."`
	TZ         []string `name:"tz" sep:"none" group:"Input" placeholder:"[GLOB=]ZONE" help:"Zone of the times in logs: Europe/Berlin, +05:30, UTC. Default: what the log says, else the machine's."`
	Date       string   `group:"Input" placeholder:"YYYY-MM-DD" help:"Date of the first record, where nothing in a log tells."`
	Skew       []string `sep:"none" group:"Input" placeholder:"HOST=+120ms|auto" help:"That host's clock is ahead by so much (negative: behind); it is subtracted. auto measures clocks where records carry the times of two."`
	Reorder    string   `group:"Input" default:"2s" help:"Largest step back in time within a log that keeps file order."`
	AllowEmpty bool     `group:"Input" help:"Inputs that are empty or not recognised, and patterns without match, are no error."`
	StdinName  string   `group:"Input" placeholder:"NAME" help:"Name of standard input in messages."`
	Sites      string   `group:"Input" placeholder:"FILE" help:"Map of sites (YAML): servers, pairs, applications and params of each."`
	Config     string   `group:"Input" placeholder:"FILE" help:"Configuration file, instead of the .fo-check.yaml of this folder or one above it, up to the root of the repository; none: without."`

	origin origins // what patterns go by; nil: the paths
}

// ruleFlags say which rules count.
type ruleFlags struct {
	Rules     []string `short:"r" sep:"none" group:"Rules" placeholder:"DIR|FILE" help:"Rule files, added to the built-in packs."`
	NoBuiltin bool     `group:"Rules" help:"Without the built-in packs."`
	Select    []string `group:"Rules" placeholder:"WHAT" help:"Only these rules: id, pattern (DR-*), pack or tag; may repeat, and take commas."`
	Ignore    []string `group:"Rules" placeholder:"WHAT" help:"Without these rules."`
}

// judgeFlags say how rules are applied and what counts as failure.
type judgeFlags struct {
	Profile       string   `group:"Judging" placeholder:"NAME" help:"Profile: ail-dr, wde, wwe, pom, ... Default: that of the trace, else ail-dr."`
	Param         []string `short:"p" sep:"none" group:"Judging" placeholder:"NAME[@SITE]=VALUE" help:"A setting: site-timeout=30s; unset says that it is known to be unset."`
	Params        []string `sep:"none" group:"Judging" placeholder:"FILE" help:"Settings from a file: YAML (NAME: VALUE, NAME@SITE: VALUE) or a configuration export; may repeat."`
	SkewTolerance string   `group:"Judging" default:"1s" help:"Uncertainty between two clocks; 0: none."`
	Since         string   `group:"Judging" placeholder:"TIME" help:"Report obligations that arise at this time or later: 2026-03-02T10:00:00+01:00, or without a zone in that of --tz."`
	Until         string   `group:"Judging" placeholder:"TIME" help:"... or earlier."`
	Shard         string   `group:"Judging" placeholder:"I/N" help:"Judge only the I-th of N shares of all cases; fo-check merge folds the JSON reports of all of them."`
	Around        string   `group:"Judging" placeholder:"TIME[/SPAN]" help:"Report obligations that arise around this time, 5 minutes to both sides or SPAN: 10:42, 10:42/30s, 2026-03-02T10:42."`
	FailOn        string   `enum:"error,warning,note,never" default:"error" group:"Judging" help:"Least level of a violation that gives exit code 1: error, warning, note or never."`
	Strict        bool     `group:"Judging" help:"Inconclusive rules fail (exit code 3)."`
	Baseline      string   `group:"Judging" placeholder:"FILE" help:"Violations that this file knows do not count for the exit code; they stay in the report. See: fo-check baseline write."`
	MinCoverage   string   `group:"Judging" placeholder:"PERCENT" help:"Least share of the lines of each input that must be recognised (exit code 3). Default: none."`
}

// outputFlags say what is written.
type outputFlags struct {
	Output      []string `short:"o" sep:"none" group:"Output" placeholder:"FORMAT[=FILE]" help:"${formats}; may repeat, one of them to standard output. Default: text."`
	Inputs      bool     `group:"Output" help:"Say in the text report what was made of each input: format, dates, zone, clock, lines, events, doubts (also with -v; always in JSON)."`
	MaxFindings int      `default:"20" group:"Output" help:"Findings per rule in text; 0: all."`
}
