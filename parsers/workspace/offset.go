package workspace

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"github.com/fo-check/fo-check/parsers/textlog"
	"github.com/fo-check/fo-check/trace"
)

const (
	// measureBytes is how far a log is read ahead for a message with the server's time.
	measureBytes = 2 << 20
	// measureMost is how many messages are tried.
	measureMost = 50
	// maxLatency is how far the clocks of desktop and server may be apart for the offset to be sure.
	maxLatency = 5 * time.Minute
	// blindLines is for how long no message is looked for after none was found.
	blindLines = 5000
	// jump is the change of a printed clock that may be one of its offset.
	jump = 30 * time.Minute
)

// measure is an offset from UTC: a message's server time against the clock that its line prints.
type measure struct {
	offset  time.Duration
	latency time.Duration // by which the printed clock is after the server's
	printed time.Time     // as if it were UTC
	server  time.Time
}

// measureAhead returns what the first n messages of b show whose clocks can be compared.
func (s *scan) measureAhead(b []byte, n int) (found []measure) {
	from := 0
	for range measureMost {
		i := bytes.Index(b[from:], []byte("TimeinSecs"))
		if i < 0 {
			break
		}
		at := from + i
		from = at + len("TimeinSecs")
		if m, ok := s.measureAt(b, at); ok {
			if found = append(found, m); len(found) == n {
				break
			}
		}
	}
	return found
}

// measureAt compares the server time that stands at the offset at with the time of its record.
func (s *scan) measureAt(b []byte, at int) (m measure, ok bool) {
	secs, ok := valueAfter(b[at:])
	if !ok || secs < 1e8 || secs > 1<<33 {
		return m, false
	}
	micros := int64(0)
	near := b[max(0, at-200):min(len(b), at+200)]
	if i := bytes.Index(near, []byte("TimeinuSecs")); i >= 0 {
		micros, _ = valueAfter(near[i:])
	}
	c, ok := s.recordBefore(b[:at])
	if !ok || c.Zoned {
		return m, false
	}
	m.server = time.Unix(secs, micros*1000).UTC()
	m.printed = s.printedNear(c, m.server)
	return m, m.compare()
}

// compare finds what lies between the clocks; false: too much for one of them to be the other's.
func (m *measure) compare() bool {
	diff := m.printed.Sub(m.server)
	m.offset = diff.Round(15 * time.Minute)
	m.latency = diff - m.offset
	return m.latency.Abs() <= maxLatency && m.offset.Abs() <= 15*time.Hour
}

// printedNear gives a printed time as if it were UTC. One without a date gets that which brings its offset
// nearest to the zone in which the log is read.
func (s *scan) printedNear(c textlog.Civil, server time.Time) time.Time {
	if c.Dated {
		return time.Date(c.Year, c.Month, c.Day, c.Hour, c.Minute, c.Second, c.Nano, time.UTC)
	}
	_, zone := server.In(s.clock.Location()).Zone()
	local := server.Add(time.Duration(zone) * time.Second)
	best := time.Time{}
	for d := -1; d <= 1; d++ {
		t := time.Date(local.Year(), local.Month(), local.Day()+d, c.Hour, c.Minute, c.Second, c.Nano, time.UTC)
		if best.IsZero() || t.Sub(local).Abs() < best.Sub(local).Abs() {
			best = t
		}
	}
	return best
}

// recordBefore reads the time of the last record that begins in b.
func (s *scan) recordBefore(b []byte) (c textlog.Civil, ok bool) {
	for lines := 0; lines < 500 && len(b) > 0; lines++ {
		i := bytes.LastIndexByte(b, '\n')
		if c, ok = s.prefix.peek(bytes.TrimPrefix(b[i+1:], []byte("\xef\xbb\xbf"))); ok {
			return c, true
		}
		if i < 0 {
			break
		}
		b = b[:i]
	}
	return c, false
}

// valueAfter reads the number behind "= " on the line.
func valueAfter(b []byte) (int64, bool) {
	line, _, _ := bytes.Cut(b[:min(len(b), 100)], []byte{'\n'})
	_, v, ok := bytes.Cut(line, []byte("= "))
	n, err := strconv.ParseInt(string(bytes.TrimSpace(v)), 10, 64)
	return n, ok && err == nil
}

