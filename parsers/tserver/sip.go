package tserver

import (
	"bytes"
	"strconv"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// Bounds of what is looked at to skip a message: in a log whose lengths lead nowhere, after some misses,
// only little.
const (
	maxSIP    = 256 << 10
	smallSIP  = 4 << 10
	maxMisses = 64
)

// debug takes a line of the server's own debug output: SIP messages and handler markers.
func (s *scan) debug(text []byte) {
	n := len(text)
	if n < 6 {
		return
	}
	if c := text[n-1]; (c == '>' || c == '<') && text[n-5] == c && text[n-3] == c {
		if size, sent, ok := sipHead(text[:n-5]); ok {
			s.skipSIP(size, sent)
			return
		}
	}
	if c := text[n-1] | 0x20; c-'a' < 26 && s.glued(text) {
		return
	}
	switch text[0] {
	case '$', 'D':
		s.manager.take(s, text)
	case 'H':
		if rest, ok := bytes.CutPrefix(text, []byte("HA:ROLE:")); ok {
			s.Becomes(genesys.RoleOf(string(rest)), "", s.Here(), "HA:ROLE")
		}
	case 'R':
		if string(text) == "REGISTRAR: EXPIRED:" {
			s.mode = modeExpiry
		}
	}
}

// glued takes a line to which the head of a message was written without an end of line between.
func (s *scan) glued(text []byte) bool {
	_, how, ok := headOf(text)
	i := bytes.LastIndexByte(how, '@')
	if !ok || i < 0 {
		return false
	}
	st, ok := s.Stamp(text[i:])
	if ok {
		s.timed(text[i:], st)
	}
	return ok
}

// sipHead reads "Sending  [0,UDP] 494 bytes to 192.168.210.82:5060 " and "SIPTR: Received [0,UDP] 514
// bytes from ...". What stands before may be the rest of another line.
func sipHead(text []byte) (size int, sent, ok bool) {
	text = bytes.TrimRight(text, " ")
	_, text = lastWord(text) // address
	way, text := lastWord(text)
	text, ok = bytes.CutSuffix(text, []byte(" bytes"))
	if !ok {
		return 0, false, false
	}
	count, text := lastWord(text)
	if len(count) == 0 || len(count) > 7 || len(text) == 0 || text[len(text)-1] != ']' {
		return 0, false, false
	}
	for _, c := range count {
		if c-'0' > 9 {
			return 0, false, false
		}
		size = size*10 + int(c-'0')
	}
	return size, string(way) == "to", true
}

func lastWord(b []byte) (word, rest []byte) {
	i := bytes.LastIndexByte(b, ' ')
	if i < 0 {
		return b, nil
	}
	return b[i+1:], b[:i]
}

// skipSIP leaves out the message that follows, by its length. Where the length leads nowhere, its lines
// are passed over one by one.
func (s *scan) skipSIP(size int, sent bool) {
	s.mode = modeSIP
	if size == 0 || size > maxSIP || s.misses > maxMisses && size > smallSIP {
		return
	}
	body := s.Reader.Body(size + 128)
	n, ok := s.sipEnd(body, size)
	if !ok {
		s.misses++
		return
	}
	s.misses = 0
	if sent && len(body) > 12 && string(body[:8]) == "SIP/2.0 " {
		s.sip.answer(s, body[:min(n, len(body))])
	}
	s.Reader.Skip(n)
	s.mode = modeNone
}

// sipEnd finds the end of a message of that many bytes: as printed, or with the CR of its lines lost on
// the way. The message must be followed by a line of the log.
func (s *scan) sipEnd(body []byte, size int) (int, bool) {
	i := bytes.IndexByte(body, '\n')
	if i > 0 && body[i-1] == '\r' {
		return s.landed(body, size)
	}
	if n, ok := s.landed(body, stripped(body, size)); ok {
		return n, true
	}
	return s.landed(body, size)
}

// stripped is the length of a message whose lines have lost their CR.
func stripped(body []byte, size int) int {
	n := 0
	for size > 0 && n < len(body) {
		i := bytes.IndexByte(body[n:], '\n')
		if i < 0 || i+1 >= size {
			if i >= 0 && i+1 == size && size > 1 {
				return -1
			}
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

// landed tells whether a log line begins after n bytes and the end of line that closes the message.
func (s *scan) landed(body []byte, n int) (int, bool) {
	if n < 0 || n > len(body) {
		return 0, false
	}
	rest := body[n:]
	if len(rest) > 0 && rest[0] == '\r' {
		rest = rest[1:]
	}
	if len(rest) > 0 && rest[0] == '\n' {
		rest = rest[1:]
	}
	n = len(body) - len(rest)
	if len(rest) == 0 {
		return n, true
	}
	if n > 0 && body[n-1] != '\n' {
		return 0, false
	}
	if rest[0] == '\n' || rest[0] == '\r' {
		return n, true
	}
	_, ok := s.Stamp(rest[:min(len(rest), 64)])
	return n, ok
}

// registrar follows the registrations of DNs by the server's answers to REGISTER.
type registrar struct {
	state map[string]registration
}

type registration struct {
	name  string
	until int64 // seconds of the writer's clock
}

// answer takes a SIP response that the server sends.
func (g *registrar) answer(s *scan, msg []byte) {
	i := bytes.Index(msg, []byte("CSeq:"))
	if i < 1 || msg[i-1] != '\n' || !bytes.HasSuffix(bytes.TrimRight(line(msg[i:]), "\r "), []byte(" REGISTER")) {
		return
	}
	head, _, _ := bytes.Cut(msg, []byte("\r\n\r\n"))
	code, err := strconv.Atoi(string(head[8:11]))
	dn := sipUser(header(head, "To:"))
	if err != nil || dn == "" {
		return
	}
	switch {
	case code == 200:
		expires := granted(head)
		if expires > 0 {
			g.change(s, dn, "registered", code, expires)
		} else {
			g.change(s, dn, "unregistered", code, 0)
		}
	case code >= 400 && code != 401 && code != 407 && code != 423:
		g.change(s, dn, "failed", code, -1)
	}
}

// timerSlack is by how many seconds the registrar's timer may be ahead of the time that it has granted.
const timerSlack = 2

// expiry takes a line below the registrar's word that registrations have expired: "AOR: <tab>sip:7001@sip.example".
// The word is also given for one that was replaced or ended before, so the time that was granted last must have
// run out too.
func (g *registrar) expiry(s *scan, line []byte) {
	rest, ok := bytes.CutPrefix(bytes.TrimLeft(line, "\t "), []byte("AOR:"))
	if !ok {
		return
	}
	dn := sipUser(rest)
	if was := g.state[dn]; was.name == "registered" && was.until <= s.second()+timerSlack {
		g.change(s, dn, "expired", 0, 0)
	}
}

// second is the time of the record at hand, on the writer's clock.
func (s *scan) second() int64 {
	at, today := s.Now()
	return int64(today)*86400 + int64(at.Clock/1e9)
}

// change tells of a registration that is not a mere refresh.
func (g *registrar) change(s *scan, dn, state string, code, expires int) {
	if g.state == nil {
		g.state = map[string]registration{}
	}
	now := s.second()
	was := g.state[dn]
	if expires >= 0 {
		g.state[dn] = registration{state, now + int64(expires)}
	}
	if was.name == state && (expires <= 0 || now <= was.until) && state != "failed" {
		return
	}
	direction := "sent"
	if code == 0 {
		direction = "internal"
	}
	s.Tell("RegistrationChanged", direction, s.Here(), func(e *trace.Event) {
		e.DN = dn
		e.Attrs = append(e.Attrs, trace.Attr{Key: "state", Value: state})
		if code > 0 {
			e.Attrs = append(e.Attrs, trace.Attr{Key: "status", Value: strconv.Itoa(code)})
		}
		if expires > 0 {
			e.Attrs = append(e.Attrs, trace.Attr{Key: "expires", Value: strconv.Itoa(expires)})
		}
	})
}

func line(b []byte) []byte {
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		return b[:i]
	}
	return b
}

// header returns the value of a SIP header; nil if there is none.
func header(head []byte, name string) []byte {
	for rest := head; ; {
		i := bytes.Index(rest, []byte(name))
		if i < 0 {
			return nil
		}
		if i > 0 && rest[i-1] == '\n' {
			return line(rest[i+len(name):])
		}
		rest = rest[i+len(name):]
	}
}

// sipUser returns the user part of the first SIP address.
func sipUser(b []byte) string {
	_, rest, ok := bytes.Cut(b, []byte("sip:"))
	user, _, at := bytes.Cut(rest, []byte{'@'})
	if !ok || !at || bytes.ContainsAny(user, "<>;, ") {
		return ""
	}
	return string(user)
}

// granted is the longest time that a 200 to REGISTER grants, in seconds.
func granted(head []byte) int {
	contact := header(head, "Contact:")
	longest, found := 0, false
	for rest := contact; ; {
		_, after, ok := bytes.Cut(rest, []byte("expires="))
		if !ok {
			break
		}
		longest, found, rest = max(longest, leading(after)), true, after
	}
	if !found && contact != nil {
		longest = leading(bytes.TrimLeft(header(head, "Expires:"), " "))
	}
	return longest
}

func leading(b []byte) int {
	n := 0
	for i := 0; i < len(b) && i < 9 && b[i]-'0' <= 9; i++ {
		n = n*10 + int(b[i]-'0')
	}
	return n
}
