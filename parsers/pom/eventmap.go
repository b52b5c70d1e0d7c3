package pom

import (
	"strings"

	"github.com/fo-check/fo-check/trace"
)

const acceptedKinds = "AGENT, ATTEMPT, ENRICHED_ATTEMPT_RESULT, JOB, HEART_BEAT, AGENT_STATISTICS, JOB_STATISTICS"

// tell turns a record into events; false if its kind is not known.
func (s *eventScan) tell(r *record) bool {
	switch string(r.Kind) {
	case "AGENT":
		s.agentEvent(r)
	case "ATTEMPT":
		s.attempt(r, "AttemptEvent")
	case "ENRICHED_ATTEMPT_RESULT":
		s.attempt(r, "EnrichedAttemptEvent")
	case "JOB":
		s.job(r)
	case "HEART_BEAT":
		e := s.next("HeartBeatEvent")
		e.Server = s.text.String(r.Server)
		s.hold()
	case "AGENT_STATISTICS":
		s.next("AgentStatisticsEvent")
		s.hold()
	case "JOB_STATISTICS":
		s.next("JobStatisticsEvent")
		s.hold()
	default:
		return false
	}
	return true
}

// ofAgent begins an event about the agent of a record.
func (s *eventScan) ofAgent(r *record, name string) *trace.Event {
	e := s.next(name)
	e.Agent, e.Zone = s.keep(r.Agent), s.keep(r.Zone)
	e.Call = s.keep(session(r.AgentEvent.Data.Session))
	return e
}

// session leaves out the number that stands for none.
func session(w word) word {
	if len(w) == 1 && w[0] == '0' {
		return nil
	}
	return w
}

func (s *eventScan) agentEvent(r *record) {
	d := &r.AgentEvent.Data
	switch class := r.AgentEvent.class(); string(class) {
	case "AgentStateEvent":
		s.agentState(r, d)
	case "AgentCallStateEvent":
		s.callState(r, d)
	default:
		name := "AgentEvent"
		switch string(class) {
		case "AgentJobStateEvent", "AgentNailStateEvent", "AgentOperationEvent":
			name = string(class)
		}
		s.ofAgent(r, name)
		s.put(attrState, d.State)
		s.put("message", class)
		s.put("job", session(r.CurrentJob))
		s.put("campaign", r.CurrentCampaign)
		s.hold()
	}
}

// agentState tells of logins and logouts by name; other states are the manager's view of the agent.
func (s *eventScan) agentState(r *record, d *detail) {
	name := nameStateViewed
	switch string(d.State) {
	case "LOGGED_IN":
		name = nameLoggedIn
	case "LOGGED_OUT":
		name = nameLoggedOut
	}
	e := s.ofAgent(r, name)
	if name == nameLoggedOut {
		e.Reason = s.keep(d.Logout)
	} else {
		s.put("not_ready_reason", d.NotReady)
	}
	s.put(attrState, d.State)
	s.put("previous", d.PreviousState)
	s.put("message", r.AgentEvent.class())
	s.hold()
}

func (s *eventScan) callState(r *record, d *detail) {
	s.ofAgent(r, nameCallState)
	s.put(attrState, d.Call)
	s.put("previous", d.PreviousCall)
	s.put("call_type", d.CallType)
	s.put("message", r.AgentEvent.class())
	s.hold()
	if len(d.DropBy) > 0 {
		s.ofAgent(r, nameCallReleased)
		s.set("by", strings.ToLower(string(d.DropBy)))
		s.hold()
	}
	if len(d.Code) > 0 {
		s.ofAgent(r, nameCompletion)
		s.put("code", d.Code)
		s.hold()
	}
}

// attempt tells what a record of a contact attempt says: that it began, its completion codes, and that
// it is a nuisance call.
func (s *eventScan) attempt(r *record, class string) {
	told := false
	tell := func(name string, code, id word, by string) {
		told = true
		e := s.next(name)
		e.Agent, e.Call = s.keep(r.Agent), s.keep(session(r.Session))
		s.put("code", code)
		s.put("code_id", session(id))
		s.set("by", by)
		s.put("campaign", r.Campaign)
		s.put("job", session(r.Job))
		s.put("action", r.Action)
		s.set("message", class)
		s.hold()
	}
	if string(r.SubType) == "ATTEMPT_CREATED" {
		tell(nameAttempt, nil, nil, "")
	}
	if string(r.Action) == "NUISANCE_MARKED" || string(r.Nuisance) == "true" {
		tell(nameNuisance, nil, nil, "")
	}
	if len(r.SystemCode) > 0 {
		tell(nameCompletion, r.SystemCode, r.SystemCodeID, "system")
	}
	if len(r.AgentCode) > 0 {
		tell(nameCompletion, r.AgentCode, r.AgentCodeID, "agent")
	}
	if !told {
		tell(class, nil, nil, "")
	}
}

func (s *eventScan) job(r *record) {
	d := &r.JobInfo.Data
	s.next(nameJob)
	s.put("job", session(r.Job))
	s.put("campaign", r.Campaign)
	s.put("status", d.JobStatus)
	s.put("previous", d.LastJobStatus)
	s.put("message", d.JobEvent)
	s.hold()
}
