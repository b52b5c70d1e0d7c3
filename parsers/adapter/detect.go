package adapter

import (
	"bytes"
	"fmt"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/textlog"
)

// detectLines is how many lines of a head are looked at.
const detectLines = 2000

// Detect implements parsers.Parser. If the adapter names texts to detect by, all of them must be there;
// else a record must begin, and one of its events be found.
func (a *Adapter) Detect(head parsers.Head) parsers.Detection {
	for _, text := range a.detect {
		if !bytes.Contains(head.Bytes, []byte(text)) {
			return parsers.Detection{Reason: fmt.Sprintf("%q, by which %s detects, is not there", text, a.File)}
		}
	}
	records, events, line := a.count(head.Bytes)
	switch {
	case len(a.detect) > 0 && records > 0:
		return parsers.Detection{Score: 97, Reason: fmt.Sprintf("line %d: a record, and the texts by which %s detects", line, a.File)}
	case events > 0:
		return parsers.Detection{Score: 75, Reason: fmt.Sprintf("line %d: a record as %s describes, and %d events", line, a.File, events)}
	}
	return parsers.Detection{Reason: "no record with an event as " + a.File + " describes"}
}

// count counts records and events at the beginning of a log; line is that of the first record.
func (a *Adapter) count(b []byte) (records, events, line int) {
	s := &scan{a: a, clock: textlog.Clock{}}
	s.stamp = textlog.Stamper{Layout: a.layout, Clock: &s.clock}
	for n := 1; n <= detectLines && len(b) > 0; n++ {
		var text []byte
		text, b, _ = bytes.Cut(b, []byte{'\n'})
		text = bytes.TrimSuffix(text, []byte{'\r'})
		if _, _, ok := s.begin(text); !ok {
			continue
		}
		if records++; records == 1 {
			line = n
		}
		for _, r := range a.rules {
			s.caps.reset()
			if r.matches(s.rec.line, min(s.rec.from, len(s.rec.line)), &s.caps) {
				events++
				break
			}
		}
	}
	return records, events, line
}
