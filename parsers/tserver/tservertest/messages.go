package tservertest

import (
	"fmt"
	"strconv"
	"time"
)

// stamps

func (g *Generator) clock(digits int) {
	d := g.now.Sub(g.base) % (24 * time.Hour)
	h, m, s := int(d/time.Hour), int(d/time.Minute)%60, int(d/time.Second)%60
	g.two(h, ':')
	g.two(m, ':')
	g.two(s, '.')
	frac := int(d % time.Second / (100 * time.Microsecond))
	g.buf = append(g.buf, byte('0'+frac/1000), byte('0'+frac/100%10), byte('0'+frac/10%10))
	if digits == 4 {
		g.buf = append(g.buf, byte('0'+frac%10))
	}
}

func (g *Generator) two(n int, sep byte) {
	g.buf = append(g.buf, byte('0'+n/10), byte('0'+n%10), sep)
}

func (g *Generator) iso() {
	g.buf = g.now.AppendFormat(g.buf, "2006-01-02T15:04:05.000 ")
}

func (g *Generator) text(s ...string) {
	for _, x := range s {
		g.buf = append(g.buf, x...)
	}
}

func (g *Generator) line(s ...string) {
	g.text(s...)
	g.buf = append(g.buf, '\n')
}

// header writes the header of a segment.
func (g *Generator) header() {
	utc := g.now.UTC()
	_, off := g.now.Zone()
	h := fmt.Sprintf(`Application name: %s
Application type: TServer (1)
Command line:     /opt/genesys/%[1]s/sip_server -host cfg01 -port 2020 -app %[1]s
Host name:        sip01.example.net
DST:              TZ = 0, timeb = 0
Time zone:        %s, CET, CEST
UTC time:         %s
Local time:       %s
Start time (UTC): %s
Running time:     %s
Host info:       Linux sip01 4.18.0-553.el8 x86_64
File:             (%d) /var/log/genesys/%[1]s.%s.log

`, g.opt.Name, strconv.Itoa(-off), utc.Format("2006-01-02T15:04:05.000"), g.now.Format("2006-01-02T15:04:05.000"),
		g.start.UTC().Format("2006-01-02T15:04:05"), running(g.now.Sub(g.start)), g.segment, FileStamp(g.now))
	g.write([]byte(h))
}

// FileStamp is the part of a segment's name that tells when it was opened.
func FileStamp(t time.Time) string {
	return fmt.Sprintf("%s_%03d", t.Format("20060102_150405"), t.Nanosecond()/1e6)
}

func running(d time.Duration) string {
	s := int(d / time.Second)
	return fmt.Sprintf("%d:%02d:%02d:%02d", s/86400, s/3600%24, s/60%60, s%60)
}

func (g *Generator) startup() {
	for _, o := range [...][2]string{{"verbose", "all"}, {"buffering", "yes"}, {"segment", "100 MB"}, {"time-format", "ISO8601"},
		{"time-convert", "local"}, {"message-format", "short"}, {"check-point", "1"}, {"print-attributes", "yes"}} {
		g.iso()
		g.line("Trc 04110 Option '", o[0], "' has been set to the value '", o[1], "'")
	}
	g.iso()
	g.line("Std 05060 Application started")
	g.flush()
}

func (g *Generator) checkPoint() {
	g.iso()
	g.text("Trc 04120 Check point ")
	g.buf = g.now.AppendFormat(g.buf, "2006-01-02T15:04:05\n")
	g.check = g.check.Add(time.Hour)
}

// count counts a T-Library message.
func (g *Generator) count(name string) {
	n := g.names[name]
	if n == nil {
		n = new(int64)
		g.names[name] = n
	}
	*n++
}

// event begins a message of the server.
func (g *Generator) event(how, name string) {
	g.count(name)
	g.buf = append(g.buf, '@')
	g.clock(4)
	g.line(" [0] 8.1.104.64 ", how, ": message ", name)
	g.seq++
	g.text("\tAttributeEventSequenceNumber\t")
	g.hex16(g.seq)
	g.buf = append(g.buf, '\n')
	g.number("TimeinuSecs", int64(g.now.Nanosecond()/1000))
	g.text("\tAttributeTimeinSecs\t")
	g.buf = strconv.AppendInt(g.buf, g.now.Unix(), 10)
	g.buf = append(g.buf, " ("...)
	d := g.now.Sub(g.base) % (24 * time.Hour)
	g.two(int(d/time.Hour), ':')
	g.two(int(d/time.Minute)%60, ':')
	g.two(int(d/time.Second)%60, ')')
	g.buf = append(g.buf, '\n')
}

