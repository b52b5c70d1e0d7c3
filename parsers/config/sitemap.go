package config

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// siteMapForm is fo-check's own map of sites (YAML): which servers, pairs and applications stand where, and which
// Agent Managers serve a zone. A configuration file of fo-check holds one as well.
type siteMapForm struct{}

// maxSiteMap is how large a map of sites may be, in bytes.
const maxSiteMap = 4 << 20

// siteMapEntry begins a map of sites or of zones. An option file has no such line.
var siteMapEntry = regexp.MustCompile(`(?m)^(sites|zones)[ \t]*:(?:[ \t{#].*)?\r?$`)

// check implements form.
func (siteMapForm) check(content []byte) *fault {
	if len(content) > maxSiteMap {
		return &fault{0, "larger than 4 MiB; a map of sites of up to that size is accepted"}
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(content, &doc); err != nil {
		what := yamlPlace.ReplaceAllString(err.Error(), "")
		if strings.Contains(what, "unknown anchor") {
			what = "an alias without its anchor" // its name may be a password that begins with *
		}
		return &fault{lineOffset(content, err), "not YAML: " + what + "; a map of sites is accepted, and what stands from here on is not read"}
	}
	return nil
}

var yamlPlace = regexp.MustCompile(`^yaml: (line \d+: )?`)

var yamlLine = regexp.MustCompile(`line (\d+)`)

// lineOffset finds the line that an error names.
func lineOffset(content []byte, err error) int {
	m := yamlLine.FindStringSubmatch(err.Error())
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	t := newText("", content)
	return t.starts[max(0, min(n, len(t.starts))-1)]
}

// facts implements form.
func (siteMapForm) facts(r *reading, content []byte) {
	r.besides = true
	var doc yaml.Node
	if err := yaml.Unmarshal(content, &doc); err != nil || len(doc.Content) == 0 {
		return // check has told
	}
	(&mapReader{r: r}).document(&doc)
}

func (m *mapReader) document(doc *yaml.Node) {
	m.each(doc.Content[0], func(key string, k, v *yaml.Node) {
		switch key {
		case "sites":
			m.each(v, m.site)
		case "zones":
			m.each(v, m.zone)
		}
	})
}

// mapReader walks a map of sites.
type mapReader struct {
	r *reading
	// the place that was told last
	line, column, offset int
	looked               int // how many characters were counted
}

// at is the offset of a node: YAML counts lines and characters. It goes on from the node before, so that a map in
// one long line is passed once.
func (m *mapReader) at(n *yaml.Node) int {
	t := m.r.text
	if n.Line < 1 || n.Line > len(t.starts) {
		return 0
	}
	if n.Line != m.line || n.Column < m.column {
		m.line, m.column, m.offset = n.Line, 1, t.starts[n.Line-1]
	}
	for ; m.column < n.Column && m.offset < len(t.content); m.column++ {
		_, size := utf8.DecodeRune(t.content[m.offset:])
		m.offset += size
		m.looked++
	}
	return m.offset
}

func (m *mapReader) refuse(n *yaml.Node, what string) { m.r.refuse(m.at(n), what) }

// each calls f for the entries of a mapping.
func (m *mapReader) each(n *yaml.Node, f func(key string, k, v *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		if n.Tag != "!!null" {
			m.refuse(n, "not a mapping; NAME: VALUE entries are accepted")
		}
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		f(n.Content[i].Value, n.Content[i], n.Content[i+1])
	}
}

// site tells the members of a site: servers first, then those of pairs that the list of servers lacks, then
// applications.
func (m *mapReader) site(name string, k, v *yaml.Node) {
	seen := map[string]bool{}
	m.each(v, func(key string, k, v *yaml.Node) {
		switch key {
		case "servers":
			m.members(name, "server", m.names(v), seen)
		case "applications":
			m.members(name, "application", m.names(v), seen)
		case "pairs":
			m.pairs(name, v, seen)
		case "params": // settings, which the command line takes
		default:
			m.refuse(k, fmt.Sprintf("unknown field %q; servers, pairs, applications and params are accepted", clip(key)))
		}
	})
}

// members tells of servers or applications of a site, each once.
func (m *mapReader) members(site, kind string, names []*yaml.Node, seen map[string]bool) {
	for _, n := range names {
		if seen[n.Value] {
			continue
		}
		seen[n.Value] = true
		e := trace.Event{Name: "SiteMember", Site: site, Server: n.Value}
		e.Attrs = m.r.attributes("kind", kind)
		m.r.event(&e, m.r.text.at(m.at(n)))
	}
}

// zone tells the Agent Managers of a zone, a list or a mapping with one, and then the zone.
func (m *mapReader) zone(name string, k, v *yaml.Node) {
	if v.Kind == yaml.MappingNode {
		managers := &yaml.Node{Kind: yaml.SequenceNode, Line: v.Line, Column: v.Column}
		m.each(v, func(key string, k, v *yaml.Node) {
			if key != "agent-managers" {
				m.refuse(k, fmt.Sprintf("unknown field %q; agent-managers is accepted", clip(key)))
				return
			}
			managers = v
		})
		v = managers
	}
	at := m.r.text.at(m.at(k))
	seen := map[string]bool{}
	for _, n := range m.names(v) {
		if low := strings.ToLower(n.Value); !seen[low] {
			seen[low] = true
			m.r.event(&trace.Event{Name: "ZoneMember", Zone: name, Server: n.Value}, m.r.text.at(m.at(n)))
		}
	}
	e := trace.Event{Name: "Zone", Zone: name}
	e.Attrs = m.r.attributes("managers", strconv.Itoa(len(seen)))
	m.r.event(&e, at)
}

// names are the scalars of a list.
func (m *mapReader) names(n *yaml.Node) (out []*yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		m.refuse(n, "not a list; [NAME, NAME] is accepted")
		return nil
	}
	for _, c := range n.Content {
		if c.Kind != yaml.ScalarNode {
			m.refuse(c, "not a name; application names, host:port and hosts are accepted")
			continue
		}
		out = append(out, c)
	}
	return out
}

