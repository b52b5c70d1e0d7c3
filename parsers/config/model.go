package config

import (
	"fmt"
	"strconv"
)

// kind is a kind of objects in the configuration.
type kind uint8

const (
	unknownKind kind = iota
	applicationKind
	personKind
	dnKind
	loginKind
	guessed // to be told from the object itself
)

// kindOf tells the kind that a collection or an element is named after: applications, CFGApplication.
func kindOf(name string) kind {
	switch plain(name) {
	case "application", "applications", "cfgapplication", "cfgapplications":
		return applicationKind
	case "person", "persons", "cfgperson", "cfgpersons":
		return personKind
	case "dn", "dns", "cfgdn", "cfgdns":
		return dnKind
	case "agentlogin", "agentlogins", "cfgagentlogin", "cfgagentlogins":
		return loginKind
	}
	return unknownKind
}

// guess tells the kind of an object that stands alone.
func guess(n *node) kind {
	switch {
	case n.child("username", "employeeid") != nil:
		return personKind
	case n.child("number") != nil && n.child("switch", "switchdbid") != nil:
		return dnKind
	case n.child("logincode") != nil:
		return loginKind
	case n.child("name") != nil && n.child("options", "appservers", "appserverdbids", "serverinfo", "appprototype") != nil:
		return applicationKind
	}
	return unknownKind
}

// model is what is kept of an export until its end, when its objects can be seen together.
type model struct {
	applications []*application
	persons      []*person
	dns          []dn
	logins       []dn
	byName       map[string]*application
	byID         map[string]string // names of applications
	unknown      int               // objects without a name, or of no known kind
	format       string
	formatAt     place
}

// application is a program: a server or a client of servers.
type application struct {
	name, kind, version string
	inferredKind        bool
	backup, host        string
	timeout, attempts   string
	primary, redundancy string
	desktop             string // why it is an AIL Application; "" if nothing says so
	sip                 bool   // has options of SIP Server business continuity
	trunk               bool   // has a trunk to its peer
	server              bool   // has data of a server
	backupOf            string
	connections         []connection
	at                  place
	targeted            bool
}

// connection is what an application is told to connect to.
type connection struct {
	target        string
	protocol      string
	hasProtocol   bool
	local, remote string // ADDP timeouts in seconds
	at            place
}

type person struct {
	name      string
	agent     string // true, false, or "" if the export does not say
	logins    []dn
	preferred string
	secondary string
	at        place
}

// dn is a number at a switch: a DN or the code of an agent login.
type dn struct {
	number, sw, kind string
	at               place
}

// object takes an object of the export: its options become events at once, the rest is kept.
func (r *reading) object(k kind, n *node) {
	if k == guessed {
		k = guess(n)
	}
	at := r.text.at(n.at)
	switch k {
	case applicationKind:
		r.application(n, at)
	case personKind:
		r.person(n, at)
	case dnKind:
		r.dn(n, at)
	case loginKind:
		if l := (dn{n.string("logincode"), n.string("switch", "switchdbid"), "", at}); l.number != "" {
			r.model.logins = append(r.model.logins, l)
			return
		}
		r.nameless(n, "loginCode")
	default:
		r.model.unknown++
		r.remark(n.at, "an object that is no application, person, DN or agent login; it is not read")
	}
}

// nameless refuses an object that cannot be told from others.
func (r *reading) nameless(n *node, lacks string) {
	r.model.unknown++
	r.refuse(n.at, "an object without "+lacks+"; it cannot be told from others and is not read")
}

