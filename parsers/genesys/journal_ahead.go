package genesys

import (
	"bytes"
	"time"
)

// maxJumps bounds what is read ahead in a log whose clocks disagree.
const maxJumps = 50

// zoneStep is the smallest jump of a clock that can be daylight saving.
const zoneStep = 25 * time.Minute

// jumped looks ahead for the offset from UTC where the clock jumps: daylight saving may have begun or
// ended, and records come before the first message that tells.
func (j *Journal) jumped(st Stamp) {
	if j.stamped && !j.opt.ZoneForced && j.jumps < maxJumps {
		j.jumps++
		j.lookAhead(st)
	}
}

// lookAhead reads on, without consuming, until a dated record or a check point tells the date, and counts
// midnights on the way. Where messages have epochs it goes on to the first one, which tells the offset too.
func (j *Journal) lookAhead(st Stamp) (day int32, by string, ok bool) {
	p := probe{d: *j.d, count: NewDater(time.UTC, true), at: st, epochIn: j.EpochIn}
	p.count.SetDay(0, st.Clock, "")
	for body := j.Reader.Body(MaxSkip); len(body) > 0 && !p.done(); {
		var line []byte
		line, body, _ = bytes.Cut(body, []byte{'\n'})
		if !p.take(line) {
			break
		}
	}
	if p.by == DatedByEpoch {
		j.d.Learn(&p.d)
	}
	return p.first, p.by, p.by != ""
}

// probe looks for the date of a line among those that follow.
type probe struct {
	d       Dater  // takes epochs
	count   *Dater // counts days from the line on
	epochIn func(line []byte) (int64, time.Duration, bool)
	at      Stamp  // of the line taken last
	day     int32  // its day, by count
	first   int32  // the day that is looked for
	by      string // what told it; "": nothing yet
	lines   int
}

// done tells that nothing better can come.
func (p *probe) done() bool { return p.by == DatedByEpoch || p.by != "" && p.epochIn == nil }

// take takes a line. false: it is no use to go on.
func (p *probe) take(line []byte) bool {
	if p.epochIn != nil {
		if epoch, gloss, ok := p.epochIn(line); ok {
			if d, ok := p.d.Epoch(p.at, epoch, gloss); ok {
				p.first, p.by = d-p.day, DatedByEpoch
			}
			return true
		}
	}
	next, ok := ParseStamp(line)
	if !ok {
		return true
	}
	if jump := next.Clock - p.at.Clock; p.lines > 0 && p.by != "" && (jump > zoneStep || jump < -zoneStep) {
		return false
	}
	p.lines++
	said, by, told := dateOf(line, next)
	next.Dated = false
	p.at, p.day = next, p.count.Day(next)
	if p.by == "" && told {
		p.first, p.by = said-p.day, by
	}
	return true
}

// dateOf returns the date that a line tells, if it does.
func dateOf(line []byte, st Stamp) (day int32, by string, ok bool) {
	if st.Dated {
		return st.Day, DatedByRecord, true
	}
	rec, ok := ParseRecord(line[st.Len:])
	if !ok || rec.ID != recordCheckPoint {
		return 0, "", false
	}
	day, _, ok = ParseCheckPoint(rec.Text)
	return day, DatedByCheckPoint, ok
}
