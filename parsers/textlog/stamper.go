package textlog

import "time"

// Stamper reads times at one place of lines. Lines of one second are read without work.
type Stamper struct {
	Layout *Layout
	Clock  *Clock

	key    []byte // the last time up to its fraction
	base   time.Time
	digits int
}

// Parse reads the time at the beginning of b; n is where it ends. ok is false if there is none. dated is
// false, and t zero, if it has no date and none is known.
func (s *Stamper) Parse(b []byte) (t time.Time, n int, dated, ok bool) {
	if k := len(s.key); k > 0 && len(b) >= k+s.digits && string(b[:k]) == string(s.key) {
		if nano, ok := fraction(b[k:], s.digits); ok {
			return s.base.Add(time.Duration(nano)), k + s.digits, true, true
		}
	}
	c, n, ok := s.Layout.Parse(b)
	if !ok {
		return t, 0, false, false
	}
	s.key = s.key[:0]
	t, dated = s.Clock.Time(c)
	if dated && c.Fraction > 0 && c.Fraction+c.Digits == n && c.Digits >= 3 && !s.endsLater() {
		s.key, s.digits = append(s.key, b[:c.Fraction]...), c.Digits
		s.base = t.Add(-time.Duration(c.Nano))
	}
	return t, n, dated, true
}

// Forget makes the next time be read anew: its zone may have changed.
func (s *Stamper) Forget() { s.key = s.key[:0] }

// endsLater tells that something else than an offset may stand behind the fraction, so that its end is not
// known.
func (s *Stamper) endsLater() bool {
	for ts := s.Layout.tokens; len(ts) > 0; ts = ts[:len(ts)-1] {
		switch last := ts[len(ts)-1]; last.letter {
		case 'S':
			return last.count == 1
		case '[', ']', 'X', 'Z':
		default:
			return true
		}
	}
	return true
}

// fraction reads exactly n digits as nanoseconds.
func fraction(b []byte, n int) (int, bool) {
	v := 0
	for _, c := range b[:n] {
		if c-'0' > 9 {
			return 0, false
		}
		v = v*10 + int(c-'0')
	}
	if len(b) > n && (b[n]-'0' <= 9 || b[n] == '+' || b[n] == '-' || b[n] == 'Z') {
		return 0, false // more digits, or an offset
	}
	for ; n < 9; n++ {
		v *= 10
	}
	return v, true
}
