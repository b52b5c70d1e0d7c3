package ors

import (
	"bytes"
	"fmt"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/genesys"
)

// detectLines is how many lines of a head without header are looked at.
const detectLines = 20000

// enough is the score at which detection looks no further.
const enough = 90

// Detect implements parsers.Parser. The application type of the header decides; without a header, the
// shape of the lines does.
func (Parser) Detect(head parsers.Head) parsers.Detection {
	b := bytes.TrimPrefix(head.Bytes, []byte("\xef\xbb\xbf"))
	if h, _, _, _ := genesys.FindHeader(b); h != nil && h.Type != "" {
		line := fmt.Sprintf("line %d: %q", h.TypeLine, "Application type: "+h.Type)
		if h.Component() == "OrchestrationServer" {
			return parsers.Detection{Score: 100, Reason: line}
		}
		return parsers.Detection{Reason: fmt.Sprintf("Genesys log of %s, not of Orchestration Server: %s", h.Component(), line)}
	}
	best := parsers.Detection{Reason: "no header of a Genesys log, and no record of Orchestration Server"}
	for n := 1; n <= detectLines && len(b) > 0 && best.Score < enough; n++ {
		var line []byte
		line, b, _ = bytes.Cut(b, []byte{'\n'})
		line = bytes.TrimSuffix(line, []byte{'\r'})
		score, what := signOf(line)
		if what != "" && (score > best.Score || best.Score == 0 && n == 1) {
			best = parsers.Detection{Score: score, Reason: fmt.Sprintf("line %d: %q (%s)", n, quote(line), what)}
		}
	}
	return best
}

// quote is what is shown of a line: nothing that a strategy computes, which may be user data.
func quote(line []byte) string {
	end := min(len(line), 100)
	if i := bytes.Index(line[:end], metricHead); i >= 0 {
		end = i + len(metricHead)
		for end < len(line) && isName(line[end:end+1]) {
			end++
		}
	}
	if end < len(line) {
		return string(line[:end]) + "..."
	}
	return string(line)
}

// signOf judges one line: how much it says, and what it is.
func signOf(line []byte) (score int, what string) {
	if isRouterLine(line) {
		return 0, "a line of Universal Routing Server, not of Orchestration Server"
	}
	st, ok := genesys.ParseStamp(line)
	if !ok {
		return 0, ""
	}
	raw := line[st.Len:]
	text := unprefixed(raw)
	if i := bytes.Index(text, metricHead); i >= 0 {
		if bytes.Contains(text[i:], []byte(" sid=")) {
			return enough, "METRIC record of a session"
		}
		return 40, "METRIC record without a session"
	}
	if rec, ok := genesys.ParseRecord(text); ok {
		if rec.ID == idVersion && bytes.HasPrefix(rec.Text, versionHead) {
			return enough, "banner of Orchestration Server"
		}
		return 0, "a record that every Genesys server may write"
	}
	if _, ok := networkHead(text); ok && text[0] != 'H' {
		return 70, "traffic between nodes of Orchestration Server"
	}
	return debugSign(raw, text)
}

// debugSign judges a line of debug output; raw has its prefixes still.
func debugSign(raw, text []byte) (int, string) {
	for _, form := range [...]string{"{Scxml", "{ORS", "{FMWeb:", "{FMSession:", "{SessionManager:", "{ThreadSync:", "{SelfMonitoring"} {
		if bytes.Contains(raw[:min(len(raw), 64)], []byte(form)) {
			return 85, "debug segment of Orchestration Server"
		}
	}
	switch {
	case bytes.Contains(text, []byte("OrsEvent[")):
		return 85, "event of Orchestration Server"
	case bytes.Contains(text, []byte("adding key[")) && bytes.Contains(text, []byte("]/value[")):
		return 80, "session of an interaction"
	}
	return 0, ""
}

// isRouterLine tells whether a line has the form of Universal Routing Server:
// "17:33:04.587_M_I_01d9027e17ef8b38 [07:0c] text", without the time where it continues one.
func isRouterLine(line []byte) bool {
	text := bytes.TrimLeft(line, " ")
	if len(text) > 12 && text[2] == ':' && text[5] == ':' && text[8] == '.' {
		text = text[12:]
	}
	if len(text) < 12 || text[0] != '_' || text[2] != '_' || text[4] != '_' || text[1]-'A' >= 26 || text[3]-'A' >= 26 {
		return false
	}
	open := bytes.Index(text[:min(len(text), 32)], []byte(" ["))
	return open > 0 && len(text) > open+7 && text[open+4] == ':' && text[open+7] == ']'
}
