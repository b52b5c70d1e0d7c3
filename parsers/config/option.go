package config

import (
	"strings"

	"github.com/fo-check/fo-check/trace"
)

// owner is the object that an option belongs to; one of its fields is set.
type owner struct {
	application *application
	person      *person
	dn          *dn
}

// places are the properties of an object that hold sections of options, and what the trace calls them.
var places = []struct{ kind, first, second string }{
	{"options", "options", "options"},
	{"annex", "userproperties", "annex"},
	{"flexible", "flexibleproperties", "flexibleproperties"},
}

// options delivers the options of an object.
func (r *reading) options(o owner, n *node) {
	for _, p := range places {
		sections := n.child(p.first, p.second)
		if sections == nil {
			continue
		}
		for _, s := range pairs(sections) {
			for _, opt := range pairs(s) {
				r.option(o, p.kind, s.key, opt)
			}
		}
	}
}

// pairs lists the members of a list of named values, in either of its spellings: {"KEY": VALUE}, or
// list_pair, str_pair and int_pair elements with key and value.
func pairs(n *node) []*node {
	var out []*node
	for _, c := range n.list {
		switch plain(c.key) {
		case "listpair", "strpair", "intpair", "binpair":
			if c.child("key") == nil { // an array of pairs
				out = append(out, paired(c.list)...)
				continue
			}
			out = append(out, paired([]*node{c})...)
		default:
			out = append(out, c)
		}
	}
	return out
}

// paired turns pair elements into named values.
func paired(list []*node) []*node {
	var out []*node
	for _, c := range list {
		p := &node{key: c.string("key"), at: c.at, nested: true}
		for _, m := range c.list {
			if plain(m.key) != "key" {
				p.list = append(p.list, m)
			}
		}
		if v := c.value("value"); v != nil {
			p.text, p.masked, p.nested, p.list = v.text, v.masked, false, nil
		}
		if conceal(p.key, p.text) {
			p.text, p.masked = "", true
		}
		out = append(out, p)
	}
	return out
}

// option delivers one option.
func (r *reading) option(o owner, kind, section string, n *node) {
	if n.nested && len(n.list) > 0 {
		return // a list in a list has no text
	}
	at := r.text.at(n.at)
	e := trace.Event{Name: "Option"}
	a := r.attrs[:0]
	switch {
	case o.application != nil:
		e.Server, a = o.application.name, append(a, trace.Attr{Key: "application", Value: o.application.name})
		o.application.note(kind, section, n.key)
	case o.person != nil:
		e.Agent, a = o.person.name, append(a, trace.Attr{Key: "person", Value: o.person.name})
		o.person.note(n)
	default:
		e.DN, a = o.dn.number, append(a, trace.Attr{Key: "switch", Value: o.dn.sw})
	}
	a = append(a, trace.Attr{Key: "section", Value: section}, trace.Attr{Key: "key", Value: n.key})
	if n.masked {
		a = append(a, trace.Attr{Key: "masked", Value: "true"})
	} else {
		a = append(a, trace.Attr{Key: "value", Value: n.text})
	}
	a = append(a, trace.Attr{Key: "kind", Value: kind})
	if near := r.near(n.key); near != "" && near != n.key {
		a = append(a, trace.Attr{Key: "near", Value: near})
	}
	e.Attrs, r.attrs = a, a
	r.event(&e, at)
}

// note keeps what an option says of the application itself.
func (a *application) note(kind, section, key string) {
	switch {
	case strings.EqualFold(section, "loading") && kind == "options":
		a.desktop = "section loading"
	case key == "site-timeout" || key == "site-sip-register-timeout":
		if a.desktop == "" {
			a.desktop = "option " + key
		}
	case key == "dr-forward" || key == "dr-peer-trunk" || key == "shutdown-sip-reject-code":
		a.sip = true
		a.trunk = a.trunk || key == "dr-peer-trunk"
	}
	if a.kind == "" && kind == "options" {
		if k := kindBySection(section); k != "" {
			a.kind, a.inferredKind = k, true
		}
	}
}

// kindBySection tells the type of a server whose options stand in a section of that name: exports may name
// a prototype instead of a type.
func kindBySection(section string) string {
	switch strings.ToLower(section) {
	case "tserver":
		return "tserver"
	case "statserver":
		return "statserver"
	case "confserv", "csproxy":
		return "configserver"
	}
	return ""
}

// note keeps the applications that a person's properties name.
func (p *person) note(n *node) {
	switch n.key {
	case "preferred-site":
		p.preferred = n.text
	case "secondary-site":
		p.secondary = n.text
	}
}

// near is Known, remembered: an export has the same keys over and over.
func (r *reading) near(key string) string {
	near, ok := r.nears[key]
	if !ok && len(r.nears) < maxNears {
		near = Known(key)
		r.nears[key] = near
	}
	return near
}

const maxNears = 1 << 16
