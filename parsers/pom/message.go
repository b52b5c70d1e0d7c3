package pom

import (
	"bytes"
	"strconv"
	"time"

	"github.com/fo-check/fo-check/trace"
)

// received takes a message of an Agent Manager.
func (s *scan) received(f frame, address []byte) {
	peer := s.peer(address)
	s.learn(&f, peer)
	switch {
	case string(f.name) == "POMServiceStopping":
		e := s.begin("POMServiceStopping", "received")
		e.Server = peer
		s.send(e)
	case internal(f.agent), f.kind == 'C', string(f.name) == messageStatusReply:
		s.left++
	case f.kind == 'R':
		s.answer(&f, peer)
	default:
		s.notify(&f, peer)
	}
}

// peer is the address of a server as it is kept; "" for the one that stands for none.
func (s *scan) peer(address []byte) string {
	if hasPrefix(address, noManager) {
		return ""
	}
	return s.text.String(address)
}

// learn takes from a message which manager a zone has. What a manager says of itself is not compared with
// what the list of managers says: one may hold an address and the other a host name.
func (s *scan) learn(f *frame, peer string) {
	switch string(f.name) {
	case "PAMAvailable":
		if z := f.param(1); len(z) > 0 && peer != "" {
			s.announces(peer, s.text.String(z))
		}
	case "GetPAMForZone", "AgentSDKConnected":
		if f.kind != 'R' || string(f.result) != "0" {
			return
		}
		list := bytes.Split(f.param(1), []byte{';'})
		for ; len(list) >= 3; list = list[3:] {
			s.manages(s.text.String(list[0]), string(list[1])+":"+string(list[2]))
		}
	}
}

// about begins an event about the agent of a message.
func (s *scan) about(name string, f *frame, peer string) *trace.Event {
	e := s.begin(name, "received")
	e.Agent, e.Server = s.text.String(f.agent), peer
	e.Call = s.text.String(f.session())
	s.setZone(e, peer)
	return e
}

// setZone fills in the zone of the event's agent: as it logged in, else as a manager announced, else that
// of the manager, if it has but one, which is inferred.
func (s *scan) setZone(e *trace.Event, peer string) {
	if a := s.agents[e.Agent]; a != nil && a.zone != "" {
		e.Zone = a.zone
		return
	}
	if z := s.zoneOf(peer); z != "" {
		e.Zone = z
		s.infer("zone")
	}
}

// answer takes the response to a command.
func (s *scan) answer(f *frame, peer string) {
	c, asked := s.pending[pendingKey(f.agent, f.name)]
	delete(s.pending, pendingKey(f.agent, f.name))
	e := s.result(f.name, f.result, c, asked)
	e.Agent, e.Server, e.Ref = s.text.String(f.agent), peer, s.text.String(f.id)
	e.Call = s.text.String(f.session())
	if e.Call == "" {
		e.Call = c.session
	}
	ok := string(f.result) == "0"
	if ok && string(f.name) == commandLogon && c.zone != "" {
		s.agent(f.agent).zone = c.zone
	}
	s.setZone(e, peer)
	s.send(e)
	if ok {
		s.succeeded(f, peer, c)
	}
}

// result begins the event of a command with its result. Of two codes it is not known whether the command
// was carried out: those have a code and no result.
func (s *scan) result(name, code []byte, c command, asked bool) *trace.Event {
	e := s.begin(s.text.String(name), "received")
	if s.commands[e.Name] {
		e.NormalizeName()
	}
	if asked {
		s.set("sent", c.sent.Format(time.RFC3339Nano))
	}
	number, word := resultCode(name, code)
	switch {
	case number == "0":
		s.set("result", "ok")
	case word != "AGTLogon_FORCED_LOGIN" && word != "AGTStateChange_PENDING_NOT_READY":
		s.set("result", "error")
	}
	s.set("code", number)
	s.set("error", word)
	return e
}

