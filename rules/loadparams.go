package rules

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/fo-check/fo-check/rules/celenv"
)

var paramTypes = []string{"duration", "int", "string", "bool", "list", "version"}

// declareParams reads the section params.
func (p *pack) declareParams(n *yaml.Node) {
	if n == nil {
		return
	}
	entries, _ := p.entries(n, "params")
	for _, e := range entries {
		s := p.section(e.value, "param "+e.key.Value, "option", "type", "unit", "per", "default", "ours", "cite", "doc")
		if s == nil || !p.named(e.key, "param") {
			continue
		}
		param := p.param(e.key, s)
		p.params[param.Name] = param
		p.def.Params[param.Name] = param.Pos
		p.share(param, e.key)
	}
}

func (p *pack) param(key *yaml.Node, s *section) *Param {
	what := "param " + key.Value
	param := &Param{Name: key.Value, Pos: p.pos(key), At: p.places(s), Option: p.text(s.get("option"), "option"),
		PerSite: p.choice(s.get("per"), "per", "site") != "", Ours: p.text(s.get("ours"), "ours"), Doc: p.text(s.get("doc"), "doc")}
	if param.Option == "" {
		param.Option = strings.ReplaceAll(param.Name, "_", "-")
	}
	if s.get("type") == nil {
		p.errorf(key, "%s: lacks type; accepted are %s", what, strings.Join(paramTypes, ", "))
	}
	name := p.choice(s.get("type"), "type", paramTypes...)
	if t, ok := celenv.ParseType(name); ok {
		param.Type = t
	} else {
		param.Type = celenv.String
	}
	param.Unit = p.unit(s, param.Type)
	if n := s.get("cite"); n != nil {
		cite := p.cite(n)
		param.Cite = &cite
	}
	p.defaultOf(s, param)
	return param
}

func (p *pack) unit(s *section, t celenv.Type) time.Duration {
	n := s.get("unit")
	name := p.choice(n, "unit", "ms", "s", "m", "h", "d")
	if name == "" {
		return 0
	}
	if t != celenv.Duration {
		p.errorf(s.keys["unit"], "unit: of a %v; only a duration has a unit", t)
		return 0
	}
	unit, _ := celenv.ParseDuration("1"+name, 0)
	return unit
}

func (p *pack) defaultOf(s *section, param *Param) {
	n := s.get("default")
	if n == nil {
		return
	}
	param.HasDefault = true
	param.Default = p.text(n, "default")
	if n.Kind != yaml.ScalarNode || param.Default == "" && param.Type == celenv.String {
		return
	}
	if _, err := celenv.ParseValue(param.Type, param.Default, param.Unit); err != nil {
		p.errorf(n, "default: %v", err)
	}
}

// share makes one param of those that packs declare under one name.
func (p *pack) share(param *Param, key *yaml.Node) {
	first := p.loader.params[param.Name]
	if first == nil {
		for _, other := range p.loader.params {
			if other.Option == param.Option {
				p.errorf(key, "param %s: option %s belongs to param %s already (%s:%d); another option is accepted",
					param.Name, param.Option, other.Name, other.Pos.File, other.Pos.Line)
			}
		}
		p.loader.params[param.Name] = param
		return
	}
	if what := first.differs(param); what != "" {
		p.errorf(key, "param %s: %s differs from that in %s:%d; a param of several packs is declared alike in all", param.Name, what, first.Pos.File, first.Pos.Line)
	}
	if first.Doc == "" {
		first.Doc = param.Doc
	}
}

// differs names the first property in which two declarations differ, or "".
func (p *Param) differs(q *Param) string {
	switch {
	case p.Option != q.Option:
		return "option"
	case p.Type != q.Type:
		return "type"
	case p.Unit != q.Unit:
		return "unit"
	case p.PerSite != q.PerSite:
		return "per"
	case p.HasDefault != q.HasDefault || p.Default != q.Default:
		return "default"
	}
	return ""
}

// numberParams puts the params of all packs in the order of their names.
func (l *loader) numberParams() {
	for _, p := range l.params {
		l.set.Params = append(l.set.Params, p)
	}
	slices.SortFunc(l.set.Params, func(a, b *Param) int { return cmp.Compare(a.Name, b.Name) })
	for i, p := range l.set.Params {
		p.Index = i
	}
}

func (p *pack) cite(n *yaml.Node) Cite {
	s := p.section(n, "cite", "document", "section")
	if s == nil {
		return Cite{}
	}
	c := Cite{Document: p.needed(s, "document", "cite"), Section: p.text(s.get("section"), "section")}
	if _, ok := p.def.Documents[c.Document]; !ok && c.Document != "" {
		p.unknown(s.get("document"), "document", c.Document, sortedKeys(p.def.Documents))
	}
	return c
}
