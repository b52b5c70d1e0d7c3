package textlog

import (
	"time"

	"github.com/fo-check/fo-check/trace"
)

const (
	// halfDay is the least step back that is a midnight, for times that are printed without a date.
	halfDay = 10 * time.Hour
	// straggler is how far around midnight a line may be late and still belong to the day before.
	straggler = 10 * time.Minute
	// setBack is the least step back that may be the end of daylight saving.
	setBack = time.Minute
)

// Clock turns printed times into times. Its zero value reads in the machine's zone and knows no date.
type Clock struct {
	// Zone is used for times without an offset of their own; nil: the machine's.
	Zone *time.Location
	// Back is how far a line may go back without being of the hour that daylight saving repeats; less than a
	// minute counts as one.
	Back time.Duration

	year, day int // date of the last time
	month     time.Month
	dated     bool
	rolled    bool // past a midnight that no date told
	last      time.Time
	never     int // times that clocks in the zone leave out
}

// SetDate gives the date for the first times that are printed without one.
func (c *Clock) SetDate(year int, month time.Month, day int) {
	c.year, c.month, c.day, c.dated = year, month, day, true
}

// Dated tells whether a date is known.
func (c *Clock) Dated() bool { return c.dated }

// SetZone changes the zone from here on.
func (c *Clock) SetZone(z *time.Location) { c.Zone, c.last = z, time.Time{} }

// Last is the last time.
func (c *Clock) Last() time.Time { return c.last }

// Location is the zone in use.
func (c *Clock) Location() *time.Location {
	if c.Zone == nil {
		return time.Local
	}
	return c.Zone
}

// Time returns the time that is printed as v. ok is false if it has no date, and no date is known.
func (c *Clock) Time(v Civil) (t time.Time, ok bool) {
	t, ok = c.read(v)
	if ok {
		c.last = t
		c.year, c.month, c.day = t.Date()
		c.dated = true
	}
	return t, ok
}

func (c *Clock) read(v Civil) (t time.Time, ok bool) {
	switch {
	case v.Zoned:
		if !v.Dated {
			return t, false
		}
		return time.Date(v.Year, v.Month, v.Day, v.Hour, v.Minute, v.Second, v.Nano, time.FixedZone("", v.Offset)), true
	case v.Dated:
		t = c.on(v.Year, v.Month, v.Day, v)
	case !c.dated:
		return t, false
	default:
		t = c.undated(v)
	}
	if v.Second < 60 && (t.Hour() != v.Hour || t.Minute() != v.Minute) {
		c.never++
	}
	return t, true
}

// undated gives a clock the day of the last time, or the one beside it where midnight is between them.
func (c *Clock) undated(v Civil) time.Time {
	t := c.on(c.year, c.month, c.day, v)
	switch {
	case c.last.IsZero():
	case c.last.Sub(t) >= halfDay:
		c.rolled = true
		return c.on(c.year, c.month, c.day+1, v)
	case c.rolled && t.Sub(c.last) >= 24*time.Hour-2*straggler:
		if before := c.on(c.year, c.month, c.day-1, v); c.last.Sub(before) <= straggler {
			return before
		}
	}
	return t
}

// on is the time that clocks show as v on a day.
func (c *Clock) on(year int, month time.Month, day int, v Civil) time.Time {
	return FirstAfter(time.Date(year, month, day, v.Hour, v.Minute, v.Second, v.Nano, c.Location()), c.last, c.Back)
}

// FirstAfter chooses between the two times that clocks show alike when they are set back: the first one that is
// not before last, or by no more than back (at least a minute), else the second. Any other time is t itself.
func FirstAfter(t, last time.Time, back time.Duration) time.Time {
	first, second := twins(t)
	if last.IsZero() || !first.Before(last.Add(-max(back, setBack))) {
		return first
	}
	return second
}

// twins are the two times at which clocks show what they show at t; t and t if they show it once.
func twins(t time.Time) (first, second time.Time) {
	start, end := t.ZoneBounds()
	_, off := t.Zone()
	if !start.IsZero() {
		_, before := start.Add(-1).Zone()
		if d := time.Duration(before-off) * time.Second; t.Sub(start) < d {
			return t.Add(-d), t
		}
	}
	if !end.IsZero() {
		_, after := end.Zone()
		if d := time.Duration(off-after) * time.Second; end.Sub(t) <= d {
			return t, t.Add(d)
		}
	}
	return t, t
}

// Remark notes that the zone in which a log was read cannot be its own.
func (c *Clock) Remark(in *trace.Input) {
	if c.never > 0 {
		in.Notef(trace.Pos{File: in.Path}, "times that clocks leave out where daylight saving begins: the zone is another one; --tz ZONE tells")
	}
}

// ZoneText names a zone; one without a name by its offset.
func ZoneText(z *time.Location) string {
	if name := z.String(); name != "" {
		return name
	}
	return OffsetAt(time.Unix(0, 0).In(z))
}

// FileDate reads the time in a name such as InteractionWorkspace.20260302_095501_120.log.
func FileDate(name string) (time.Time, bool) {
	for i := 0; i+15 <= len(name); i++ {
		if name[i+8] == '_' && (i == 0 || name[i-1]-'0' > 9) {
			if t, err := time.Parse("20060102_150405", name[i:i+15]); err == nil {
				return t, true
			}
		}
	}
	return time.Time{}, false
}
