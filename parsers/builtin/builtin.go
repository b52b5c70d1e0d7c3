// Package builtin lists the parsers that come with fo-check. It stands apart from package parsers, which
// every parser imports.
package builtin

import (
	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/config"
	"github.com/fo-check/fo-check/parsers/desktop"
	"github.com/fo-check/fo-check/parsers/interaction"
	"github.com/fo-check/fo-check/parsers/ors"
	"github.com/fo-check/fo-check/parsers/pom"
	"github.com/fo-check/fo-check/parsers/softphone"
	"github.com/fo-check/fo-check/parsers/strategy"
	"github.com/fo-check/fo-check/parsers/tserver"
	"github.com/fo-check/fo-check/parsers/workspace"
)

// Parsers returns the built-in parsers. The order is that of `parsers list`; detection does not depend
// on it.
func Parsers() []parsers.Parser {
	return []parsers.Parser{
		tserver.New(),
		interaction.New(),
		ors.New(),
		desktop.Parser{},
		workspace.New(),
		workspace.NewSDK(),
		workspace.NewWeb(),
		softphone.New(),
		pom.New(),
		pom.NewEvents(),
		strategy.New(),
		config.New(),
	}
}
