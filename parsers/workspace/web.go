package workspace

import (
	"bytes"
	"fmt"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// WebParser reads the logs of Genesys Web Services, the server of Workspace Web Edition. The zero value is
// ready.
type WebParser struct{}

// NewWeb returns the parser of Genesys Web Services logs.
func NewWeb() WebParser { return WebParser{} }

// Info implements parsers.Parser.
func (WebParser) Info() parsers.Info {
	return parsers.Info{
		Name:     "gws",
		Title:    "Genesys Web Services logs (the server of Workspace Web Edition)",
		Sources:  []string{Source},
		Evidence: parsers.FromDocumentation,
		Known:    []string{nameRemoved, nameSilent, nameUnregistering},
		Open:     "every message of T-Library and Interaction Server that the log prints, under its own name",
	}
}

// Parse implements parsers.Parser.
func (WebParser) Parse(segments []parsers.Segment, opt parsers.Options, out parsers.Output) error {
	s := newScan("gws", segments, opt, out)
	s.web = true
	return s.run()
}

// Names of what the server says of browsers.
const (
	nameRemoved       = "BrowserSessionRemoved"
	nameSilent        = "BrowserSessionSilent"
	nameUnregistering = "DeviceUnregistering"
)

// Marks of a log of Genesys Web Services.
const (
	webProcess = "PID@host: ["
	webStart   = "Start time: ["
	webUpdate  = "Handling update message:"
)

// Detect implements parsers.Parser: the header, or an update of a message dump.
func (WebParser) Detect(head parsers.Head) parsers.Detection {
	process, b := 0, head.Bytes
	for n := 1; n <= detectLines && len(b) > 0; n++ {
		var line []byte
		line, b, _ = bytes.Cut(b, []byte{'\n'})
		line = bytes.TrimRight(line, "\r ")
		switch {
		case bytes.Contains(line, []byte(webProcess)):
			first(&process, n)
		case process > 0 && n <= process+5 && bytes.Contains(line, []byte(webStart)):
			return parsers.Detection{Score: 100, Reason: fmt.Sprintf("line %d: %q, and line %d: %q", process, webProcess, n, webStart)}
		case bytes.HasSuffix(line, []byte(webUpdate)):
			next, _, _ := bytes.Cut(b, []byte{'\n'})
			if o, ok := findOpener(bytes.TrimRight(next, "\r ")); ok {
				return parsers.Detection{Score: 95, Reason: fmt.Sprintf("line %d: %q, and '%s' below it", n, webUpdate, o.name)}
			}
		}
	}
	return parsers.Detection{Reason: "no header of Genesys Web Services, and no update message of it"}
}

// webHead takes a line of the header: "PID@host: [1234@gws01]" names the host.
func (s *scan) webHead(line []byte) {
	_, rest, ok := bytes.Cut(line, []byte(webProcess))
	if !ok {
		return
	}
	process, _, closed := bytes.Cut(rest, []byte{']'})
	_, host, named := bytes.Cut(process, []byte{'@'})
	if !closed || !named || len(host) == 0 {
		return
	}
	s.instance = string(host)
	s.opened, s.header = true, s.r.Pos()
	if s.In.Host == "" {
		s.In.Host, s.In.Instance, s.In.Clock = s.instance, s.instance, s.instance
	}
}

// webRecord takes the first line of a record: what it says of the connection of a browser. The ids of sessions
// are what a browser proves itself with, and are not kept.
func (s *scan) webRecord(text []byte) {
	idle, silent := idleOf(text)
	name := ""
	switch {
	case bytes.Contains(text, []byte("Removing session")), bytes.Contains(text, []byte("Session [")) && bytes.Contains(text, []byte("] removed")):
		name = nameRemoved
	case bytes.Contains(text, []byte("Unregistering from TServer device")):
		name = nameUnregistering
	case silent:
		name = nameSilent
	default:
		return
	}
	e := s.Event(name, s.rec.at, s.rec.pos)
	e.Direction = "internal"
	if user := userOf(text); len(user) > 0 {
		e.Attrs = append(e.Attrs, trace.Attr{Key: "user", Value: s.text.String(user)})
	}
	if silent {
		e.Attrs = append(e.Attrs, trace.Attr{Key: "idle_ms", Value: string(idle)})
	}
	s.tell(e)
}

// submission is what a record says of a message to or from Interaction Server. It waits for the end of the record,
// because the message itself may follow.
type submission struct{ name, direction string }

// webSubmitted reads "About to submit request 'RequestAgentLogin'" and "Received response 'EventAck'".
func (s *scan) webSubmitted(text []byte) {
	s.submitted = submission{}
	for _, m := range [...]struct{ mark, kind, direction string }{
		{"About to submit request '", "Request", "sent"}, {"eceived response '", "Event", "received"},
	} {
		_, rest, ok := bytes.Cut(text, []byte(m.mark))
		name, _, closed := bytes.Cut(rest, []byte{'\''})
		if ok && closed && len(name) < 80 && hasPrefix(name, m.kind) && !bytes.ContainsFunc(name, func(r rune) bool { return r > 'z' || !alnum(byte(r)) }) {
			s.submitted = submission{s.text.String(name), m.direction}
			s.user = append(s.user[:0], userOf(text)...)
		}
	}
}

// tellSubmitted tells of a message that the record named without printing it.
func (s *scan) tellSubmitted() {
	x := s.submitted
	if s.submitted = (submission{}); x.name == "" {
		return
	}
	e := s.Event(x.name, s.rec.at, s.rec.pos)
	e.Direction = x.direction
	e.Attrs = append(e.Attrs, trace.Attr{Key: "protocol", Value: trace.ProtocolInteraction})
	if len(s.user) > 0 {
		e.Attrs = append(e.Attrs, trace.Attr{Key: "user", Value: s.text.String(s.user)})
	}
	s.tell(e)
}

// idleOf reads "last connect 15000 ms ago": how long a browser has not asked for messages.
func idleOf(text []byte) (ms []byte, ok bool) {
	_, rest, ok := bytes.Cut(text, []byte("last connect "))
	n := 0
	for n < len(rest) && rest[n]-'0' <= 9 {
		n++
	}
	return rest[:n], ok && n > 0 && hasPrefix(rest[n:], " ms ago")
}

// userOf reads the user of "INFO  [user] [session] ...".
func userOf(text []byte) []byte {
	text = bytes.TrimLeft(text, " ")
	for _, level := range [...]string{"TRACE", "DEBUG", "INFO", "WARN", "ERROR"} {
		if !hasPrefix(text, level) {
			continue
		}
		rest := bytes.TrimLeft(text[len(level):], " ")
		if len(rest) == 0 || rest[0] != '[' {
			return nil
		}
		user, _, _ := bytes.Cut(rest[1:], []byte{']'})
		return user
	}
	return nil
}
