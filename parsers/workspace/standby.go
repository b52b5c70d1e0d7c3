package workspace

import (
	"bytes"

	"github.com/fo-check/fo-check/trace"
)

// saying is a text that the warm standby of the Platform SDK prints, and what it tells.
type saying struct {
	text string
	tell func(s *scan, rest []byte)
}

// sayings returns the texts. They tell of moves within an HA pair, never of a switchover to another site.
func sayings() []saying {
	return []saying{
		{"Processing closed on channel '", (*scan).channelClosed},
		{"Processing channel '", (*scan).channelOpened},
		{"Channel closing caused by ", (*scan).channelClosing},
		{"Switching over the configurations from ", (*scan).switchingOver},
		{"Firing 'SwitchedOver'. Active:", (*scan).switchedOver},
		{"Firing 'StateChange'. State: '", (*scan).stateChange},
		{"Reopening the channel ", (*scan).reopening},
		{"WarmStandby switched off for ", (*scan).standbyOff},
		{"Started on channel ", (*scan).standbyStarted},
	}
}

// standbyLine tells whether a line may be one of the sayings: it is asked of every record.
func standbyLine(text []byte) bool {
	return bytes.Contains(text, []byte("hannel ")) || bytes.Contains(text, []byte("Firing '")) ||
		bytes.Contains(text, []byte("Switching over the")) || bytes.Contains(text, []byte("WarmStandby switched"))
}

// standby takes a line of the warm standby.
func (s *scan) standby(text []byte) {
	if !standbyLine(text) {
		return
	}
	for _, say := range sayings() {
		if i := bytes.Index(text, []byte(say.text)); i >= 0 {
			say.tell(s, text[i+len(say.text):])
			return
		}
	}
}

// move begins an event of the warm standby.
func (s *scan) move(name string, attrs ...trace.Attr) *trace.Event {
	e := s.Event(name, s.rec.at, s.rec.pos)
	e.Direction = "internal"
	for _, a := range attrs {
		if a.Value != "" {
			e.Attrs = append(e.Attrs, a)
		}
	}
	e.Attrs = append(e.Attrs, trace.Attr{Key: "scope", Value: "ha"})
	return e
}

func (s *scan) attr(key string, value []byte) trace.Attr {
	return trace.Attr{Key: key, Value: s.text.String(bytes.TrimSpace(value))}
}

func (s *scan) channelClosed(rest []byte) {
	name, _, ok := bytes.Cut(rest, []byte{'\''})
	if ok {
		s.channelStatus("PeerLost", "off", name, trace.Attr{})
	}
}

func (s *scan) channelOpened(rest []byte) {
	name, rest, ok := bytes.Cut(rest, []byte("' opened"))
	if !ok {
		return
	}
	state := trace.Attr{}
	if _, st, ok := bytes.Cut(rest, []byte("WS State: '")); ok {
		st, _, _ = bytes.Cut(st, []byte{'\''})
		state = s.attr("state", st)
	}
	s.channelStatus("PeerConnected", "on", name, state)
}

// channelStatus tells of a channel that was opened or lost and, if its name says of what kind it is, of the
// service that it gives.
func (s *scan) channelStatus(event, status string, name []byte, more trace.Attr) {
	c := s.channel(name)
	if c.service == "" {
		c.service = serviceOf(string(name))
	}
	if at := hostPort(name); at != "" {
		c.endpoint = at
		s.channel([]byte("tcp://" + at)).open = status == "on"
	}
	c.open = status == "on"
	e := s.move(event, s.attr("channel", name), trace.Attr{Key: "service", Value: c.service}, more)
	e.Server, e.Client = c.endpoint, c.endpoint
	s.tell(e)
	if c.service == "" {
		return
	}
	e = s.move("ServiceStatus", trace.Attr{Key: "service", Value: c.service}, trace.Attr{Key: "status", Value: status})
	e.Server = c.endpoint
	e.Infer("name", "service", "status")
	s.tell(e)
}

// channelClosing takes "connection failure." or "registration failure.".
func (s *scan) channelClosing(rest []byte) {
	cause, _, ok := bytes.Cut(rest, []byte(" failure"))
	if ok {
		s.tell(s.move("ChannelClosing", s.attr("cause", cause)))
	}
}

// switchingOver takes "X to Y".
func (s *scan) switchingOver(rest []byte) {
	if from, to, ok := bytes.Cut(rest, []byte(" to ")); ok {
		s.tell(s.move("SwitchingOver", s.attr("from", from), s.attr("to", to)))
	}
}

// switchedOver takes "X, Standby:Y".
func (s *scan) switchedOver(rest []byte) {
	if active, standby, ok := bytes.Cut(rest, []byte(", Standby:")); ok {
		e := s.move("SwitchedOver", s.attr("active", active), s.attr("standby", standby))
		e.Server = hostPort(active)
		s.tell(e)
	}
}

func (s *scan) stateChange(rest []byte) {
	if state, _, ok := bytes.Cut(rest, []byte{'\''}); ok {
		s.tell(s.move("StateChange", s.attr("state", state)))
	}
}

// reopening takes "X, 1 of 3".
func (s *scan) reopening(rest []byte) {
	name, count, ok := bytes.Cut(rest, []byte(", "))
	if !ok {
		return
	}
	attempt, of, _ := bytes.Cut(count, []byte(" of "))
	e := s.move("ChannelReopening", s.attr("channel", name), s.attr("attempt", attempt), s.attr("of", of))
	e.Server = hostPort(name)
	s.tell(e)
}

// standbyOff takes "X <> Y": the warm standby gives up for good.
func (s *scan) standbyOff(rest []byte) {
	active, standby, _ := bytes.Cut(rest, []byte(" <> "))
	s.tell(s.move("WarmStandbyStopped", s.attr("active", active), s.attr("standby", standby)))
}

func (s *scan) standbyStarted(rest []byte) {
	e := s.move("WarmStandbyStarted", s.attr("channel", rest))
	e.Server = hostPort(rest)
	s.tell(e)
}
