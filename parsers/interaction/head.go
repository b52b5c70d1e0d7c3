package interaction

import (
	"bytes"

	"github.com/fo-check/fo-check/trace"
)

// head is the first line of a message.
type head struct {
	name      []byte
	number    int    // printed between brackets after the name; 0: none
	direction string // "": the words do not tell
	who       party
	inferred  bool // the name is not printed
}

// party is the other end as the words name it.
type party struct {
	name  []byte // quoted
	id    []byte // connection:client
	proxy []byte // quoted after "through proxy"
}

// parseHead reads the forms in which messages are announced:
//
//	Received from client 'X' 12:3: 'RequestAgentLogin' (135) message attributes:
//	Sending to X: 'EventAck' (125) message attributes:
//	... message 'EventAck' (125) to client 'X' through proxy 'P' ...
//	... message 'EventAck' (125) ...
//	... request to 'X' ...
//	'EventAck' (125) attributes:
func parseHead(text []byte) (head, bool) {
	if rest, ok := bytes.CutPrefix(text, []byte("Received from ")); ok {
		return addressed(rest, "received")
	}
	if rest, ok := bytes.CutPrefix(text, []byte("Sending to ")); ok {
		return addressed(rest, "sent")
	}
	if i := bytes.Index(text, []byte("essage '")); i >= 0 {
		return worded(text[i+len("essage "):])
	}
	if i := bytes.Index(text, []byte("request to '")); i >= 0 {
		who := parseParty(text[i+len("request to "):])
		return head{name: []byte("EspRequest3rdServer"), direction: "sent", who: who, inferred: true}, len(who.name) > 0
	}
	name, number, _, ok := quotedName(text)
	return head{name: name, number: number}, ok && number > 0
}

// addressed reads "client 'X': 'Name' (1) ...".
func addressed(text []byte, dir string) (head, bool) {
	for at := 0; ; {
		i := bytes.Index(text[at:], []byte(": "))
		if i < 0 {
			return head{}, false
		}
		at += i
		name, number, _, ok := quotedName(bytes.TrimLeft(text[at+1:], " "))
		if ok {
			return head{name: name, number: number, direction: dir, who: parseParty(text[:at])}, true
		}
		at += 2
	}
}

// worded reads "'Name' (1) to client 'X' through proxy 'P'".
func worded(text []byte) (head, bool) {
	name, number, rest, ok := quotedName(text)
	if !ok {
		return head{}, false
	}
	h := head{name: name, number: number}
	for _, w := range [...]string{" client ", " server "} {
		i := bytes.Index(rest, []byte(w))
		switch {
		case i < 0:
			continue
		case bytes.HasSuffix(rest[:i], []byte(" to")):
			h.direction = "sent"
		case bytes.HasSuffix(rest[:i], []byte(" from")):
			h.direction = "received"
		default:
			continue
		}
		h.who = parseParty(rest[i+len(w):])
		break
	}
	return h, true
}

// quotedName reads "'Name' (1)" and "'Name' ('1')", number or not.
func quotedName(b []byte) (name []byte, number int, rest []byte, ok bool) {
	if len(b) < 3 || b[0] != '\'' {
		return nil, 0, b, false
	}
	end := bytes.IndexByte(b[1:], '\'') + 1
	if end < 2 || !isName(b[1:end]) {
		return nil, 0, b, false
	}
	name, rest = b[1:end], b[end+1:]
	digits := bytes.TrimPrefix(bytes.TrimPrefix(rest, []byte(" (")), []byte("'"))
	n := 0
	for n < len(digits) && n < 6 && digits[n]-'0' <= 9 {
		number = number*10 + int(digits[n]-'0')
		n++
	}
	if n == 0 || len(digits) == len(rest) {
		number = 0
	}
	return name, number, rest, true
}

func isName(b []byte) bool {
	if len(b) == 0 || b[0]-'A' >= 26 {
		return false
	}
	for _, c := range b {
		if c|0x20-'a' >= 26 && c-'0' > 9 && c != '_' {
			return false
		}
	}
	return true
}

// parseParty reads "client 'X' 12:3 through proxy 'P'", "X" and the like.
func parseParty(b []byte) party {
	var p party
	if i := bytes.Index(b, []byte("through proxy ")); i >= 0 {
		p.proxy, _ = firstQuoted(b[i:])
		b = b[:i]
	}
	b, _, _ = bytes.Cut(b, []byte(" message attributes"))
	var after []byte
	p.name, after = firstQuoted(b)
	if isID(p.name) {
		p.id, p.name = p.name, nil
	}
	before := b[:len(b)-len(after)-len(p.name)]
	for _, part := range [...][]byte{before, after} {
		if id := findID(part); id != nil && p.id == nil {
			p.id = id
		}
	}
	if p.name == nil && p.id == nil {
		p.name = lastWord(b)
	}
	return p
}

// firstQuoted returns what stands between the first quotes, and what follows it.
func firstQuoted(b []byte) (in, after []byte) {
	i := bytes.IndexByte(b, '\'')
	if i < 0 {
		return nil, nil
	}
	n := bytes.IndexByte(b[i+1:], '\'')
	if n < 1 {
		return nil, nil
	}
	return b[i+1 : i+1+n], b[i+1+n:]
}

// lastWord is how a name without quotes stands: at the end. Words that only say what it is are none.
func lastWord(b []byte) []byte {
	b, _, _ = bytes.Cut(b, []byte(" - "))
	b, _, _ = bytes.Cut(b, []byte{','})
	b = bytes.TrimRight(b, " ,-")
	w := b[bytes.LastIndexByte(b, ' ')+1:]
	switch string(w) {
	case "client", "server", "proxy", "router", "engine":
		return nil
	}
	return w
}

// findID finds a client id, "70554:83", as a word of its own.
func findID(b []byte) []byte {
	for {
		i := bytes.IndexByte(b, ':')
		if i < 0 {
			return nil
		}
		start, end := i, i+1
		for start > 0 && b[start-1]-'0' <= 9 {
			start--
		}
		for end < len(b) && b[end]-'0' <= 9 {
			end++
		}
		if start < i && end > i+1 && end-start < 24 && (start == 0 || b[start-1] == ' ' || b[start-1] == '(') {
			return b[start:end]
		}
		b = b[i+1:]
	}
}

func isID(b []byte) bool { return len(b) > 2 && len(findID(b)) == len(b) }

// way is the direction of a message: what the words say, else what the name says.
func (h *head) way() string {
	switch {
	case h.direction != "":
		return h.direction
	case bytes.HasPrefix(h.name, []byte("Event")), bytes.HasPrefix(h.name, []byte("EspEvent")):
		return "sent"
	}
	return "received"
}

// infer adds a field to those that were inferred.
func infer(attrs trace.Attrs, field string) trace.Attrs {
	if have, ok := attrs.Get("inferred"); ok {
		field = have + "," + field
	}
	return attrs.Set("inferred", field)
}
