package main

import (
	"fmt"
	"os"
	"strings"

	"go.yaml.in/yaml/v3"

	conffile "github.com/fo-check/fo-check/cmd/fo-check/internal/config"
	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/config"
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// paramFile reads one file of --params: NAME: VALUE and NAME@SITE: VALUE in YAML, or a configuration export.
func paramFile(path string, set *rules.Set, sites *siteMap) ([]rules.Setting, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, usagef("--params %s: %w", path, cause(err))
	}
	if d := config.New().Detect(parsers.Head{Name: path, Bytes: content, Whole: true}); d.Score > 0 {
		return exportFile(path, set, sites)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(content, &doc); err != nil {
		return nil, usagef("--params %s: neither YAML nor a configuration export: %w", path, err)
	}
	if len(doc.Content) == 0 {
		return nil, usagef("--params %s: empty; NAME: VALUE lines and configuration exports are accepted", path)
	}
	return paramNodes(path, doc.Content[0], set)
}

// paramNodes reads a mapping of settings. Of a name given twice the last counts, as with --param.
func paramNodes(path string, n *yaml.Node, set *rules.Set) ([]rules.Setting, error) {
	r := siteReader{path: path}
	var out []rules.Setting
	err := r.each(n, nil, func(name string, k, v *yaml.Node) error {
		text, err := r.scalar(v)
		if err != nil {
			return err
		}
		option, site, _ := strings.Cut(name, "@")
		s := rules.Setting{Name: option, Site: site, Value: text, From: fmt.Sprintf("%s:%d", path, k.Line)}
		if err := checkSetting(s, set); err != nil {
			return r.errorf(k, "%v", err)
		}
		out = append([]rules.Setting{s}, out...)
		return nil
	})
	rules.BySite(out)
	return out, usage(err)
}

// scalar reads a value or a list of values, which stands for them with commas between.
func (r *siteReader) scalar(n *yaml.Node) (string, error) {
	if n.Kind == yaml.SequenceNode {
		list, err := r.list(n)
		return strings.Join(list, ","), err
	}
	if n.Kind != yaml.ScalarNode {
		return "", r.errorf(n, "not a value; NAME: 30s is accepted")
	}
	if n.Tag == "!!null" {
		return "", r.errorf(n, "no value; unset says that it is known to be unset")
	}
	return n.Value, nil
}

// named are the settings that follow from the names in a site map, as far as rules know them.
func (m *siteMap) named(set *rules.Set, path string) []rules.Setting {
	var sites, applications []string
	for _, d := range m.defs {
		sites, applications = append(sites, d.Name), append(applications, d.Applications...)
	}
	var out []rules.Setting
	for _, s := range []rules.Setting{{Name: "site-names", Value: strings.Join(sites, ",")},
		{Name: "ail-applications", Value: strings.Join(applications, ",")}} {
		if s.Value != "" && findParam(s.Name, set) != nil {
			s.From = "site map " + path
			out = append(out, s)
		}
	}
	return out
}

// given are the settings of a run and its map of sites, in the order of trust.
type given struct {
	settings []rules.Setting
	sites    *siteMap
}

// siteOf returns the site of an application; without a map that knows it the application stands for itself.
func (m *siteMap) siteOf(application string) (string, bool) {
	if m == nil {
		return application, false
	}
	if site, ok := m.sites.Site(application); ok {
		return site, true
	}
	return application, false
}

// trace is the map as streams use it; nil if there is none.
func (m *siteMap) trace() *trace.SiteMap {
	if m == nil {
		return nil
	}
	return m.sites
}

// given reads all settings: --param, --params, the configuration file, the map of sites.
func (c *checkCmd) given(set *rules.Set, file *conffile.File) (*given, error) {
	g := &given{}
	var err error
	if g.settings, err = parseParams(c.Param, set); err != nil {
		return nil, err
	}
	path, err := g.readMap(c.Sites, file)
	if err != nil {
		return nil, err
	}
	files := perLine(c.Params)
	for i := len(files) - 1; i >= 0; i-- { // the last file is trusted most
		list, err := paramFile(files[i], set, g.sites)
		if err != nil {
			return nil, err
		}
		g.settings = append(g.settings, list...)
	}
	if file != nil && file.Params != nil {
		list, err := paramNodes(file.Path, file.Params, set)
		if err != nil {
			return nil, err
		}
		g.settings = append(g.settings, list...)
	}
	return g, g.ofMap(set, path)
}

// readMap reads the map of sites, of the flag or else of the configuration file, and returns where it stands.
func (g *given) readMap(flag string, file *conffile.File) (path string, err error) {
	switch {
	case flag != "":
		var content []byte
		if content, err = os.ReadFile(flag); err != nil {
			return "", usagef("--sites %s: %w", flag, cause(err))
		}
		var doc yaml.Node
		if err := yaml.Unmarshal(content, &doc); err != nil {
			return "", usagef("%s: %w", flag, err)
		}
		g.sites, err = readSites(flag, func(r *siteReader) error { return r.document(&doc) })
		return flag, err
	case file != nil && file.Sites != nil:
		g.sites, err = readSites(file.Path, func(r *siteReader) error { return r.all(file.Sites) })
		return file.Path, err
	}
	return "", nil
}

// ofMap adds what the map of sites says.
func (g *given) ofMap(set *rules.Set, path string) error {
	if g.sites == nil {
		return nil
	}
	for _, s := range g.sites.settings {
		if err := checkSetting(s, set); err != nil {
			return usagef("%s: %w", s.From, err)
		}
	}
	g.settings = append(g.settings, g.sites.settings...)
	g.settings = append(g.settings, g.sites.named(set, path)...)
	return nil
}