func (g *Generator) hex16(v uint64) {
	const digits = "0123456789abcdef"
	for shift := 60; shift >= 0; shift -= 4 {
		g.buf = append(g.buf, digits[v>>shift&15])
	}
}

func (g *Generator) number(name string, v int64) {
	g.text("\tAttribute", name, "\t")
	g.buf = strconv.AppendInt(g.buf, v, 10)
	g.buf = append(g.buf, '\n')
}

func (g *Generator) quoted(name, v string) { g.line("\tAttribute", name, "\t'", v, "'") }

// list writes a list with its head: packed size and number of pairs.
func (g *Generator) list(name string, pairs ...string) {
	size := 2
	for i := 0; i+1 < len(pairs); i += 2 {
		size += 5 + len(pairs[i]) + len(pairs[i+1])
	}
	n := len(pairs) / 2
	g.text("\tAttribute", name, "\t[", strconv.Itoa(size), "] 00 ")
	const digits = "0123456789abcdef"
	g.buf = append(g.buf, digits[n>>4&15], digits[n&15])
	g.line(" 00 00..")
	for i := 0; i+1 < len(pairs); i += 2 {
		g.line("\t\t'", pairs[i], "'\t'", pairs[i+1], "'")
	}
}

// told writes who was told of the last event: the servers, and the agent's desktop.
func (g *Generator) told(name string, a int) {
	for i := range 4 {
		g.toldOne(name, i)
	}
	g.toldOne(name, g.agents[a].client)
}

func (g *Generator) toldOne(name string, i int) {
	c := &g.clients[i]
	handle := strconv.Itoa(c.handle)
	g.iso()
	g.line(`Int 04545 Interaction message "`, name, `" sent to `, handle, ` ("`, c.name, `")`)
	g.iso()
	g.text("Trc 04542 ", name, " sent to [", handle, "] (")
	g.hex8(c.id)
	g.line(" ", c.name, " ", c.addr, ")")
	g.counts.Fanout++
}

func (g *Generator) hex8(v uint32) {
	const digits = "0123456789abcdef"
	for shift := 28; shift >= 0; shift -= 4 {
		g.buf = append(g.buf, digits[v>>shift&15])
	}
}

// request writes a request of the agent's desktop, with a new reference id.
func (g *Generator) request(name string, a int) {
	g.count(name)
	g.ref++
	c := &g.clients[g.agents[a].client]
	g.iso()
	g.text("Trc 04541 ", name, " received from [", strconv.Itoa(c.handle), "] (")
	g.hex8(c.id)
	g.line(" ", c.name, " ", c.addr, ")")
	g.line("message ", name)
	g.quoted("ThisDN", g.agents[a].dn)
	g.number("ReferenceID", int64(g.ref))
}

func (g *Generator) login(a int) {
	x := &g.agents[a]
	g.request("RequestAgentLogin", a)
	g.quoted("AgentID", x.id)
	g.quoted("Password", "not-a-secret")
	g.quoted("ThisQueue", x.queue)
	g.event("distribute_event", "EventAgentLogin")
	g.agentFields(a)
	g.number("ReferenceID", int64(g.ref))
	g.list("Extensions", "AgentSessionID", "SESS"+x.id)
	g.told("EventAgentLogin", a)
	x.in = true
}

// loginAgain ends what was planted.
func (g *Generator) loginAgain(a int) {
	g.agents[a].held = false
	g.login(a)
}

func (g *Generator) agentFields(a int) {
	x := &g.agents[a]
	g.quoted("ThisDN", x.dn)
	g.quoted("AgentID", x.id)
	g.quoted("ThisQueue", x.queue)
}

func (g *Generator) logout(a int) {
	g.request("RequestAgentLogout", a)
	g.event("distribute_event", "EventAgentLogout")
	g.agentFields(a)
	g.number("ReferenceID", int64(g.ref))
	g.list("Reasons", "ReasonCode", "end of shift")
	g.told("EventAgentLogout", a)
	g.agents[a].in = false
}

