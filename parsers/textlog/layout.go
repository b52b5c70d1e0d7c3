package textlog

import (
	"fmt"
	"strings"
	"time"
)

// Civil is a time as it is printed.
type Civil struct {
	Year, Day            int
	Month                time.Month
	Hour, Minute, Second int
	Nano                 int
	Offset               int // seconds east of UTC, if Zoned
	Dated                bool
	Zoned                bool
	Fraction             int // where the fraction begins in the text; 0: there is none
	Digits               int // of the fraction

	half   byte // 'a' or 'p' of am and pm
	twelve bool
}

// Layout is how a log prints times: letters as in Java's date patterns. The zero value reads nothing.
type Layout struct {
	Pattern string
	tokens  []token
}

// token is one part of a pattern.
type token struct {
	letter byte // 0: literal, '[' and ']': optional part
	count  int
	text   string
	skip   int // of '[': how many tokens the part has
}

// Epochs are patterns for times that are numbers.
const (
	EpochSeconds = "epoch"
	EpochMillis  = "epoch-ms"
)

// ParseLayout reads a pattern such as "yyyy-MM-dd HH:mm:ss,SSS", "dd MMM yyyy HH:mm:ss[.SSS][XXX]",
// "epoch" or "epoch-ms". Letters: yyyy yy MM M MMM dd d EEE HH H hh h a mm m ss s, S for milliseconds that
// are not padded, SSS for a fraction of any length, XXX or Z for an offset from UTC; text in single quotes
// stands for itself, [..] may be missing. Before a fraction, comma and dot are alike.
func ParseLayout(pattern string) (*Layout, error) {
	l := &Layout{Pattern: pattern}
	switch pattern {
	case EpochSeconds:
		l.tokens = []token{{letter: 'E', count: 1}}
		return l, nil
	case EpochMillis:
		l.tokens = []token{{letter: 'E', count: 2}}
		return l, nil
	}
	if err := l.scan(pattern); err != nil {
		return nil, err
	}
	return l, l.check()
}

// scan splits the pattern into tokens.
func (l *Layout) scan(p string) error {
	open := -1
	for i := 0; i < len(p); {
		switch c := p[i]; {
		case c == '\'':
			end := strings.IndexByte(p[i+1:], '\'')
			if end < 0 {
				return fmt.Errorf("%q: the quote in column %d is not closed", p, i+1)
			}
			l.literal(p[i+1 : i+1+end])
			if end == 0 {
				l.literal("'")
			}
			i += end + 2
		case c == '[':
			if open >= 0 {
				return fmt.Errorf("%q: [ within [", p)
			}
			open = len(l.tokens)
			l.tokens = append(l.tokens, token{letter: '['})
			i++
		case c == ']':
			if open < 0 {
				return fmt.Errorf("%q: ] without [", p)
			}
			l.tokens[open].skip = len(l.tokens) - open
			l.tokens = append(l.tokens, token{letter: ']'})
			open = -1
			i++
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			n := i
			for n < len(p) && p[n] == c {
				n++
			}
			if !knownToken(c, n-i) {
				return fmt.Errorf("%q: %q is no part of a time; yyyy yy MM M MMM dd d EEE HH H hh h a mm m ss s S SSS XXX Z are accepted, other letters in single quotes", p, p[i:n])
			}
			l.tokens = append(l.tokens, token{letter: c, count: n - i})
			i = n
		default:
			l.literal(p[i : i+1])
			i++
		}
	}
	if open >= 0 {
		return fmt.Errorf("%q: [ is not closed", p)
	}
	return nil
}

func (l *Layout) literal(s string) {
	if n := len(l.tokens); n > 0 && l.tokens[n-1].letter == 0 {
		l.tokens[n-1].text += s
		return
	}
	l.tokens = append(l.tokens, token{text: s})
}

func knownToken(c byte, n int) bool {
	switch c {
	case 'y':
		return n == 4 || n == 2
	case 'M':
		return n <= 3
	case 'd', 'H', 'h', 'm', 's':
		return n <= 2
	case 'E':
		return n == 3
	case 'S':
		return n <= 9
	case 'X':
		return n == 3 || n == 2 || n == 1
	case 'a', 'Z':
		return n == 1
	}
	return false
}

