package workspace

import (
	"bytes"
	"fmt"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/textlog"
	"github.com/fo-check/fo-check/trace"
)

// scan is one reading of a log.
type scan struct {
	*textlog.Sender
	r      *textlog.Reader
	opt    parsers.Options
	text   textlog.Interner
	clock  textlog.Clock
	prefix prefix

	calibrated bool
	offset     time.Duration
	doubt      measure // the last message's, if it shows another offset
	blind      int64   // line before which no offset is looked for

	now      time.Time // of the last record
	rec      record
	msg      message
	instance string
	version  string
	opened   bool // LogOpened is due
	web      bool // of Genesys Web Services

	submitted submission
	user      []byte // of what was submitted

	header   trace.Pos
	records  int64
	undated  int64
	doubles  int64
	seen     recent
	channels map[string]*channel
	sending  map[string]string // thread -> endpoint of the request that it sends
}

// record is the record being read.
type record struct {
	at     time.Time
	pos    trace.Pos
	thread []byte
	text   []byte // of its first line; borrowed, valid on that line only
	lines  int
	sends  bool   // "Sending message to"
	proto  string // the kind of server that it is sent to
	server string
	live   bool // it has a time
}

const headerMark = "InteractionWorkspace - Version:"

func newScan(parser string, segments []parsers.Segment, opt parsers.Options, out parsers.Output) *scan {
	in := textlog.NewInput(parser, Source, segments)
	in.Derive = derived()
	s := &scan{Sender: textlog.NewSender(in, opt, out), r: textlog.NewReader(segments, opt.Progress), opt: opt,
		channels: map[string]*channel{}, sending: map[string]string{}}
	s.r.Begins, s.r.OnHole = beginsHeader, s.interrupted
	s.clock = textlog.Clock{Zone: opt.Zone, Back: opt.Reorder}
	return s
}

// beginsHeader tells that a segment begins a log of its own.
func beginsHeader(head []byte) bool {
	head = head[:min(len(head), 2<<10)]
	return bytes.Contains(head, []byte(headerMark)) || hasPrefix(head, "GWS ") && bytes.Contains(head, []byte(webProcess))
}

// run reads the log to its end, or until the consumer has gone.
func (s *scan) run() error {
	s.prefix = learn(s.r.Ahead(learnBytes), &s.clock)
	s.settleOffset()
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
	s.finish()
	if s.Err() != nil {
		return s.Err()
	}
	return s.r.Err()
}

// take dispatches a line: one with a time begins a record.
func (s *scan) take(line []byte) {
	if len(line) >= 12 && (line[0] != 'A' || len(line) < 9 || string(line[:9]) != "Attribute") && line[0] != '\t' {
		if t, rest, dated, ok := s.prefix.find(line); ok {
			s.begin(line, t, rest, dated)
			return
		}
	}
	if !s.rec.live {
		s.head(line)
		return
	}
	s.rec.lines++
	if s.msg.open {
		s.msg.take(line)
		return
	}
	if bytes.Contains(line, []byte(headerMark)) || s.web && bytes.Contains(line, []byte(webProcess)) {
		s.head(line)
		return
	}
	s.open(line)
	if hasPrefix(line, "   MachineName:") {
		s.head(line)
	}
}

// begin begins a record.
func (s *scan) begin(line []byte, t time.Time, rest int, dated bool) {
	used := s.offset
	if s.close(); s.offset != used {
		t, rest, dated, _ = s.prefix.find(line)
	}
	s.records++
	if !dated {
		s.undated++
		s.rec.live = false
		return
	}
	if d := t.Sub(s.now); !s.now.IsZero() && (d >= jump || -d >= jump) && s.r.Cut() == 0 {
		n := len(line)
		changed := s.rezone(d)
		line = s.reread(n)
		if changed {
			t, rest, _, _ = s.prefix.find(line)
		}
	}
	if hole := s.r.Hole(); hole != "" {
		s.Gap(hole, s.now, t, s.r.Pos())
	}
	s.now = t
	s.rec = record{at: t, pos: s.r.Pos(), live: true, text: line[rest:], thread: s.rec.thread[:0]}
	if s.opened {
		s.logOpened()
	}
	s.first(line[rest:])
}

