package genesys

import (
	"fmt"
	"time"
)

// longestSilence is the longest pause that a running server's log can have: check points are hourly.
const longestSilence = 65 * time.Minute

// firstStamp finds the date of the first timed line where the header did not tell it, and looks for a
// hole before a segment that has no header.
func (j *Journal) firstStamp(st Stamp) {
	j.fresh = false
	if j.stamped {
		j.silence(st)
		return
	}
	switch {
	case !st.Dated && !j.d.Dated():
		j.findDate(st)
	case j.EpochIn != nil && !j.d.OffsetKnown() && !j.opt.ZoneForced:
		j.lookAhead(st)
	}
	if j.d.Dated() || st.Dated {
		j.begin(st, j.d.Day(st))
	}
}

// silence compares the first line of a segment without header with the last one before it. A segment that
// is missing between them leaves a gap however short it is.
func (j *Journal) silence(st Stamp) {
	lost := j.found()
	if !j.d.Dated() {
		if lost != "" {
			j.forget(false)
			j.Note("gap", j.Reader.Pos(), lost)
		}
		return
	}
	before := j.Last()
	at := Moment{st, j.d.Day(st), j.Reader.Pos()}
	now := j.d.Time(at.Day, st.Clock)
	if lost != "" {
		j.tellGap(lost, before, now, at)
	} else if d := now.Sub(before); d > longestSilence {
		j.tellGap(fmt.Sprintf("nothing was written for %s before this segment", d.Round(time.Second)), before, now, at)
	}
}

// findDate looks for a date: ahead in the log, in the file's name, in what the user says.
func (j *Journal) findDate(st Stamp) {
	if day, by, ok := j.lookAhead(st); ok {
		j.d.SetDay(day, st.Clock, by)
		return
	}
	if f, ok := FileTime(j.Reader.Pos().File); ok {
		day := f.Day
		if st.Clock < f.Clock-midnightStep {
			day++
		}
		j.d.SetDay(day, st.Clock, DatedByFileName)
		return
	}
	if !j.opt.Date.IsZero() {
		y, m, d := j.opt.Date.Date()
		j.d.SetDay(int32(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()/secondDay), st.Clock, DatedByOption)
	}
}

// Epoch takes the epoch that a message prints, with the printed clock beside it or -1. It returns the day of
// the message's stamp, and false where epoch and stamp do not belong together.
func (j *Journal) Epoch(st Stamp, epoch int64, gloss time.Duration) (int32, bool) {
	day, ok := j.d.Epoch(st, epoch, gloss)
	if ok {
		j.today = day
		j.begin(st, day)
	}
	return day, ok
}

func (j *Journal) checkPoint(text []byte) {
	if day, clock, ok := ParseCheckPoint(text); ok && !j.now.Dated && (j.now.Clock-clock).Abs() < 2*time.Second {
		j.d.SetDay(day, j.now.Clock, DatedByCheckPoint)
		j.today = day
		j.begin(j.now, day)
	}
	j.Tell("CheckPoint", "internal", j.Here(), nil)
}
