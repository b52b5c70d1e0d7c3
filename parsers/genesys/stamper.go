package genesys

import (
	"encoding/binary"
	"time"
)

// Stamper reads stamps like ParseStamp, and faster where the second is that of the line before. The zero
// value is ready.
type Stamper struct {
	iso    [3]uint64 // the last YYYY-MM-DDTHH:MM:SS, in three overlapping words
	isoAt  Stamp     // its stamp, to the second
	hms    uint64    // the last HH:MM:SS
	second time.Duration
}

// Parse reads the stamp at the start of a line.
func (p *Stamper) Parse(b []byte) (Stamp, bool) {
	if len(b) < 25 {
		return ParseStamp(b)
	}
	if b[2] == ':' || b[0] == '@' {
		return p.clock(b)
	}
	if b[4] == '-' && b[19] == '.' && b[23] == ' ' {
		return p.dated(b)
	}
	return ParseStamp(b)
}

// clock reads HH:MM:SS.mmm, HH:MM:SS.mmm: and @HH:MM:SS.tttt.
func (p *Stamper) clock(b []byte) (Stamp, bool) {
	at := 0
	if b[0] == '@' {
		at = 1
	}
	c := b[at:]
	if c[8] != '.' || binary.LittleEndian.Uint64(c) != p.hms {
		return p.slowClock(b, c)
	}
	s := Stamp{Clock: p.second}
	x, y, z := c[9]-'0', c[10]-'0', c[11]-'0'
	if x > 9 || y > 9 || z > 9 {
		return ParseStamp(b)
	}
	s.Clock += time.Duration(int(x)*100+int(y)*10+int(z)) * time.Millisecond
	switch {
	case at == 1 && c[12]-'0' <= 9 && c[13] == ' ':
		s.Clock += time.Duration(c[12]-'0') * 100 * time.Microsecond
		s.Form, s.Len = FormCommon, 15
	case at == 0 && c[12] == ' ':
		s.Form, s.Len = FormClock, 13
	case at == 0 && c[12] == ':' && c[13] == ' ':
		s.Form, s.Len = FormDebug, 14
	default:
		return ParseStamp(b)
	}
	return s, true
}

func (p *Stamper) slowClock(b, c []byte) (Stamp, bool) {
	s, ok := ParseStamp(b)
	if ok {
		p.hms, p.second = binary.LittleEndian.Uint64(c), s.Clock.Truncate(time.Second)
	}
	return s, ok
}

// dated reads YYYY-MM-DDTHH:MM:SS.mmm.
func (p *Stamper) dated(b []byte) (Stamp, bool) {
	key := [3]uint64{binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:]), binary.LittleEndian.Uint64(b[11:])}
	if key != p.iso {
		s, ok := ParseStamp(b)
		if ok && s.Form == FormISO {
			p.iso, p.isoAt = key, s
			p.isoAt.Clock = s.Clock.Truncate(time.Second)
		}
		return s, ok
	}
	x, y, z := b[20]-'0', b[21]-'0', b[22]-'0'
	if x > 9 || y > 9 || z > 9 {
		return ParseStamp(b)
	}
	s := p.isoAt
	s.Clock += time.Duration(int(x)*100+int(y)*10+int(z)) * time.Millisecond
	s.Len = 24
	return s, true
}
