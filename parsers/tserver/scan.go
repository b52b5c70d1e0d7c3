package tserver

import (
	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// mode tells to what an untimed line belongs.
type mode uint8

const (
	modeNone    mode = iota
	modeExpiry       // the addresses of registrations that have expired follow
	modeRecord       // continuation of a record that is of no concern
	modeRequest      // the request's record was read, its dump may follow
	modeSkip         // dump of a message whose body is not needed
	modeBody         // dump of a message whose body is read
	modeSync         // HA synchronisation: not client traffic
	modeSIP          // a SIP message whose length could not be trusted
)

// scan is one reading of a log.
type scan struct {
	*genesys.Journal
	need needs
	msgs messages
	mode mode
	line []byte // the last timed one, while it is read

	block     block
	values    values
	event     trace.Event
	bare      trace.Event // an event without a dump
	bareAttrs trace.Attrs

	clients  map[uint32]string
	bound    map[string]string // DN -> agent logged in
	seq      []byte            // sequence number and message of the last event block
	seqOf    *message
	repeated int64
	fan      fan
	manager  manager
	sip      registrar
	misses   int  // SIP messages in a row whose length led nowhere
	tlibrary bool // a T-Library message was seen
	seam     func(*genesys.Seam)
}

func newScan(segments []parsers.Segment, opt parsers.Options, out parsers.Output) *scan {
	s := &scan{Journal: genesys.NewJournal("tserver", Source, segments, opt, out), need: newNeeds(opt.Wanted),
		clients: map[uint32]string{}, bound: map[string]string{}, values: values{names: newAttributes()}}
	s.msgs = newMessages(s.Journal, s.need)
	s.OnBreak, s.OnForget, s.EpochIn = s.broken, s.forget, epochLine
	s.BeforeTell = func() { s.fan.flush(s) }
	s.seam, s.Reader.OnSeam = s.Reader.OnSeam, s.newSegment
	return s
}

// newSegment takes the seam before the next line: what is known of the line before holds no more.
func (s *scan) newSegment(seam *genesys.Seam) {
	s.fan.alike.reset()
	s.seam(seam)
}

// broken takes the end of a run, or of what the log has of it.
func (s *scan) broken(*genesys.Seam) {
	if s.mode > modeRecord {
		s.endBlock()
		s.mode = modeNone
	}
}

// forget drops what may hold no more: who is logged in and, of another run, who is connected.
func (s *scan) forget(restart bool) {
	clear(s.bound)
	clear(s.sip.state)
	if restart {
		clear(s.clients)
		s.seqOf = nil
		s.fan.flush(s)
	}
}

// run reads the log to its end, or until the consumer has gone.
func (s *scan) run() error {
	for s.Err() == nil {
		line, ok := s.Reader.Line()
		if !ok {
			break
		}
		switch {
		case s.mode == modeRecord && s.same(line):
		case s.mode == modeSkip && len(line) > 0 && line[0] == '\t':
			s.peek(line)
		default:
			s.take(line)
		}
	}
	return s.finish()
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
		if st, ok := s.Stamp(line); ok {
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
	s.line = s.Advance(line, st)
	text := s.line[st.Len:]
	s.Resumed()
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
	case s.mode == modeRecord, s.mode == modeExpiry:
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
		if rest := s.InnerHeader(line); rest != nil {
			st, _ := s.Stamp(rest)
			s.timed(rest, st)
		}
		return
	}
	switch s.mode {
	case modeBody:
		s.values.more(s, line)
	case modeNone:
		s.In.SkipLine(s.Reader)
	}
}

// indented takes a line that begins with a tab.
func (s *scan) indented(line []byte) {
	switch s.mode {
	case modeBody:
		s.values.line(s, line)
	case modeExpiry:
		s.sip.expiry(s, line)
	case modeNone:
		s.In.SkipLine(s.Reader)
	}
}
