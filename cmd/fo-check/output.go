package main

import (
	"io"
	"os"
	"slices"
	"strings"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
)

// output is one report to be written.
type output struct {
	format string
	path   string // "": standard output
	file   *os.File
}

// reportFormat tells whether a report can be written so.
func reportFormat(name string) error {
	_, err := report.For(name)
	return err
}

// openOutputs reads --output and creates the files, before any work is done that could be lost. known says
// what is wrong with a format.
func openOutputs(flags []string, known func(format string) error) ([]output, error) {
	flags = perLine(flags)
	if len(flags) == 0 {
		flags = []string{"text"}
	}
	var out []output
	taken := map[string]string{} // path -> format
	for _, f := range flags {
		o, err := parseOutput(f, known)
		if err != nil {
			return nil, err
		}
		if other := taken[o.path]; other != "" {
			return nil, usagef("--output %s: %s goes to %s already; give one of them another file: %s=FILE", f, other, o.place(), o.format)
		}
		taken[o.path] = o.format
		out = append(out, o)
	}
	for i := range out {
		if err := out[i].create(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func parseOutput(flag string, known func(string) error) (output, error) {
	name, path, given := strings.Cut(flag, "=")
	if err := known(name); err != nil {
		return output{}, usagef("--output %s: %w", flag, err)
	}
	if given && path == "" {
		return output{}, usagef("--output %s: no file behind =; %s or %s=FILE is accepted", flag, name, name)
	}
	if path == "-" {
		path = ""
	}
	return output{format: name, path: path}, nil
}

// showDigests tells whether an output shows the digests of the inputs.
func showDigests(outputs []output) bool {
	return slices.ContainsFunc(outputs, func(o output) bool {
		f, err := report.For(o.format)
		return err == nil && f.Digests
	})
}

// place names where an output goes.
func (o *output) place() string {
	if o.path == "" {
		return "standard output"
	}
	return o.path
}

func (o *output) create() (err error) {
	if o.path == "" {
		return nil
	}
	if o.file, err = os.Create(o.path); err != nil {
		return usagef("--output %s=%s: %w", o.format, o.path, cause(err))
	}
	return nil
}

// publish writes the run in all formats, and its summary to standard error where standard output has no
// text.
func (a *app) publish(outputs []output, run *report.Run) error {
	text := false
	for i := range outputs {
		o := &outputs[i]
		text = text || (o.path == "" && o.format == "text")
		if err := a.publishOne(o, run); err != nil {
			return unchecked(err)
		}
		if o.format == "github" {
			a.jobSummary(run)
		}
	}
	if !text && !a.display.Quiet {
		_, _ = io.WriteString(a.err, report.Summary(run))
	}
	return nil
}

func (a *app) publishOne(o *output, run *report.Run) error {
	f, err := report.For(o.format)
	if err != nil {
		return err
	}
	r := *run
	r.Color = a.display.Color == "always"
	if o.file == nil {
		r.Color, r.Width = a.colored(a.out), columns(a.out)
	}
	return o.publish(a.out, func(w io.Writer) error { return f.Write(w, &r) })
}

// publish writes to the output's file, or to standard output.
func (o *output) publish(std io.Writer, write func(io.Writer) error) error {
	if o.file == nil {
		return write(std)
	}
	err := write(o.file)
	if closing := o.file.Close(); err == nil {
		err = closing
	}
	return err
}
