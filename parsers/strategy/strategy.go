// Package strategy reads files of strategies: Composer's interaction process diagrams (.ixnprocess) and
// workflow diagrams (.workflow), and SCXML, generated or written by hand. It tells of every event handler
// what decides in a failover: whether it ends the session, and when.
package strategy

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// Name is the parser's name in options and reports.
const Name = "strategy"

// Parser reads strategy files.
type Parser struct{}

var _ parsers.Parser = Parser{}

// New returns the parser.
func New() Parser { return Parser{} }

// Info implements parsers.Parser.
func (Parser) Info() parsers.Info {
	return parsers.Info{
		Name:       Name,
		Title:      "Composer diagrams (.ixnprocess, .workflow) and SCXML strategies",
		Sources:    []string{Name},
		Evidence:   parsers.VerifiedOnRealLogs,
		Vocabulary: []string{"Strategy", "Handler"},
	}
}

// Parse implements parsers.Parser. Every segment is a file and an input of its own. An error is returned
// if one cannot be read to its end; what was read of it is told all the same.
func (Parser) Parse(segments []parsers.Segment, opt parsers.Options, out parsers.Output) error {
	var first error
	for _, s := range segments {
		err := parse(s, opt, out)
		if first == nil {
			first = err
		}
	}
	return first
}

func parse(s parsers.Segment, opt parsers.Options, out parsers.Output) error {
	text, err := load(s, opt)
	if err != nil {
		return err
	}
	f, notes, broken := read(s.Name, text)
	sum := sha256.Sum256(text)
	in := &trace.Input{Path: s.Name, Segments: []string{s.Name}, Parser: Name, Source: Name, Clock: clock, CompleteFromStart: true,
		End: trace.EndNormal, Lines: int64(bytes.Count(text, []byte("\n"))), ByName: map[string]int64{}, Notes: notes,
		Digest: rank(f.kind) + hex.EncodeToString(sum[:])}
	if broken != nil {
		in.End = trace.EndTruncated
	}
	f.remarks(in)
	if err := emit(f, in, opt, out); err != nil {
		return err
	}
	if broken != nil {
		return broken
	}
	return out.End(in)
}

// clock is the one that static facts of all sources share: they have no time, so none is uncertain against
// another.
const clock = "static"

// rank orders files that are read together: what a diagram is made of before it, what is generated from
// it behind it.
func rank(k kind) string {
	return map[kind]string{workflow: "1-", process: "2-", generated: "3-", subflow: "3-", scxml: "4-"}[k]
}

// load reads a file whole: real ones are small, and what is not is none.
func load(s parsers.Segment, opt parsers.Options) ([]byte, error) {
	in, err := s.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	text, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxFile {
		return nil, fmt.Errorf("more than %d MiB; a strategy file of up to that size is accepted", maxFile>>20)
	}
	if opt.Progress != nil {
		opt.Progress(len(text))
	}
	return text, nil
}

// remarks are what is told of a file without being a finding.
func (f *file) remarks(in *trace.Input) {
	if f.backup > 0 {
		in.Notef(f.pos, fmt.Sprintf("L-42: %d handlers kept from before an upgrade (eventsBackup); they are not live and not judged", f.backup))
	}
	if f.includes > 0 {
		in.Notef(f.pos, fmt.Sprintf("%d XInclude elements; what they include is not read, and may handle events itself", f.includes))
	}
}

// emit tells the facts of a file: the file first, then its handlers in order.
func emit(f *file, in *trace.Input, opt parsers.Options, out parsers.Output) error {
	if err := out.Start(in); err != nil {
		return err
	}
	list := f.judge()
	e := trace.Event{Source: Name, Name: "Strategy", Instance: project(in.Path), Server: f.name, Pos: f.pos, Attrs: f.facts(list)}
	if err := send(&e, in, opt, out); err != nil {
		return err
	}
	handlesPresent := f.handles(list, present)
	for i := range list {
		e := trace.Event{Source: Name, Name: "Handler", Instance: project(in.Path), Server: f.name, Pos: list[i].pos,
			Attrs: list[i].facts(f, handlesPresent)}
		if err := send(&e, in, opt, out); err != nil {
			return err
		}
	}
	return nil
}

// send counts an event, and delivers it if it is wanted.
func send(e *trace.Event, in *trace.Input, opt parsers.Options, out parsers.Output) error {
	in.Events++
	in.ByName[e.Name]++
	switch {
	case opt.Wanted.Read(Name, e.Name):
		return out.Event(in, e)
	case opt.Wanted.Record(Name):
		return out.Event(in, &trace.Event{Source: e.Source, Name: e.Name, Server: e.Server, Instance: e.Instance, Pos: e.Pos, Skipped: true})
	}
	return nil
}
