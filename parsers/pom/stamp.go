package pom

import (
	"bytes"
	"time"

	"github.com/fo-check/fo-check/parsers/textlog"
)

// civil is a printed time without its fraction.
type civil struct {
	year, day, hour, minute, second int
	month                           time.Month // 0: name tells
	name                            []byte     // of the month, in the writer's language
}

// splitStamp splits a line that begins with a time: "10 jun. 2021 13:35:08,657 " or
// "2021-06-10 13:35:08,657 ", in brackets or not. n is where the fraction begins.
func splitStamp(b []byte) (c civil, n int, ok bool) {
	if len(b) > 0 && b[0] == '[' {
		n = 1
	}
	if len(b) < n+20 || b[n]-'0' > 9 {
		return c, 0, false
	}
	if b[n+4] == '-' && b[n+7] == '-' {
		return splitISO(b, n)
	}
	return splitDate(b, n)
}

// splitISO reads "2021-06-10 13:35:08,". The date may be followed by T, the seconds by a dot.
func splitISO(b []byte, n int) (c civil, at int, ok bool) {
	y, ok1 := digits(b[n : n+4])
	m, ok2 := digits(b[n+5 : n+7])
	d, ok3 := digits(b[n+8 : n+10])
	if !ok1 || !ok2 || !ok3 || m < 1 || m > 12 || b[n+10] != ' ' && b[n+10] != 'T' {
		return c, 0, false
	}
	c.year, c.month, c.day = y, time.Month(m), d
	return clockAt(b, c, n+11)
}

// splitDate reads "10 jun. 2021 13:35:08,".
func splitDate(b []byte, n int) (c civil, at int, ok bool) {
	i := bytes.IndexByte(b[n:n+3], ' ')
	if i < 1 {
		return c, 0, false
	}
	d, ok1 := digits(b[n : n+i])
	n += i + 1
	i = bytes.IndexByte(b[n:min(len(b), n+32)], ' ')
	if i < 1 || !ok1 || len(b) < n+i+18 {
		return c, 0, false
	}
	c.name = b[n : n+i]
	n += i + 1
	y, ok2 := digits(b[n : n+4])
	if !ok2 || b[n+4] != ' ' {
		return c, 0, false
	}
	c.year, c.day = y, d
	return clockAt(b, c, n+5)
}

// clockAt reads "13:35:08,", which begins at n.
func clockAt(b []byte, c civil, n int) (civil, int, bool) {
	if len(b) < n+12 || b[n+2] != ':' || b[n+5] != ':' || b[n+8] != ',' && b[n+8] != '.' {
		return c, 0, false
	}
	var ok [3]bool
	c.hour, ok[0] = digits(b[n : n+2])
	c.minute, ok[1] = digits(b[n+3 : n+5])
	c.second, ok[2] = digits(b[n+6 : n+8])
	valid := ok[0] && ok[1] && ok[2] && c.hour < 24 && c.minute < 60 && c.second < 61 && c.day >= 1 && c.day <= 31
	return c, n + 9, valid
}

func digits(b []byte) (int, bool) {
	n := 0
	for _, c := range b {
		if c-'0' > 9 {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, len(b) > 0 && len(b) < 10
}

// stamper reads the times at the beginning of lines.
type stamper struct {
	clock   textlog.Clock
	learned map[string]time.Month
	strange []byte    // the month's name of the last line, if it is not known
	key     []byte    // the last time without its fraction
	base    time.Time // its value
}

// parse reads the time of a line; n is where the rest of the line begins. ok is false if there is none.
// The time is zero if it names a month in a language that is not known: see strange.
func (p *stamper) parse(line []byte) (t time.Time, n int, ok bool) {
	k := len(p.key)
	if k == 0 || len(line) < k+4 || string(line[:k]) != string(p.key) {
		if k, ok = p.second(line); !ok {
			return t, 0, false
		}
	}
	a, b, c := line[k]-'0', line[k+1]-'0', line[k+2]-'0'
	if a > 9 || b > 9 || c > 9 {
		return t, 0, false
	}
	n = k + 3
	if n < len(line) && line[n] == ']' {
		n++
	}
	if len(p.strange) > 0 {
		return t, n, true
	}
	t = p.base.Add(time.Duration(int(a)*100+int(b)*10+int(c)) * time.Millisecond)
	return t, n, true
}

// skipStamp tells where the text begins of a line that begins with a time, whatever its month.
func skipStamp(line []byte) (n int, ok bool) {
	_, n, ok = splitStamp(line)
	if !ok || len(line) < n+3 {
		return 0, false
	}
	return n + 3, true
}

// second reads a time of another second than that of the line before.
func (p *stamper) second(line []byte) (n int, ok bool) {
	c, n, ok := splitStamp(line)
	if !ok || len(line) < n+3 {
		return 0, false
	}
	month := c.month
	if month == 0 {
		month = monthOf(c.name)
	}
	if month == 0 && len(p.learned) > 0 {
		month = p.learned[string(c.name)]
	}
	p.key, p.strange = append(p.key[:0], line[:n]...), nil
	if month == 0 {
		p.strange = append(p.strange, c.name...)
		return n, true
	}
	p.base, _ = p.clock.Time(textlog.Civil{Year: c.year, Month: month, Day: c.day, Hour: c.hour, Minute: c.minute, Second: c.second, Dated: true})
	return n, true
}

// learn keeps what a month's name means, and forgets the last time.
func (p *stamper) learn(name []byte, m time.Month) {
	if p.learned == nil {
		p.learned = map[string]time.Month{}
	}
	p.learned[string(name)] = m
	p.key, p.strange = p.key[:0], nil
}
