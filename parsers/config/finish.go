package config

import (
	"sort"
	"strconv"
	"strings"

	"github.com/fo-check/fo-check/trace"
)

// finish delivers what could only be said at the end: the objects, those first that others speak of.
func (r *reading) finish() {
	m := &r.model
	m.join()
	switches := switchesOf(m.dns)
	for i := range m.dns {
		d := m.dns[i]
		r.numbered("DN", "", d, switches[d.id()])
	}
	switches = switchesOf(m.logins)
	for i := range m.logins {
		l := m.logins[i]
		r.numbered("AgentLogin", "login", l, switches[l.id()])
	}
	for _, a := range m.applications {
		r.applicationEvent(a)
	}
	for _, a := range m.applications {
		for i := range a.connections {
			r.connectionEvent(a, &a.connections[i])
		}
	}
	for _, p := range m.persons {
		r.personEvent(p)
	}
	r.end()
}

// join resolves the identifiers of applications, and tells of each what others say of it.
func (m *model) join() {
	for _, a := range m.applications {
		a.backup = m.resolve(a.backup)
		if b := m.byName[a.backup]; b != nil {
			b.backupOf, b.targeted = a.name, true
		}
		for i := range a.connections {
			c := &a.connections[i]
			c.target = m.resolve(c.target)
			if t := m.byName[c.target]; t != nil {
				t.targeted = true
			}
		}
	}
	for _, p := range m.persons {
		for _, name := range []string{p.preferred, p.secondary} {
			if a := m.byName[name]; a != nil && a.desktop == "" {
				a.desktop = "named by person " + p.name
			}
		}
	}
	sort.SliceStable(m.applications, func(i, j int) bool { return m.applications[i].order() < m.applications[j].order() })
}

// order puts those first that others speak of: servers, and among them those with a trunk behind their peers.
func (a *application) order() int {
	switch {
	case a.trunk:
		return 1
	case a.sip || a.targeted || a.server || a.kind == "tserver" || a.kind == "sipserver":
		return 0
	}
	return 2
}

// resolve turns the identifier of an application into its name; DBID 0 is none.
func (m *model) resolve(ref string) string {
	if ref == "0" {
		return ""
	}
	if name := m.byID[ref]; name != "" && m.byName[ref] == nil {
		return name
	}
	return ref
}

// attributes collects the attributes that have a value.
func (r *reading) attributes(pairs ...string) trace.Attrs {
	a := r.attrs[:0]
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			a = append(a, trace.Attr{Key: pairs[i], Value: pairs[i+1]})
		}
	}
	r.attrs = a
	return a
}

func (r *reading) applicationEvent(a *application) {
	e := trace.Event{Name: "Application", Server: a.name}
	e.Attrs = r.attributes("application", a.name, "type", a.kind, "ail", a.desktop, "backup", a.backup, "attempts", a.attempts,
		"timeout", a.timeout, "backup_of", a.backupOf, "host", a.host, "primary", a.primary, "redundancy", a.redundancy,
		"version", a.version)
	if a.inferredKind {
		e.Infer("type")
	}
	r.event(&e, a.at)
}

// connectionEvent tells of a connection, of the server at its other end, and how long a normal switchover
// of that server's pair may take.
func (r *reading) connectionEvent(a *application, c *connection) {
	e := trace.Event{Name: "Connection", Server: a.name, Client: c.target}
	kind, inferred := "", false
	if t := r.model.byName[c.target]; t != nil {
		kind, inferred = t.kind, t.inferredKind
	}
	recovery := r.model.recovery(c)
	e.Attrs = r.attributes("application", a.name, "target", c.target, "target_type", kind, "protocol", c.protocol,
		"timeout_local", c.local, "timeout_remote", c.remote, "ha_recovery", recovery, "ail", a.desktop)
	if c.hasProtocol && c.protocol == "" { // known to be none
		e.Attrs = e.Attrs.Set("protocol", "")
	}
	if inferred {
		e.Infer("target_type")
	}
	if recovery != "" {
		e.Infer("ha_recovery")
	}
	r.event(&e, c.at)
}

