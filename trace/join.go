package trace

import "strings"

// answers are the messages that carry the reference id of a request.
var answers = [...]string{"EventAck", "EventACK", "EventError", "EventRegistered", "EventAgentAvailable", "EventAgentNotAvailable"}

func isAnswer(name string) bool {
	if !strings.HasPrefix(name, "Event") {
		return false
	}
	for _, a := range answers {
		if name == a {
			return true
		}
	}
	return false
}

func isRequest(name string) bool { return strings.HasPrefix(name, "Request") }

// openRequests is how many requests are remembered at least; twice as many at most.
const openRequests = 1 << 15

// requestKey is what a request and its answer share. Two connections may have clients of one name, each with
// reference ids of its own: where the log tells the id of the client, it counts.
type requestKey struct{ server, client, id, ref string }

// clientID is the attribute with the id of the client.
const clientID = "client_id"

// request is the head of a request.
type request struct{ name, agent, place string }

// joined is a stream whose answers carry their request.
type joined struct {
	Stream
	limit      int
	young, old map[requestKey]request // two generations bound the memory
}

// JoinRequests returns s with the request of every answer in it: EventAck (EventACK of T-Library), EventError, EventRegistered,
// EventAgentAvailable and EventAgentNotAvailable get the attribute request, the name of the last request with the
// same server, client (by its id where it is told) and reference id, in whatever input it stands, and its agent
// and place if they have none. An answer to a request before the log stays as it is. About the last 50,000 requests
// are remembered.
// It is to be applied to the merged stream.
func JoinRequests(s Stream) Stream {
	return &joined{Stream: s, limit: openRequests, old: map[requestKey]request{}, young: map[requestKey]request{}}
}

// Next implements Stream.
func (j *joined) Next() (Item, error) {
	it, err := j.Stream.Next()
	if err != nil || it.Kind != KindEvent || it.Event.Ref == "" {
		return it, err
	}
	switch e := it.Event; {
	case isRequest(e.Name):
		j.remember(e)
	case isAnswer(e.Name):
		j.answer(e)
	}
	return it, nil
}

func (j *joined) remember(e *Event) {
	if len(j.young) >= j.limit {
		j.old, j.young = j.young, j.old
		clear(j.young)
	}
	id, _ := e.Attrs.Get(clientID)
	j.young[requestKey{e.Server, e.Client, id, e.Ref}] = request{e.Name, e.Agent, e.Place}
}

func (j *joined) find(key requestKey) (r request, ok bool) {
	if r, ok = j.young[key]; !ok {
		r, ok = j.old[key]
	}
	return r, ok
}

func (j *joined) answer(e *Event) {
	id, _ := e.Attrs.Get(clientID)
	r, ok := j.find(requestKey{e.Server, e.Client, id, e.Ref})
	if !ok && id != "" {
		r, ok = j.find(requestKey{e.Server, e.Client, "", e.Ref}) // the id was not known yet
	}
	if !ok {
		return
	}
	if _, given := e.Attrs.Get("request"); !given {
		e.Attrs = append(e.Attrs, Attr{"request", r.name})
	}
	if e.Agent == "" {
		e.Agent = r.agent
	}
	if e.Place == "" {
		e.Place = r.place
	}
}
