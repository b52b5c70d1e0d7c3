package genesys

import (
	"fmt"
	"time"

	"github.com/fo-check/fo-check/trace"
)

const (
	// midnightStep is the smallest step back in time that is midnight and not disorder.
	midnightStep = 10 * time.Hour
	// straggler is how far around midnight a line may be late and still belong to the old day.
	straggler = 10 * time.Minute
	secondDay = 86400
)

// Words for Dating, best evidence first.
const (
	DatedByEpoch      = "epoch in the block"
	DatedByRecord     = "dated record"
	DatedByCheckPoint = "check point"
	DatedByHeader     = "header"
	DatedByFileName   = "file name"
	DatedByOption     = "--date"
)

// Dater gives full times to stamps that print a clock alone. It counts midnights, and takes better
// evidence whenever it comes by. The zero value knows nothing.
type Dater struct {
	loc    *time.Location // nil: offset
	forced bool           // loc goes before what the log says
	offset int            // seconds east of UTC
	known  bool           // offset was learned from the log
	fixed  *time.Location // of offset
	zone   wall           // that the log names; loc nil: none
	local  wall           // of loc
	summer int            // seconds by which offset is that of daylight saving, where the log does not name its zone
	turned bool           // offset was set back at the end of daylight saving
	never  int64          // times that do not exist in the zone in which they were read

	day    int32
	dated  bool
	last   time.Duration
	rolled bool
	second bool // clocks show for the second time what they show twice on this day
	record bool // a dated record was seen
	by     string
}

// NewDater returns a dater that reads times in loc: always if forced, else until the log tells its offset.
func NewDater(loc *time.Location, forced bool) *Dater {
	if loc == nil {
		loc = time.Local
	}
	return &Dater{loc: loc, forced: forced, local: wall{loc: loc}}
}

// Dated tells whether dates are known yet.
func (d *Dater) Dated() bool { return d.dated }

// By says on what the dates rest, in words: the best evidence that was met. "" while nothing is known.
func (d *Dater) By() string { return d.by }

// rank orders evidence for dates, best first.
func rank(by string) int {
	for i, w := range [...]string{DatedByEpoch, DatedByRecord, DatedByCheckPoint, DatedByHeader, DatedByFileName, DatedByOption} {
		if w == by {
			return i
		}
	}
	return 9
}

func (d *Dater) rest(by string) {
	if d.by != by && rank(by) < rank(d.by) {
		d.by = by
	}
}

// OffsetKnown tells whether the log told its offset from UTC.
func (d *Dater) OffsetKnown() bool { return d.known }

// Offset is the offset that the log told, in seconds east of UTC.
func (d *Dater) Offset() int { return d.offset }

// SetOffset takes the offset that the log tells, in seconds east of UTC. It reports a change.
func (d *Dater) SetOffset(seconds int) bool {
	changed := !d.known || seconds != d.offset
	if changed {
		d.offset, d.known = seconds, true
		d.fixed = time.FixedZone("", seconds)
	}
	d.zone, d.summer = wall{}, 0
	return changed && !d.forced
}

// SetHeader takes the offset that a header tells, and the zone that it names. It reports a change of what
// was known before.
func (d *Dater) SetHeader(h *Header) (changed bool) {
	off, ok := h.Offset()
	if !ok {
		return false
	}
	known, before := d.known, d.offset
	foreseen := d.zone.loc != nil && offsetIn(d.zone.loc, h.UTC.Unix()) == off
	d.SetOffset(off)
	if loc := h.Zone(); loc != nil {
		d.zone = wall{loc: loc}
		d.settle(h.UTC.Unix(), off)
	} else if standard, ok := h.Summer(); ok {
		d.summer = off - standard
	}
	return known && before != off && !foreseen && !d.forced
}

// Learn takes over what another dater has found out about the offset.
func (d *Dater) Learn(o *Dater) {
	if o.known {
		d.offset, d.known, d.fixed, d.zone, d.summer = o.offset, true, o.fixed, o.zone, o.summer
	}
}

// learn takes the offset that an epoch proves.
func (d *Dater) learn(epoch int64, off int) {
	d.summer = 0
	if d.known && off == d.offset {
		return
	}
	if d.zone.loc == nil || offsetIn(d.zone.loc, epoch) != off {
		d.SetOffset(off)
		return
	}
	d.offset, d.fixed = off, time.FixedZone("", off)
	d.settle(epoch, off)
}

// settle takes from a proven offset which of two times is meant where clocks show one twice.
func (d *Dater) settle(epoch int64, off int) {
	local := epoch + int64(off)
	if d.zone.twice(int32(local/secondDay), time.Duration(local%secondDay)*time.Second) {
		d.second = off == d.zone.next
	}
}

func offsetIn(loc *time.Location, epoch int64) int {
	_, off := time.Unix(epoch, 0).In(loc).Zone()
	return off
}

// wall is the zone whose rules count; nil: the offset is fixed.
func (d *Dater) wall() *wall {
	switch {
	case d.forced || !d.known:
		return &d.local
	case d.zone.loc != nil:
		return &d.zone
	}
	return nil
}

// SetDay says that a line with this clock was written on that day. It moves the calendar.
func (d *Dater) SetDay(day int32, clock time.Duration, by string) {
	d.day, d.last, d.dated, d.rolled = day, clock, true, false
	d.rest(by)
}

