package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
)

// showConfig prints what was read of the configuration file.
func (a *app) showConfig() {
	f := a.conf
	if f == nil {
		fmt.Fprintln(a.out, "configuration: none; .fo-check.yaml is searched in this folder and above, up to the root of the repository")
		return
	}
	line := func(format string, args ...any) { fmt.Fprintln(a.out, report.Visible(fmt.Sprintf(format, args...))) }
	line("configuration: %s", f.Path)
	for _, name := range slices.Sorted(maps.Keys(f.Flags)) {
		line("  --%s %s  (%s)", name, strings.Join(f.Flags[name], ", "), f.Places[name])
	}
	shown := func(what string, n *yaml.Node) {
		for i := 0; n != nil && i+1 < len(n.Content); i += 2 {
			v := n.Content[i+1]
			text := v.Value
			if v.Kind != yaml.ScalarNode {
				text = "..."
			}
			line("  %s %s = %s  (%s:%d)", what, n.Content[i].Value, text, f.Path, n.Content[i].Line)
		}
	}
	shown("param", f.Params)
	shown("site", f.Sites)
	for _, s := range f.Suppressions {
		line("  suppressed %s%s%s: %s  (%s)", s.Rule, s.Finding, keysOf(s.Key), until(&s), s.Place)
	}
}
