// Package ors reads the logs of Genesys Orchestration Server: the METRIC records of its sessions, the
// interaction events that they get, how sessions begin, act and end, and how the server and its links
// fare.
package ors

import (
	"strings"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// Source is the value of Event.Source of all events of this parser.
const Source = "ors"

// Parser reads Orchestration Server logs. The zero value is ready.
type Parser struct{}

var _ parsers.Parser = Parser{}

// New returns the parser.
func New() Parser { return Parser{} }

// Info implements parsers.Parser.
func (Parser) Info() parsers.Info {
	return parsers.Info{
		Name:       "ors",
		Title:      "Orchestration Server (ORS) logs",
		Sources:    []string{Source},
		Evidence:   parsers.FromDocumentation,
		Vocabulary: nil, // any interaction.* event may be printed
	}
}

// Parse implements parsers.Parser.
func (Parser) Parse(segments []parsers.Segment, opt parsers.Options, out parsers.Output) error {
	return newScan(segments, opt, out).run()
}

// message is what is known of an event name in this log.
type message struct {
	name    string
	count   int64
	deliver bool // its fields and attributes are wanted
	bears   bool // may say what it results from
}

// messages holds every event name met in the log.
type messages struct {
	byName map[string]*message
	wanted *trace.Wanted
	record bool // skipped events are delivered
	any    bool // some body is wanted
}

func newMessages(w *trace.Wanted) messages {
	return messages{byName: make(map[string]*message, 32), wanted: w, record: w.Record(Source),
		any: w != nil && (w.All || len(w.Bodies[Source]) > 0 || len(w.Bodies[""]) > 0)}
}

// get returns the message of that name. It allocates only for a new name.
func (m *messages) get(name []byte) *message {
	if x := m.byName[string(name)]; x != nil {
		return x
	}
	return m.add(string(name))
}

func (m *messages) add(name string) *message {
	x := &message{name: strings.ToValidUTF8(name, "\uFFFD"), deliver: m.wanted.Read(Source, name)}
	x.bears = bears(name)
	m.byName[name] = x
	return x
}

// bears tells whether an event of that name may say what it results from.
func bears(name string) bool {
	return name == "interaction.notcontrolled" || name == "interaction.deleted"
}

// counts returns the number of events by name.
func (m *messages) counts() (map[string]int64, int64) {
	out, total := make(map[string]int64, len(m.byName)), int64(0)
	for _, x := range m.byName {
		if x.count > 0 {
			out[x.name] += x.count
			total += x.count
		}
	}
	return out, total
}
