package pom

import (
	"bytes"
	"fmt"

	"github.com/fo-check/fo-check/parsers"
)

// kindKey is the field that tells the kind of an event.
const kindKey = `"eventTypeEnum"`

// Detect implements parsers.Parser.
func (EventsParser) Detect(head parsers.Head) parsers.Detection {
	none := parsers.Detection{Reason: "no JSON events of the POM Event SDK"}
	b := bytes.TrimLeft(bytes.TrimPrefix(head.Bytes, []byte(bom)), " \t\r\n")
	if len(b) == 0 || b[0] != '{' && b[0] != '[' {
		return none
	}
	at := bytes.Index(b, []byte(kindKey))
	if at < 0 {
		return none
	}
	value := bytes.TrimLeft(b[at+len(kindKey):], " \t\r\n:")
	if len(value) < 2 || value[0] != '"' {
		return none
	}
	end := bytes.IndexByte(value[1:min(len(value), 40)], '"')
	if end < 0 || !isKind(string(value[1:end+1])) {
		return none
	}
	line := 1 + bytes.Count(head.Bytes[:len(head.Bytes)-len(b)+at], []byte{'\n'})
	return parsers.Detection{Score: 95, Reason: fmt.Sprintf("line %d: %s:%q", line, kindKey, value[1:end+1])}
}

func isKind(name string) bool {
	for _, k := range bytes.Split([]byte(acceptedKinds), []byte(", ")) {
		if string(k) == name {
			return true
		}
	}
	return false
}
