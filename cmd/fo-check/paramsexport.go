package main

import (
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/config"
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// exportedOptions are the settings that options of AIL Applications give.
var exportedOptions = []string{"site-timeout", "site-sip-register-timeout"}

// exportFacts is an Output that keeps what a configuration export says of these options.
type exportFacts struct {
	complete bool
	refused  []trace.Note
	values   map[string]map[string][]exported // application, option
	desktops []string                         // AIL Applications
	where    map[string]string                // application -> place
}

// exported is a value and where it stands.
type exported struct{ value, from string }

// Start implements parsers.Output.
func (x *exportFacts) Start(in *trace.Input) error {
	x.complete = in.CompleteFromStart
	return nil
}

// Event implements parsers.Output.
func (x *exportFacts) Event(_ *trace.Input, e *trace.Event) error {
	from := fmt.Sprintf("%s:%d", e.Pos.File, e.Pos.Line)
	key, _ := e.Attrs.Get("key")
	switch {
	case e.Name == "Application":
		x.where[e.Server] = from
		if _, ok := e.Attrs.Get("ail"); ok {
			x.desktops = append(x.desktops, e.Server)
		}
	case e.Name == "Option" && e.Server != "" && slices.Contains(exportedOptions, key):
		if x.values[e.Server] == nil {
			x.values[e.Server] = map[string][]exported{}
		}
		value, _ := e.Attrs.Get("value")
		x.values[e.Server][key] = append(x.values[e.Server][key], exported{value, from})
	}
	return nil
}

// End implements parsers.Output.
func (x *exportFacts) End(in *trace.Input) error {
	for _, n := range in.Notes {
		if n.Refused {
			x.refused = append(x.refused, n)
		}
	}
	return nil
}

// readExport reads an export for its settings.
func readExport(segments []parsers.Segment) (*exportFacts, error) {
	x := &exportFacts{values: map[string]map[string][]exported{}, where: map[string]string{}}
	wanted := &trace.Wanted{Bodies: map[string]map[string]bool{"config": {"Option": true, "Application": true}}}
	return x, config.New().Parse(segments, parsers.Options{Wanted: wanted}, x)
}

// exportFile reads the settings of an export that --params names. One that is damaged is refused: what it
// does not show would be taken for unset.
func exportFile(path string, set *rules.Set, sites *siteMap) ([]rules.Setting, error) {
	open := func() (io.ReadCloser, error) { return os.Open(path) }
	x, err := readExport([]parsers.Segment{{Name: path, Size: -1, Open: open}})
	if err != nil {
		return nil, usagef("--params %w", err)
	}
	if !x.complete && len(x.refused) > 0 {
		n := x.refused[0]
		return nil, usagef("--params %s:%d:%d: %s", n.Pos.File, n.Pos.Line, n.Col, n.Text)
	}
	list := x.settings(set, sites)
	if len(list) == 0 {
		return nil, usagef("--params %s: no AIL Application in it; an application with a section loading, named by a person or by the site map, is accepted", path)
	}
	return list, nil
}

// settings are what the AIL Applications say, each for its site. If all say the same it holds for every
// site; an application that no map gives a site stands for itself.
func (x *exportFacts) settings(set *rules.Set, sites *siteMap) []rules.Setting {
	var out []rules.Setting
	for _, option := range exportedOptions {
		def := findParam(option, set)
		if def == nil {
			continue
		}
		agreed, all := "", true
		var list []rules.Setting
		for i, app := range x.applications(sites) {
			s, ok := x.setting(option, app, set)
			all = all && ok && (i == 0 || agreed == s.Value)
			if !ok {
				continue
			}
			agreed = s.Value
			s.Site, _ = sites.siteOf(app)
			list = append(list, s)
		}
		out = append(out, list...)
		if all && len(list) > 0 {
			s := list[0]
			s.Site, s.From = "", s.From+" (all AIL Applications of the export agree)"
			out = append(out, s)
		}
	}
	return out
}

// applications lists the AIL Applications, those of the map too, in the order of their names.
func (x *exportFacts) applications(sites *siteMap) []string {
	list := slices.Clone(x.desktops)
	if sites != nil {
		for _, d := range sites.defs {
			for _, app := range d.Applications {
				if x.where[app] != "" {
					list = append(list, app)
				}
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// setting is what one application says of an option. An empty value, one that cannot be read, and in a whole
// export none at all, are unset. Two values say nothing.
func (x *exportFacts) setting(option, app string, set *rules.Set) (rules.Setting, bool) {
	values := x.values[app][option]
	if len(values) == 0 {
		return rules.Setting{Name: option, Value: "unset", From: x.where[app] + " (" + app + " has no such option)"}, x.complete
	}
	for _, v := range values[1:] {
		if v.value != values[0].value {
			return rules.Setting{}, false
		}
	}
	s := rules.Setting{Name: option, Value: values[0].value, From: values[0].from + " (" + app + ")"}
	if s.Value == "" {
		s.Value = "unset"
	}
	if checkExported(s, set) != nil {
		s.Value, s.From = "unset", s.From+", cannot be read and is treated as unset"
	}
	return s, true
}

// checkExported accepts whole numbers of seconds only: that is what the option takes.
func checkExported(s rules.Setting, set *rules.Set) error {
	for _, c := range s.Value {
		if s.Value != "unset" && (c < '0' || c > '9') {
			return fmt.Errorf("%q: not a whole number of seconds", s.Value)
		}
	}
	s.Site = ""
	return checkSetting(s, set)
}

// exported returns the settings of the configuration exports among the inputs.
func (a *app) exported(p *plan, set *rules.Set, sites *siteMap) []rules.Setting {
	var out []rules.Setting
	for _, log := range p.logs(readOptions{}, nil, false, nil) {
		if log.Parser.Info().Name != config.Name || slices.ContainsFunc(log.Segments, func(s parsers.Segment) bool { return s.Size < 0 }) {
			continue // standard input can be read only once
		}
		if x, err := readExport(log.Segments); err == nil { // the check itself tells what is wrong
			out = append(out, x.settings(set, sites)...)
		}
	}
	return out
}