// succeeded takes what a command that was carried out means beside.
func (s *scan) succeeded(f *frame, peer string, c command) {
	switch string(f.name) {
	case commandLogon:
		s.agent(f.agent).leaving = false
		e := s.about(nameLoggedIn, f, peer)
		s.set("message", commandLogon)
		s.send(e)
	case commandPendingOut:
		s.agent(f.agent).leaving = true
	case commandLogoff:
		e := s.about(nameLoggedOut, f, peer)
		e.Reason = reasonManual
		s.infer("reason")
		s.set("message", commandLogoff)
		s.agent(f.agent).leaving = true
		s.send(e)
	case commandWrapup:
		e := s.about(nameCompletion, f, peer)
		if e.Call == "" {
			e.Call = c.session
		}
		s.setCode(c.code)
		s.set("by", "agent")
		s.set("message", commandWrapup)
		s.send(e)
	}
}

// setCode takes "12;Sale;".
func (s *scan) setCode(text string) {
	id, rest, ok := bytes.Cut([]byte(text), []byte{';'})
	if !ok {
		return
	}
	name, _, _ := bytes.Cut(rest, []byte{';'})
	s.set("code", s.text.String(name))
	s.set("code_id", s.text.String(id))
}

// notify takes what a manager tells a desktop of its own accord.
func (s *scan) notify(f *frame, peer string) {
	if z := f.param(1); len(z) > 0 && string(f.name) == "PAMAvailable" {
		s.agent(f.agent).zone = s.text.String(z)
	}
	e := s.about(s.text.String(f.name), f, peer)
	e.NormalizeName()
	e.Ref = s.text.String(f.id)
	s.details(e, f)
	if e.Name == nameAvailable || e.Name == nameNotAvailable {
		s.announce(e.Agent, e.Name)
	}
	s.send(e)
}

// details keeps the parameters of a notification that tell a state. Others may hold data of customers.
func (s *scan) details(e *trace.Event, f *frame) {
	first := func(key string) { s.set(key, s.text.String(f.param(1))) }
	switch string(f.name) {
	case "AGTCallStateChangedNotify", "AGTStateChangedNotify", "AGTNailupChange":
		first(attrState)
	case "AGTJobAttached":
		first("job")
	case "AGTZoneDown":
		e.Zone = s.text.String(f.param(1))
		s.set("grace", s.text.String(f.param(2)))
	case "AGTSessionIDChange":
		first("old")
		s.set("new", s.text.String(f.param(2)))
	case "AGTAgentLoggedOut":
		a := s.agent(f.agent)
		e.Reason = reasonForced
		if a.leaving {
			e.Reason = reasonManual
		}
		a.leaving = false
		s.infer("reason")
	}
}

// sent takes a message of the desktop.
func (s *scan) sent(f frame, address []byte) {
	if internal(f.agent) || f.kind != 'C' {
		s.left++
		return
	}
	if string(f.name) == messageStatusReply {
		s.status(&f, s.peer(address))
		return
	}
	key := pendingKey(f.agent, f.name)
	if _, open := s.pending[key]; open {
		s.unanswered++
	} else if len(s.pending) >= maxKept {
		s.unanswered += int64(len(s.pending))
		clear(s.pending)
	}
	c := command{sent: s.now}
	switch string(f.name) {
	case commandLogon:
		c.zone = s.text.String(f.param(5))
	case commandWrapup:
		c.code, c.session = string(f.param(0)), s.text.String(number(f.param(1)))
	}
	s.pending[key] = c
}

// status takes the desktop's answer to a state check: "Ready;Talking;NailedUp;".
func (s *scan) status(f *frame, peer string) {
	e := s.about(messageStatusReply, f, peer)
	e.Direction, e.Call = "sent", ""
	e.NormalizeName()
	state := bytes.Split(f.param(0), []byte{';'})
	for i, key := range [...]string{"agent_state", "call_state", "nailup"} {
		if i < len(state) {
			s.set(key, s.text.String(state[i]))
		}
	}
	s.send(e)
}

func pendingKey(agent, name []byte) string { return string(agent) + "\x00" + string(name) }

// number returns b if it is a number, else nil.
func number(b []byte) []byte {
	if _, err := strconv.ParseUint(string(b), 10, 64); err != nil {
		return nil
	}
	return b
}

// agent returns what is known of an agent.
func (s *scan) agent(id []byte) *agent {
	if a := s.agents[string(id)]; a != nil {
		return a
	}
	if len(s.agents) >= maxKept {
		clear(s.agents)
	}
	a := &agent{}
	s.agents[string(id)] = a
	return a
}
