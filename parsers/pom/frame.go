package pom

import "bytes"

// Widths of the fields of a frame, left-justified and padded with blanks. Lengths of parameters are wider
// in what the Agent Manager sends than in what the desktop sends.
const (
	nameWidth     = 30
	agentWidth    = 30
	idWidth       = 8
	countWidth    = 4
	resultWidth   = 5
	serverLength  = 8
	desktopLength = 4
	headWidth     = nameWidth + 1 + agentWidth + idWidth + countWidth
	// endOfFrame ends every frame on the wire.
	endOfFrame = 3
	// maxFrame is the longest frame that is put together from several reads.
	maxFrame = 256 << 10
)

// frame is one message between desktop and Agent Manager. Its fields share memory with the log.
type frame struct {
	name, agent, id, result []byte
	kind                    byte // C command, R response, N notification
	count                   []byte
	body                    []byte // parameters
	width                   int    // of their lengths
}

// parseFrame reads a frame. sent: by the desktop.
func parseFrame(b []byte, sent bool) (f frame, ok bool) {
	if len(b) < headWidth {
		return f, false
	}
	f.name = bytes.TrimRight(b[:nameWidth], " ")
	f.kind = b[nameWidth]
	b = b[nameWidth+1:]
	f.agent = bytes.TrimRight(b[:agentWidth], " ")
	f.id = bytes.TrimRight(b[agentWidth:agentWidth+idWidth], " ")
	f.count = bytes.TrimRight(b[agentWidth+idWidth:agentWidth+idWidth+countWidth], " ")
	f.body, f.width = b[agentWidth+idWidth+countWidth:], serverLength
	if sent {
		f.width = desktopLength
	}
	if f.kind == 'R' && !sent {
		if len(f.body) < resultWidth {
			return f, false
		}
		f.result = bytes.TrimRight(f.body[:resultWidth], " ")
		f.body = f.body[resultWidth:]
	}
	kind := f.kind == 'C' || f.kind == 'R' || f.kind == 'N'
	return f, kind && isWord(f.name) && len(f.agent) > 0
}

// isWord tells whether b can be the name of a message.
func isWord(b []byte) bool {
	for _, c := range b {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			return false
		}
	}
	return len(b) > 2
}

// param returns the parameter number i, from 0; nil if the frame has none or is cut.
func (f *frame) param(i int) []byte {
	for b := f.body; len(b) >= f.width; i-- {
		n, ok := digits(bytes.TrimRight(b[:f.width], " "))
		b = b[f.width:]
		if !ok || n > len(b) {
			return nil
		}
		if i == 0 {
			return b[:n]
		}
		b = b[n:]
	}
	return nil
}

// session is the contact session that the frame is about; nil: none.
func (f *frame) session() []byte {
	id, ok := bytes.CutPrefix(f.param(0), []byte("SessionID="))
	if !ok || string(id) == "NULL" {
		return nil
	}
	return id
}

// internal tells whether the message concerns no agent but the SDK itself: its internal agents have the
// id -1, and -1 with the name of a zone.
func internal(agent []byte) bool { return len(agent) >= 2 && agent[0] == '-' && agent[1] == '1' }

// appendBytes reads "65, 71, -61]" and appends the bytes; ok is false if it is cut or no such list.
func appendBytes(dst, list []byte) (_ []byte, ok bool) {
	for i := 0; i < len(list); {
		n, negative := 0, false
		if list[i] == '-' {
			negative = true
			i++
		}
		start := i
		for i < len(list) && list[i]-'0' <= 9 {
			n = n*10 + int(list[i]-'0')
			i++
		}
		if i == start || i-start > 3 || i == len(list) {
			return dst, false
		}
		if negative {
			n = -n
		}
		dst = append(dst, byte(n))
		if list[i] == ']' {
			return dst, true
		}
		if list[i] != ',' || i+2 >= len(list) {
			return dst, false
		}
		i += 2
	}
	return dst, false
}
