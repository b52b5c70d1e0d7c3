package adapter

import (
	"bytes"
	"fmt"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/textlog"
	"github.com/fo-check/fo-check/trace"
)

// maxRecord is how much of a record is kept for rules that look at it whole.
const maxRecord = 64 << 10

// scan is one reading of a log.
type scan struct {
	*textlog.Sender
	a     *Adapter
	r     *textlog.Reader
	opt   parsers.Options
	text  textlog.Interner
	clock textlog.Clock
	stamp textlog.Stamper
	tell  func(Trial)

	now      time.Time
	rec      record
	whole    bool // a rule looks at whole records
	caps     captured
	unmapped map[string]bool
	records  int64
	undated  int64
	trial    []Trial // lines of the record that are to be told
}

// record is the record being read.
type record struct {
	live  bool
	pos   trace.Pos
	at    time.Time
	line  []byte   // its lines, if a rule needs them; else borrowed
	from  int      // where its text begins
	heads captured // what its first line gave
}

func newScan(a *Adapter, segments []parsers.Segment, opt parsers.Options, out parsers.Output, tell func(Trial)) *scan {
	in := textlog.NewInput(a.name, a.source, segments)
	in.Derive = []string{trace.DeriveSwitchover}
	in.CompleteFromStart, in.Traces, in.Profile = a.input.complete, a.input.traces, a.input.profile
	in.Params = a.input.params
	for _, f := range a.fixed {
		if v, fixed := f.value.fixed(); fixed {
			setInput(in, f.field, v)
		}
	}
	s := &scan{Sender: textlog.NewSender(in, opt, out), a: a, r: textlog.NewReader(segments, opt.Progress), opt: opt, tell: tell,
		unmapped: map[string]bool{}}
	s.clock = textlog.Clock{Zone: opt.Zone, Back: opt.Reorder}
	if a.zone != nil && !opt.ZoneForced {
		s.clock.Zone = a.zone
	}
	s.stamp = textlog.Stamper{Layout: a.layout, Clock: &s.clock}
	for _, r := range a.rules {
		s.whole = s.whole || r.whole
	}
	s.r.OnHole = s.close
	s.settleDate()
	return s
}

// setInput gives the input what holds for all its events.
func setInput(in *trace.Input, field, value string) {
	switch field {
	case "server":
		in.Server = value
	case "instance":
		in.Instance, in.Clock = value, value
	case "site":
		in.Site = value
	}
}

func (s *scan) settleDate() {
	s.In.Dating = "date in every record"
	if s.a.layout.Dated() {
		return
	}
	s.In.Dating = ""
	if t, ok := textlog.FileDate(s.In.Path); !s.opt.Date.IsZero() {
		s.clock.SetDate(s.opt.Date.Date())
		s.In.Dating = "--date"
	} else if ok {
		s.clock.SetDate(t.Date())
		s.In.Dating = "file name"
	}
}

// run reads the log to its end, or until the consumer has gone.
func (s *scan) run() error {
	for s.Err() == nil {
		line, ok := s.r.Line()
		if !ok {
			break
		}
		if size := s.r.Cut(); size > 0 {
			s.Notes.Add(s.In, "long lines", s.r.Pos(), fmt.Sprintf("line of %d bytes cut to %d", size, textlog.MaxLine))
		}
		s.take(line)
	}
	s.close()
	s.finish()
	if s.Err() != nil {
		return s.Err()
	}
	return s.r.Err()
}

// take dispatches a line: one that matches the start pattern begins a record.
func (s *scan) take(line []byte) {
	t, dated, ok := s.begin(line)
	if !ok {
		s.observe(Trial{Pos: s.r.Pos(), Known: s.rec.live}, line)
		if !s.rec.live {
			s.In.SkipLine(s.r)
		} else if s.whole && len(s.rec.line)+len(line) < maxRecord {
			s.rec.line = append(append(s.rec.line, '\n'), line...)
		}
		return
	}
	s.records++
	s.observe(Trial{Pos: s.r.Pos(), Record: true, Known: dated, Time: t}, line)
	if !dated {
		s.undated++
		s.rec.live = false
		return
	}
	if hole := s.r.Hole(); hole != "" {
		s.Gap(hole, s.now, t, s.r.Pos())
	}
	s.now, s.rec.at, s.rec.live = t, t, true
	s.rec.pos = s.r.Pos()
	if !s.whole {
		s.apply(s.rec.line, s.rec.from)
	}
}