// recovery is how many seconds a switchover inside the pair of the target may take: attempts times
// timeout of the primary, the timeout of the backup, and twice the ADDP timeout, which is how long a
// loss may go unnoticed. "" unless the export gives all of them.
func (m *model) recovery(c *connection) string {
	primary := m.byName[c.target]
	if primary == nil || m.byName[primary.backup] == nil || primary.kind != "tserver" {
		return ""
	}
	addp := 0
	if strings.EqualFold(c.protocol, "addp") {
		local, err := strconv.Atoi(c.local)
		if err != nil {
			return ""
		}
		addp = local
	}
	attempts, e1 := strconv.Atoi(primary.attempts)
	timeout, e2 := strconv.Atoi(primary.timeout)
	backup, e3 := strconv.Atoi(m.byName[primary.backup].timeout)
	if e1 != nil || e2 != nil || e3 != nil {
		return ""
	}
	return strconv.Itoa(attempts*timeout + backup + 2*addp)
}

func (r *reading) personEvent(p *person) {
	var switches []string
	for _, l := range p.logins {
		switches = append(switches, l.sw)
	}
	e := trace.Event{Name: "Person", Agent: p.name}
	e.Attrs = r.attributes("person", p.name, "is_agent", p.agent, "logins", strconv.Itoa(len(p.logins)), "switches", list(switches))
	r.event(&e, p.at)
}

// switchesOf lists for each number the switches that have it.
func switchesOf(all []dn) map[string]string {
	by := map[string][]string{}
	for _, d := range all {
		by[d.id()] = append(by[d.id()], d.sw)
	}
	out := map[string]string{}
	for id, names := range by {
		out[id] = list(names)
	}
	return out
}

// id tells numbers of different kinds apart.
func (d *dn) id() string { return d.number + "\x00" + d.kind }

// list sorts names, without repeats, with commas around each: ",SW_A,SW_B,".
func list(names []string) string {
	sort.Strings(names)
	out := ","
	for i, n := range names {
		if n != "" && (i == 0 || names[i-1] != n) {
			out += n + ","
		}
	}
	if out == "," {
		return ""
	}
	return out
}

func (r *reading) numbered(name, key string, d dn, switches string) {
	e := trace.Event{Name: name}
	if key == "" {
		e.DN = d.number
	}
	if key != "" {
		e.Attrs = r.attributes(key, d.number, "switch", d.sw, "switches", switches)
	} else {
		e.Attrs = r.attributes("switch", d.sw, "type", d.kind, "switches", switches)
	}
	r.event(&e, d.at)
}

// end says that the export was read, and how much of it.
func (r *reading) end() {
	m := &r.model
	e := trace.Event{Name: "ConfigurationRead"}
	e.Attrs = r.attributes("format", m.format, "applications", strconv.Itoa(len(m.applications)), "persons", strconv.Itoa(len(m.persons)),
		"dns", strconv.Itoa(len(m.dns)), "logins", strconv.Itoa(len(m.logins)))
	at := m.formatAt
	if at.line == 0 {
		at = r.text.at(0)
	}
	r.event(&e, at)
	if m.unknown > 0 {
		r.in.Notef(trace.Pos{File: r.text.name}, strconv.Itoa(m.unknown)+" objects were not read: they have no name, or are of no known kind")
	}
}

// event counts an event and delivers it if anything downstream wants it.
func (r *reading) event(e *trace.Event, at place) {
	if r.gone != nil {
		return
	}
	e.Source, e.Pos = source, r.text.pos(at)
	e.Attrs = e.Attrs.Set("column", strconv.Itoa(at.col))
	r.attrs = e.Attrs
	r.in.Events++
	r.in.ByName[e.Name]++
	switch {
	case r.wanted.Read(source, e.Name):
	case r.wanted.Record(source):
		e.Attrs, e.Skipped = nil, true
	default:
		return
	}
	r.gone = r.out.Event(r.in, e)
}

// refuseAt is refuse for what has a place already.
func (r *reading) refuseAt(p place, what string) {
	r.in.Notes = append(r.in.Notes, trace.Note{Pos: r.text.pos(p), Col: p.col, Text: what, Refused: true})
}
