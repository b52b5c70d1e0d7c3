// Package config reads exports of a contact centre's configuration into static facts: options,
// applications, connections, persons, agent logins and DNs, as events without a time.
package config

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// Name is the parser's name in options and reports.
const Name = "config"

// source is the value of Event.Source of all static facts of a configuration.
const source = "config"

// clock is the one that static facts of all sources share: they have no time, so none is uncertain against
// another.
const clock = "static"

// MaxSize is how large an export may be, in bytes: it is checked as a whole before anything is said of
// it, because what an export that was cut does not show is not known to be absent.
const MaxSize = 256 << 20

// Parser reads configuration exports. Its zero value is ready to use.
type Parser struct {
	// limit stands in for MaxSize in tests; 0: MaxSize.
	limit int64
}

var _ parsers.Parser = Parser{}

// New returns the parser.
func New() Parser { return Parser{} }

// Info implements parsers.Parser. The JSON form is known from real exports; the other ones are read by what is
// generally known of them, and a note of the input says so.
func (Parser) Info() parsers.Info {
	return parsers.Info{
		Name:     Name,
		Title:    "Configuration exports (JSON), site maps; experimental: XML, option files ([section], option = value), .exe.config",
		Sources:  []string{source},
		Evidence: parsers.VerifiedOnRealLogs,
		Vocabulary: []string{"Option", "Application", "Connection", "Person", "AgentLogin", "DN",
			"ConfigurationRead", "SiteMember", "Zone", "ZoneMember", "LocalEndpoint", "LocalConfigurationRead"},
	}
}

// Parse implements parsers.Parser. Every segment is an export of its own. What is wrong with one is a note;
// an error is returned only if a segment cannot be read or the consumer has gone.
func (p Parser) Parse(segments []parsers.Segment, opt parsers.Options, out parsers.Output) error {
	for _, s := range segments {
		if err := p.parse(s, opt, out); err != nil {
			return err
		}
	}
	return nil
}

func (p Parser) parse(s parsers.Segment, opt parsers.Options, out parsers.Output) error {
	in := &trace.Input{Path: s.Name, Segments: []string{s.Name}, Parser: Name, Source: source, Clock: clock,
		ByName: map[string]int64{}}
	content, err := p.read(s, opt)
	if err != nil {
		return err
	}
	r := &reading{in: in, out: out, wanted: opt.Wanted, text: newText(s.Name, content), nears: map[string]string{}}
	in.Lines = int64(r.text.lines())
	f := formOf(content)
	if _, ok := f.(siteMapForm); ok {
		in.Digest = fmt.Sprintf("%s%x", firstOfAll, sha256.Sum256(content)) // what it says of servers is asked for by what the others say
	}
	if err := r.read(f); err != nil {
		return err
	}
	return out.End(in)
}

// read returns the content without a byte order mark.
func (p Parser) read(s parsers.Segment, opt parsers.Options) ([]byte, error) {
	limit := p.limit
	if limit == 0 {
		limit = MaxSize
	}
	if s.Size > limit {
		return nil, tooLarge(s.Name, limit)
	}
	f, err := s.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var b bytes.Buffer
	b.Grow(int(max(0, s.Size)) + bytes.MinRead) // once, if the size is known
	if _, err := b.ReadFrom(io.LimitReader(f, limit+1)); err != nil {
		return nil, fmt.Errorf("%s: %w", s.Name, err)
	}
	content := b.Bytes()
	if int64(len(content)) > limit {
		return nil, tooLarge(s.Name, limit)
	}
	if opt.Progress != nil {
		opt.Progress(len(content))
	}
	return bytes.TrimPrefix(content, []byte("\xef\xbb\xbf")), nil
}

func tooLarge(name string, limit int64) error {
	return fmt.Errorf("%s: larger than %d bytes; an export of up to that size is accepted, so export applications, persons and DNs apart",
		name, limit)
}

// reading is the reading of one export.
type reading struct {
	in     *trace.Input
	out    parsers.Output
	wanted *trace.Wanted
	text   *text
	model  model
	gone   error // the consumer's
	// besides says that the content is no export, but stands beside one: nothing is to be said at its end.
	besides bool
	attrs   trace.Attrs
	nears   map[string]string
}

// read checks the content, announces the input, and reads it. An export with a fault in its form is read up
// to it, and not said to be complete.
func (r *reading) read(f form) error {
	fault := f.check(r.text.content)
	r.in.CompleteFromStart = fault == nil
	r.in.End = trace.EndNormal
	end := len(r.text.content)
	if fault != nil {
		r.in.End, end = trace.EndTruncated, fault.at
		r.refuse(fault.at, fault.what)
		r.in.SkippedLines = int64(r.text.lines() - r.text.at(end).line + 1)
	}
	if err := r.out.Start(r.in); err != nil {
		return err
	}
	f.facts(r, r.text.content[:end])
	if !r.besides {
		r.finish()
	}
	return r.gone
}

// fault is what is wrong with the form of an export, and where.
type fault struct {
	at   int // offset
	what string
}

// firstOfAll sorts before every digest.
const firstOfAll = "!"

// form is one of the forms that an export may have.
type form interface {
	// check returns the first fault, nil if the content is well-formed.
	check(content []byte) *fault
	// facts reads what stands in content, which may end anywhere.
	facts(r *reading, content []byte)
}

// refuse notes that something was wrong and is not in the trace.
func (r *reading) refuse(at int, what string) {
	p := r.text.at(at)
	r.in.Notes = append(r.in.Notes, trace.Note{Pos: r.text.pos(p), Col: p.col, Text: what, Refused: true})
}

// remark notes something that the reader of the report should know.
func (r *reading) remark(at int, what string) {
	p := r.text.at(at)
	r.in.Notes = append(r.in.Notes, trace.Note{Pos: r.text.pos(p), Col: p.col, Text: what})
}
