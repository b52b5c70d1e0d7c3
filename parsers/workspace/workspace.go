// Package workspace reads what Genesys desktops log of the messages that they exchange with servers: the
// logs of Workspace Desktop Edition (log4net), and the dumps of the Platform SDK that any desktop built on
// it may print, in Java or .NET and whatever the layout of its lines.
package workspace

import (
	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// Source is the value of Event.Source of all events of this package.
const Source = "desktop"

// Parser reads the logs of Workspace Desktop Edition. The zero value is ready.
type Parser struct{}

// New returns the parser of Workspace Desktop Edition logs.
func New() Parser { return Parser{} }

// Info implements parsers.Parser.
func (Parser) Info() parsers.Info {
	return parsers.Info{
		Name:     "workspace",
		Title:    "Genesys Workspace Desktop Edition logs (InteractionWorkspace.log)",
		Sources:  []string{Source},
		Evidence: parsers.FromDocumentation,
	}
}

// Parse implements parsers.Parser.
func (Parser) Parse(segments []parsers.Segment, opt parsers.Options, out parsers.Output) error {
	return newScan("workspace", segments, opt, out).run()
}

// SDKParser reads logs with dumps of the Platform SDK. The zero value is ready.
type SDKParser struct{}

// NewSDK returns the parser of logs with Platform SDK dumps.
func NewSDK() SDKParser { return SDKParser{} }

// Info implements parsers.Parser.
func (SDKParser) Info() parsers.Info {
	return parsers.Info{
		Name:     "psdk",
		Title:    "Genesys Platform SDK message dumps (Java, .NET), any line layout",
		Sources:  []string{Source},
		Evidence: parsers.FromDocumentation,
	}
}

// Parse implements parsers.Parser.
func (SDKParser) Parse(segments []parsers.Segment, opt parsers.Options, out parsers.Output) error {
	return newScan("psdk", segments, opt, out).run()
}

// derived is what the trace may conclude from such a log.
func derived() []string { return []string{trace.DeriveSwitchover} }
