package main

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/suggest"
	"github.com/fo-check/fo-check/trace"
)

// siteMap is a map of sites as it was given.
type siteMap struct {
	sites    *trace.SiteMap
	defs     []trace.SiteDef
	settings []rules.Setting // what it gives the sites, and what it says of their names
}

// readSites makes the map of what walk finds.
func readSites(path string, walk func(*siteReader) error) (*siteMap, error) {
	r := &siteReader{path: path}
	if err := walk(r); err != nil {
		return nil, usage(err)
	}
	m, err := trace.NewSiteMap(r.sites)
	if err != nil {
		return nil, usagef("%s: %w", path, err)
	}
	return &siteMap{m, r.sites, r.settings}, nil
}

// siteReader walks the YAML of a site map, so that errors have a place.
type siteReader struct {
	path     string
	sites    []trace.SiteDef
	settings []rules.Setting
}

func (r *siteReader) errorf(n *yaml.Node, format string, args ...any) error {
	return fmt.Errorf("%s:%d:%d: %s", r.path, n.Line, n.Column, fmt.Sprintf(format, args...))
}

func (r *siteReader) document(doc *yaml.Node) error {
	if len(doc.Content) == 0 {
		return fmt.Errorf("%s: empty; sites: {NAME: {servers: [...]}} is accepted", r.path)
	}
	return r.each(doc.Content[0], []string{"sites", "zones"}, func(key string, _, v *yaml.Node) error {
		if key == "zones" { // of no use but to lint
			return nil
		}
		return r.all(v)
	})
}

// all reads the sites of a map.
func (r *siteReader) all(n *yaml.Node) error {
	return r.each(n, nil, func(name string, _, site *yaml.Node) error { return r.site(name, site) })
}

// each calls f for the entries of a mapping whose keys are among accepted; nil: any.
func (r *siteReader) each(n *yaml.Node, accepted []string, f func(key string, k, v *yaml.Node) error) error {
	if n.Kind != yaml.MappingNode {
		return r.errorf(n, "%q: not a mapping; NAME: VALUE entries are accepted", n.Value)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if accepted != nil && !contains(accepted, k.Value) {
			return r.errorf(k, "unknown field %q%s; %s are accepted", k.Value,
				suggest.Hint(k.Value, accepted), strings.Join(accepted, ", "))
		}
		if err := f(k.Value, k, v); err != nil {
			return err
		}
	}
	return nil
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

func (r *siteReader) site(name string, n *yaml.Node) error {
	def := trace.SiteDef{Name: name}
	fields := []string{"servers", "pairs", "applications", "params"}
	err := r.each(n, fields, func(key string, _, v *yaml.Node) (err error) {
		switch key {
		case "servers":
			def.Servers, err = r.list(v)
		case "applications":
			def.Applications, err = r.list(v)
		case "pairs":
			def.Pairs, err = r.pairs(v)
		case "params":
			err = r.params(name, v)
		}
		return err
	})
	r.sites = append(r.sites, def)
	return err
}

func (r *siteReader) list(n *yaml.Node) ([]string, error) {
	if n.Kind != yaml.SequenceNode {
		return nil, r.errorf(n, "%q: not a list; [NAME, NAME] is accepted", n.Value)
	}
	var out []string
	for _, c := range n.Content {
		if c.Kind != yaml.ScalarNode {
			return nil, r.errorf(c, "not a name; application names, host:port and hosts are accepted")
		}
		out = append(out, c.Value)
	}
	return out, nil
}

func (r *siteReader) pairs(n *yaml.Node) ([][2]string, error) {
	if n.Kind != yaml.SequenceNode {
		return nil, r.errorf(n, "%q: not a list; [[PRIMARY, BACKUP]] is accepted", n.Value)
	}
	var out [][2]string
	for _, c := range n.Content {
		pair, err := r.list(c)
		if err != nil {
			return nil, err
		}
		if len(pair) != 2 {
			return nil, r.errorf(c, "a pair of %d; [PRIMARY, BACKUP] is accepted", len(pair))
		}
		out = append(out, [2]string{pair[0], pair[1]})
	}
	return out, nil
}

func (r *siteReader) params(site string, n *yaml.Node) error {
	return r.each(n, nil, func(name string, _, v *yaml.Node) error {
		if v.Kind != yaml.ScalarNode {
			return r.errorf(v, "%s: not a value; %s: 30s is accepted", name, name)
		}
		from := fmt.Sprintf("site map %s:%d", r.path, v.Line)
		r.settings = append(r.settings, rules.Setting{Name: name, Site: site, Value: v.Value, From: from})
		return nil
	})
}
