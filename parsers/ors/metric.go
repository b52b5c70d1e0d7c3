package ors

import (
	"bytes"
	"fmt"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// metricHead opens a METRIC record. It looks like XML and is not: values stand in quotes of one kind,
// are not escaped, and may hold those quotes, angle brackets and ends of lines.
var metricHead = []byte("METRIC <")

// maxMetric is how much of a METRIC record is kept.
const maxMetric = 256 << 10

// metric is a METRIC record that is being read.
type metric struct {
	acc  []byte
	at   genesys.Moment
	name string
}

// element tells how a METRIC record is read.
type element uint8

const (
	elementOther   element = iota // not known: noted
	elementSkipped                // known, and tells nothing that is needed
	elementShort                  // short values in one line
	elementProof                  // evidence of what an event carries
)

func elementOf(name []byte) element {
	switch string(name) {
	case "eval_expr", "state_exit", "onentry", "onexit", "doc_request", "doc_retrieved", "cancel":
		return elementSkipped
	case "eval_condition", "log", "transition":
		return elementProof
	case "event_queued", "event_processed", "state_enter", "appl_begin", "appl_end", "extension", "exec_error", "fm_exec_error",
		"persist_store", "persist_restore", "persist_result", "persist_error":
		return elementShort
	}
	return elementOther
}

// metricLine takes what stands behind "METRIC <".
func (s *scan) metricLine(text []byte, cut bool) {
	s.metrics++
	s.j.Resumed()
	n := 0
	for n < len(text) && (text[n]|0x20-'a' < 26 || text[n] == '_') {
		n++
	}
	name := text[:n]
	kind := elementOf(name)
	switch kind {
	case elementSkipped:
		return
	case elementOther:
		if n > 0 && n < 64 && !cut {
			s.unknown(name)
		}
		return
	}
	if whole(name, text) {
		s.metricRecord(string(name), text[n:])
		return
	}
	s.mode = modeMetric
	s.metric.acc = append(s.metric.acc[:0], text...)
	s.metric.at, s.metric.name = s.j.Here(), s.j.Text.String(name)
}

// maxUnknown is how many names of elements that are not known are kept apart.
const maxUnknown = 32

// strange is a METRIC element that is not known.
type strange struct {
	name  string
	count int64
	pos   trace.Pos // of the first one
}

// unknown counts a record of an element that is not known.
func (s *scan) unknown(name []byte) {
	for i := range s.strange {
		if x := &s.strange[i]; x.name == string(name) || i == maxUnknown-1 {
			x.count++
			return
		}
	}
	s.strange = append(s.strange, strange{string(name), 1, s.j.Reader.Pos()})
}

// whole tells whether the record ends here. A condition whose text holds "/>" ends where its result does.
func whole(name, text []byte) bool {
	text = bytes.TrimRight(text, " \t")
	if !bytes.HasSuffix(text, []byte("/>")) {
		return false
	}
	if string(name) != "eval_condition" {
		return true
	}
	_, ok := tailValue(text, "result")
	return ok
}

// metricMore takes a line that belongs to the METRIC record that is open.
func (s *scan) metricMore(line []byte) {
	m := &s.metric
	if len(m.acc)+len(line) > maxMetric {
		s.metricCut(false)
		s.mode = modeRecord
		return
	}
	m.acc = append(append(m.acc, '\n'), line...)
	if !bytes.HasSuffix(bytes.TrimRight(line, " \t"), []byte("/>")) || !whole([]byte(m.name), m.acc) {
		return
	}
	s.mode = modeRecord
	s.metricRecord(m.name, m.acc[len(m.name):])
}

// metricCut gives up a METRIC record that has no end.
func (s *scan) metricCut(last bool) {
	s.j.Note("cut record", s.metric.at.Pos, fmt.Sprintf("METRIC %s has no end: it was left out", s.metric.name))
	s.cut = s.cut || last
}

// metricRecord reads a complete record; text begins behind its name.
func (s *scan) metricRecord(name string, text []byte) {
	text = trimEnd(text)
	at := s.j.Here()
	if bytes.IndexByte(text, '\n') >= 0 {
		at = s.metric.at
	}
	ses := s.sessionOf(text)
	switch name {
	case "event_queued":
		s.queued(ses, text, at)
	case "event_processed":
		s.processed(ses, text, at)
	case "eval_condition", "transition", "log":
		s.proof(name, ses, text)
	case "state_enter":
		ses.entered(text)
	case "appl_begin":
		s.began(ses, "appl_begin", at)
	case "appl_end":
		s.finished(ses, at)
	case "extension":
		s.extension(ses, text, at)
	case "exec_error", "fm_exec_error":
		ses.failed()
	default:
		s.tell(name, "internal", at, func(e *trace.Event) { e.Session = ses.name() })
	}
}

// trimEnd takes off "/>", and leaves "name='value'".
func trimEnd(text []byte) []byte {
	text = bytes.TrimRight(text, " \t")
	return bytes.TrimRight(bytes.TrimSuffix(text, []byte("/>")), " \t")
}

// headValue reads the value of an attribute that stands before those that hold free text: it ends with
// the first quote.
func headValue(text []byte, key string) ([]byte, bool) {
	for at := 0; ; {
		i := bytes.Index(text[at:], []byte(key))
		if i < 0 {
			return nil, false
		}
		at += i + len(key)
		rest := text[at:]
		if len(rest) < 2 || rest[0] != '=' || rest[1] != '\'' && rest[1] != '"' || at == len(key) || text[at-len(key)-1] != ' ' {
			continue
		}
		if end := bytes.IndexByte(rest[2:], rest[1]); end >= 0 {
			return rest[2 : 2+end], true
		}
		return nil, false
	}
}

// tailValue reads the value of an attribute that stands behind those that hold free text: it is looked
// for from the right. The record may still have its "/>".
func tailValue(text []byte, key string) ([]byte, bool) {
	i, quote := lastAttribute(text, key)
	if i < 0 {
		return nil, false
	}
	value := text[i+len(key)+3:]
	end := bytes.IndexByte(value, quote)
	if end < 0 {
		return nil, false
	}
	return value[:end], true
}

// lastAttribute finds the last " key='" or ` key="`, and its quote.
func lastAttribute(text []byte, key string) (at int, quote byte) {
	for end := len(text); ; {
		i := bytes.LastIndex(text[:end], []byte(key))
		if i < 1 {
			return -1, 0
		}
		if after := i + len(key); (text[i-1] == ' ' || text[i-1] == '\n') && after+1 < len(text) && text[after] == '=' &&
			(text[after+1] == '\'' || text[after+1] == '"') {
			return i - 1, text[after+1]
		}
		end = i
	}
}

// freeValue reads a value that may hold anything: from its first quote to the attribute that follows it,
// which is looked for from the right, or to the end of the record.
func freeValue(text []byte, key string, followers ...string) ([]byte, bool) {
	start := -1
	var quote byte
	for _, q := range [...]byte{'\'', '"'} {
		if i := bytes.Index(text, append([]byte(" "+key+"="), q)); i >= 0 && (start < 0 || i < start) {
			start, quote = i+len(key)+3, q
		}
	}
	if start < 0 {
		return nil, false
	}
	end := len(text)
	for _, f := range followers {
		if i, _ := lastAttribute(text, f); i > start && i < end {
			end = i
		}
	}
	value := bytes.TrimRight(text[start:end], " \t\n")
	if len(value) == 0 || value[len(value)-1] != quote {
		return nil, false
	}
	return value[:len(value)-1], true
}
