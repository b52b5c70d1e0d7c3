// Package tserver reads the logs of Genesys T-Servers, SIP Server among them: T-Library messages with
// their attributes, who was told of them, requests, the roles of an HA pair, and what else tells how the
// server fares.
package tserver

import (
	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// Source is the value of Event.Source of all events of this parser.
const Source = "tserver"

// Parser reads T-Server and SIP Server logs. The zero value is ready.
type Parser struct{}

// New returns the parser.
func New() Parser { return Parser{} }

// Info implements parsers.Parser.
func (Parser) Info() parsers.Info {
	return parsers.Info{
		Name:       "tserver",
		Title:      "T-Server and SIP Server logs",
		Sources:    []string{Source},
		Evidence:   parsers.VerifiedOnRealLogs,
		Vocabulary: nil, // any T-Library message may be printed
		Known:      derived(),
		Open:       "every T-Library message that the log prints, under its own name: T-Library names are an open set",
	}
}

// derived are the names of events that are no T-Library messages.
func derived() []string {
	return []string{"AgentLoggedIn", "AgentLoggedOut", "CheckPoint", "DNOutOfService", "EventDelivered",
		"GracefulShutdownStarted", "LogGap", "LogOpened", "PeerConnected", "PeerConnectFailed", "PeerDisconnected", "PeerLost",
		"RegistrationChanged", "RoleChanged", "ServerStarted", "ServerStopped"}
}

// Parse implements parsers.Parser.
func (Parser) Parse(segments []parsers.Segment, opt parsers.Options, out parsers.Output) error {
	return newScan(segments, opt, out).run()
}

// needs is what the consumer's wishes mean for this parser.
type needs struct {
	any       bool // some body is wanted
	wanted    *trace.Wanted
	delivered bool // EventDelivered is wanted, at least of some messages
	register  bool // RegistrationChanged is wanted
}

// told tells whether the deliveries of a message are wanted.
func (n *needs) told(message string) bool { return n.delivered && n.wanted.Delivery(Source, message) }

func newNeeds(w *trace.Wanted) needs {
	return needs{
		wanted:    w,
		any:       w != nil && (w.All || len(w.Bodies[Source]) > 0 || len(w.Bodies[""]) > 0),
		delivered: w.Body(Source, "EventDelivered"),
		register:  w.Body(Source, "RegistrationChanged"),
	}
}
