package tserver

import "bytes"

// alike knows how the last two records about the deliveries of a message began, up to the recipient. A message
// goes to many clients within one millisecond, and half the lines that are read are such records: one that
// begins as the last one did needs no reading. Both beginnings are of one message, whose deliveries are only
// counted; empty: none is known.
type alike struct {
	told []byte // `2026-03-02T06:00:00.011 Int 04545 Interaction message "EventAgentLogin" sent to `
	sent []byte // `2026-03-02T06:00:00.011 Trc 04542 EventAgentLogin sent to [`
}

func (a *alike) reset() { a.told, a.sent = a.told[:0], a.sent[:0] }

// learn keeps how the line begins that tells of a delivery of the message, up to rest.
func (f *fan) learn(head, line, message, rest []byte) []byte {
	if !bytes.Equal(message, f.message) {
		f.alike.reset()
		f.message = append(f.message[:0], message...)
	}
	return append(head[:0], line[:len(line)-len(rest)]...)
}

// same takes a record that begins as the last one of its kind did; false: the line has to be read.
func (s *scan) same(line []byte) bool {
	f := &s.fan
	if f.told != known && len(f.alike.sent) > 0 && bytes.HasPrefix(line, f.alike.sent) {
		return s.sameSent(line[len(f.alike.sent):])
	}
	if f.told == nothing && len(f.alike.told) > 0 && bytes.HasPrefix(line, f.alike.told) {
		f.told = counted
		f.where.Stamp, f.where.Day = s.Now()
		f.handle = append(f.handle[:0], upTo(line[len(f.alike.told):], ' ')...)
		return true
	}
	return false
}

// sameSent takes the trace-level record about a client: the one that was told before, if any was.
func (s *scan) sameSent(client []byte) bool {
	f := &s.fan
	if f.told == counted {
		if handle := upTo(client, ']'); len(handle) == len(client) || !bytes.Equal(handle, f.handle) {
			return false
		}
		f.told = nothing
	}
	s.msgs.delivered.Count++
	s.seeDelivered()
	return true
}
