package interaction

import (
	"bytes"
	"fmt"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/genesys"
)

// detectLines is how many lines of a head are looked at.
const detectLines = 20000

// component is the application type of Interaction Server, and legacy the one under which it may run too.
const (
	component = "InteractionServer"
	legacy    = "TServer"
)

// Detect implements parsers.Parser. The application type of the header decides. Without a header, or
// where the type is that of a T-Server, under which Interaction Server may run as well, its own records
// do.
func (Parser) Detect(head parsers.Head) parsers.Detection {
	b := bytes.TrimPrefix(head.Bytes, []byte("\xef\xbb\xbf"))
	h, _, _, _ := genesys.FindHeader(b)
	if h == nil || h.Type == "" {
		return detectLinewise(b)
	}
	line := fmt.Sprintf("line %d: %q", h.TypeLine, "Application type: "+h.Type)
	switch h.Component() {
	case component:
		return parsers.Detection{Score: 100, Reason: line}
	case legacy:
		if d := detectLinewise(b); d.Score >= 85 {
			return parsers.Detection{Score: 100, Reason: d.Reason}
		}
	}
	return parsers.Detection{Reason: fmt.Sprintf("Genesys log of %s, not an Interaction Server: %s", h.Component(), line)}
}

func detectLinewise(b []byte) parsers.Detection {
	best := parsers.Detection{Reason: "no header of a Genesys log, and no record of Interaction Server"}
	var previous []byte
	told := false
	for n := 1; n <= detectLines && len(b) > 0 && best.Score < 90; n++ {
		var line []byte
		line, b, _ = bytes.Cut(b, []byte{'\n'})
		line = bytes.TrimSuffix(line, []byte{'\r'})
		if score, what := sign(line, previous); score > best.Score || what != "" && !told {
			told = true
			best = parsers.Detection{Score: score, Reason: fmt.Sprintf("line %d: %q (%s)", n, short(line), what)}
		}
		previous = line
	}
	return best
}

func short(line []byte) []byte {
	if len(line) > 100 {
		return append(append([]byte(nil), line[:100]...), "..."...)
	}
	return line
}

// sign judges one line.
func sign(line, previous []byte) (score int, what string) {
	st, ok := genesys.ParseStamp(line)
	if !ok {
		if rec, ok := recordOf(previous); ok && announces(rec.ID) && bytes.HasPrefix(line, []byte("\tattr_")) {
			return 90, "attribute of an Interaction Server message"
		}
		return 0, ""
	}
	rec, ok := genesys.ParseRecord(line[st.Len:])
	if !ok {
		return 0, ""
	}
	return recordSign(rec)
}

func recordOf(line []byte) (genesys.Record, bool) {
	st, ok := genesys.ParseStamp(line)
	if !ok {
		return genesys.Record{}, false
	}
	return genesys.ParseRecord(line[st.Len:])
}

// recordSign tells records of Interaction Server from those that all Genesys servers write. Ids alone say
// little: other servers use the same numbers.
func recordSign(rec genesys.Record) (int, string) {
	switch {
	case rec.ID >= idProxy && rec.ID <= idReporting && bytes.Contains(rec.Text, []byte(" registered, client name:")):
		return 90, "registration of a client"
	case rec.ID == idDelivered && bytes.Contains(rec.Text, []byte("ReportingEventSequenceNumber")):
		return 90, "distribution of a reporting message"
	case rec.ID == idDiscarded && bytes.Contains(rec.Text, []byte("_reporting_composer_consumer")):
		return 90, "reporting of Interaction Server"
	case announces(rec.ID):
		if h, ok := parseHead(rec.Text); ok && nameOf(h.number) == string(h.name) && h.number > 0 {
			return 88, "Interaction Server message"
		}
	case rec.ID == idNewClient && bytes.HasPrefix(rec.Text, []byte("New client connected on port")):
		return 60, "connection of a client"
	}
	return 0, "a Genesys log, but of which server it does not say"
}