// Day returns the day of a stamp, and moves on past midnight.
func (d *Dater) Day(s Stamp) int32 {
	if s.Dated {
		if !d.record {
			d.record = true
			d.rest(DatedByRecord)
		}
		if s.Day != d.day {
			d.second = false
		} else if step := s.Clock - d.last; step < -setBack {
			d.back(s.Day, s.Clock, step)
		}
		d.day, d.last, d.dated, d.rolled = s.Day, s.Clock, true, false
		return s.Day
	}
	step := s.Clock - d.last
	if step >= 0 && step < 23*time.Hour {
		d.last = s.Clock
		return d.day
	}
	return d.jump(s, step)
}

func (d *Dater) jump(s Stamp, step time.Duration) int32 {
	if step <= -midnightStep {
		d.day++
		d.rolled, d.last, d.second = true, s.Clock, false
		return d.day
	}
	if step > 0 && d.rolled && d.last < straggler && s.Clock > 24*time.Hour-straggler {
		return d.day - 1
	}
	if step < -setBack {
		d.back(d.day, s.Clock, step)
	}
	d.last = s.Clock
	return d.day
}

// setBack is the least step back that may be the end of daylight saving.
const setBack = time.Minute

// back takes a step back within a day: the end of daylight saving, where the zone has it then, or where the
// header said that daylight saving was in force.
func (d *Dater) back(day int32, clock, step time.Duration) {
	if w := d.wall(); w != nil {
		if w.twice(day, clock) && d.last < w.at {
			d.second = true
		}
		return
	}
	summer := time.Duration(d.summer) * time.Second
	if summer > 0 && step >= -summer-2*time.Second && step <= -summer/2 {
		d.SetOffset(d.offset - int(summer/time.Second))
		d.turned = true
	}
}

// Remarks notes what is doubtful about the zone in which a log was read.
func (d *Dater) Remarks(in *trace.Input, pos trace.Pos) {
	if d.turned {
		in.Notef(pos, "the clock goes back by an hour: read as the end of daylight saving, which the header says was in force")
	}
	if d.never > 0 {
		in.Notef(pos, "times that clocks leave out where daylight saving begins: the zone is another one; --tz ZONE tells")
	}
}

// Epoch takes the epoch that a block prints beside its stamp, with the printed clock (gloss) or -1. It
// returns the right day of the stamp, and false where epoch and stamp do not belong together.
func (d *Dater) Epoch(s Stamp, epoch int64, gloss time.Duration) (int32, bool) {
	clock := gloss
	if gloss < 0 {
		clock = s.Clock
	}
	off, ok := offsetOf(clock, epoch, d.near(epoch))
	if !ok {
		return 0, false
	}
	local := epoch + int64(off)
	day, back := int32(local/secondDay), time.Duration(local%secondDay)*time.Second
	switch diff := s.Clock - back; {
	case diff > 12*time.Hour:
		day--
	case diff < -12*time.Hour:
		day++
	}
	if !d.forced {
		d.learn(epoch, off)
	}
	if d.day != day || !d.dated {
		d.day, d.last, d.rolled = day, s.Clock, false
	}
	d.dated = true
	if d.by != DatedByEpoch {
		d.rest(DatedByEpoch)
	}
	return day, true
}

// near is the offset to which an ambiguous one is compared.
func (d *Dater) near(epoch int64) int {
	if d.known && !d.forced {
		return d.offset
	}
	_, off := time.Unix(epoch, 0).In(d.loc).Zone()
	return off
}

// offsetOf finds the offset, a multiple of 15 minutes, that makes epoch print as clock.
func offsetOf(clock time.Duration, epoch int64, near int) (int, bool) {
	diff := int(clock/time.Second) - int(epoch%secondDay)
	off := (diff + 90*secondDay + 450) / 900 * 900
	if r := diff + 90*secondDay - off; r > 60 || r < -60 {
		return 0, false
	}
	off -= 90 * secondDay
	for off-near > secondDay/2 {
		off -= secondDay
	}
	for near-off > secondDay/2 {
		off += secondDay
	}
	return off, off >= -12*3600 && off <= 14*3600
}

// Time returns the full time of a clock on a day.
func (d *Dater) Time(day int32, clock time.Duration) time.Time {
	w := d.wall()
	if w != nil && w.never(day, clock) {
		d.never++
		if w == &d.zone { // the log is of another zone than its header seemed to name
			d.zone, w = wall{}, nil
		}
	}
	off, loc := d.offset, d.fixed
	if w != nil {
		// What comes late is not far behind the line at hand.
		second := d.second && day == d.day && clock <= d.last+straggler
		if off = w.offset(day, clock, second); !second || off != d.offset {
			loc = w.loc
		}
	}
	sec := int64(day)*secondDay - int64(off) + int64(clock/time.Second)
	return time.Unix(sec, int64(clock%time.Second)).In(loc)
}

// OffsetAt prints the offset in force at t as "+05:30".
func OffsetAt(t time.Time) string {
	_, off := t.Zone()
	sign := '+'
	if off < 0 {
		sign, off = '-', -off
	}
	return fmt.Sprintf("%c%02d:%02d", sign, off/3600, off/60%60)
}

// ParseCheckPoint reads the date in "Check point 2026-02-02T14:54:56".
func ParseCheckPoint(text []byte) (day int32, clock time.Duration, ok bool) {
	const prefix = "Check point "
	if len(text) < len(prefix)+19 || string(text[:len(prefix)]) != prefix {
		return 0, 0, false
	}
	day, ok = isoDay(text[len(prefix):])
	clock, _, ok2 := clockAt(text[len(prefix)+11:])
	return day, clock, ok && ok2
}