// begin matches the start pattern; the record before ends if it does.
func (s *scan) begin(line []byte) (t time.Time, dated, ok bool) {
	at, ok := s.before(line, nil)
	if !ok {
		return t, false, false
	}
	t, n, dated, ok := s.stamp.Parse(line[at:])
	if !ok {
		return t, false, false
	}
	s.close()
	rest := at + n
	s.rec.heads.reset()
	s.rec.line = line
	if s.whole {
		s.rec.line = append([]byte(nil), line...)
	}
	s.before(s.rec.line, &s.rec.heads)
	s.rec.from = rest
	after := s.a.start.after()
	if len(after) == 0 || !match(after, s.rec.line[rest:], &s.rec.heads) {
		return t, dated, true
	}
	if text, ok := s.rec.heads.get(captureText); ok {
		s.rec.from = max(rest, cap(s.rec.line)-cap(text)) // text is a part of the line
	}
	return t, dated, true
}

// before matches what stands before the time; at is where the time begins. heads, if not nil, gets what is
// captured.
func (s *scan) before(line []byte, heads *captured) (at int, ok bool) {
	text := line
	for i := range s.a.start.parts {
		p := &s.a.start.parts[i]
		if p.capture == captureTime {
			return len(line) - len(text), true
		}
		if p.literal != "" {
			if !hasPrefix(text, p.literal) {
				return 0, false
			}
			text = text[len(p.literal):]
			continue
		}
		end := index(text, s.a.start.parts[i+1].literal)
		if end < 0 || !p.accepts(text[:end]) {
			return 0, false
		}
		if p.capture != captureNone && heads != nil {
			heads.add(p.capture, bytes.TrimSpace(text[:end]))
		}
		text = text[end:]
	}
	return 0, false
}

// after are the parts behind the time.
func (p *pattern) after() []part {
	for i, part := range p.parts {
		if part.capture == captureTime {
			return p.parts[i+1:]
		}
	}
	return nil
}

// close applies the rules to a record that is kept whole, and tells its lines.
func (s *scan) close() {
	if s.rec.live && s.whole {
		s.apply(s.rec.line, s.rec.from)
	}
	s.rec.live = false
	for _, t := range s.trial {
		s.tell(t)
	}
	s.trial = s.trial[:0]
}

// apply matches the rules against a record. The first one that matches gives its event.
func (s *scan) apply(line []byte, from int) {
	first := line
	if s.whole {
		if i := bytes.IndexByte(line, '\n'); i >= 0 {
			first = line[:i]
		}
	}
	for _, r := range s.a.rules {
		subject := first
		if r.whole {
			subject = line
		}
		s.caps.reset()
		if r.matches(subject, min(from, len(subject)), &s.caps) {
			s.emit(r)
			return
		}
	}
}

// matches looks for the rule's pattern in the text behind the time, or, if it begins with <ts>, in the
// whole line.
func (r *rule) matches(line []byte, from int, c *captured) bool {
	if !r.need.in(line) {
		return false
	}
	switch {
	case r.regex != nil:
		return r.regex.search(line[from:], c)
	case r.literal.has(captureTime):
		return match(r.literal.parts, line, c)
	}
	return search(r.literal.parts, line[from:], c)
}

func (s *scan) observe(t Trial, line []byte) {
	if s.tell != nil {
		t.Text = string(line)
		s.trial = append(s.trial, t)
	}
}

// finish closes the input.
func (s *scan) finish() {
	s.r.Close()
	s.In.Lines, s.In.Bytes = s.r.Lines(), s.r.Bytes()
	if s.r.Unterminated() {
		s.In.End = trace.EndTruncated
	}
	pos := trace.Pos{File: s.In.Path}
	if s.undated > 0 {
		s.Notes.Refuse(s.In, "dates", pos, fmt.Sprintf("%d records print a clock without a date, and the file name has none; "+
			"--date YYYY-MM-DD gives that of the first one", s.undated))
	}
	if s.records == 0 && s.r.Lines() > 0 {
		s.Notes.Refuse(s.In, "times", pos, fmt.Sprintf("no line begins as the adapter says: %q", s.a.layout.Pattern))
	}
	if s.a.zone == nil && !s.opt.ZoneForced && s.records > 0 && !s.a.layout.Zoned() {
		s.In.Notef(pos, "the adapter does not tell the zone of the times: read in "+textlog.ZoneText(s.clock.Location()))
	}
	s.clock.Remark(s.In)
	s.End(s.now, s.r.Err() != nil)
}
