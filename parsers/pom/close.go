package pom

import (
	"bytes"
	"fmt"
	"time"

	"github.com/fo-check/fo-check/parsers/textlog"
	"github.com/fo-check/fo-check/trace"
)

// begin begins an event at the time and place of the current line.
func (s *scan) begin(name, direction string) *trace.Event {
	return s.fresh(name, direction, s.now, s.r.Pos())
}

// finish closes the input.
func (s *scan) finish() {
	s.r.Close()
	s.in.Lines, s.in.Bytes = s.r.Lines(), s.r.Bytes()
	s.in.Dating = "date in every line"
	switch {
	case s.stopped:
		s.in.End = trace.EndNormal
	case s.r.Unterminated():
		s.in.End = trace.EndTruncated
	}
	s.remarks()
	s.end(s.now, s.r.Err() != nil)
}

// remarks notes what holds for the log as a whole.
func (s *scan) remarks() {
	pos := trace.Pos{File: s.in.Path}
	s.stamp.clock.Remark(s.in)
	if s.dated && s.own == nil && !s.opt.ZoneForced {
		text := "the log does not tell its offset from UTC: read in " + textlog.ZoneText(s.stamp.clock.Location())
		if s.named != "" {
			text += fmt.Sprintf("; the log itself names the zone %q", s.named)
		}
		s.in.Notef(pos, text)
	}
	for _, r := range [...]struct {
		n    int64
		text string
	}{
		{s.noMonth, "records have a month that is not known, and were left out"},
		{s.left, "messages concern no agent (the SDK's internal agents -1..., acknowledgements) and are no events"},
		{s.unread, "messages could not be read and were left out"},
		{s.unanswered + int64(len(s.pending)), "commands have no answer in the log and are no events"},
	} {
		if r.n > 0 {
			s.in.Notef(pos, fmt.Sprintf("%d %s", r.n, r.text))
		}
	}
	if s.heads > 0 && !s.sdk {
		s.in.Notef(pos, "no line of the agent desktop SDK is in this log")
	}
}

// javaTime splits "Thu Jun 10 13:35:08 BRT 2021RECEIVED FROM PAM: ...", a time as Java prints it, and
// returns the name of its zone.
func javaTime(b []byte) (zone []byte, ok bool) {
	if len(b) < 24 || b[3] != ' ' || b[7] != ' ' || b[10] != ' ' || b[13] != ':' || b[16] != ':' || b[19] != ' ' {
		return nil, false
	}
	b = b[20:]
	i := bytes.IndexByte(b, ' ')
	if i < 1 || i > 12 || len(b) < i+5 {
		return nil, false
	}
	_, ok = digits(b[i+1 : i+5])
	return b[:i], ok
}

// zoneName keeps the first name of a zone that the log prints.
func (s *scan) zoneName(rest []byte) {
	if s.named == "" {
		if zone, ok := javaTime(rest); ok {
			s.named = string(zone)
		}
	}
}

// findZone looks for a zone that the log itself prints and that leaves no doubt: UTC, or an offset. Other
// short names of zones stand for several.
func findZone(text []byte) *time.Location {
	at := bytes.Index(text, []byte(textReceived))
	if at < 0 {
		return nil
	}
	name, ok := javaTime(text[at+len(textReceived):])
	if !ok {
		return nil
	}
	if string(name) == "UTC" {
		return time.UTC
	}
	if t, err := time.Parse("GMT-07:00", string(name)); err == nil {
		_, offset := t.Zone()
		return time.FixedZone("", offset)
	}
	return nil
}
