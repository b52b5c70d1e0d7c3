package main

import (
	"slices"
	"strings"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/input"
	"github.com/fo-check/fo-check/rules/suggest"
	"github.com/fo-check/fo-check/trace"
)

// plan is what will be read: every log with its parser, and what could not be taken.
type plan struct {
	families [][]*input.File
	parser   map[*input.File]parsers.Parser
	digests  map[*input.File]string // of the head
	problems []*input.Problem
	notes    []input.Note
	bytes    int64 // of all files; -1: not known
}

// writes tells whether an event of the name from the source may stand in what will be read; "" and "*" stand for
// any.
func (p *plan) writes(source, name string) bool {
	for _, parser := range p.parser {
		if writes(parser.Info(), source, name) {
			return true
		}
	}
	return len(p.parser) == 0
}

func writes(info parsers.Info, source, name string) bool {
	return (source == "" || len(info.Sources) == 0 || slices.Contains(info.Sources, source)) &&
		(name == "*" || trace.Added(name) || len(info.Vocabulary) == 0 || slices.Contains(info.Vocabulary, name))
}

// plan finds the files, recognises them, and joins what was rotated.
func (a *app) plan(f *inputFlags) (*plan, error) {
	all, err := a.parsersWith(f.Adapter)
	if err != nil {
		return nil, err
	}
	forced, err := readForced(f.Parser, all)
	if err != nil {
		return nil, err
	}
	if len(f.Paths) == 0 {
		return nil, usagef("no input named; files, directories, patterns and - (standard input) are accepted")
	}
	finder := input.Finder{Stdin: a.in, StdinName: f.StdinName}
	files, problems := finder.Find(f.Paths)
	p := &plan{problems: problems, parser: map[*input.File]parsers.Parser{}, digests: map[*input.File]string{}}
	files, p.notes = input.Duplicates(files)
	files = p.recognise(files, all, func(path string) parsers.Parser {
		parser, _ := lookup(forced, f.origin.of(path))
		return parser
	})
	for _, group := range input.Group(files) {
		p.families = append(p.families, input.Split(group, func(f *input.File) string { return p.parser[f].Info().Name })...)
	}
	for _, family := range p.families {
		for i, missing := range input.Missing(family) {
			if missing != "" {
				p.notes = append(p.notes, input.Note{Path: family[i].Path, Text: "right before it " + missing + " is missing: nothing is known of that time"})
			}
		}
	}
	p.measure(files)
	return p, nil
}

func (p *plan) measure(files []*input.File) {
	for _, f := range files {
		if f.Size < 0 {
			p.bytes = -1
			return
		}
		p.bytes += f.Size
	}
}

// recognise finds the parsers of the files, and returns those that have one. The plan says why the others have none.
func (p *plan) recognise(files []*input.File, all []parsers.Parser, forced func(path string) parsers.Parser) (known []*input.File) {
	for _, r := range input.Recognise(files, all, forced) {
		f := r.File
		if f.Encoding != "" {
			p.notes = append(p.notes, input.Note{Path: f.Path, Text: f.Encoding + " text, read as UTF-8; offsets are those of the converted text"})
		}
		switch {
		case r.Parser != nil:
			known = append(known, f)
			p.parser[f], p.digests[f] = r.Parser, r.Digest
		case r.Problem != nil:
			p.problems = append(p.problems, r.Problem)
		default:
			err := unrecognised{parsers.Undecided(r.Candidates) + "; fo-check parsers detect tells why, --parser NAME forces a format"}
			p.problems = append(p.problems, &input.Problem{Path: f.Path, Named: f.Named, Err: err})
		}
		if r.Neighbour != nil {
			p.notes = append(p.notes, input.Note{Path: f.Path, Text: byRotation(r) + ": read as " + r.Parser.Info().Name})
		}
	}
	return known
}

// byRotation says why a file has the format of another one.
func byRotation(r *input.Recognition) string {
	return "nothing in it tells its format, " + r.Neighbour.Path + " of the same rotation does"
}

// unrecognised says why no parser takes a file.
type unrecognised struct{ text string }

// Error implements error.
func (u unrecognised) Error() string { return u.text }

// readForced reads --parser.
func readForced(flags []string, all []parsers.Parser) ([]scoped[parsers.Parser], error) {
	var out []scoped[parsers.Parser]
	for _, f := range perLine(flags) {
		name, glob, _ := strings.Cut(f, "=")
		if isAdapter(name) {
			p, err := loadAdapter(name)
			if err != nil {
				return nil, err
			}
			out = append(out, scoped[parsers.Parser]{glob, p})
			continue
		}
		p := parsers.Find(name, all)
		if p == nil {
			names := parsers.Names(all)
			return nil, usagef("--parser %s: unknown parser %q%s; %s are accepted", f, name,
				suggest.Hint(name, names), strings.Join(names, ", ")+", and adapter files (FILE.yaml)")
		}
		out = append(out, scoped[parsers.Parser]{glob, p})
	}
	return out, nil
}

// readOptions are the parsers' options as the flags give them.
type readOptions struct {
	zones  []scoped[*time.Location]
	origin origins
	common parsers.Options
}

func newReadOptions(f *inputFlags) (readOptions, error) {
	zones, err := parseZones(f.TZ)
	if err != nil {
		return readOptions{}, err
	}
	date, err := parseDate(f.Date)
	if err != nil {
		return readOptions{}, err
	}
	reorder, err := parseSpan("--reorder", f.Reorder)
	return readOptions{zones, f.origin, parsers.Options{Date: date, Reorder: reorder}}, err
}

// logs makes the plan ready for parsers.Open. Digests are computed only for outputs that show them.
func (p *plan) logs(opt readOptions, wanted *trace.Wanted, digests bool, progress func(string, int)) []parsers.Log {
	opener := input.Opener{Inputs: len(p.families), Unhashed: !digests, Progress: progress}
	out := make([]parsers.Log, len(p.families))
	for i, family := range p.families {
		segments, digest := opener.Segments(family)
		o := opt.common
		o.Wanted = wanted
		o.Zone, o.ZoneForced = lookup(opt.zones, opt.origin.of(family[0].Path))
		out[i] = parsers.Log{Segments: segments, Parser: p.parser[family[0]], Options: o,
			Digest: digest.Sum, HeadDigest: p.digests[family[0]]}
	}
	return out
}
