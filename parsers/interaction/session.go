package interaction

import (
	"fmt"

	"github.com/fo-check/fo-check/trace"
)

// openRequests is how many requests without an answer are kept at least; twice as many at most.
const openRequests = 1 << 15

// request is a request that may still be answered.
type request struct {
	name, agent, place string
	inferred           bool // the agent was
}

type requestKey struct {
	client *client
	ref    string
}

// answers joins answers with their requests: by client and reference id.
type answers struct{ young, old map[requestKey]request }

func (a *answers) keep(k requestKey, r request) {
	if a.young == nil || len(a.young) >= openRequests {
		a.old, a.young = a.young, make(map[requestKey]request)
	}
	a.young[k] = r
}

func (a *answers) take(k requestKey) (request, bool) {
	r, ok := a.young[k]
	if ok {
		delete(a.young, k)
		return r, true
	}
	r, ok = a.old[k]
	return r, ok
}

// follow takes what a message of Interaction Management says of its client, and fills in what it leaves
// out.
func (s *scan) follow() {
	c, e := s.block.client, &s.event
	if c == nil || s.block.router || s.block.msg.protocol != trace.ProtocolInteraction {
		return
	}
	if s.block.direction == "received" {
		s.asked(c, e)
		return
	}
	s.answered(c, e)
	if e.Agent == "" {
		s.inferAgent(c, e)
	}
}

// asked takes a request.
func (s *scan) asked(c *client, e *trace.Event) {
	switch e.Name {
	case "RequestRegisterClient":
		s.introduced(c, e)
	case "RequestAgentLogin", "RequestAgentAvailable":
		if c.logs(login{e.Agent, e.Place, true}) {
			s.Note("shared name", s.block.at.Pos, fmt.Sprintf("several clients are named %q: requests of theirs that name no agent keep none", c.name))
		}
	}
	inferred := e.Agent == "" && s.inferAgent(c, e)
	if e.Ref != "" {
		s.answers.keep(requestKey{c, e.Ref}, request{e.Name, e.Agent, e.Place, inferred})
	}
}

// introduced takes the name that a client gives itself.
func (s *scan) introduced(c *client, e *trace.Event) {
	name, _ := e.Attrs.Get("client_name")
	if name == "" || c.name != "" {
		return
	}
	c.name = name
	s.clients.index(c)
	e.Client = name
}

// answered takes an answer.
func (s *scan) answered(c *client, e *trace.Event) {
	if e.Ref == "" {
		return
	}
	r, ok := s.answers.take(requestKey{c, e.Ref})
	if !ok {
		return
	}
	e.Attrs = e.Attrs.Set("request", r.name)
	if e.Agent == "" && r.agent != "" {
		e.Agent = r.agent
		if r.inferred {
			e.Attrs = infer(e.Attrs, "agent")
		}
	}
	if e.Place == "" {
		e.Place = r.place
	}
	switch {
	case e.Name == "EventError" && (r.name == "RequestAgentLogin" || r.name == "RequestAgentAvailable"):
		c.login = c.before
	case (e.Name == "EventAck" || e.Name == "EventAgentNotAvailable") && (r.name == "RequestAgentLogout" || r.name == "RequestAgentNotAvailable"):
		c.active = false
	}
}

// inferAgent takes the agent and the place from the client's login.
func (s *scan) inferAgent(c *client, e *trace.Event) bool {
	if c.agent == "" || c.crowd {
		return false
	}
	e.Agent = c.agent
	e.Attrs = infer(e.Attrs, "agent")
	if e.Place == "" && c.place != "" {
		e.Place = c.place
		e.Attrs = infer(e.Attrs, "place")
	}
	return true
}

// leave takes a proxy's word that one of its clients has gone.
func (s *scan) leave() {
	e := &s.event
	if e.Name != "RequestUnregisterClient" || s.block.direction != "received" || s.block.client == nil {
		return
	}
	conn := connection(s.block.client.id)
	number, _ := e.Attrs.Get("proxy_client_id")
	if conn == "" || number == "" {
		return // which client it was is not known
	}
	id := conn + ":" + number
	s.disconnected(s.clients.byID[id], id, "", func(e *trace.Event) {
		e.Attrs = append(e.Attrs, trace.Attr{Key: "evidence", Value: "RequestUnregisterClient"})
	})
}
