package genesys

import "time"

// Form tells who wrote a stamp.
type Form uint8

// Forms of stamps.
const (
	FormClock  Form = iota // HH:MM:SS.mmm, log library with time_format=time, or a debug line
	FormDebug              // HH:MM:SS.mmm: with a colon, the server's own debug lines
	FormCommon             // @HH:MM:SS.tttt, the common part of T-Servers
	FormISO                // YYYY-MM-DDTHH:MM:SS.mmm, log library with time_format=ISO8601
	FormLocale             // log library with time_format=locale
)

// Stamp is the time at the start of a line.
type Stamp struct {
	Clock time.Duration // since midnight of the writer's clock
	Day   int32         // days since 1970-01-01 in the writer's zone; only if Dated
	Len   int32         // bytes up to the text: the stamp and the blank or colon and blank after it
	Form  Form
	Dated bool
}

// ParseStamp reads the stamp at the start of a line. It does not allocate.
func ParseStamp(b []byte) (Stamp, bool) {
	if len(b) < 12 {
		return Stamp{}, false
	}
	switch c := b[0]; {
	case c == '@':
		s, ok := parseClock(b[1:])
		if !ok {
			return s, false
		}
		s.Len++
		s.Form = FormCommon
		return s, true
	case c-'0' <= 9:
		if b[2] == ':' {
			return parseClock(b)
		}
		if b[4] == '-' {
			return parseISO(b)
		}
		return parseSlashed(b)
	case (c == 'S' || c == 'M' || c == 'T' || c == 'W' || c == 'F') && b[3] == ' ' && weekday(b):
		return parseWeekday(b)
	}
	return Stamp{}, false
}

// parseClock reads HH:MM:SS with a fraction of three or more digits, or none, then a blank, ": " or "|".
func parseClock(b []byte) (Stamp, bool) {
	c, n, ok := clockAt(b)
	if !ok || n < 12 {
		return Stamp{}, false
	}
	s := Stamp{Clock: c, Len: int32(n)}
	if n == len(b) {
		return s, true
	}
	switch b[n] {
	case ' ':
		s.Len++
	case ':':
		s.Form = FormDebug
		s.Len++
		if n+1 < len(b) && b[n+1] == ' ' {
			s.Len++
		}
	case '|':
	default:
		return Stamp{}, false
	}
	return s, true
}

// clockAt reads HH:MM:SS and an optional fraction, and returns how many bytes it took.
func clockAt(b []byte) (time.Duration, int, bool) {
	if len(b) < 8 || b[2] != ':' || b[5] != ':' {
		return 0, 0, false
	}
	h, ok1 := two(b)
	m, ok2 := two(b[3:])
	s, ok3 := two(b[6:])
	if !ok1 || !ok2 || !ok3 || h > 23 || m > 59 || s > 60 {
		return 0, 0, false
	}
	d := time.Duration(h*3600+m*60+s) * time.Second
	if len(b) < 9 || b[8] != '.' {
		return d, 8, true
	}
	n, scale := 9, 100*time.Millisecond
	for n < len(b) && b[n]-'0' <= 9 {
		d += time.Duration(b[n]-'0') * scale
		scale /= 10
		n++
	}
	return d, n, true
}

func two(b []byte) (int, bool) {
	hi, lo := b[0]-'0', b[1]-'0'
	return int(hi)*10 + int(lo), hi <= 9 && lo <= 9
}

// parseISO reads YYYY-MM-DDTHH:MM:SS.mmm; a blank may stand for the T.
func parseISO(b []byte) (Stamp, bool) {
	day, ok := isoDay(b)
	if !ok || len(b) < 23 || (b[10] != 'T' && b[10] != ' ') {
		return Stamp{}, false
	}
	s, ok := parseClock(b[11:])
	s.Len += 11
	s.Form, s.Dated, s.Day = FormISO, true, day
	return s, ok
}

func isoDay(b []byte) (int32, bool) {
	if len(b) < 10 || b[4] != '-' || b[7] != '-' {
		return 0, false
	}
	c, ok1 := two(b)
	y, ok2 := two(b[2:])
	m, ok3 := two(b[5:])
	d, ok4 := two(b[8:])
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return 0, false
	}
	return dayOf(c*100+y, m, d)
}

// dayOf counts days from 1970-01-01; false where the date does not exist.
func dayOf(y, m, d int) (int32, bool) {
	if y < 1970 || y > 2200 || m < 1 || m > 12 || d < 1 || d > 31 {
		return 0, false
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return int32(t.Unix() / 86400), t.Day() == d
}

// ParseGloss reads the clock that stands beside an epoch: "23:16:17".
func ParseGloss(b []byte) (time.Duration, bool) {
	d, _, ok := clockAt(b)
	return d, ok
}
