package workspace

import (
	"bytes"
	"fmt"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/genesys"
)

// detectLines is how many lines of a head are looked at.
const detectLines = 20000

// signs are what a head shows.
type signs struct {
	header, thread, proxy, dump, standby int // number of the line that shows it first; 0: none
	dumpText                             string
}

func look(head parsers.Head) signs {
	var s signs
	b := head.Bytes
	for n := 1; n <= detectLines && len(b) > 0; n++ {
		var line []byte
		line, b, _ = bytes.Cut(b, []byte{'\n'})
		line = bytes.TrimSuffix(line, []byte{'\r'})
		if bytes.Contains(line, []byte(headerMark)) {
			first(&s.header, n)
		}
		if i := bytes.Index(line, []byte("[THREAD :")); i >= 19 && i < 120 {
			first(&s.thread, n)
		}
		if bytes.Contains(line, []byte("Proxy got message '")) || bytes.Contains(line, []byte(" - Sending message to ")) {
			first(&s.proxy, n)
		}
		if o, ok := findOpener(line); ok && s.dump == 0 && bodyFollows(b) {
			s.dump, s.dumpText = n, fmt.Sprintf("'%s' (%s)", o.name, o.number)
		}
		if says, _ := firstSaying(line); says >= saysClosed && says <= saysState {
			first(&s.standby, n)
		}
	}
	return s
}

func first(at *int, n int) {
	if *at == 0 {
		*at = n
	}
}

// bodyFollows tells that attributes begin within the next lines.
func bodyFollows(b []byte) bool {
	for range 3 {
		var line []byte
		line, b, _ = bytes.Cut(b, []byte{'\n'})
		line = bytes.TrimLeft(line, " \t")
		if (hasPrefix(line, "Attribute") || hasPrefix(line, "attr_")) && bytes.Contains(line, []byte(" = ")) {
			return true
		}
	}
	return false
}

// Detect implements parsers.Parser.
func (Parser) Detect(head parsers.Head) parsers.Detection {
	s := look(head)
	switch {
	case s.header > 0 && (s.thread > 0 || s.dump > 0 || s.header <= 20):
		return parsers.Detection{Score: 100, Reason: fmt.Sprintf("line %d: %q", s.header, headerMark)}
	case s.thread > 0 && s.proxy > 0:
		return parsers.Detection{Score: 95, Reason: fmt.Sprintf("line %d: \"[THREAD : ...] -\", and line %d: a message of the proxy layer", s.thread, s.proxy)}
	case s.thread > 0 && s.dump > 0:
		return parsers.Detection{Score: 92, Reason: fmt.Sprintf("line %d: \"[THREAD : ...] -\", and line %d: %s", s.thread, s.dump, s.dumpText)}
	}
	return parsers.Detection{Reason: "no header of InteractionWorkspace, and no message of its proxy layer"}
}

// Detect implements parsers.Parser. Dumps in the log of a Genesys server are not a desktop's.
func (SDKParser) Detect(head parsers.Head) parsers.Detection {
	if h, _, _, _ := genesys.FindHeader(head.Bytes); h != nil && h.Type != "" {
		return parsers.Detection{Reason: fmt.Sprintf("log of a Genesys server, not of a desktop: line %d: %q", h.TypeLine, "Application type: "+h.Type)}
	}
	s := look(head)
	switch {
	case s.dump > 0:
		return parsers.Detection{Score: 86, Reason: fmt.Sprintf("line %d: %s, and its attributes", s.dump, s.dumpText)}
	case s.standby > 0:
		return parsers.Detection{Score: 80, Reason: fmt.Sprintf("line %d: the warm standby of the Platform SDK", s.standby)}
	}
	return parsers.Detection{Reason: "no message dump of the Platform SDK, and no line of its warm standby"}
}
