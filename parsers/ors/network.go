package ors

import (
	"bytes"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// debug takes a line of the server's own debug output.
func (s *scan) debug(text []byte) {
	switch text[0] {
	case 'H', 'W', 'S':
		if size, ok := networkHead(text); ok {
			s.skipBytes(size)
			return
		}
	}
	if rest, ok := cutTo(text, "adding key["); ok {
		s.keyAdded(rest)
		return
	}
	switch {
	case text[0] == 'I' && bytes.HasPrefix(text, []byte("InvokeFunctionalModule: <<")),
		text[0] == 'H' && bytes.HasPrefix(text, []byte("HandleREvent: <<")):
		s.mode = modeModule
		s.module = module{}
	case text[0] == 'H' && bytes.HasPrefix(text, []byte("HandleRequest: ")):
		s.webRequest(text)
	case text[0] == 'H' && bytes.HasPrefix(text, []byte("HandleDataFromThread: Starting new session")):
		if rest, ok := cutTo(text, "SessionID="); ok && !s.j.Reader.Cut() {
			if id := leadingID(rest); len(id) > 0 {
				s.began(s.session(id), "HandleDataFromThread", s.j.Here())
			}
		}
	case bytes.Contains(text, []byte("OrsEvent[")):
		if bytes.Contains(text, []byte(":name=interaction.")) {
			s.loose++
		}
	default:
		s.message(text)
	}
}

// cutTo returns what stands behind the words, if they stand in the text.
func cutTo(text []byte, words string) ([]byte, bool) {
	_, rest, ok := bytes.Cut(text, []byte(words))
	return rest, ok
}

// keyAdded takes "adding key[K]/value[SID]": the session of an interaction or a call.
func (s *scan) keyAdded(rest []byte) {
	key, rest, ok := bytes.Cut(rest, []byte("]/value["))
	sid, _, ok2 := bytes.Cut(rest, []byte{']'})
	if ok && ok2 {
		s.associate(key, sid)
	}
}

// webRequest takes "HandleRequest: Path '/scxml', file '/session/SID/terminate', query ”": only that
// somebody asks for the end of a session is read.
func (s *scan) webRequest(text []byte) {
	rest, ok := cutTo(text, "file '/session/")
	file, _, ok2 := bytes.Cut(rest, []byte{'\''})
	sid, found := bytes.CutSuffix(file, []byte("/terminate"))
	if !ok || !ok2 || !found || !isID(sid) {
		return
	}
	if x := s.session(sid); x.cause == "" || x.cause == causeError || x.cause == causeFinal {
		x.cause = causeTerminated
	}
}

// networkHead reads "HTTP[56,TCP] <<<< 413 bytes from 192.0.2.27 <<<<" and the like.
func networkHead(text []byte) (size int, ok bool) {
	if n := len(text); n < 20 || !bytes.HasSuffix(text, []byte("<<<<")) && !bytes.HasSuffix(text, []byte(">>>>")) {
		return 0, false
	}
	if !bytes.HasPrefix(text, []byte("HTTP[")) && !bytes.HasPrefix(text, []byte("W-NODE[")) && !bytes.HasPrefix(text, []byte("S-NODE[")) {
		return 0, false
	}
	i := bytes.Index(text, []byte(" bytes "))
	if i < 0 {
		return 0, false
	}
	count := text[bytes.LastIndexByte(text[:i], ' ')+1 : i]
	for _, c := range count {
		if c-'0' > 9 || size > genesys.MaxSkip {
			return 0, false
		}
		size = size*10 + int(c-'0')
	}
	return size, len(count) > 0
}

// skipBytes leaves out the bytes that follow, by their number. Where it leads nowhere, lines are passed
// over up to the next record.
func (s *scan) skipBytes(size int) {
	s.mode = modeRaw
	if size == 0 || size > genesys.MaxSkip-128 {
		return
	}
	body := s.j.Reader.Body(size + 128)
	if _, stamped := genesys.ParseStamp(body[:min(len(body), 64)]); stamped {
		s.mode = modeRecord
		return // the bytes were not printed
	}
	if n, ok := bodyEnd(body, size); ok {
		s.j.Reader.Skip(n)
		s.mode = modeNone
	}
}

// bodyEnd finds the end of that many bytes: as printed, or with the CR of its lines lost on the way. A
// line of the log must follow.
func bodyEnd(body []byte, size int) (int, bool) {
	if n, ok := landed(body, size); ok {
		return n, true
	}
	return landed(body, withoutCR(body, size))
}

// withoutCR is the length of that many bytes whose lines have lost their CR.
func withoutCR(body []byte, size int) int {
	n := 0
	for size > 0 && n < len(body) {
		i := bytes.IndexByte(body[n:], '\n')
		if i < 0 || i+1 >= size {
			return n + size
		}
		n += i + 1
		size -= i + 2
	}
	if size != 0 {
		return -1
	}
	return n
}

// landed tells whether a line of the log begins after n bytes, and the end of line that may close them.
func landed(body []byte, n int) (int, bool) {
	if n < 0 || n > len(body) {
		return 0, false
	}
	for _, end := range [...]string{"", "\n", "\r\n"} {
		rest, ok := bytes.CutPrefix(body[n:], []byte(end))
		at := len(body) - len(rest)
		if !ok || at > 0 && len(rest) > 0 && body[at-1] != '\n' {
			continue
		}
		if len(rest) == 0 {
			return at, true
		}
		if _, ok := genesys.ParseStamp(rest[:min(len(rest), 64)]); ok {
			return at, true
		}
	}
	return 0, false
}

// module is a call of a functional module of URS. Only which interaction and session it is about is
// read.
type module struct{ call, session []byte }

func (m *module) line(s *scan, line []byte) {
	key, value, ok := bytes.Cut(bytes.TrimLeft(line, " \t"), []byte{'\t'})
	if !ok {
		if string(bytes.TrimSpace(line)) == "<<" {
			m.close(s)
			s.mode = modeRecord
		}
		return
	}
	value = bytes.Trim(value, "' \t")
	switch string(key) {
	case "call":
		m.call = append(m.call[:0], value...)
	case "session":
		m.session = append(m.session[:0], value...)
	}
}

func (m *module) close(s *scan) {
	if len(m.call) > 0 && m.call[0] != '*' {
		s.associate(m.call, m.session)
	}
	*m = module{}
}

// dump is a message to or from a server, with its attributes in the lines that follow.
type dump struct {
	name, peer string
	sent       bool
	attributes bool // it has some of Interaction Server
	id         []byte
	at         genesys.Moment
}

// message takes the head of a message: "Message 'RequestX' sent to 'name'", "... 'EventX' (n) message:".
func (s *scan) message(text []byte) {
	if i := bytes.Index(text, []byte("essage '")); i >= 0 {
		name, rest, ok := bytes.Cut(text[i+8:], []byte{'\''})
		peer, sent := cutTo(rest, " sent to '")
		if ok && sent {
			peer, _, _ = bytes.Cut(peer, []byte{'\''})
			s.openDump(name, peer, true)
		}
		return
	}
	if !bytes.HasSuffix(text, []byte(" message:")) {
		return
	}
	if _, rest, ok := bytes.Cut(text, []byte{'\''}); ok {
		name, _, _ := bytes.Cut(rest, []byte{'\''})
		s.openDump(name, nil, false)
	}
}

// received takes the records 04541 and 04543: "Message EventX received from 'name'" and
// `Interaction message "EventX" received from 65200 ("name")`.
func (s *scan) received(text []byte) {
	head, from, ok := bytes.Cut(text, []byte(" received from "))
	if !ok {
		return
	}
	name := bytes.Trim(head[bytes.LastIndexByte(head, ' ')+1:], `"'`)
	_, peer, _ := quotedLast(string(from))
	s.openDump(name, []byte(peer), false)
}

func (s *scan) openDump(name, peer []byte, sent bool) {
	s.mode = modeDump
	s.dump = dump{name: s.j.Text.String(name), peer: s.j.Text.String(peer), sent: sent, at: s.j.Here()}
}

// line takes an attribute, or any other line of the dump. false: the line is none of it.
func (d *dump) line(s *scan, line []byte) bool {
	text := bytes.TrimLeft(line, " \t")
	if rest, ok := bytes.CutPrefix(text, []byte("attr_")); ok {
		d.attributes = true
		if rest, ok = bytes.CutPrefix(rest, []byte("itx_id ")); ok {
			_, value, _ := bytes.Cut(rest, []byte{'"'})
			if id, _, ok := bytes.Cut(value, []byte{'"'}); ok && isID(id) {
				d.id = append(d.id[:0], id...)
			}
		}
		return true
	}
	return len(text) < len(line) || line[0] == '"'
}

// close ends the dump of a message of Interaction Server: its peer is one, the interaction is there, and
// the request may be an action of the interaction's session.
func (d *dump) close(s *scan) {
	if !d.attributes {
		return
	}
	if d.peer != "" {
		s.links.learn(d.peer)
	}
	if len(d.id) == 0 {
		return
	}
	x := s.interactionOf(d.id)
	if d.peer != "" {
		x.client = d.peer
	}
	action := requestAction(d.name)
	if !d.sent || action == "" {
		return
	}
	s.tell("SessionAction", "sent", d.at, func(e *trace.Event) {
		e.Client, e.Interaction = d.peer, string(d.id)
		e.Attrs = append(e.Attrs, trace.Attr{Key: "action", Value: action}, trace.Attr{Key: "request", Value: d.name})
		if x.session != nil && !x.session.ended {
			e.Session = x.session.id
			e.Attrs = infer(e.Attrs, "session")
		}
	})
}
