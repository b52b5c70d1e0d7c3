package rulepage

import (
	"fmt"
	"maps"
	"slices"

	"github.com/fo-check/fo-check/rules"
)

// settings are the params that the rule depends on: name, default, meaning.
func (p *Page) settings() section {
	s := section{title: "Settings", head: []string{"setting", "default", "meaning"}}
	for _, param := range p.Params {
		s.rows = append(s.rows, []string{param.Option, p.defaultText(param), param.Doc})
	}
	return s
}

// defaultText says the default, and whose it is, with the passage that gives it.
func (p *Page) defaultText(param *rules.Param) string {
	text := DefaultText(param)
	if param.HasDefault && param.Ours == "" && param.Cite != nil {
		text += " (" + p.citedDefault(param) + ")"
	}
	return text
}

// DefaultText says the default of a param, and why it is ours where no document gives it.
func DefaultText(param *rules.Param) string {
	switch {
	case !param.HasDefault:
		return "no default: unknown until given with --param " + param.Option + "=VALUE"
	case param.Ours != "":
		return fmt.Sprintf("default %s (ours: %s)", written(param.Default), param.Ours)
	}
	return "default " + written(param.Default)
}

func written(value string) string {
	if value == "" {
		return `""`
	}
	return value
}

// citedDefault names the passage that gives the default, in the document of a pack that declares the param:
// the rule's own before others.
func (p *Page) citedDefault(param *rules.Param) string {
	for _, pack := range append([]*rules.Pack{p.Rule.Pack}, p.packs(param)...) {
		if d, ok := pack.Documents[param.Cite.Document]; ok {
			return commas(d.Title, d.Publisher, d.Date) + passage(param.Cite.Section)
		}
	}
	return param.Cite.Document + passage(param.Cite.Section)
}

func passage(section string) string {
	if section == "" {
		return ""
	}
	return ": " + section
}

// packs lists the packs of the rules at hand that declare the param.
func (p *Page) packs(param *rules.Param) []*rules.Pack {
	found := map[string]*rules.Pack{}
	for _, r := range p.Set.Packs {
		if _, ok := r.Params[param.Name]; ok {
			found[r.Name] = r
		}
	}
	var out []*rules.Pack
	for _, name := range slices.Sorted(maps.Keys(found)) {
		out = append(out, found[name])
	}
	return out
}
