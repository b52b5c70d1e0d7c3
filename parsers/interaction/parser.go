// Package interaction reads the logs of Genesys Interaction Server: the messages of Interaction
// Management and Reporting with their attributes, to whom reporting messages were distributed,
// registrations, connections, roles, and what else tells how the server fares.
package interaction

import (
	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// Source is the value of Event.Source of all events of this parser.
const Source = "interaction"

// Parser reads Interaction Server logs. The zero value is ready.
type Parser struct{}

// New returns the parser.
func New() Parser { return Parser{} }

// Info implements parsers.Parser. No whole log of an Interaction Server is public: the grammar is that of
// published descriptions of its lines, of the protocol's reference, and of the log library.
func (Parser) Info() parsers.Info {
	return parsers.Info{
		Name:       "interaction",
		Title:      "Interaction Server logs",
		Sources:    []string{Source},
		Evidence:   parsers.FromDocumentation,
		Vocabulary: nil, // any message may be printed
		Open:       "every message of Interaction Management and Reporting that the log prints, under its own name",
	}
}

// Parse implements parsers.Parser.
func (Parser) Parse(segments []parsers.Segment, opt parsers.Options, out parsers.Output) error {
	return newScan(segments, opt, out).run()
}

// needs is what the consumer's wishes mean for this parser.
type needs struct {
	wanted    *trace.Wanted
	any       bool // some body is wanted
	delivered bool // EventDelivered is wanted
}

func newNeeds(w *trace.Wanted) needs {
	return needs{wanted: w, any: w != nil && (w.All || len(w.Bodies[Source]) > 0 || len(w.Bodies[""]) > 0),
		delivered: w.Body(Source, "EventDelivered")}
}