// settleOffset decides, before the first record, in which zone and from which date the log is read.
func (s *scan) settleOffset() {
	head := s.r.Ahead(measureBytes)
	m, ok := measure{}, false
	if found := s.measureAhead(head, 1); len(found) > 0 {
		m, ok = found[0], true
	}
	s.settleDate(m, ok)
	switch {
	case s.opt.ZoneForced:
		if _, zone := m.server.In(s.clock.Location()).Zone(); ok && time.Duration(zone)*time.Second != m.offset {
			s.In.Notef(trace.Pos{File: s.In.Path}, fmt.Sprintf("read in %s as told, although server times in messages show the offset %s",
				textlog.ZoneText(s.clock.Location()), offsetText(m.offset)))
		}
	case ok:
		s.adopt(m)
		s.In.Notef(trace.Pos{File: s.In.Path}, fmt.Sprintf("offset %s from UTC: the server time in a message, %s, against the printed clock, %s (%s)",
			offsetText(m.offset), m.server.Format("15:04:05.000Z"), m.printed.Format("15:04:05.000"), latencyText(m.latency)))
	}
	s.calibrated = ok
}

func latencyText(d time.Duration) string {
	if d < 0 {
		return fmt.Sprintf("the desktop's clock is %s behind the server's, or more", (-d).Round(time.Millisecond))
	}
	return fmt.Sprintf("%s between them: the way of the message, and what the clocks differ", d.Round(time.Millisecond))
}

// settleDate finds the date for records that print a clock alone.
func (s *scan) settleDate(m measure, measured bool) {
	s.In.Dating = "date in every line"
	for _, p := range s.prefix.places {
		if p.stamp.Layout.Dated() {
			return
		}
	}
	switch t, named := textlog.FileDate(s.In.Path); {
	case measured:
		s.clock.SetDate(m.printed.Date())
		s.In.Dating = "server time in messages"
	case !s.opt.Date.IsZero():
		s.clock.SetDate(s.opt.Date.Date())
		s.In.Dating = "--date"
	case named:
		s.clock.SetDate(t.Date())
		s.In.Dating = "file name"
	default:
		s.In.Dating = ""
	}
}

// adopt reads what follows with the measured offset.
func (s *scan) adopt(m measure) {
	s.offset = m.offset
	s.clock.SetZone(time.FixedZone("", int(m.offset/time.Second)))
	s.prefix.forget()
}

// rezone is called where the printed clock jumps. If the messages that follow show another offset, which the jump
// has room for, it was the offset that changed.
func (s *scan) rezone(jump time.Duration) (changed bool) {
	if s.opt.ZoneForced || !s.calibrated || s.r.Lines() < s.blind {
		return false
	}
	found := s.measureAhead(s.r.Ahead(measureBytes/32), 2)
	if len(found) == 0 {
		s.blind = s.r.Lines() + blindLines
		return false
	}
	m, before := found[0], s.offset
	if m.offset == before || m.offset-before > jump+time.Minute || found[len(found)-1].offset != m.offset {
		return false
	}
	s.adopt(m)
	s.Notes.Add(s.In, "offsets", s.r.Pos(), fmt.Sprintf("the offset from UTC changes from %s to %s: server times in messages show it",
		offsetText(before), offsetText(m.offset)))
	return true
}

// verify compares the server's time in the message at hand with the record's. Where two messages in a row show
// another offset than the one in use, it has changed unseen, or was not known before.
func (s *scan) verify(server time.Time) {
	if s.opt.ZoneForced || server.IsZero() || !s.zoneless() {
		return
	}
	_, used := s.rec.at.Zone()
	m := measure{printed: s.rec.at.UTC().Add(time.Duration(used) * time.Second), server: server}
	if !m.compare() || m.offset == time.Duration(used)*time.Second {
		s.doubt = measure{}
		return
	}
	if before := s.doubt; before.server.IsZero() || before.offset != m.offset || before.server.Equal(server) {
		s.doubt = m
		return
	}
	s.Notes.Add(s.In, "offsets", s.rec.pos, fmt.Sprintf("server times in messages show the offset %s from UTC from here on, not %s; "+
		"where it changed is not told, so that times before may be wrong by the difference: --tz ZONE tells", offsetText(m.offset), offsetText(time.Duration(used)*time.Second)))
	s.adopt(m)
	s.Resume()
	s.doubt, s.calibrated = measure{}, true
	s.rec.at = m.printed.Add(-m.offset).In(s.clock.Location())
	s.now = s.rec.at
}

func offsetText(d time.Duration) string {
	return textlog.OffsetAt(time.Unix(0, 0).In(time.FixedZone("", int(d/time.Second))))
}