// check tells whether the pattern makes a time.
func (l *Layout) check() error {
	has := map[byte]bool{}
	for _, t := range l.tokens {
		has[t.letter] = true
	}
	date := has['y'] || has['M'] || has['d']
	switch {
	case !has['H'] && !has['h'] || !has['m'] || !has['s']:
		return fmt.Errorf("%q: no hours, minutes and seconds; HH:mm:ss is accepted", l.Pattern)
	case has['h'] && !has['a']:
		return fmt.Errorf("%q: hh without a; HH, or hh with a (AM or PM) is accepted", l.Pattern)
	case date && (!has['y'] || !has['M'] || !has['d']):
		return fmt.Errorf("%q: half a date; yyyy, MM and dd, or none of them are accepted", l.Pattern)
	}
	return nil
}

// Dated tells whether the layout prints dates.
func (l *Layout) Dated() bool {
	return strings.Contains(l.Pattern, "y") || strings.HasPrefix(l.Pattern, EpochSeconds)
}

// Parse reads a time at the beginning of b; n is where it ends.
func (l *Layout) Parse(b []byte) (c Civil, n int, ok bool) {
	if len(l.tokens) == 0 || len(b) == 0 {
		return c, 0, false
	}
	ts := l.tokens
	for i := 0; i < len(ts); i++ {
		if ts[i].letter == '[' {
			part := ts[i+1 : i+ts[i].skip]
			if c2, m, ok := run(part, b, c, n); ok {
				c, n = c2, m
			}
			i += ts[i].skip
			continue
		}
		if c, n, ok = run(ts[i:i+1], b, c, n); !ok {
			return c, 0, false
		}
	}
	return c, n, c.valid()
}

// run reads tokens one after the other.
func run(ts []token, b []byte, c Civil, n int) (Civil, int, bool) {
	for _, t := range ts {
		m, ok := t.read(b[n:], n, &c)
		if !ok {
			return c, n, false
		}
		n += m
	}
	return c, n, true
}

// read reads one token at the beginning of b, which stands at the offset at.
func (t token) read(b []byte, at int, c *Civil) (n int, ok bool) {
	switch t.letter {
	case 0:
		return t.readLiteral(b)
	case 'M':
		if t.count == 3 {
			return c.readMonth(b)
		}
	case 'a':
		return c.readHalf(b)
	case 'X', 'Z':
		return c.readOffset(b)
	case 'S':
		return c.readFraction(b, at, t.count)
	case 'E':
		return c.readOther(b, at, t.count)
	}
	v, n, ok := readNumber(b, t.count, t.letter)
	if !ok {
		return 0, false
	}
	c.set(t, v)
	return n, true
}

func (t token) readLiteral(b []byte) (int, bool) {
	if len(b) < len(t.text) {
		return 0, false
	}
	for i := range t.text {
		x, y := t.text[i], b[i]
		if x != y && !(i == len(t.text)-1 && (x == ',' && y == '.' || x == '.' && y == ',')) {
			return 0, false
		}
	}
	return len(t.text), true
}

func (c *Civil) set(t token, v int) {
	switch t.letter {
	case 'y':
		c.Year, c.Dated = v, true
		if t.count == 2 {
			c.Year += 2000
		}
	case 'M':
		c.Month = time.Month(v)
	case 'd':
		c.Day = v
	case 'H':
		c.Hour = v
	case 'h':
		c.Hour, c.twelve = v, true
	case 'm':
		c.Minute = v
	case 's':
		c.Second = v
	}
}

// readNumber reads count digits; one or two if count is 1.
func readNumber(b []byte, count int, letter byte) (v, n int, ok bool) {
	limit := count
	if count == 1 {
		limit = 2
	}
	for n < len(b) && n < limit && b[n]-'0' <= 9 {
		v = v*10 + int(b[n]-'0')
		n++
	}
	if n == 0 || count > 1 && n < count {
		return 0, 0, false
	}
	if n < len(b) && letter != 'y' && b[n]-'0' <= 9 && count == 1 {
		return 0, 0, false
	}
	return v, n, true
}

const monthNames = "janfebmaraprmayjunjulaugsepoctnovdec"

func (c *Civil) readMonth(b []byte) (int, bool) {
	if len(b) < 3 {
		return 0, false
	}
	name := string([]byte{b[0] | 0x20, b[1] | 0x20, b[2] | 0x20})
	i := strings.Index(monthNames, name)
	if i < 0 || i%3 != 0 {
		return 0, false
	}
	c.Month = time.Month(i/3 + 1)
	return 3, true
}

