package ors

import (
	"bytes"
	"fmt"

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
	j     *genesys.Journal
	queue waiting
	mode  mode
	fresh bool // no line was read yet
	cut   bool // the log ends inside a METRIC record

	event trace.Event
	attrs trace.Attrs

	sessions     aging[*session]
	interactions aging[*interaction]
	habit        habit
	links        links
	metric       metric
	module       module
	dump         dump

	events  int64 // told, apart from those that all servers tell
	metrics int64 // METRIC records
	strange []strange
	loose   int64 // interaction events printed without their session
	router  int64 // lines of a URS log
}

func newScan(segments []parsers.Segment, opt parsers.Options, out parsers.Output) *scan {
	s := &scan{fresh: true}
	s.queue.out, s.queue.opening, s.queue.settle = out, true, s.settle
	s.j = genesys.NewJournal("ors", Source, segments, opt, &s.queue)
	s.j.OnBreak = func(*genesys.Seam) {
		s.closeOpen(false)
		s.mode = modeNone
	}
	s.j.OnForget = func(bool) { s.forget() }
	return s
}

// run reads the log to its end, or until the consumer has gone.
func (s *scan) run() error {
	for s.j.Err() == nil && s.queue.err == nil {
		line, ok := s.j.Reader.Line()
		if !ok {
			break
		}
		s.take(line)
	}
	s.closeOpen(true)
	s.queue.open()
	s.queue.releaseAll()
	s.remarks()
	return s.j.Finish(s.cut, "the last METRIC record")
}

// forget forgets sessions and links: lines are missing in which they may have changed, or the process
// was started anew.
func (s *scan) forget() {
	s.queue.releaseAll()
	s.sessions.clear()
	s.interactions.clear()
	s.links.forget()
}

// take dispatches a line: a stamp goes before all else.
func (s *scan) take(line []byte) {
	if s.fresh {
		s.fresh = false
		line = append([]byte(nil), line...)
		s.findVersion(line)
		s.queue.open()
	}
	if len(line) == 0 {
		s.empty()
		return
	}
	if c := line[0]; c-'0' <= 9 || c >= 'F' && c <= 'W' {
		if st, ok := s.j.Stamp(line); ok {
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
	text := s.j.Advance(line, st)[st.Len:]
	if len(s.queue.held) > 0 {
		s.queue.expire(s.j.Last())
	}
	s.said(text, s.j.Reader.Cut())
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
		s.said(bytes.TrimLeft(s.j.Advance(rest, st)[st.Len:], " "), cut)
		return
	}
	if len(text) > 0 {
		s.debug(text)
	}
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
	return rest, st, ok
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
		s.insideMetric(line)
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
		s.mode = modeNone
		if rest := s.j.InnerHeader(line); rest != nil {
			s.take(rest)
		}
		return
	}
	if isRouterLine(line) {
		s.router++
	}
	if s.mode == modeNone {
		s.j.In.SkipLine(s.j.Reader)
	}
}

// insideMetric takes a line inside a METRIC record: a part of it, or the header of a segment that was
// pasted to the one before, behind which the record goes on.
func (s *scan) insideMetric(line []byte) {
	if genesys.IsHeaderStart(line) {
		line = append([]byte(nil), line...)
		if bytes.HasPrefix(s.j.Reader.Body(64), []byte("Application type:")) {
			if rest := s.j.InnerHeader(line); rest != nil {
				s.take(rest)
			}
			return
		}
	}
	s.metricMore(line)
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

// remarks notes what holds for the log as a whole.
func (s *scan) remarks() {
	in := s.j.In
	pos := trace.Pos{File: in.Path}
	if s.router > 0 {
		in.Notef(pos, fmt.Sprintf("%d lines of a Universal Routing Server log: they tell nothing of ORS sessions and were left out", s.router))
	}
	if s.metrics == 0 && s.j.Stamped() {
		in.Notef(pos, "no METRIC record: the log level hides the sessions, or it is another log of the server")
	}
	if s.metrics > 0 && s.events == 0 {
		in.Notef(pos, fmt.Sprintf("%d METRIC records, and no event among them: none begins or ends a session, or queues an interaction event", s.metrics))
	}
	for _, x := range s.strange {
		in.Notef(x.pos, fmt.Sprintf("METRIC element %q is not known: %d records of it are left out", x.name, x.count))
	}
	if s.metrics == 0 && s.loose > 0 {
		in.Notef(pos, fmt.Sprintf("%d interaction events are printed without their session and were left out", s.loose))
	}
}

// tell counts an event and delivers it if it is wanted; fill adds its fields then.
func (s *scan) tell(name, dir string, at genesys.Moment, fill func(e *trace.Event)) {
	s.events++
	s.j.Tell(name, dir, at, fill)
}
