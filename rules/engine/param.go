package engine

import (
	"sort"
	"strings"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/celenv"
)

// params answers what a setting's value is, for a site and an input.
type params struct {
	settings map[string][]rules.Setting // by option name, highest trust first
	cache    map[paramKey]celenv.Value
	used     map[string]rules.ParamValue
	unknown  func(index int) celenv.Value
}

type paramKey struct {
	index int
	site  string
	input *input
}

func newParams(settings []rules.Setting, unknown func(int) celenv.Value) *params {
	p := &params{settings: map[string][]rules.Setting{}, cache: map[paramKey]celenv.Value{},
		used: map[string]rules.ParamValue{}, unknown: unknown}
	for _, s := range settings {
		p.settings[s.Name] = append(p.settings[s.Name], s)
	}
	return p
}

// value returns the value in force: of the user, else of the input's header, else the default.
func (p *params) value(def *rules.Param, site string, in *input) celenv.Value {
	if !def.PerSite {
		site = ""
	}
	key := paramKey{def.Index, site, in}
	if in != nil && len(in.Params) == 0 {
		key.input = nil
	}
	if v, ok := p.cache[key]; ok {
		return v
	}
	v := p.resolve(def, site, in)
	p.cache[key] = v
	return v
}

func (p *params) resolve(def *rules.Param, site string, in *input) celenv.Value {
	for _, s := range p.settings[def.Option] {
		switch {
		case s.Site == "" || site != "" && strings.EqualFold(s.Site, site):
			return p.parse(def, s)
		case site == "" && def.PerSite: // whether it speaks of this site is not known
			return p.nobody(def)
		}
	}
	if in != nil {
		if text, ok := in.Params[def.Option]; ok {
			return p.parse(def, rules.Setting{Name: def.Option, Value: text, From: in.Path})
		}
	}
	if def.HasDefault {
		from := "default"
		if def.Ours != "" {
			from = "default (ours)"
		}
		return p.parse(def, rules.Setting{Name: def.Option, Value: def.Default, From: from})
	}
	return p.nobody(def)
}

// nobody is the value of a setting that nobody gave.
func (p *params) nobody(def *rules.Param) celenv.Value {
	p.note(def.Option, rules.ParamValue{Name: def.Option, Value: "unknown"})
	return p.unknown(def.Index)
}

// parse reads the setting; one that cannot be read is unknown and says so in the report.
func (p *params) parse(def *rules.Param, s rules.Setting) celenv.Value {
	name := def.Option
	if s.Site != "" {
		name += "@" + s.Site
	}
	if s.Value == "unset" {
		p.note(name+"\x00"+s.From, rules.ParamValue{Name: name, Value: s.Value, From: s.From})
		return celenv.Zero(def.Type)
	}
	v, err := celenv.ParseValue(def.Type, s.Value, def.Unit)
	if err != nil {
		p.note(name+"\x00"+s.From, rules.ParamValue{Name: name, Value: "unknown", From: s.From + ": " + err.Error()})
		return p.unknown(def.Index)
	}
	p.note(name+"\x00"+s.From, rules.ParamValue{Name: name, Value: s.Value, From: s.From})
	return v
}

func (p *params) note(key string, v rules.ParamValue) { p.used[key] = v }

// report lists the settings that were read, by name and origin.
func (p *params) report() []rules.ParamValue {
	keys := make([]string, 0, len(p.used))
	for k := range p.used {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	out := make([]rules.ParamValue, 0, len(keys))
	for _, k := range keys {
		out = append(out, p.used[k])
	}
	return out
}
