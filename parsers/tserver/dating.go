package tserver

import (
	"bytes"
	"fmt"
	"time"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// firstStamp finds the date of the first timed line where the header did not tell it, and looks for a
// hole before a segment that has no header.
func (s *scan) firstStamp(st genesys.Stamp) {
	s.fresh = false
	if s.stamped {
		s.silence(st)
		return
	}
	switch {
	case !st.Dated && !s.d.Dated():
		s.findDate(st)
	case !s.d.OffsetKnown() && !s.opt.ZoneForced:
		s.lookAhead(st)
	}
	if s.d.Dated() || st.Dated {
		s.begin(st, s.d.Day(st))
	}
}

// silence compares the first line of a segment without header with the last one before it. A segment that
// is missing between them leaves a gap however short it is.
func (s *scan) silence(st genesys.Stamp) {
	lost := s.lost
	s.lost = ""
	if !s.d.Dated() {
		if lost != "" {
			clear(s.bound)
			s.notes.add(s.in, "gap", s.r.Pos(), lost)
		}
		return
	}
	before := s.last()
	at := moment{st, s.d.Day(st), s.r.Pos()}
	now := s.d.Time(at.day, st.Clock)
	if lost != "" {
		s.tellGap(lost, before, now, at)
	} else if d := now.Sub(before); d > holeLimit {
		s.tellGap(fmt.Sprintf("nothing was written for %s before this segment", d.Round(time.Second)), before, now, at)
	}
}

// findDate looks for a date: ahead in the log, in the file's name, in what the user says.
func (s *scan) findDate(st genesys.Stamp) {
	if day, by, ok := s.lookAhead(st); ok {
		s.d.SetDay(day, st.Clock, by)
		return
	}
	if f, ok := genesys.FileTime(s.r.Pos().File); ok {
		day := f.Day
		if st.Clock < f.Clock-10*time.Hour {
			day++
		}
		s.d.SetDay(day, st.Clock, genesys.DatedByFileName)
		return
	}
	if !s.opt.Date.IsZero() {
		y, m, d := s.opt.Date.Date()
		s.d.SetDay(int32(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()/86400), st.Clock, genesys.DatedByOption)
	}
}

// jumped looks ahead for the offset from UTC where the clock jumps: daylight saving may have begun or
// ended, and records come before the first message that tells.
func (s *scan) jumped(st genesys.Stamp) {
	if s.stamped && !s.opt.ZoneForced && s.jumps < maxJumps {
		s.jumps++
		s.lookAhead(st)
	}
}

// lookAhead reads on, without consuming, until an epoch tells date and offset, and counts midnights on
// the way. A date that comes before the epoch counts if there is none.
func (s *scan) lookAhead(st genesys.Stamp) (day int32, by string, ok bool) {
	p := probe{d: *s.d, count: genesys.NewDater(time.UTC, true), at: st}
	p.count.SetDay(0, st.Clock, "")
	for body := s.r.Body(genesys.MaxSkip); len(body) > 0 && p.by != genesys.DatedByEpoch; {
		var line []byte
		line, body, _ = bytes.Cut(body, []byte{'\n'})
		if !p.take(line) {
			break
		}
	}
	if p.by == genesys.DatedByEpoch {
		s.d.Learn(&p.d)
	}
	return p.first, p.by, p.by != ""
}

// probe looks for the date of a line among those that follow.
type probe struct {
	d     genesys.Dater  // takes epochs
	count *genesys.Dater // counts days from the line on
	at    genesys.Stamp  // of the line taken last
	day   int32          // its day, by count
	first int32          // the day that is looked for
	by    string         // what told it; "": nothing yet
	lines int
}

// maxJumps bounds what is read ahead in a log whose clocks disagree.
const maxJumps = 50

// zoneStep is the smallest jump of a clock that can be daylight saving.
const zoneStep = 25 * time.Minute

// take takes a line. false: it is no use to go on.
func (p *probe) take(line []byte) bool {
	if epoch, gloss, ok := epochLine(line); ok {
		if d, ok := p.d.Epoch(p.at, epoch, gloss); ok {
			p.first, p.by = d-p.day, genesys.DatedByEpoch
		}
		return true
	}
	next, ok := genesys.ParseStamp(line)
	if !ok {
		return true
	}
	if jump := next.Clock - p.at.Clock; p.lines > 0 && p.by != "" && (jump > zoneStep || jump < -zoneStep) {
		return false
	}
	p.lines++
	dated := next
	next.Dated = false
	p.at, p.day = next, p.count.Day(next)
	if p.by != "" {
		return true
	}
	if dated.Dated {
		p.first, p.by = dated.Day-p.day, genesys.DatedByRecord
		return true
	}
	if rec, ok := genesys.ParseRecord(line[next.Len:]); ok && rec.ID == idCheckPoint {
		if d, _, ok := genesys.ParseCheckPoint(rec.Text); ok {
			p.first, p.by = d-p.day, genesys.DatedByCheckPoint
		}
	}
	return true
}

func epochLine(line []byte) (int64, time.Duration, bool) {
	const prefix = "\tAttributeTimeinSecs\t"
	if len(line) <= len(prefix) || string(line[:len(prefix)]) != prefix {
		return 0, 0, false
	}
	b := block{gloss: -1}
	b.setEpoch(line[len(prefix):])
	return b.epoch, b.gloss, b.dated
}

// begin keeps the time of the first line.
func (s *scan) begin(st genesys.Stamp, day int32) {
	if !s.begun {
		s.begun = true
		s.in.First = s.d.Time(day, st.Clock)
	}
}

// finish closes the input.
func (s *scan) finish() {
	cut := s.r.Unterminated() && s.mode >= modeRequest && s.mode <= modeBody
	if s.mode > modeRecord {
		s.endBlock()
	}
	s.fan.flush(s)
	s.r.Finish()
	if s.stopped != nil {
		s.in.End = trace.EndNormal
		s.announceStop()
	}
	if cut && s.in.End == "" {
		s.in.End = trace.EndTruncated
		s.notes.add(s.in, "end", trace.Pos{File: s.in.Path}, "the last message is cut: the log ends inside it")
	}
	s.total()
	if s.start(s.in.First); s.err == nil && s.r.Err() == nil {
		s.err = s.out.End(s.in)
	}
}

func (s *scan) total() {
	in := s.in
	in.Lines, in.Bytes = s.r.Lines(), s.r.Bytes()
	in.ByName, in.Events = s.msgs.counts()
	in.Dating = s.d.By()
	if last := s.last(); !last.IsZero() {
		last, _ = s.order.Time(last)
		in.Last, in.EndTime = last, last
	}
	s.remarks()
	s.notes.close(in)
}

// remarks notes what holds for the log as a whole.
func (s *scan) remarks() {
	pos := trace.Pos{File: s.in.Path}
	if s.stamped && !s.d.OffsetKnown() && !s.opt.ZoneForced {
		s.in.Notef(pos, "the log does not tell its offset from UTC: read in "+zoneName(s.opt.Zone))
	}
	s.d.Remarks(s.in, pos)
	if s.undated > 0 {
		s.in.Notef(pos, fmt.Sprintf("%d events have no date and were only counted: neither the log nor its name tells one; give --date YYYY-MM-DD", s.undated))
	}
	if s.repeated > 0 {
		s.in.Notef(pos, fmt.Sprintf("%d messages were printed twice in a row and count once", s.repeated))
	}
	if !s.library && s.stamped {
		s.in.Notef(pos, s.emptyNote())
	}
}

func zoneName(z *time.Location) string {
	if z == nil {
		z = time.Local
	}
	return z.String()
}

// emptyNote says why a log holds no T-Library message.
func (s *scan) emptyNote() string {
	thread := genesys.Thread(s.in.Path)
	if thread == "" && s.header != nil {
		thread = genesys.Thread(s.header.File)
	}
	if thread == "" {
		if s.manager.seen {
			return "no T-Library message: this is the Call Manager's side of SIP Server; the messages stand in the main log of the server"
		}
		return "no T-Library message in this log: the level may hide them, or it is another file of the server"
	}
	return fmt.Sprintf("no T-Library message: -%s is the file of one SIP Server thread (%s); the messages stand in the main log, whose name has no such number", thread, threadName(thread))
}

func threadName(thread string) string {
	switch thread {
	case "768":
		return "transport"
	case "1024":
		return "Interaction Proxy"
	case "1280":
		return "T-Controller"
	case "1536":
		return "operational statistics"
	}
	return "Call Manager"
}
