package interaction

import (
	"bytes"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// mode tells to what a line without a stamp belongs.
type mode uint8

const (
	modeNone   mode = iota
	modeRecord      // continuation of a record that is of no concern
	modeHead        // what looks like the head of a message, under an id that is not known
	modeName        // the head of a message whose name stands in the next line
	modeSkip        // dump of a message whose body is not read
	modeBody        // dump of a message whose body is read
)

// scan is one reading of a log.
type scan struct {
	*genesys.Journal
	need needs
	mode mode
	msgs map[string]*message

	names map[string]*spelling
	block block
	body  body
	event trace.Event

	last   trace.Event // the last message, without its attributes, for the deliveries that follow
	lastAt genesys.Moment
	lastTo []string // to whom it was sent, as far as its repetitions tell

	clients  registry
	answers  answers
	up, down twice // connections and disconnections that two records tell
	closing  closing
	database string // access point of the database that was opened last
	messages int64
	orphans  int // id of the last record under which attributes stood though it is none of a message
	record   int // id of the last record
}

// message is what is known of a message name in this log.
type message struct {
	*genesys.Name
	read     bool // its body is read: wanted, or needed to understand other events
	fans     bool // it is looked at whether it is the one before, to another recipient
	brief    bool // only what joins it with its answer is
	protocol string
}

func newScan(segments []parsers.Segment, opt parsers.Options, out parsers.Output) *scan {
	s := &scan{Journal: genesys.NewJournal("interaction", Source, segments, opt, out), need: newNeeds(opt.Wanted),
		msgs: make(map[string]*message, 64), names: map[string]*spelling{}}
	s.clients.reset()
	s.OnBreak, s.OnForget = s.broken, s.forget
	return s
}

// run reads the log to its end, or until the consumer has gone.
func (s *scan) run() error {
	for s.Err() == nil {
		line, ok := s.Reader.Line()
		if !ok {
			break
		}
		s.take(line)
	}
	cut := s.Reader.Unterminated() && s.mode > modeRecord
	if cut {
		s.block.cut = append(s.block.cut, "end")
	}
	s.endMessage()
	if s.messages == 0 && s.Stamped() {
		s.Note("empty", trace.Pos{File: s.In.Path}, "no message of Interaction Server in this log: the level may hide them (verbose), or it is another server's")
	}
	return s.Finish(cut, "the last message")
}

// take dispatches a line by its first byte. A stamp goes before all else.
func (s *scan) take(line []byte) {
	if len(line) == 0 {
		s.blank()
		return
	}
	switch c := line[0]; {
	case c == '\t', c == ' ':
		s.indented(line)
		return
	case c-'0' <= 9, c >= 'F' && c <= 'W':
		if st, ok := s.Stamp(line); ok {
			s.timed(line, st)
			return
		}
	}
	s.plain(line)
}

// timed takes a line that begins with a stamp: it ends what was open.
func (s *scan) timed(line []byte, st genesys.Stamp) {
	s.endMessage()
	s.mode = modeRecord
	text := s.Advance(line, st)[st.Len:]
	rec, ok := genesys.ParseRecord(text)
	if !ok {
		s.record = 0
		s.Resumed()
		return
	}
	s.record = rec.ID
	if !s.Common(rec) {
		s.own(rec)
	}
}

// blank ends a dump, unless a quoted value is open.
func (s *scan) blank() {
	if s.mode == modeBody && s.body.open {
		s.body.more(s, nil)
		return
	}
	if s.mode == modeSkip {
		return // up to the next stamp: whether a value is open is not known
	}
	s.endMessage()
	s.mode = modeNone
}

// plain takes a line without stamp at column 0.
func (s *scan) plain(line []byte) {
	if s.mode == modeBody && s.body.open {
		s.body.more(s, line)
		return
	}
	if line[0] == 'A' && genesys.IsHeaderStart(line) {
		s.pasted(line)
		return
	}
	switch s.mode {
	case modeName, modeBody, modeSkip, modeHead:
		s.below(line)
	case modeNone:
		s.In.SkipLine(s.Reader)
	}
}

// pasted takes a header inside a file.
func (s *scan) pasted(line []byte) {
	s.endMessage()
	s.mode = modeNone
	if next := s.InnerHeader(line); next != nil {
		s.take(next)
	}
}

// below takes a line at column 0 right below the head of a message.
func (s *scan) below(line []byte) {
	if bytes.HasPrefix(line, []byte("message attributes:")) {
		return
	}
	if s.mode == modeName {
		if name, number, _, ok := quotedName(line); ok {
			s.named(name, number)
			return
		}
	}
	if s.mode == modeSkip {
		return
	}
	if s.mode == modeBody && (line[0] == '"' || s.block.lines == 0) {
		s.body.line(s, line) // older printers do not indent
		return
	}
	s.endMessage()
	s.mode = modeNone
	s.In.SkipLine(s.Reader)
}

// indented takes a line that begins with white space.
func (s *scan) indented(line []byte) {
	switch s.mode {
	case modeBody:
		if s.block.msg.brief && !s.body.open && !joins(line) {
			s.block.lines++
			return
		}
		s.body.line(s, line)
	case modeHead:
		s.sure(line)
	case modeRecord, modeName:
		s.orphan(line)
	case modeNone:
		s.In.SkipLine(s.Reader)
	}
}

// joins tells that a line may hold something by which answers find their request and its agent: it does
// not if it is an attribute of another name, whose value ends with the line.
func joins(line []byte) bool {
	const prefix = "\tattr_"
	if len(line) < 14 || string(line[:len(prefix)]) != prefix {
		return true
	}
	switch line[len(prefix)] {
	case 'r', 'a', 'p':
		return true
	}
	if line[len(line)-1] == '"' {
		return bytes.HasSuffix(line, []byte(`= "`))
	}
	return line[len(line)-1]-'0' > 9 || bytes.Contains(line, []byte(`= "`))
}

// orphan looks for attributes below a record that is none of a message.
func (s *scan) orphan(line []byte) {
	if s.record == 0 || s.record == s.orphans || !bytes.HasPrefix(line, []byte("\tattr_")) {
		return
	}
	s.orphans = s.record
	s.Note("attributes", s.Reader.Pos(), "attributes below a record that is not known as a message were left out")
}

// broken takes the end of a run, or of what the log has of it.
func (s *scan) broken(seam *genesys.Seam) {
	if s.mode > modeRecord && (seam.Torn() || seam.Hole() != "") {
		s.block.cut = append(s.block.cut, "end")
	}
	s.endMessage()
	s.mode = modeNone
}

// forget drops what may hold no more: who is connected, registered and logged in, and what was asked.
func (s *scan) forget(bool) {
	s.clients.reset()
	s.answers = answers{}
	s.up, s.down, s.closing, s.database = twice{}, twice{}, closing{}, ""
	s.last = trace.Event{}
}

// str keeps text of the log.
func (s *scan) str(b []byte) string { return s.Text.String(s.UTF8(b)) }
