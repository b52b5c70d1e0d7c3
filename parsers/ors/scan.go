package ors

import (
	"bytes"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// mode tells to what an untimed line belongs.
type mode uint8

const (
	modeNone   mode = iota
	modeRecord      // continuation of a record that is of no concern
	modeMetric      // METRIC record that is not complete yet
	modeModule      // call of a functional module of URS, or its answer
	modeDump        // attributes of a message to or from a server
	modeRaw         // bytes of the network whose number could not be trusted
)

// scan is one reading of a log.
type scan struct {
	r    *genesys.Reader
	d    *genesys.Dater
	in   *trace.Input
	out  parsers.Output
	opt  parsers.Options
	text genesys.Interner
	msgs messages

	header  *genesys.Header
	opening *opening
	started bool
	err     error
	mode    mode
	notes   notes

	stamp   genesys.Stamper
	now     genesys.Stamp // of the last timed line
	today   int32
	stamped bool // a timed line was seen
	fresh   bool // the next timed line is the first one, or the first one of a segment without header
	begun   bool // in.First is set
	undated int64

	event trace.Event
	attrs trace.Attrs
	order trace.Sequencer
	floor time.Time   // an earlier time goes back
	ghost trace.Event // stands for events that are not delivered
	held  []*held

	sessions     aging[*session]
	interactions aging[*interaction]
	habit        habit
	links        links
	metric       metric
	module       module
	dump         dump

	role     string
	stopped  *moment // where logging stopped, if nothing followed yet
	ended    bool    // the run has told its end
	launched bool    // ServerStarted of this run was told
	metrics  int64   // METRIC records
	loose    int64   // interaction events printed without their session
	router   int64   // lines of a URS log
}

func newScan(segments []parsers.Segment, opt parsers.Options, out parsers.Output) *scan {
	s := &scan{r: genesys.NewReader(segments), d: genesys.NewDater(opt.Zone, opt.ZoneForced), out: out, opt: opt,
		fresh: true, msgs: newMessages(opt.Wanted)}
	s.order.Reorder = opt.Reorder
	s.in = &trace.Input{Parser: "ors", Source: Source}
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

// take dispatches a line: a stamp goes before all else.
func (s *scan) take(line []byte) {
	if s.opening != nil {
		line = append([]byte(nil), line...)
		s.findVersion(line)
		s.openFirst()
	}
	if len(line) == 0 {
		s.empty()
		return
	}
	if c := line[0]; c-'0' <= 9 || c >= 'F' && c <= 'W' {
		if st, ok := s.stamp.Parse(line); ok {
			s.timed(line, st)
			return
		}
	}
	s.untimed(line)
}

// timed takes a line that begins with a stamp: it ends what was open.
func (s *scan) timed(line []byte, st genesys.Stamp) {
	if s.mode > modeRecord {
		s.closeOpen(false)
	}
	s.mode = modeRecord
	if s.fresh {
		line = append([]byte(nil), line...)
		s.firstStamp(st)
	}
	s.now, s.today, s.stamped = st, s.d.Day(st), true
	if len(s.held) > 0 {
		s.expire()
	}
	if s.stopped != nil {
		s.resumed()
	}
	s.said(line[st.Len:], s.r.Cut())
}

// said takes the text behind a stamp. cut: the line has no end.
func (s *scan) said(text []byte, cut bool) {
	if len(text) == 0 {
		return
	}
	if text[0] == '[' || text[0] == '{' {
		text = unprefixed(text)
	}
	if bytes.HasPrefix(text, metricHead) {
		s.metricLine(text[len(metricHead):], cut)
		return
	}
	if len(text) > 8 && text[0]-'A' < 26 {
		if rec, ok := genesys.ParseRecord(text); ok {
			s.record(rec)
			return
		}
	}
	if i := bytes.Index(text, metricHead); i >= 0 {
		s.metricLine(text[i+len(metricHead):], cut)
		return
	}
	if rest, st, ok := behindEllipsis(text); ok {
		s.now, s.today = st, s.d.Day(st)
		s.said(rest, cut)
		return
	}
	s.debug(text)
}

// unprefixed takes off "[T:2560] " and "{ScxmlMetric:3} ".
func unprefixed(text []byte) []byte {
	if bytes.HasPrefix(text, []byte("[T:")) {
		if i := bytes.IndexByte(text, ']'); i > 0 {
			text = bytes.TrimLeft(text[i+1:], " ")
		}
	}
	if len(text) > 0 && text[0] == '{' {
		if i := bytes.IndexByte(text[:min(len(text), 64)], '}'); i > 0 {
			text = bytes.TrimLeft(text[i+1:], " ")
		}
	}
	return text
}

// behindEllipsis finds a record that was glued to the beginning of another one: "... 10:38:29.173 text".
func behindEllipsis(text []byte) ([]byte, genesys.Stamp, bool) {
	i := bytes.Index(text, []byte("... "))
	if i < 0 {
		return nil, genesys.Stamp{}, false
	}
	rest := text[i+4:]
	st, ok := genesys.ParseStamp(rest)
	if !ok {
		return nil, genesys.Stamp{}, false
	}
	return bytes.TrimLeft(rest[st.Len:], " "), st, true
}

// empty takes an empty line.
func (s *scan) empty() {
	switch s.mode {
	case modeMetric:
		s.metricMore(nil)
	case modeRaw:
	default:
		s.closeOpen(false)
		s.mode = modeNone
	}
}

// untimed takes a line without a stamp.
func (s *scan) untimed(line []byte) {
	switch s.mode {
	case modeMetric:
		s.metricMore(line)
		return
	case modeModule:
		s.module.line(s, line)
		return
	case modeDump:
		if s.dump.line(s, line) {
			return
		}
		s.closeOpen(false)
		s.mode = modeNone
	}
	if genesys.IsHeaderStart(line) && s.mode != modeRaw {
		s.closeOpen(false)
		s.innerHeader(line)
		return
	}
	if isRouterLine(line) {
		s.router++
	}
	if s.mode == modeNone {
		s.in.SkippedLines++
	}
}

// closeOpen ends what more lines could have belonged to. last: the log ends here.
func (s *scan) closeOpen(last bool) {
	was := s.mode
	s.mode = modeRecord
	switch was {
	case modeMetric:
		s.metricCut(last)
	case modeModule:
		s.module.close(s)
	case modeDump:
		s.dump.close(s)
	}
}

func (s *scan) cut(pos trace.Pos, size int64) {
	s.notes.add(s.in, "long line", pos, sizeNote(size))
}
