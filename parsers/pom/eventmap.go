package pom

import (
	"strings"

	"github.com/fo-check/fo-check/trace"
)

const acceptedKinds = "AGENT, ATTEMPT, ENRICHED_ATTEMPT_RESULT, JOB, HEART_BEAT, AGENT_STATISTICS, JOB_STATISTICS"

// tell turns a record into events; false if its kind is not known.
func (s *eventScan) tell(r *record) bool {
	switch r.Kind {
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
		e.Server = s.keep(r.Server)
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
	e.Call = session(r.AgentEvent.Data.Session)
	return e
}

// session leaves out the number that stands for none.
func session(w word) string {
	if w == "0" {
		return ""
	}
	return string(w)
}

func (s *eventScan) agentEvent(r *record) {
	d := &r.AgentEvent.Data
	switch class := r.AgentEvent.class(); class {
	case "AgentStateEvent":
		s.agentState(r, d)
	case "AgentCallStateEvent":
		s.callState(r, d)
	default:
		name := "AgentEvent"
		switch class {
		case "AgentJobStateEvent", "AgentNailStateEvent", "AgentOperationEvent":
			name = class
		}
		s.ofAgent(r, name)
		s.put(attrState, d.State)
		s.put("message", word(class))
		s.put("job", word(session(r.CurrentJob)))
		s.put("campaign", r.CurrentCampaign)
		s.hold()
	}
}

// agentState tells of logins and logouts by name; other states are the manager's view of the agent.
func (s *eventScan) agentState(r *record, d *detail) {
	name := nameStateViewed
	switch d.State {
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
	s.put("message", word(r.AgentEvent.class()))
	s.hold()
}

func (s *eventScan) callState(r *record, d *detail) {
	s.ofAgent(r, nameCallState)
	s.put(attrState, d.Call)
	s.put("previous", d.PreviousCall)
	s.put("call_type", d.CallType)
	s.put("message", word(r.AgentEvent.class()))
	s.hold()
	if d.DropBy != "" {
		s.ofAgent(r, nameCallReleased)
		s.put("by", word(strings.ToLower(string(d.DropBy))))
		s.hold()
	}
	if d.Code != "" {
		s.ofAgent(r, nameCompletion)
		s.put("code", d.Code)
		s.hold()
	}
}

// attempt tells what a record of a contact attempt says: that it began, its completion codes, and that
// it is a nuisance call.
func (s *eventScan) attempt(r *record, class word) {
	told := false
	tell := func(name string, code, id, by word) {
		told = true
		e := s.next(name)
		e.Agent, e.Call = s.keep(r.Agent), session(r.Session)
		s.put("code", code)
		if id != "0" {
			s.put("code_id", id)
		}
		s.put("by", by)
		s.put("campaign", r.Campaign)
		s.put("job", word(session(r.Job)))
		s.put("action", r.Action)
		s.put("message", class)
		s.hold()
	}
	if r.SubType == "ATTEMPT_CREATED" {
		tell(nameAttempt, "", "", "")
	}
	if r.Action == "NUISANCE_MARKED" || r.Nuisance == "true" {
		tell(nameNuisance, "", "", "")
	}
	if r.SystemCode != "" {
		tell(nameCompletion, r.SystemCode, r.SystemCodeID, "system")
	}
	if r.AgentCode != "" {
		tell(nameCompletion, r.AgentCode, r.AgentCodeID, "agent")
	}
	if !told {
		tell(string(class), "", "", "")
	}
}

func (s *eventScan) job(r *record) {
	d := &r.JobInfo.Data
	s.next(nameJob)
	s.put("job", word(session(r.Job)))
	s.put("campaign", r.Campaign)
	s.put("status", d.JobStatus)
	s.put("previous", d.LastJobStatus)
	s.put("message", d.JobEvent)
	s.hold()
}
