package tserver

import "strings"

// message is what is known of a message name in this log.
type message struct {
	name    string
	count   int64
	deliver bool // its body is wanted
	parse   bool // its body is read: wanted, or needed to understand other events
	binds   bool // tells or ends who is logged in on a DN
	agent   bool // carries an AgentID by its definition, so a missing one is inferred
}

// messages holds every name met in the log.
type messages struct {
	byName    map[string]*message
	needs     needs
	delivered *message
}

func newMessages(n needs) messages {
	m := messages{byName: make(map[string]*message, 64), needs: n}
	m.delivered = m.add("EventDelivered")
	return m
}

// get returns the message of that name. It allocates only for a new name.
func (m *messages) get(name []byte) *message {
	if x := m.byName[string(name)]; x != nil {
		return x
	}
	return m.add(string(name))
}

func (m *messages) add(name string) *message {
	x := &message{name: name}
	x.deliver = m.needs.wanted.Body(Source, name) || m.needs.requests && strings.HasPrefix(name, "Request")
	x.parse = x.deliver || m.needs.delivered
	switch name {
	case "EventAgentLogin", "EventAgentLogout":
		x.binds, x.agent = true, true
		x.parse = x.parse || m.needs.any
	case "EventQueueLogout", "EventAgentReady", "EventAgentNotReady", "EventAgentAfterCallWork":
		x.agent = true
	case "RequestPrivateService", "EventServerInfo":
		x.parse = true // other events are derived from them
	}
	m.byName[name] = x
	return x
}

// counts returns the number of events by name.
func (m *messages) counts() (map[string]int64, int64) {
	out, total := make(map[string]int64, len(m.byName)), int64(0)
	for name, x := range m.byName {
		if x.count > 0 {
			out[name] = x.count
			total += x.count
		}
	}
	return out, total
}