func (r *reading) application(n *node, at place) {
	a := &application{name: n.string("name"), kind: applicationType(n.string("type", "apptype")), version: n.string("version"),
		primary: n.flag("isprimary"), redundancy: n.string("redundancytype"), at: at}
	if a.name == "" {
		r.nameless(n, "name")
		return
	}
	if s := n.child("serverinfo").unwrap(); s != nil {
		a.server = true
		a.backup, a.host = s.string("backupserver", "backupserverdbid"), s.string("host", "hostdbid")
		a.timeout, a.attempts = r.number(s, "timeout"), r.number(s, "attempts")
	}
	n.child("appservers", "appserverdbids", "connections").each(func(c *node) { r.connection(a, c) },
		"appserver", "appserverdbid", "linkdbid", "target", "id")
	r.options(owner{application: a}, n)
	r.keep(a, n.string("dbid", "id"))
}

func (r *reading) keep(a *application, id string) {
	m := &r.model
	if m.byName == nil {
		m.byName = map[string]*application{}
	}
	if m.byName[a.name] != nil {
		r.refuseAt(a.at, fmt.Sprintf("%s: a second application of that name (the first is in line %d); both are read", a.name, m.byName[a.name].at.line))
	} else {
		m.byName[a.name] = a
	}
	if id != "" {
		m.named(id, a.name)
	}
	m.applications = append(m.applications, a)
}

// named keeps which application an identifier stands for.
func (m *model) named(id, name string) {
	if m.byID == nil {
		m.byID = map[string]string{}
	}
	m.byID[id] = name
}

// connection reads a connection. The raw form only names the target.
func (r *reading) connection(a *application, n *node) {
	c := connection{target: n.string("appserver", "appserverdbid", "linkdbid", "target"), at: r.text.at(n.at)}
	if c.target == "" {
		c.target = n.string("id")
	}
	p := n.value("connprotocol")
	if c.hasProtocol = p != nil; c.hasProtocol {
		c.protocol = p.text
	}
	// The object model itself spells the timeouts without their e.
	c.local, c.remote = r.number(n, "timeoutlocal", "timoutlocal"), r.number(n, "timeoutremote", "timoutremote")
	if c.target != "" {
		a.connections = append(a.connections, c)
	}
}

// number reads a number that is not negative; anything else is refused.
func (r *reading) number(n *node, names ...string) string {
	v := n.value(names...)
	if v == nil || v.text == "" { // a text that gives a password was not kept
		return ""
	}
	if u, err := strconv.ParseUint(v.text, 10, 31); err == nil {
		return strconv.FormatUint(u, 10)
	}
	r.refuse(v.at, fmt.Sprintf("%s: %q is no number; a whole number that is not negative is accepted", v.key, clip(v.text)))
	return ""
}

func (r *reading) person(n *node, at place) {
	p := &person{name: n.string("username"), agent: n.flag("agent", "isagent"), at: at}
	if p.name == "" {
		p.name = n.string("employeeid")
	}
	if p.name == "" {
		r.nameless(n, "userName")
		return
	}
	n.child("agentinfo").each(func(l *node) {
		p.logins = append(p.logins, dn{l.string("logincode"), l.string("switch", "switchdbid"), "", r.text.at(l.at)})
	}, "logincode")
	r.options(owner{person: p}, n)
	r.model.persons = append(r.model.persons, p)
}

func (r *reading) dn(n *node, at place) {
	d := dn{n.string("number"), n.string("switch", "switchdbid"), dnType(n.string("type")), at}
	if d.number == "" {
		r.nameless(n, "number")
		return
	}
	r.options(owner{dn: &d}, n)
	r.model.dns = append(r.model.dns, d)
}

// metadata keeps what the exporter says of the export; host and user are left out.
func (r *reading) metadata(n *node) {
	if n == nil {
		return
	}
	r.model.format, r.model.formatAt = n.string("formatname"), r.text.at(n.at)
}

// unread counts objects of kinds that no rule can use.
func (r *reading) unread(key string, at, n int) {
	r.remark(at, fmt.Sprintf("%s: %d objects that are not read; applications, persons, DNs and agent logins are", clip(key), n))
}

// clip shortens a text that goes into a message.
func clip(s string) string {
	const width = 60
	if r := []rune(s); len(r) > width {
		return string(r[:width]) + "…"
	}
	return s
}