// interrupted ends the record before missing segments.
func (s *scan) interrupted() {
	s.close()
	s.rec.live = false
}

// reread returns the current line, of n bytes, after the log was read ahead.
func (s *scan) reread(n int) []byte {
	b := bytes.TrimPrefix(s.r.Ahead(n+3), []byte("\xef\xbb\xbf"))
	return b[:min(n, len(b))]
}

// first takes the first line of a record.
func (s *scan) first(text []byte) {
	if i := bytes.IndexByte(text[:min(len(text), 160)], '['); i >= 0 {
		if j := bytes.IndexByte(text[i:], ']'); j > 0 && j < 200 {
			s.rec.thread = append(s.rec.thread, text[i+1:i+j]...)
		}
	}
	if s.web {
		s.webRecord(text)
		s.webSubmitted(text)
	}
	says, rest := firstSaying(text)
	if says == saysCompleted {
		return // the message was told when it came
	}
	s.said(says, rest)
	s.open(text)
}

// head takes a line before the first record, or of a header between records.
func (s *scan) head(line []byte) {
	if s.web {
		s.webHead(line)
		return
	}
	if i := bytes.Index(line, []byte(headerMark)); i >= 0 {
		s.version = string(bytes.TrimSpace(line[i+len(headerMark):]))
		s.opened, s.header = true, s.r.Pos()
		return
	}
	name, value, ok := bytes.Cut(bytes.TrimSpace(line), []byte("MachineName:"))
	if !ok || len(name) > 0 {
		if s.records == 0 && !s.opened && len(bytes.TrimSpace(line)) > 0 {
			s.In.SkipLine(s.r)
		}
		return
	}
	host := string(bytes.TrimSpace(value))
	if s.In.Host == "" && host != "" {
		s.In.Host, s.In.Instance, s.In.Clock = host, host, host
	}
	s.instance = host
}

// logOpened tells of a header, at the time of the first record behind it.
func (s *scan) logOpened() {
	s.opened = false
	e := s.Event("LogOpened", s.now, s.header)
	e.Instance = s.instance
	if s.version != "" {
		e.Attrs = e.Attrs.Set("version", s.version)
	}
	s.tell(e)
}

// tell sends an event of the current record.
func (s *scan) tell(e *trace.Event) {
	if e.Instance == "" {
		e.Instance = s.instance
	}
	s.Send(e)
}

// finish closes the input.
func (s *scan) finish() {
	s.close()
	s.r.Close()
	s.In.Lines, s.In.Bytes = s.r.Lines(), s.r.Bytes()
	if s.r.Unterminated() {
		s.In.End = trace.EndTruncated
	}
	s.remarks()
	s.End(s.now, s.r.Err() != nil)
}

// remarks notes what holds for the log as a whole.
func (s *scan) remarks() {
	pos := trace.Pos{File: s.In.Path}
	s.clock.Remark(s.In)
	if s.undated > 0 {
		s.Notes.Refuse(s.In, "dates", pos, fmt.Sprintf("%d records print a clock without a date, and nothing in the log tells it; "+
			"--date YYYY-MM-DD gives that of the first one", s.undated))
	}
	if !s.calibrated && !s.opt.ZoneForced && !s.now.IsZero() && s.zoneless() {
		s.In.Notef(pos, "the log does not tell its offset from UTC: read in "+textlog.ZoneText(s.clock.Location()))
	}
	if s.doubles > 0 {
		s.In.Notef(pos, fmt.Sprintf("%d messages are printed more than once and counted once", s.doubles))
	}
	if len(s.prefix.places) == 0 && s.r.Lines() > 0 {
		s.Notes.Refuse(s.In, "times", pos, "no line begins with a time in a layout that is known; an adapter (--adapter FILE) can describe it")
	}
}

// zoneless tells that the last time that was read had no offset of its own.
func (s *scan) zoneless() bool {
	name, _ := s.now.Zone()
	_, at := s.now.Zone()
	other, here := s.now.In(s.clock.Location()).Zone()
	return name == other && at == here
}