func (g *Generator) outOfService(a int) {
	g.event("distribute_event", "EventDNOutOfService")
	g.quoted("ThisDN", g.agents[a].dn)
	g.told("EventDNOutOfService", a)
}

func (g *Generator) forcedLogout(a int) {
	g.counts.Forced++
	g.event("distribute_event", "EventAgentLogout")
	g.agentFields(a)
	g.list("Extensions", "ReasonCode", "dr-force_logout")
	g.told("EventAgentLogout", a)
	g.agents[a].in = false
}

func (g *Generator) backInService(a int) {
	g.event("distribute_event", "EventDNBackInService")
	g.quoted("ThisDN", g.agents[a].dn)
	g.told("EventDNBackInService", a)
}

func (g *Generator) state(a int) {
	name := "EventAgentReady"
	if g.rnd.IntN(2) == 0 {
		name = "EventAgentNotReady"
	}
	g.request("Request"+name[len("Event"):], a)
	g.number("AgentWorkMode", 0)
	g.event("distribute_event", name)
	g.agentFields(a)
	g.number("ReferenceID", int64(g.ref))
	g.number("AgentWorkMode", 3)
	g.list("Reason", "RTR", "lunch", "Code", "17")
	g.told(name, a)
}

func (g *Generator) query(a int) {
	g.request("RequestQueryAddress", a)
	g.number("AddressType", 1)
	g.number("AddressInfoType", 4)
	g.event("send_to_client", "EventAddressInfo")
	g.quoted("ThisDN", g.agents[a].dn)
	g.number("ReferenceID", int64(g.ref))
	g.number("AddressInfoStatus", 1)
	g.number("ClientID", int64(g.clients[g.agents[a].client].id))
	g.toldOne("EventAddressInfo", g.agents[a].client)
}

func (g *Generator) failure(a int) {
	g.request("RequestMakeCall", a)
	g.quoted("OtherDN", "9"+g.agents[a].dn)
	g.event("send_to_client", "EventError")
	g.number("ErrorCode", 59)
	g.quoted("ErrorMessage", "DN is not configured in CME")
	g.quoted("ThisDN", g.agents[a].dn)
	g.number("ReferenceID", int64(g.ref))
	g.number("ClientID", int64(g.clients[g.agents[a].client].id))
	g.toldOne("EventError", g.agents[a].client)
}

// sync writes what is sent to the backup, which is no client traffic.
func (g *Generator) sync(a int) {
	g.buf = append(g.buf, '@')
	g.clock(4)
	g.line(" [BSYNC] Trace: Send to backup (", g.opt.Name, "_B) [20]:")
	g.line("message RequestSetDNInfo")
	g.quoted("ThisDN", g.agents[a].dn)
	g.number("ReferenceID", 4294967295)
}

func (g *Generator) callEvent(a int) {
	names := [...]string{"EventRinging", "EventEstablished", "EventReleased", "EventHeld", "EventRetrieved", "EventAttachedDataChanged",
		"EventCallPartyDeleted"}
	name := names[g.rnd.IntN(len(names))]
	how := "distribute_event"
	if name == "EventCallPartyDeleted" {
		how = "distribute call/party event"
	}
	if name == "EventRinging" {
		g.call++
	}
	g.event(how, name)
	g.text("\tAttributeConnID\t")
	g.hex16(g.call)
	g.buf = append(g.buf, '\n')
	g.number("CallID", int64(g.call&0xffff))
	g.number("CallType", 2)
	g.number("CallState", 0)
	g.quoted("CallUUID", "01FC5BA2DC86V"+g.agents[a].id+"KVSQJB0VF6VDT0")
	g.quoted("ThisDN", g.agents[a].dn)
	g.number("ThisDNRole", 2)
	g.quoted("ThisQueue", g.agents[a].queue)
	g.quoted("ANI", "4930"+g.agents[a].dn)
	g.quoted("DNIS", "8005550100")
	g.list("UserData", "CustomerSegment", "gold", "RVQID", "SQBENM69RP39R22KR9QUBT1RQO000002", "ServiceObjective", "",
		"ServiceType", "default")
	g.list("Extensions", "BusinessCall", "1", "BusinessCallType", "2")
	g.told(name, a)
}
