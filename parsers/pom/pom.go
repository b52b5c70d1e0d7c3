// Package pom reads what Avaya Proactive Outreach Manager leaves where agents work: the log of the agent
// desktop SDK (POM_SDK.log), and the events of its Event SDK as JSON. The lines that the servers of POM
// write (Agent Manager, Campaign Manager, Campaign Director) are published nowhere and are not read.
package pom

import (
	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/textlog"
	"github.com/fo-check/fo-check/trace"
)

// Source is the value of Event.Source of all events of this package.
const Source = "pom"

// Names of events that are no vendor's.
const (
	nameLoggedIn       = "AgentLoggedIn"
	nameLoggedOut      = "AgentLoggedOut"
	nameCallState      = "CallStateChanged"
	nameCallReleased   = "CallReleased"
	nameCompletion     = "CompletionCodeSet"
	nameCommand        = "AgentCommand"
	nameStatus         = "AgentStatusReported"
	nameManager        = "ZoneManagerChanged"
	namePeerConnected  = "PeerConnected"
	namePeerLost       = "PeerLost"
	nameStarted        = "SDKStarted"
	nameStopped        = "SDKStopped"
	nameGap            = "LogGap"
	nameAvailable      = "POMAvailable"
	nameNotAvailable   = "POMNotAvailable"
	nameNuisance       = "NuisanceMarked"
	nameAttempt        = "AttemptStarted"
	nameJob            = "JobChanged"
	nameStateViewed    = "AgentStateViewed"
	reasonForced       = "FORCE_LOGOUT"
	reasonManual       = "MANUAL_LOGOUT"
	attrState          = "state"
	inferredAttr       = "inferred"
	noManager          = "Null_PAM_IP"
	commandLogon       = "AGTLogon"
	commandLogoff      = "AGTLogoff"
	commandPendingOut  = "AGTPendingLogout"
	commandWrapup      = "AGTWrapupContact"
	messageStatusReply = "GetAgentStatusResponse"
)

// Parser reads POM_SDK.log. The zero value is ready.
type Parser struct{}

// New returns the parser of POM_SDK.log.
func New() Parser { return Parser{} }

// Info implements parsers.Parser.
func (Parser) Info() parsers.Info {
	return parsers.Info{
		Name:       "pom",
		Title:      "Avaya POM agent desktop SDK log (POM_SDK.log)",
		Sources:    []string{Source},
		Evidence:   parsers.VerifiedOnRealLogs,
		Vocabulary: nil, // any message of the agent API may be printed
		Open:       "every message of the agent API that the log prints, under its own name or that of its alias",
	}
}

// Parse implements parsers.Parser.
func (Parser) Parse(segments []parsers.Segment, opt parsers.Options, out parsers.Output) error {
	return newScan(segments, opt, out).run()
}

// EventsParser reads events of the POM Event SDK as JSON. The zero value is ready.
type EventsParser struct{}

// NewEvents returns the parser of Event SDK events.
func NewEvents() EventsParser { return EventsParser{} }

// Info implements parsers.Parser.
func (EventsParser) Info() parsers.Info {
	return parsers.Info{
		Name:     "pom-events",
		Title:    "Avaya POM Event SDK events (Kafka) as JSON",
		Sources:  []string{Source},
		Evidence: parsers.FromDocumentation,
		Vocabulary: []string{nameLoggedIn, nameLoggedOut, nameStateViewed, nameCallState, nameCallReleased, nameCompletion,
			nameNuisance, nameAttempt, nameJob, "AgentJobStateEvent", "AgentNailStateEvent", "AgentOperationEvent", "AgentEvent",
			"AttemptEvent", "EnrichedAttemptEvent",
			"HeartBeatEvent", "AgentStatisticsEvent", "JobStatisticsEvent"},
	}
}

// Parse implements parsers.Parser.
func (EventsParser) Parse(segments []parsers.Segment, opt parsers.Options, out parsers.Output) error {
	return newEventScan(segments, opt, out).run()
}

// newInput describes the segments.
func newInput(parser string, segments []parsers.Segment) *trace.Input {
	in := &trace.Input{Parser: parser, Source: Source}
	for _, seg := range segments {
		in.Segments = append(in.Segments, seg.Name)
	}
	if len(segments) > 0 {
		in.Path = segments[0].Name
	}
	in.Clock = in.Path
	textlog.NoteDoubtful(in, segments)
	return in
}
