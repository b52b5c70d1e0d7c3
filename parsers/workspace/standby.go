package workspace

import (
	"bytes"

	"github.com/fo-check/fo-check/trace"
)

// saying is a text that a record may hold.
type saying uint8

const (
	saysNothing saying = iota
	saysCompleted
	saysSending
	saysWriting
	saysStarted
	// What follows is printed by the warm standby of the Platform SDK alone.
	saysClosed
	saysOpened
	saysClosing
	saysSwitching
	saysSwitched
	saysState
	saysReopening
	saysOff
)

// text is what is said. The texts begin with capitals: that is what finds them.
func (s saying) text() string {
	return [...]string{"", "Completed handling", "Sending message to ", "Writing message ", "Started on channel ",
		"Processing closed on channel '", "Processing channel '", "Channel closing caused by ",
		"Switching over the configurations from ", "Firing 'SwitchedOver'. Active:", "Firing 'StateChange'. State: '",
		"Reopening the channel ", "WarmStandby switched off for "}[s]
}

// candidates are the texts that begin with a letter.
func candidates(c byte) (a, b, d saying) {
	switch c {
	case 'C':
		return saysCompleted, saysClosing, saysNothing
	case 'F':
		return saysSwitched, saysState, saysNothing
	case 'P':
		return saysClosed, saysOpened, saysNothing
	case 'R':
		return saysReopening, saysNothing, saysNothing
	case 'S':
		return saysSending, saysSwitching, saysStarted
	case 'W':
		return saysWriting, saysOff, saysNothing
	}
	return saysNothing, saysNothing, saysNothing
}

// firstSaying finds the first text that the line holds; rest is what stands behind it.
func firstSaying(line []byte) (says saying, rest []byte) {
	for i, c := range line {
		if c > 'W' || c < 'C' {
			continue
		}
		x, y, z := candidates(c)
		for _, says := range [...]saying{x, y, z} {
			if says != saysNothing && hasPrefix(line[i:], says.text()) {
				return says, line[i+len(says.text()):]
			}
		}
	}
	return saysNothing, nil
}

// said tells what a text means. The warm standby tells of moves within an HA pair, never of a switchover to
// another site.
func (s *scan) said(says saying, rest []byte) {
	switch says {
	case saysSending:
		s.sends(rest)
	case saysWriting:
		s.writes(rest)
	case saysStarted:
		s.standbyStarted(rest)
	case saysClosed:
		s.channelClosed(rest)
	case saysOpened:
		s.channelOpened(rest)
	case saysClosing:
		s.channelClosing(rest)
	case saysSwitching:
		s.switchingOver(rest)
	case saysSwitched:
		s.switchedOver(rest)
	case saysState:
		s.stateChange(rest)
	case saysReopening:
		s.reopening(rest)
	case saysOff:
		s.standbyOff(rest)
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
