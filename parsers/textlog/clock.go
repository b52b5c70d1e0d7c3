package textlog

import "time"

// halfDay is the least step back that is a midnight, for times that are printed without a date.
const halfDay = 10 * time.Hour

// Clock turns printed times into times. Its zero value reads in the machine's zone and knows no date.
type Clock struct {
	// Zone is used for times without an offset of their own; nil: the machine's.
	Zone *time.Location
	// Back is how far a line may go back without being of the hour that daylight saving repeats.
	Back time.Duration

	year, day int // date of the last time
	month     time.Month
	dated     bool
	last      time.Time
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
	t, ok = c.Peek(v)
	if ok {
		c.last = t
		c.year, c.month, c.day = t.Date()
		c.dated = true
	}
	return t, ok
}

// Peek is Time for a look ahead: it changes nothing.
func (c *Clock) Peek(v Civil) (t time.Time, ok bool) {
	if v.Zoned {
		if !v.Dated {
			return t, false
		}
		return time.Date(v.Year, v.Month, v.Day, v.Hour, v.Minute, v.Second, v.Nano, time.FixedZone("", v.Offset)), true
	}
	if v.Dated {
		return c.place(time.Date(v.Year, v.Month, v.Day, v.Hour, v.Minute, v.Second, v.Nano, c.Location())), true
	}
	if !c.dated {
		return t, false
	}
	t = time.Date(c.year, c.month, c.day, v.Hour, v.Minute, v.Second, v.Nano, c.Location())
	if !c.last.IsZero() && c.last.Sub(t) >= halfDay {
		t = time.Date(c.year, c.month, c.day+1, v.Hour, v.Minute, v.Second, v.Nano, c.Location())
	}
	return c.place(t), true
}

// place chooses between the two times that print the same when daylight saving ends: the first one that
// does not go back.
func (c *Clock) place(t time.Time) time.Time {
	if c.last.IsZero() || !t.Before(c.last.Add(-c.Back)) && c.last.Add(2*time.Hour).Before(t) {
		return t
	}
	for _, d := range [...]time.Duration{-time.Hour, 0, time.Hour} {
		o := t.Add(d)
		if o.Hour() == t.Hour() && o.Minute() == t.Minute() && !o.Before(c.last.Add(-c.Back)) {
			return o
		}
	}
	return t
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
