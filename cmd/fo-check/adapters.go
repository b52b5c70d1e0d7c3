package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/adapter"
	"github.com/fo-check/fo-check/parsers/input"
	"github.com/fo-check/fo-check/trace"
)

// isAdapter tells that the name of a parser is that of an adapter file.
func isAdapter(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".yaml" || ext == ".yml"
}

// loadAdapter reads an adapter file.
func loadAdapter(path string) (*adapter.Adapter, error) {
	p, err := adapter.Load(path)
	var wrong adapter.Diagnostics
	switch {
	case errors.As(err, &wrong):
		return nil, usage(wrong)
	case err != nil:
		return nil, usagef("adapter %s: %w", path, cause(err))
	}
	return p, nil
}

// parsersWith are the parsers and the adapter files, which take part in detection.
func (a *app) parsersWith(paths []string) ([]parsers.Parser, error) {
	all := slices.Clone(a.parsers)
	for _, path := range perLine(paths) {
		p, err := loadAdapter(path)
		if err != nil {
			return nil, err
		}
		if parsers.Find(p.Info().Name, all) != nil {
			return nil, usagef("--adapter %s: there is a parser %q already; another name (adapter: NAME) is accepted", path, p.Info().Name)
		}
		all = append(all, p)
	}
	return all, nil
}

// parsersTestCmd tries an adapter.
type parsersTestCmd struct {
	Adapter string `arg:"" help:"Adapter file (YAML)."`
	Path    string `arg:"" help:"A log, or - for standard input."`
	Date    string `placeholder:"YYYY-MM-DD" help:"Date of the first record, where nothing in the log tells."`
}

// Help is printed under the usage.
func (*parsersTestCmd) Help() string {
	return `Prints every line of the log: "-" before what begins no record, "+" before a record, the rule that matched
and its event below. Exit code 3 if no event was found.

Example:
  fo-check parsers test my-desktop.yaml desktop.log`
}

// Run implements the command.
func (c *parsersTestCmd) Run(a *app) error {
	p, err := loadAdapter(c.Adapter)
	if err != nil {
		return err
	}
	date, err := parseDate(c.Date)
	if err != nil {
		return err
	}
	finder := input.Finder{Stdin: a.in}
	files, problems := finder.Find([]string{c.Path})
	if len(problems) > 0 {
		return unchecked(problems[0])
	}
	segments, _ := input.Opener{Inputs: 1, Unhashed: true}.Segments(files)
	t := trial{w: a.out, adapter: c.Adapter}
	if err := p.Try(segments, parsers.Options{Wanted: &trace.Wanted{All: true}, Date: date}, &t, t.line); err != nil {
		return unchecked(err)
	}
	return t.finish(a)
}

// trial prints what an adapter makes of a log. It is the parser's output and drops the events: they were
// told with their lines.
type trial struct {
	w       io.Writer
	adapter string
	in      *trace.Input
	lines   int
	records int
	events  int
	err     error
}

// Start implements parsers.Output.
func (t *trial) Start(in *trace.Input) error { t.in = in; return t.err }

// Event implements parsers.Output.
func (t *trial) Event(*trace.Input, *trace.Event) error { return t.err }

// End implements parsers.Output.
func (t *trial) End(*trace.Input) error { return t.err }

func (t *trial) printf(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.w, format, args...)
	}
}

// line prints one line of the log.
func (t *trial) line(l adapter.Trial) {
	t.lines++
	mark := "-"
	if l.Record {
		mark = "+"
		t.records++
	}
	t.printf("%5d %s %s\n", l.Pos.Line, mark, report.Visible(report.Mask(l.Text)))
	if l.Record && !l.Known {
		t.printf("        no date is known for this time; --date YYYY-MM-DD gives it\n")
	}
	for i := range l.Rules {
		t.events++
		m := &l.Rules[i]
		t.printf("        %s:%d  %s\n        %s\n", t.adapter, m.Line, report.Visible(m.Shown), report.Visible(report.Mask(eventText(&m.Event))))
	}
}

// eventText writes an event in one line.
func eventText(e *trace.Event) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s", e.Time.Format("2006-01-02T15:04:05.000Z07:00"), e.Name)
	fields := []trace.Attr{{Key: "source", Value: e.Source}, {Key: "direction", Value: e.Direction}}
	for k := trace.Key(0); k < trace.NumKeys; k++ {
		fields = append(fields, trace.Attr{Key: k.String(), Value: e.Key(k)})
	}
	fields = append(fields, trace.Attr{Key: "reason", Value: e.Reason}, trace.Attr{Key: "ref", Value: e.Ref})
	for _, f := range append(fields, e.Attrs...) {
		if f.Value != "" {
			fmt.Fprintf(&b, "  %s=%s", f.Key, f.Value)
		}
	}
	return b.String()
}

func (t *trial) finish(a *app) error {
	t.printf("%d lines, %d records, %d events\n", t.lines, t.records, t.events)
	for _, n := range t.in.Notes {
		a.notef("%s", report.NoteText(n))
	}
	switch {
	case t.err != nil:
		return unchecked(t.err)
	case t.events == 0:
		return silently(exitUnchecked)
	}
	return nil
}
