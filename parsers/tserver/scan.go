package tserver

import (
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// mode tells to what an untimed line belongs.
type mode uint8

const (
	modeNone    mode = iota
	modeRecord       // continuation of a record that is of no concern
	modeRequest      // the request's record was read, its dump may follow
	modeSkip         // dump of a message whose body is not needed
	modeBody         // dump of a message whose body is read
	modeSync         // HA synchronisation: not client traffic
	modeSIP          // a SIP message whose length could not be trusted
)

// scan is one reading of a log.
type scan struct {
	r    *genesys.Reader
	d    *genesys.Dater
	in   *trace.Input
	out  parsers.Output
	opt  parsers.Options
	need needs
	text genesys.Interner
	msgs messages

	header  *genesys.Header
	started bool
	err     error
	mode    mode
	notes   notes

	stamp   genesys.Stamper
	now     genesys.Stamp // of the last timed line
	today   int32
	stamped bool   // a timed line was seen
	fresh   bool   // the next timed line is the first one, or the first one of a segment without header
	lost    string // segments that are missing before the next timed line; "": none
	begun   bool   // in.First is set
	undated int64

	block     block
	values    values
	event     trace.Event
	bare      trace.Event // an event without a dump
	bareAttrs trace.Attrs

	order trace.Sequencer
	floor time.Time   // an earlier time goes back
	jumps int         // of the clock, for which was read ahead
	ghost trace.Event // stands for events that are not delivered

	clients  map[uint32]string
	bound    map[string]string // DN -> agent logged in
	role     string
	seq      []byte // sequence number and message of the last event block
	seqOf    *message
	repeated int64
	fan      fan
	stopped  *moment // where logging stopped, if nothing followed yet
	manager  manager
	sip      registrar
	misses   int  // SIP messages in a row whose length led nowhere
	utc      bool // the log prints UTC: time-convert
	launched bool // ServerStarted of this run was told
	library  bool // a T-Library message was seen
}

func newScan(segments []parsers.Segment, opt parsers.Options, out parsers.Output) *scan {
	need := newNeeds(opt.Wanted)
	s := &scan{r: genesys.NewReader(segments), d: genesys.NewDater(opt.Zone, opt.ZoneForced), out: out, opt: opt,
		need: need, fresh: true, msgs: newMessages(need), clients: map[uint32]string{}, bound: map[string]string{}}
	s.order.Reorder = opt.Reorder
	s.in = &trace.Input{Parser: "tserver", Source: Source}
	for _, seg := range segments {
		s.in.Segments = append(s.in.Segments, seg.Name)
	}
	if len(segments) > 0 {
		s.in.Path = segments[0].Name
	}
	s.r.OnSeam, s.r.OnCut, s.r.Progress = s.seam, s.cut, opt.Progress
	return s
}

// run reads the log to its end, or until the consumer has gone.
func (s *scan) run() error {
	for s.err == nil {
		line, ok := s.r.Line()
		if !ok {
			break
		}
		s.take(line)
	}
	s.finish()
	if s.err != nil {
		return s.err
	}
	return s.r.Err()
}

// take dispatches a line by its first byte. A stamp goes before all else.
func (s *scan) take(line []byte) {
	if len(line) == 0 {
		s.blank()
		return
	}
	switch c := line[0]; {
	case c == '\t':
		s.indented(line)
		return
	case c-'0' <= 9, c == '@', c >= 'F' && c <= 'W':
		if st, ok := s.stamp.Parse(line); ok {
			s.timed(line, st)
			return
		}
	}
	s.plain(line)
}

// timed takes a line that begins with a stamp: it ends what was open.
func (s *scan) timed(line []byte, st genesys.Stamp) {
	if s.mode == modeRequest && s.twin(line[st.Len:]) {
		return
	}
	if s.mode > modeRecord {
		s.endBlock()
	}
	s.mode = modeRecord
	if jump := st.Clock - s.now.Clock; jump > zoneStep || jump < -zoneStep {
		line = append([]byte(nil), line...)
		s.jumped(st)
	}
	if s.fresh {
		line = append([]byte(nil), line...)
		s.firstStamp(st)
	}
	s.now, s.today, s.stamped = st, s.d.Day(st), true
	if s.stopped != nil {
		s.resumed()
	}
	text := line[st.Len:]
	if st.Form == genesys.FormCommon {
		s.ended()
		s.common(text)
		return
	}
	if len(text) > 8 && text[0]-'A' < 26 && st.Form != genesys.FormDebug {
		if rec, ok := genesys.ParseRecord(text); ok {
			s.record(rec)
			return
		}
	}
	s.ended()
	s.debug(text)
}

// blank takes an empty line. It may stand inside a value, so it does not end a dump.
func (s *scan) blank() {
	switch {
	case s.mode == modeRecord:
		s.mode = modeNone
	case s.mode == modeBody && s.values.open:
		s.values.more(s, nil)
	}
}

// plain takes an untimed line at column 0.
func (s *scan) plain(line []byte) {
	if line[0] == 'm' {
		if name, ok := messageLine(line); ok {
			s.messageLine(name)
			return
		}
	}
	if line[0] == 'A' && s.mode < modeSync && genesys.IsHeaderStart(line) {
		s.endBlock()
		s.innerHeader(line)
		return
	}
	switch s.mode {
	case modeBody:
		s.values.more(s, line)
	case modeNone:
		s.in.SkippedLines++
	}
}

// indented takes a line that begins with a tab.
func (s *scan) indented(line []byte) {
	switch s.mode {
	case modeSkip:
		s.peek(line)
	case modeBody:
		s.peek(line)
		s.values.line(s, line)
	case modeNone:
		s.in.SkippedLines++
	}
}

func (s *scan) cut(pos trace.Pos, size int64) {
	s.notes.add(s.in, "long line", pos, sizeNote(size))
}