// pairs tells of the servers of pairs.
func (m *mapReader) pairs(site string, n *yaml.Node, seen map[string]bool) {
	if n.Kind != yaml.SequenceNode {
		m.refuse(n, "not a list; [[PRIMARY, BACKUP]] is accepted")
		return
	}
	for _, c := range n.Content {
		if pair := m.names(c); len(pair) == 2 {
			m.members(site, "server", pair, seen)
			continue
		}
		m.refuse(c, "not a pair; [PRIMARY, BACKUP] is accepted")
	}
}

// detectSiteMap wants a site or a zone with the fields of one.
func detectSiteMap(content []byte) parsers.Detection {
	var doc yaml.Node
	if len(content) > maxSiteMap || yaml.Unmarshal(content, &doc) != nil || len(doc.Content) == 0 {
		// A map that breaks is recognised by its first lines, so that the user is told where.
		if at := siteMapEntry.FindIndex(content); at != nil && siteMapField.Match(content[at[1]:]) {
			return parsers.Detection{Score: 50, Reason: fmt.Sprintf("line %d: map of sites", 1+strings.Count(string(content[:at[0]]), "\n"))}
		}
		return parsers.Detection{}
	}
	line := firstSite(doc.Content[0])
	if line == 0 {
		return parsers.Detection{}
	}
	return parsers.Detection{Score: 75, Reason: fmt.Sprintf("line %d: map of sites", line)}
}

var siteMapField = regexp.MustCompile(`(?m)^\s+[^\s#].*\b(servers|applications|agent-managers)[ \t]*:`)

// firstSite finds the line of the first site or zone; 0: there is none.
func firstSite(n *yaml.Node) int {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		key, v := n.Content[i], n.Content[i+1]
		if key.Value != "sites" && key.Value != "zones" || v.Kind != yaml.MappingNode {
			continue
		}
		for j := 0; j+1 < len(v.Content); j += 2 {
			if key.Value == "zones" && v.Content[j+1].Kind == yaml.SequenceNode || hasSiteField(v.Content[j+1]) {
				return v.Content[j].Line
			}
		}
	}
	return 0
}

func hasSiteField(n *yaml.Node) bool {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		switch n.Content[i].Value {
		case "servers", "pairs", "applications", "params", "agent-managers":
			return true
		}
	}
	return false
}
