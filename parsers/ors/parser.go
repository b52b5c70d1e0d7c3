// Package ors reads the logs of Genesys Orchestration Server: the METRIC records of its sessions, the
// interaction events that they get, how sessions begin, act and end, and how the server and its links
// fare.
package ors

import (
	"github.com/fo-check/fo-check/parsers"
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
		Open:       "every interaction.* event that the log prints, under its own name",
	}
}

// Parse implements parsers.Parser.
func (Parser) Parse(segments []parsers.Segment, opt parsers.Options, out parsers.Output) error {
	return newScan(segments, opt, out).run()
}

// bears tells whether an event of that name may say what it results from.
func bears(name string) bool {
	return name == "interaction.notcontrolled" || name == "interaction.deleted"
}
