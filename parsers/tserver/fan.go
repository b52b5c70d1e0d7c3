package tserver

import (
	"bytes"
	"time"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// telling is what is known of a delivery whose trace-level record has not come yet.
type telling uint8

const (
	nothing telling = iota
	counted         // there is one, and nobody wants it
	known           // there is one, and its fields are kept
)

// fan follows the records that say to which clients the last message was sent.
type fan struct {
	event *message // the last message

	// The message itself, kept back until a record names the client whose id it carries.
	held bool
	kept trace.Event
	at   genesys.Moment
	id   uint32

	// A delivery of which only the interaction-level record was seen yet.
	told    telling
	where   genesys.Moment
	message []byte
	handle  []byte
	client  string

	agent, dn, queue, call, ref string
	alike                       alike

	// The stamp of deliveries that have their place in time, for as long as nothing else comes between.
	placed bool
	clock  time.Duration
	day    int32
}

// about keeps of whom the last message spoke.
func (f *fan) about(e *trace.Event) {
	f.agent, f.dn, f.queue, f.call, f.ref = e.Agent, e.DN, e.Queue, e.Call, e.Ref
}

// hold keeps a message back.
func (f *fan) hold(e *trace.Event, b *block) {
	attrs := append(f.kept.Attrs[:0], e.Attrs...)
	f.kept = *e
	f.kept.Attrs = attrs
	f.held, f.id, f.at = true, b.clientID, b.moment()
}

// flush delivers what was kept back.
func (f *fan) flush(s *scan) {
	was := f.told
	f.told = nothing
	switch was {
	case counted:
		s.msgs.delivered.Count++
		s.See(f.where.Stamp, f.where.Day)
	case known:
		f.release(s, f.client)
		s.delivered(f.message, f.handle, nil, f.client, f.where)
	}
	if f.held {
		f.release(s, "")
	}
}

func (f *fan) release(s *scan, client string) {
	if f.held {
		f.held = false
		f.kept.Client = client
		s.Send(&f.kept, f.at)
	}
}

// ended ends the fan-out of the last message: the line is of another kind.
func (s *scan) ended() {
	s.fan.placed = false
	s.fan.alike.reset()
	if s.fan.told != nothing || s.fan.held {
		s.fan.flush(s)
	}
}

// sentTo stands between a message and its recipient.
const sentTo = " sent to "

// sent takes "EventError sent to [24] (00000479 ICON_localdb 10.51.60.68:59022)".
func (s *scan) sent(text []byte) {
	f := &s.fan
	if len(text) < 6 || string(text[:5]) != "Event" {
		s.ended()
		return
	}
	n := f.name(text, sentTo)
	if n < 0 {
		s.ended()
		return
	}
	name, rest := text[:n], text[n+len(sentTo):]
	if f.told != nothing {
		f.settle(s, name, rest)
	}
	if !f.held && !s.msgs.tells(name) {
		s.msgs.delivered.Count++
		s.seeDelivered()
		f.alike.sent = f.learn(f.alike.sent, s.line, name, bytes.TrimPrefix(rest, []byte{'['}))
		return
	}
	f.alike.reset()
	c, ok := genesys.ParseClient(rest)
	client := ""
	if ok {
		client = s.know(c)
	}
	if f.held {
		if c.ID != f.id || f.event == nil || f.event.Text != string(name) {
			f.release(s, "")
		} else {
			f.release(s, client)
		}
	}
	s.delivered(name, c.Handle, c.Address, client, s.Here())
}

// seeDelivered puts a delivery in its place in time. Most have the stamp of the one before.
func (s *scan) seeDelivered() {
	f := &s.fan
	now, today := s.Now()
	if f.placed && f.clock == now.Clock && f.day == today {
		return
	}
	f.placed, f.clock, f.day = s.See(now, today), now.Clock, today
}

// told takes `Interaction message "EventError" sent to 24 ("ICON_localdb")`. The trace-level record with
// more about the same client usually follows.
func (s *scan) told(text []byte) {
	const prefix = `Interaction message "Event`
	f := &s.fan
	if f.told != nothing {
		f.flush(s)
	}
	if len(text) < len(prefix) || string(text[:len(prefix)]) != prefix {
		s.ended()
		return
	}
	told := text[len(prefix)-len("Event"):]
	n := f.name(told, `" sent to `)
	if n < 0 {
		s.ended()
		return
	}
	if !f.held && !s.msgs.tells(told[:n]) {
		f.told = counted
		f.where.Stamp, f.where.Day = s.Now()
		rest := told[n+len(`" sent to `):]
		f.alike.told = f.learn(f.alike.told, s.line, told[:n], rest)
		f.handle = append(f.handle[:0], upTo(rest, ' ')...)
		return
	}
	f.alike.reset()
	name, handle, client, ok := interaction(text, " sent to ")
	if !ok {
		s.ended()
		return
	}
	f.told, f.where = known, s.Here()
	f.remember(name, handle)
	f.client = s.Text.String(client)
}

// remember keeps which delivery was told.
func (f *fan) remember(name, handle []byte) {
	f.message = append(f.message[:0], name...)
	f.handle = append(f.handle[:0], handle...)
}

// settle takes the trace-level record that follows. It is about the delivery that was told, or that one is
// told now. A record that is cut before it names the socket is taken for it.
func (f *fan) settle(s *scan, name, client []byte) {
	same := bytes.Equal(f.message, name)
	if same && len(client) > 0 && client[0] == '[' {
		handle := upTo(client[1:], ']')
		same = 1+len(handle) == len(client) || bytes.Equal(f.handle, handle)
	}
	if !same {
		f.flush(s)
	}
	f.told = nothing
}

// upTo returns what stands before c, or all.
func upTo(b []byte, c byte) []byte {
	for i := range b {
		if b[i] == c {
			return b[:i]
		}
	}
	return b
}

// name returns how long the name of the message is with which the text begins and after which it goes on
// with after; -1 if it does not.
func (f *fan) name(text []byte, after string) int {
	if f.event != nil && follows(text, len(f.event.Text), after) && string(text[:len(f.event.Text)]) == f.event.Text {
		return len(f.event.Text)
	}
	n := 0
	for n < len(text) && text[n] != after[0] {
		n++
	}
	if !isName(text[:n]) || !follows(text, n, after) {
		return -1
	}
	return n
}

func follows(text []byte, n int, after string) bool {
	return len(text) >= n+len(after) && string(text[n:n+len(after)]) == after
}

// interaction splits `Interaction message "Name" received from 24 ("client")`.
func interaction(text []byte, verb string) (name, handle, client []byte, ok bool) {
	rest, ok := bytes.CutPrefix(text, []byte(`Interaction message "`))
	if !ok {
		return nil, nil, nil, false
	}
	name, rest, ok = bytes.Cut(rest, []byte{'"'})
	if !ok || !isName(name) || !bytes.HasPrefix(rest, []byte(verb)) {
		return nil, nil, nil, false
	}
	handle, client, _ = bytes.Cut(rest[len(verb):], []byte(` ("`))
	handle = upTo(handle, ' ')
	return name, handle, bytes.TrimSuffix(bytes.TrimRight(client, " "), []byte(`")`)), true
}

// delivered counts and delivers that a client was told of an event.
func (s *scan) delivered(name, handle, address []byte, client string, at genesys.Moment) {
	msg := s.msgs.delivered
	msg.Count++
	if !s.msgs.tells(name) {
		s.See(at.Stamp, at.Day)
		return
	}
	e := &s.bare
	*e = trace.Event{Attrs: s.bareAttrs[:0], Source: Source, Name: msg.Text, Direction: "sent", Server: s.In.Server,
		Instance: s.In.Instance, Client: client}
	e.Attrs = append(e.Attrs, trace.Attr{Key: "event", Value: s.Text.String(name)},
		trace.Attr{Key: "socket", Value: s.Text.String(handle)})
	if len(address) > 0 {
		e.Attrs = append(e.Attrs, trace.Attr{Key: "address", Value: s.Text.String(address)})
	}
	if f := &s.fan; f.event != nil && f.event.Text == string(name) {
		e.Agent, e.DN, e.Queue, e.Call, e.Ref = f.agent, f.dn, f.queue, f.call, f.ref
	}
	s.bareAttrs = e.Attrs
	s.Send(e, at)
}
