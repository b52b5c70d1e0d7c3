package tserver

import (
	"bytes"
	"strings"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// Ids of the log library's messages. The level under which one is written can be configured.
const (
	idStopped      = 4109
	idOption       = 4110
	idCheckPoint   = 4120
	idCannot       = 4502
	idConnected    = 4503
	idLost         = 4504
	idReceived     = 4541
	idSent         = 4542
	idInteractionR = 4543
	idInteractionS = 4545
	idModeFirst    = 4560
	idModeLast     = 4563
	idStarted      = 5060
)

// record takes a log-library record.
func (s *scan) record(rec genesys.Record) {
	switch rec.ID {
	case idSent:
		s.sent(rec.Text)
		return
	case idInteractionS:
		s.told(rec.Text)
		return
	}
	s.ended()
	switch rec.ID {
	case idReceived:
		s.request(rec.Text)
	case idInteractionR:
		s.interactionRequest(rec.Text)
	case idCheckPoint:
		s.checkPoint(rec.Text)
	case idOption:
		s.option(rec.Text)
	case idStopped:
		at := s.here()
		s.stopped = &at
	case idStarted:
		s.launch("Application started")
	case idConnected:
		s.peer("PeerConnected", rec.Text)
	case idLost:
		s.peer("PeerLost", rec.Text)
	case idCannot:
		s.peer("PeerConnectFailed", rec.Text)
	default:
		if rec.ID >= idModeFirst && rec.ID <= idModeLast {
			s.mode4560(rec.Text)
		}
	}
}

// twin tells whether the record only repeats the one that announced the request being read: the log
// library may write both 04541 and 04543.
func (s *scan) twin(text []byte) bool {
	rec, ok := genesys.ParseRecord(text)
	if !ok {
		return false
	}
	switch rec.ID {
	case idInteractionR:
		name, _, _, ok := interaction(rec.Text, " received from ")
		return ok && string(name) == s.block.msg.name
	case idReceived:
		name, rest, _ := bytes.Cut(rec.Text, []byte{' '})
		i := bytes.IndexByte(rest, '[')
		if s.block.handle != "" || s.block.clientID != 0 || i < 0 || string(name) != s.block.msg.name {
			return false
		}
		c, ok := genesys.ParseClient(rest[i:])
		if ok {
			s.block.clientID, s.block.client = c.ID, s.know(c)
			s.block.handle, s.block.address = s.text.String(c.Handle), s.text.String(c.Address)
		}
		return ok
	}
	return false
}

// interactionRequest takes `Interaction message "RequestX" received from 24 ("client")`, which announces
// a request where the trace level is off.
func (s *scan) interactionRequest(text []byte) {
	name, _, client, ok := interaction(text, " received from ")
	if !ok || !bytes.HasPrefix(name, []byte("Request")) {
		return
	}
	s.openBlock(name, "received")
	s.mode = modeRequest
	s.block.client = s.text.String(client)
}

// tell counts an event that is no T-Library message, and delivers it if it is wanted.
func (s *scan) tell(name, dir string, at moment, fill func(e *trace.Event)) {
	msg := s.msgs.get([]byte(name))
	msg.count++
	if !msg.deliver && !s.need.record {
		s.see(at.stamp, at.day)
		return
	}
	s.fan.flush(s)
	e := &s.bare
	*e = trace.Event{Attrs: s.bareAttrs[:0], Source: Source, Name: name, Direction: dir, Server: s.in.Server,
		Instance: s.in.Instance, Skipped: !msg.deliver}
	if msg.deliver && fill != nil {
		fill(e)
		s.bareAttrs = e.Attrs
	}
	s.send(e, at.stamp, at.day, at.pos)
}

func (s *scan) checkPoint(text []byte) {
	if day, clock, ok := genesys.ParseCheckPoint(text); ok && !s.now.Dated {
		if (s.now.Clock - clock).Abs() < 2e9 {
			s.d.SetDay(day, s.now.Clock, genesys.DatedByCheckPoint)
			s.today = day
			s.begin(s.now, day)
		}
	}
	s.tell("CheckPoint", "internal", s.here(), nil)
}

// option reads what the log says of its own form: "Option 'time-convert' has been set to the value 'utc'".
func (s *scan) option(text []byte) {
	const convert = "Option 'time-convert' has been set to the value '"
	value, ok := bytes.CutPrefix(text, []byte(convert))
	if !ok || !strings.EqualFold(string(bytes.TrimRight(value, "' ")), "utc") {
		return
	}
	s.utc = true
	if s.header != nil && !s.header.UTC.IsZero() && !s.now.Dated {
		st := localStamp(s.header.UTC)
		s.d.SetDay(st.Day, st.Clock, genesys.DatedByHeader)
		s.today = s.d.Day(s.now)
	}
	if s.d.SetOffset(0) {
		s.notes.add(s.in, "time-convert", s.r.Pos(), "time-convert is utc: times are read as UTC")
	}
}

// peer takes "Connected to [type] [name] at host [h] port [p]" and the like.
func (s *scan) peer(name string, text []byte) {
	p, ok := parsePeer(string(text))
	if !ok {
		return
	}
	s.tell(name, "internal", s.here(), func(e *trace.Event) {
		e.Client = p.name
		for _, a := range [...]trace.Attr{{Key: "type", Value: p.kind}, {Key: "host", Value: p.host}, {Key: "port", Value: p.port}} {
			if a.Value != "" {
				e.Attrs = append(e.Attrs, a)
			}
		}
	})
}

type peerText struct{ kind, name, host, port string }

// parsePeer reads the type, name, host and port of a peer. Values may stand in brackets or quotes.
func parsePeer(text string) (peerText, bool) {
	_, rest, ok := strings.Cut(text, " to ")
	if !ok {
		return peerText{}, false
	}
	who, where, _ := strings.Cut(rest, " at host ")
	words := split(who)
	p := peerText{}
	switch len(words) {
	case 0:
		return p, false
	case 1:
		p.name = words[0]
	default:
		p.kind, p.name = words[0], strings.Join(words[1:], " ")
	}
	if w := split(where); len(w) > 0 {
		p.host = w[0]
		if len(w) > 2 && w[1] == "port" {
			p.port = w[2]
		}
	}
	return p, true
}

// split cuts text at blanks and commas, and keeps together what stands in brackets or quotes.
func split(text string) []string {
	var out []string
	for text = strings.TrimLeft(text, " ,"); text != ""; text = strings.TrimLeft(text, " ,") {
		end, skip := strings.IndexAny(text, " ,"), 0
		if i := strings.IndexByte("['\"", text[0]); i >= 0 {
			text, skip = text[1:], 1
			end = strings.IndexByte(text, "]'\""[i])
		}
		if end < 0 {
			end, skip = len(text), 0
		}
		if end > 0 {
			out = append(out, text[:end])
		}
		text = text[end+skip:]
	}
	return out
}
