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
	format report.Format
	path   string // "": standard output
	file   *os.File
}

// openOutputs reads --output and creates the files, before any work is done that could be lost.
func openOutputs(flags []string) ([]output, error) {
	flags = perLine(flags)
	if len(flags) == 0 {
		flags = []string{"text"}
	}
	var out []output
	taken := map[string]string{} // path -> format
	for _, f := range flags {
		o, err := parseOutput(f)
		if err != nil {
			return nil, err
		}
		if other := taken[o.path]; other != "" {
			return nil, usagef("--output %s: %s goes to %s already; give one of them another file: %s=FILE", f, other, o.place(), o.format.Name)
		}
		taken[o.path] = o.format.Name
		out = append(out, o)
	}
	for i := range out {
		if err := out[i].create(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func parseOutput(flag string) (output, error) {
	name, path, given := strings.Cut(flag, "=")
	format, err := report.For(name)
	if err != nil {
		return output{}, usagef("--output %s: %w", flag, err)
	}
	if given && path == "" {
		return output{}, usagef("--output %s: no file behind =; %s or %s=FILE is accepted", flag, name, name)
	}
	if path == "-" {
		path = ""
	}
	return output{format: format, path: path}, nil
}

// showDigests tells whether an output shows the digests of the inputs.
func showDigests(outputs []output) bool {
	return slices.ContainsFunc(outputs, func(o output) bool { return o.format.Digests })
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
		return usagef("--output %s=%s: %w", o.format.Name, o.path, cause(err))
	}
	return nil
}

// publish writes the run in all formats, and its summary to standard error where standard output has no
// text.
func (a *app) publish(outputs []output, run *report.Run) error {
	text := false
	for i := range outputs {
		o := &outputs[i]
		text = text || (o.path == "" && o.format.Name == "text")
		if err := a.publishOne(o, run); err != nil {
			return unchecked(err)
		}
		if o.format.Name == "github" {
			a.jobSummary(run)
		}
	}
	if !text && !a.display.Quiet {
		_, _ = io.WriteString(a.err, report.Summary(run))
	}
	return nil
}

func (a *app) publishOne(o *output, run *report.Run) error {
	r := *run
	if o.file == nil {
		r.Color = a.colored(a.out)
		return o.format.Write(a.out, &r)
	}
	r.Color = a.display.Color == "always"
	err := o.format.Write(o.file, &r)
	if closing := o.file.Close(); err == nil {
		err = closing
	}
	return err
}
