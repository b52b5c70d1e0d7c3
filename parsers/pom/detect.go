package pom

import (
	"bytes"
	"fmt"

	"github.com/fo-check/fo-check/parsers"
)

// detectLines is how many lines of a head are looked at.
const detectLines = 20000

// sign is a text of the SDK and how much it says.
type sign struct {
	text  string
	score int
}

var signs = [...]sign{
	{textRead, 95}, {textSending, 95}, {textRefused, 95}, {textFeedback, 95}, {textReceived, 95}, {textCallback, 95},
	{textPair, 95}, {textConnect, 95}, {textReconnect, 95}, {textInit, 95}, {textDeinit, 95},
	{"POMAgentFactory::", 90}, {"IncomingPacketProcessor::", 80}, {"AgentFeedbackExecutor::", 80}, {"POMAgent::", 85},
	{"SocketClientSender::", 60}, {"AgentEventListener::", 60},
}

// Detect implements parsers.Parser. What the SDK prints decides; the layout around it is the integrator's.
func (Parser) Detect(head parsers.Head) parsers.Detection {
	b := bytes.TrimPrefix(head.Bytes, []byte(bom))
	best := parsers.Detection{Reason: "no line of the POM agent desktop SDK"}
	for n := 1; n <= detectLines && len(b) > 0 && best.Score < 95; n++ {
		var line []byte
		line, b, _ = bytes.Cut(b, []byte{'\n'})
		if server, ok := serverLine(line); ok && best.Score == 0 {
			best.Reason = fmt.Sprintf("line %d: %q: a client of the POM Event SDK wrote this, and it prints no events", n, server)
		}
		if at, ok := skipStamp(line); ok {
			if s := signOf(line[at:]); s.score > best.Score {
				best = parsers.Detection{Score: s.score, Reason: fmt.Sprintf("line %d: %q", n, quote(line, s))}
			}
		}
	}
	return best
}

// signOf finds the text of the SDK behind time, thread, level and caller.
func signOf(rest []byte) sign {
	_, text := splitHead(rest)
	return signIn(text)
}

func signIn(text []byte) sign {
	for _, s := range signs {
		if hasPrefix(text, s.text) {
			return s
		}
	}
	return sign{}
}

// quote returns the line up to the end of the sign: what follows may be data of agents or customers.
func quote(line []byte, s sign) string {
	i := bytes.Index(line, []byte(s.text))
	if i < 0 {
		return s.text
	}
	return string(line[:i+len(s.text)])
}

// serverLine recognises the log of a client of the Event SDK, which tells of topics and no events.
func serverLine(line []byte) (string, bool) {
	for _, text := range [...]string{"LoggerImpl.fine:", "EventSDK Configuration has been initialized"} {
		if i := bytes.Index(line, []byte(text)); i >= 0 && i < 200 {
			return string(line[:i+len(text)]), true
		}
	}
	return "", false
}
