package tserver

import "github.com/fo-check/fo-check/parsers/genesys"

// message is what is known of a message name in this log.
type message struct {
	genesys.Name
	told  bool // its deliveries are wanted
	parse bool // its body is read: wanted, or needed to understand other events
	binds bool // tells or ends who is logged in on a DN
	agent bool // carries an AgentID by its definition, so a missing one is inferred

	then *message // the one that came after it the last time
}

// messages holds every name of a message met in the log.
type messages struct {
	journal   *genesys.Journal
	byName    map[string]*message
	needs     needs
	delivered *message
	last      *message // the one that was looked up before
}

func newMessages(j *genesys.Journal, n needs) messages {
	m := messages{journal: j, byName: make(map[string]*message, 64), needs: n, last: &message{}}
	m.delivered = m.add("EventDelivered")
	return m
}

// get returns the message of that name. It allocates only for a new name.
func (m *messages) get(name []byte) *message {
	x := m.last.then
	if x == nil || x.Text != string(name) {
		if x = m.byName[string(name)]; x == nil {
			x = m.add(string(name))
		}
		m.last.then = x
	}
	m.last = x
	return x
}

// tells tells whether the deliveries of the message are wanted.
func (m *messages) tells(name []byte) bool { return m.needs.delivered && m.get(name).told }

func (m *messages) add(name string) *message {
	x := &message{}
	m.journal.Register(&x.Name, name)
	x.told = m.needs.told(name)
	x.parse = x.Wanted || x.told
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
