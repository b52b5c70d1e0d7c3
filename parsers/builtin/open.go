package builtin

import (
	"errors"
	"fmt"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/input"
	"github.com/fo-check/fo-check/trace"
)

// Logs is one stream of the events of several logs.
type Logs struct {
	trace.Stream
	reading *parsers.Reading
}

// Problems returns what kept a log from being read to its end. It is complete when the stream has ended.
func (l *Logs) Problems() []parsers.Problem { return l.reading.Problems() }

// reorder is the step back in time that Open allows where nothing else is said.
const reorder = 2 * time.Second

// Open finds the logs that paths name (files, directories, patterns, archives), recognises them, joins what was
// rotated, and starts to read them all as one stream in order of time, as the command fo-check does. A path that
// names nothing, and a file that no parser recognises, is an error; the logs must be closed, or read to their end.
// The zero Options are usable: they read every event; rules.Set.Wanted tells what a check needs. sites may be nil.
func Open(opt parsers.Options, sites *trace.SiteMap, paths ...string) (*Logs, error) {
	finder := input.Finder{}
	files, problems := finder.Find(paths)
	files, _ = input.Duplicates(files)
	known := map[*input.File]parsers.Parser{}
	var errs []error
	for _, p := range problems {
		errs = append(errs, p)
	}
	for _, r := range input.Recognise(files, Parsers(), func(string) parsers.Parser { return nil }) {
		switch {
		case r.Problem != nil:
			errs = append(errs, r.Problem)
		case r.Parser == nil:
			errs = append(errs, fmt.Errorf("%s: %s", r.File.Path, parsers.Undecided(r.Candidates)))
		}
		known[r.File] = r.Parser
	}
	if len(files) == 0 && len(errs) == 0 {
		errs = append(errs, fmt.Errorf("no log in %q; files, directories and patterns that match are accepted", paths))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	if opt.Reorder == 0 {
		opt.Reorder = reorder
	}
	if opt.Wanted == nil {
		opt.Wanted = &trace.Wanted{All: true}
	}
	reading := parsers.Open(logs(files, known, opt))
	return &Logs{merged(reading, sites), reading}, nil
}

// logs joins the segments of each log.
func logs(files []*input.File, known map[*input.File]parsers.Parser, opt parsers.Options) (out []parsers.Log) {
	var families [][]*input.File
	for _, group := range input.Group(files) {
		families = append(families, input.Split(group, func(f *input.File) string { return known[f].Info().Name })...)
	}
	opener := input.Opener{Inputs: len(families)}
	for _, family := range families {
		segments, digest := opener.Segments(family)
		out = append(out, parsers.Log{Segments: segments, Parser: known[family[0]], Options: opt, Digest: digest.Sum})
	}
	return out
}

func merged(reading *parsers.Reading, sites *trace.SiteMap) trace.Stream {
	streams := reading.Streams()
	for i := range streams {
		streams[i] = trace.DeriveSwitchovers(streams[i], sites)
	}
	return trace.JoinRequests(trace.WithSites(trace.Merge(streams...), sites))
}