func (c *Civil) readHalf(b []byte) (int, bool) {
	if len(b) < 2 || b[1]|0x20 != 'm' || b[0]|0x20 != 'a' && b[0]|0x20 != 'p' {
		return 0, false
	}
	c.half = b[0] | 0x20
	return 2, true
}

// readOffset reads Z, +01, +0100 or +01:00.
func (c *Civil) readOffset(b []byte) (int, bool) {
	if len(b) > 0 && b[0] == 'Z' {
		c.Zoned, c.Offset = true, 0
		return 1, true
	}
	if len(b) < 3 || b[0] != '+' && b[0] != '-' {
		return 0, false
	}
	h, _, ok := readNumber(b[1:], 2, 'H')
	if !ok {
		return 0, false
	}
	n, m := 3, 0
	rest := b[3:]
	if len(rest) > 2 && rest[0] == ':' {
		rest, n = rest[1:], 4
	}
	if v, _, ok := readNumber(rest, 2, 'H'); ok {
		m = v
		n += 2
	} else {
		n = 3
	}
	if h > 15 || m > 59 {
		return 0, false
	}
	c.Zoned, c.Offset = true, (h*60+m)*60
	if b[0] == '-' {
		c.Offset = -c.Offset
	}
	return n, true
}

// readFraction reads milliseconds that are not padded, if count is 1, else a fraction of any length.
func (c *Civil) readFraction(b []byte, at, count int) (int, bool) {
	n, v := 0, 0
	for n < len(b) && n < 9 && b[n]-'0' <= 9 {
		v = v*10 + int(b[n]-'0')
		n++
	}
	if n == 0 || count == 1 && n > 3 {
		return 0, false
	}
	c.Fraction, c.Digits = at, n
	if count == 1 {
		c.Nano = v * int(time.Millisecond)
		return n, true
	}
	for i := n; i < 9; i++ {
		v *= 10
	}
	c.Nano = v
	return n, true
}

// readOther reads the name of a day, or an epoch: count 1 is seconds, with or without a fraction, 2 is
// milliseconds.
func (c *Civil) readOther(b []byte, at, count int) (int, bool) {
	if count == 3 {
		n := 0
		for n < len(b) && n < 3 && b[n]|0x20 >= 'a' && b[n]|0x20 <= 'z' {
			n++
		}
		return n, n == 3
	}
	n, v := 0, int64(0)
	for n < len(b) && n < 16 && b[n]-'0' <= 9 {
		v = v*10 + int64(b[n]-'0')
		n++
	}
	want := 10
	if count == 2 {
		want = 13
		c.Nano = int(v%1000) * int(time.Millisecond)
		v /= 1000
	}
	if n != want {
		return 0, false
	}
	t := time.Unix(v, 0).UTC()
	c.Year, c.Month, c.Day = t.Date()
	c.Hour, c.Minute, c.Second = t.Clock()
	c.Dated, c.Zoned = true, true
	if count == 1 && n < len(b) && (b[n] == '.' || b[n] == ',') {
		if m, ok := c.readFraction(b[n+1:], at+n+1, 3); ok {
			n += 1 + m
		}
	}
	return n, true
}

// valid tells whether it can be a time, and settles am and pm.
func (c *Civil) valid() bool {
	if c.twelve {
		if c.Hour < 1 || c.Hour > 12 || c.half == 0 {
			return false
		}
		c.Hour %= 12
		if c.half == 'p' {
			c.Hour += 12
		}
	}
	if c.Dated && (c.Year < 1970 || c.Year > 2199 || c.Month < 1 || c.Month > 12 || c.Day < 1 || c.Day > daysIn(c.Year, c.Month)) {
		return false
	}
	return c.Hour < 24 && c.Minute < 60 && c.Second < 61
}

func daysIn(year int, m time.Month) int { return time.Date(year, m+1, 0, 0, 0, 0, 0, time.UTC).Day() }

// Zoned tells whether the layout prints an offset from UTC, or needs none.
func (l *Layout) Zoned() bool {
	return strings.ContainsAny(l.Pattern, "XZ") || strings.HasPrefix(l.Pattern, EpochSeconds)
}
