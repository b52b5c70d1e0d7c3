package trace

import (
	"bytes"
	"fmt"
	"time"
)

// timeAccepted says which times a trace may hold.
const timeAccepted = `accepted is RFC 3339 with an offset from UTC and up to nine decimals, "2026-03-02T10:00:31.120+01:00"`

// stampReader parses times. It remembers the last day and the zones it has seen.
type stampReader struct {
	day   [10]byte // "2026-03-02"
	start int64    // its midnight, Unix seconds
	zones map[int32]*time.Location
	last  *time.Location
	lastZ int32
}

// parse reads a time.
func (r *stampReader) parse(b []byte) (time.Time, error) {
	sec, nsec, offset, err := r.parts(b)
	if err != nil {
		return time.Time{}, err
	}
	return time.Unix(sec, int64(nsec)).In(r.zone(offset)), nil
}

// parts reads a time as Unix seconds, nanoseconds and the offset from UTC in seconds.
func (r *stampReader) parts(b []byte) (sec int64, nsec, offset int32, err error) {
	if len(b) < 19 || b[4] != '-' || b[7] != '-' || b[13] != ':' || b[16] != ':' || b[10]|0x20 != 't' && b[10] != ' ' {
		return 0, 0, 0, fmt.Errorf("is no time; %s", timeAccepted)
	}
	if err := r.setDay(b[:10]); err != nil {
		return 0, 0, 0, err
	}
	h, m, s := two(b[11:]), two(b[14:]), two(b[17:])
	if h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 59 {
		return 0, 0, 0, fmt.Errorf("has no such time of day; %s", timeAccepted)
	}
	rest := b[19:]
	if len(rest) > 0 && rest[0] == '.' {
		if nsec, rest, err = fraction(rest[1:]); err != nil {
			return 0, 0, 0, err
		}
	}
	if offset, err = zoneOffset(rest); err != nil {
		return 0, 0, 0, err
	}
	return r.start + int64(h*3600+m*60+s-int(offset)), nsec, offset, nil
}

func (r *stampReader) setDay(b []byte) error {
	if bytes.Equal(b, r.day[:]) {
		return nil
	}
	hi, lo, month, day := two(b), two(b[2:]), two(b[5:]), two(b[8:])
	if hi < 0 || lo < 0 || month < 1 || month > 12 || day < 1 {
		return fmt.Errorf("is no date; %s", timeAccepted)
	}
	if hi < 19 {
		return fmt.Errorf("is before the year 1900; %s", timeAccepted)
	}
	t := time.Date(hi*100+lo, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day {
		return fmt.Errorf("is a date that does not exist; %s", timeAccepted)
	}
	copy(r.day[:], b)
	r.start = t.Unix()
	return nil
}

// zone returns the location of an offset, always the same one.
func (r *stampReader) zone(offset int32) *time.Location {
	if offset == 0 {
		return time.UTC
	}
	if r.last != nil && r.lastZ == offset {
		return r.last
	}
	loc := r.zones[offset]
	if loc == nil {
		if r.zones == nil {
			r.zones = map[int32]*time.Location{}
		}
		loc = time.FixedZone("", int(offset))
		r.zones[offset] = loc
	}
	r.last, r.lastZ = loc, offset
	return loc
}

// two reads two digits; it returns a negative number if they are none.
func two(b []byte) int {
	if len(b) < 2 || b[0]-'0' > 9 || b[1]-'0' > 9 {
		return -1 << 20
	}
	return int(b[0]-'0')*10 + int(b[1]-'0')
}

// fraction reads up to nine decimals.
func fraction(b []byte) (nsec int32, rest []byte, err error) {
	n := 0
	for n < len(b) && b[n]-'0' <= 9 {
		if n < 9 {
			nsec = nsec*10 + int32(b[n]-'0')
		}
		n++
	}
	if n == 0 || n > 9 {
		return 0, nil, fmt.Errorf("has %d decimals; %s", n, timeAccepted)
	}
	for i := n; i < 9; i++ {
		nsec *= 10
	}
	return nsec, b[n:], nil
}

// zoneOffset reads Z or ±hh:mm.
func zoneOffset(b []byte) (int32, error) {
	if len(b) == 1 && b[0]|0x20 == 'z' {
		return 0, nil
	}
	if len(b) == 0 {
		return 0, fmt.Errorf("has no offset from UTC; %s", timeAccepted)
	}
	if len(b) != 6 || b[0] != '+' && b[0] != '-' || b[3] != ':' {
		return 0, fmt.Errorf("ends in %q, which is no offset from UTC; %s", b, timeAccepted)
	}
	h, m := two(b[1:]), two(b[4:])
	if h < 0 || h > 23 || m < 0 || m > 59 {
		return 0, fmt.Errorf("ends in %q, which is no offset from UTC; %s", b, timeAccepted)
	}
	offset := int32(h*3600 + m*60)
	if b[0] == '-' {
		offset = -offset
	}
	return offset, nil
}

// appendTime appends t as a trace holds it. Offsets that RFC 3339 cannot write become UTC.
func appendTime(dst []byte, t time.Time) []byte {
	if _, offset := t.Zone(); offset%60 != 0 || offset <= -24*3600 || offset >= 24*3600 {
		t = t.UTC()
	}
	return t.AppendFormat(dst, time.RFC3339Nano)
}
