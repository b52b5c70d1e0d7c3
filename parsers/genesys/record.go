package genesys

import "bytes"

// Record is a log-library record after its stamp: level, message id, text. Which level an id has can be
// configured, so only the id says what happened.
type Record struct {
	ID   int    // five digits: 4541
	Text []byte // borrowed from the line
}

// ParseRecord reads the short form "Trc 04541 text" and the full form
// "Standard host application GCTI-00-05060 text".
func ParseRecord(b []byte) (Record, bool) {
	if len(b) >= 9 && b[3] == ' ' && shortLevel(b) {
		return recordAt(b[4:])
	}
	if len(b) < 20 || !longLevel(b) {
		return Record{}, false
	}
	i := bytes.Index(b[:min(len(b), 512)], []byte(" GCTI-"))
	if i < 0 || i+9 >= len(b) || b[i+8] != '-' {
		return Record{}, false
	}
	return recordAt(b[i+9:])
}

func shortLevel(b []byte) bool {
	switch string(b[:3]) {
	case "Std", "Int", "Trc", "Dbg", "Alr", "Non", "Unk":
		return true
	}
	return false
}

func longLevel(b []byte) bool {
	for _, l := range [...]string{"Standard ", "Interaction ", "Trace ", "Debug ", "Alarm "} {
		if len(b) > len(l) && string(b[:len(l)]) == l {
			return true
		}
	}
	return false
}

func recordAt(b []byte) (Record, bool) {
	if len(b) > 6 && b[5] == ' ' && b[6] != ' ' {
		n, bad := 0, byte(0)
		for _, c := range b[:5] {
			n = n*10 + int(c-'0')
			bad |= (9 - (c - '0')) & 0x80
		}
		if bad == 0 {
			return Record{ID: n, Text: b[6:]}, true
		}
	}
	b = bytes.TrimLeft(b, " ")
	if len(b) < 5 {
		return Record{}, false
	}
	id, ok := number(b[:5])
	if !ok || (len(b) > 5 && b[5] != ' ') {
		return Record{}, false
	}
	return Record{ID: id, Text: bytes.TrimLeft(b[5:], " ")}, true
}
