package main

import (
	"fmt"
	"strings"

	"github.com/fo-check/fo-check/rules"
)

// params prints the settings that a rule's own conditions and bounds read.
func params(b *strings.Builder, r *rules.Rule, set *rules.Set) {
	used := paramsOf(r)
	first := true
	for _, p := range set.Params {
		if !used[p.Index] {
			continue
		}
		if first {
			b.WriteString("\nsettings\n")
			first = false
		}
		fmt.Fprintf(b, "  %-26s %s\n", p.Option, paramText(p))
		if p.Doc != "" {
			fmt.Fprintf(b, "  %-26s %s\n", "", wrap(p.Doc, 70, strings.Repeat(" ", 29)))
		}
	}
}

// paramText says the default, and whose it is.
func paramText(p *rules.Param) string {
	switch {
	case !p.HasDefault:
		return "no default: unknown until given with --param " + p.Option + "=VALUE"
	case p.Ours != "":
		return fmt.Sprintf("default %s (ours: %s)", p.Default, p.Ours)
	}
	return "default " + p.Default
}

// paramsOf returns the indexes of params that a rule's conditions and bounds read.
func paramsOf(r *rules.Rule) map[int]bool {
	used := map[int]bool{}
	for _, p := range programs(r) {
		for _, i := range p.Reads().Params {
			used[i] = true
		}
	}
	return used
}
