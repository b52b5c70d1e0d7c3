package genesys

import (
	"bytes"
	"strings"
	"time"
)

const (
	weekdays = "SunMonTueWedThuFriSat"
	months   = "JanFebMarAprMayJunJulAugSepOctNovDec"
)

func weekday(b []byte) bool { return strings.Index(weekdays, string(b[:3]))%3 == 0 }

func month(b []byte) (int, bool) {
	if len(b) != 3 {
		return 0, false
	}
	i := strings.Index(months, string(b))
	return i/3 + 1, i >= 0 && i%3 == 0
}

// parseSlashed reads MM/dd/yy HH:mm:ss.SSS and MM/dd/yyyy HH:mm:ss.SSS, with AM or PM or a.m. or p.m.
// before the fraction if the clock has twelve hours.
func parseSlashed(b []byte) (Stamp, bool) {
	date, rest, ok := bytes.Cut(b[:min(len(b), 48)], []byte{' '})
	f := bytes.Split(date, []byte{'/'})
	if !ok || len(f) != 3 {
		return Stamp{}, false
	}
	m, ok1 := number(f[0])
	d, ok2 := number(f[1])
	y, ok3 := number(f[2])
	if y < 100 && len(f[2]) == 2 {
		y += 2000
	}
	day, ok4 := dayOf(y, m, d)
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return Stamp{}, false
	}
	c, n, ok := localeClock(rest)
	return localeStamp(b, day, c, len(date)+1+n), ok
}

// parseWeekday reads "Sun Jun  5 15:22:21 2016.741" and "Thu 11 Aug 2016 09:01:46 AM CDT.060".
func parseWeekday(b []byte) (Stamp, bool) {
	p := 4
	word := func() []byte {
		for p < len(b) && b[p] == ' ' {
			p++
		}
		start := p
		for p < len(b) && b[p] != ' ' && (b[p] != '.' || p-start < 4) {
			p++
		}
		return b[start:p]
	}
	first := word()
	if m, ok := month(first); ok {
		return monthFirst(b, m, word, &p)
	}
	d, ok1 := number(first)
	m, ok2 := month(word())
	y, ok3 := number(word())
	day, ok4 := dayOf(y, m, d)
	if !ok1 || !ok2 || !ok3 || !ok4 || p >= len(b) {
		return Stamp{}, false
	}
	c, n, ok := localeClock(b[p+1:])
	return localeStamp(b, day, c, p+1+n), ok
}

func monthFirst(b []byte, m int, word func() []byte, p *int) (Stamp, bool) {
	d, ok1 := number(word())
	c, n, ok2 := clockAt(word())
	y, ok3 := number(word())
	day, ok4 := dayOf(y, m, d)
	if !ok1 || !ok2 || n != 8 || !ok3 || !ok4 {
		return Stamp{}, false
	}
	ms, n := fraction(b[*p:])
	return localeStamp(b, day, c+ms, *p+n), n > 0
}

// localeClock reads h:mm:ss, an optional AM or PM, an optional zone name, and the fraction, which stands
// after all of them.
func localeClock(b []byte) (time.Duration, int, bool) {
	pad := 0
	if len(b) > 2 && b[1] == ':' {
		b, pad = append([]byte{'0'}, b...), 1
	}
	c, n, ok := clockAt(b)
	if !ok {
		return 0, 0, false
	}
	if n > 8 {
		return c, n - pad, true
	}
	end := n
	for i := 0; i < 2 && end < len(b) && b[end] == ' '; i++ {
		w := wordLen(b[end+1:])
		c = twelve(c, string(b[end+1:end+1+w]))
		end += 1 + w
	}
	ms, k := fraction(b[end:])
	return c + ms, end + k - pad, k > 0
}

// wordLen is the length of a zone name or of AM, PM, a.m., p.m.
func wordLen(b []byte) int {
	if len(b) >= 4 && b[1] == '.' && b[3] == '.' {
		return 4
	}
	n := 0
	for n < len(b) && b[n]|0x20 >= 'a' && b[n]|0x20 <= 'z' {
		n++
	}
	return n
}

func twelve(c time.Duration, word string) time.Duration {
	switch strings.ToLower(strings.ReplaceAll(word, ".", "")) {
	case "am":
		if c >= 12*time.Hour {
			return c - 12*time.Hour
		}
	case "pm":
		if c < 12*time.Hour {
			return c + 12*time.Hour
		}
	}
	return c
}

func fraction(b []byte) (time.Duration, int) {
	if len(b) < 4 || b[0] != '.' {
		return 0, 0
	}
	n, scale, d := 1, 100*time.Millisecond, time.Duration(0)
	for n < len(b) && b[n]-'0' <= 9 {
		d += time.Duration(b[n]-'0') * scale
		scale /= 10
		n++
	}
	return d, n
}

func localeStamp(b []byte, day int32, c time.Duration, n int) Stamp {
	if n < len(b) && b[n] == ' ' {
		n++
	}
	return Stamp{Clock: c, Day: day, Len: int32(n), Form: FormLocale, Dated: true}
}

func number(b []byte) (int, bool) {
	n := 0
	for _, c := range b {
		if c-'0' > 9 {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, len(b) > 0 && len(b) < 9
}
