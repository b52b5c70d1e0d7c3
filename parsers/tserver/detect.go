package tserver

import (
	"bytes"
	"fmt"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/genesys"
)

// detectLines is how many lines of a head without header are looked at.
const detectLines = 20000

// Detect implements parsers.Parser. The application type of the header decides, with the shape of
// the lines; without a header, that alone does.
func (Parser) Detect(head parsers.Head) parsers.Detection {
	b := bytes.TrimPrefix(head.Bytes, []byte("\xef\xbb\xbf"))
	if h, _, _, _ := genesys.FindHeader(b); h != nil && h.Type != "" {
		line := fmt.Sprintf("line %d: %q", h.TypeLine, "Application type: "+h.Type)
		if h.Component() == "TServer" {
			return parsers.Detection{Score: headerScore(b), Reason: line}
		}
		return parsers.Detection{Reason: fmt.Sprintf("Genesys log of %s, not a T-Server: %s", h.Component(), line)}
	}
	return detectLinewise(b)
}

// headerScore is how much the application type of a T-Server says. Other servers may run under it, so
// it is certain only where no records stand that a T-Server did not need to write.
func headerScore(b []byte) int {
	if d := detectLinewise(b); d.Score > 0 && d.Score < 60 {
		return 90
	}
	return 100
}

// sign is a shape of line and how much it says.
type sign struct {
	score int
	what  string
}

func detectLinewise(b []byte) parsers.Detection {
	best := parsers.Detection{Reason: "no header of a Genesys log, and no T-Library message"}
	previous := []byte(nil)
	for n := 1; n <= detectLines && len(b) > 0; n++ {
		var line []byte
		line, b, _ = bytes.Cut(b, []byte{'\n'})
		line = bytes.TrimSuffix(line, []byte{'\r'})
		if s := signOf(line, previous); s.what != "" && (s.score > best.Score || best.Score == 0 && s.score == 0) {
			best = parsers.Detection{Score: s.score, Reason: fmt.Sprintf("line %d: %q (%s)", n, short(line), s.what)}
		}
		if best.Score >= 85 {
			break
		}
		previous = line
	}
	return best
}

func short(line []byte) string {
	if len(line) > 100 {
		return string(line[:100]) + "..."
	}
	return string(line)
}

// signOf judges one line.
func signOf(line, previous []byte) sign {
	st, ok := genesys.ParseStamp(line)
	if !ok {
		if _, ok := messageLine(line); ok && bytes.Contains(previous, []byte(" Trc 04541 Request")) {
			return sign{85, "T-Library request"}
		}
		return sign{}
	}
	text := line[st.Len:]
	if st.Form == genesys.FormCommon {
		return commonSign(text)
	}
	if rec, ok := genesys.ParseRecord(text); ok {
		return recordSign(rec)
	}
	if n := len(text); n > 6 && (text[n-1] == '>' || text[n-1] == '<') {
		if _, _, ok := sipHead(text[:n-5]); ok {
			return sign{60, "SIP message of SIP Server"}
		}
	}
	if bytes.HasPrefix(text, []byte("$+CTI:")) || bytes.HasPrefix(text, []byte("$*:SIP:CTI:")) {
		return sign{60, "handler marker of SIP Server"}
	}
	return sign{}
}

func commonSign(text []byte) sign {
	if len(text) == 0 {
		return sign{}
	}
	name, _, ok := headOf(text)
	switch {
	case ok && isName(name):
		return sign{90, "T-Library message"}
	case bytes.HasPrefix(text, []byte("[BSYNC]")), bytes.HasPrefix(text, []byte("[ISCC]")):
		return sign{80, "T-Server common part"}
	}
	return sign{}
}

// recordSign tells records of a T-Server from those that all Genesys servers write.
func recordSign(rec genesys.Record) sign {
	client := bytes.IndexByte(rec.Text, '[')
	switch {
	case bytes.Contains(rec.Text, []byte("MSGCFG_")):
		return sign{0, "a record of Configuration Server, not of a T-Server"}
	case rec.ID == idReceived && bytes.HasPrefix(rec.Text, []byte("Request")) && client > 0:
		return sign{85, "T-Library request"}
	case rec.ID == idSent && bytes.HasPrefix(rec.Text, []byte("Event")) && client > 0:
		return sign{85, "T-Library event"}
	}
	return sign{5, "a Genesys log, but of which server it does not say"}
}
