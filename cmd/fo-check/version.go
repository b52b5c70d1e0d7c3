package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version is set by the linker for releases (-X main.version=1.2.3).
var version string

// versionCmd prints the version.
type versionCmd struct {
	Config bool `name:"config" help:"Also what was read of the configuration file."`
}

// Run implements the command.
func (c versionCmd) Run(a *app) error {
	set, err := loadRules(&ruleFlags{})
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "fo-check %s (%s, %s/%s)\n", versionText(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	fmt.Fprintf(a.out, "rules %s, %d rules in %d packs\n", set.Digest, len(set.Rules), len(set.Packs))
	if c.Config {
		a.showConfig()
	}
	return nil
}

// versionText is the release's version, else what the Go tool recorded.
func versionText() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
