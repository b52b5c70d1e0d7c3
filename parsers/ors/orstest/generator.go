// Package orstest generates Orchestration Server logs for tests and benchmarks: sessions that process
// interactions, with the METRIC records, expressions and network bytes of a server that logs everything.
package orstest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"
)

// Options say what a generated log is like. The zero value is a small log.
type Options struct {
	Seed uint64
	Size int   // bytes to write, about; 0: 1 MiB
	Lost int   // how often the connection to Interaction Server is lost, which revokes what is pulled
	NoIO bool  // leave HTTP traffic out
	At   int64 // seconds after 2026-03-02T06:00:00+01:00 of the first record
}

// Counts is what a generated log holds.
type Counts struct {
	Events  map[string]int64 // by the name that the parser gives them
	Results map[string]int64 // interaction.notcontrolled by resultof; "": not in evidence
}

// Generator writes one log.
type generator struct {
	opt      Options
	rnd      *rand.Rand
	buf      []byte
	now      time.Time
	counts   Counts
	sessions []*session
	serial   int
	lost     int
	check    time.Time
}

type session struct {
	sid, ixn string
	step     int
}

// Generate returns a log and what it holds.
func Generate(opt Options) ([]byte, Counts) {
	if opt.Size == 0 {
		opt.Size = 1 << 20
	}
	start := time.Date(2026, 3, 2, 6, 0, 0, 0, time.FixedZone("", 3600)).Add(time.Duration(opt.At) * time.Second)
	g := &generator{opt: opt, rnd: rand.New(rand.NewPCG(opt.Seed, 17)), now: start, check: start.Add(time.Hour),
		counts: Counts{Events: map[string]int64{}, Results: map[string]int64{}}, buf: make([]byte, 0, opt.Size+1<<16)}
	g.header()
	for len(g.buf) < opt.Size {
		g.step()
	}
	return g.buf, g.counts
}

func (g *generator) header() {
	utc := g.now.UTC()
	g.buf = fmt.Appendf(g.buf, `Application name: ORS_A
Application type: OrchestrationServer (93)
Host name:        ors01.example.net
Time zone:        -3600, CET, CEST
UTC time:         %s
Local time:       %s
Start time (UTC): %s
Running time:     0:00:00:00
File:             (1) /var/log/genesys/ORS_A.log

`, utc.Format("2006-01-02T15:04:05.000"), g.now.Format("2006-01-02T15:04:05.000"), utc.Format("2006-01-02T15:04:05"))
	g.counts.Events["LogOpened"]++
	g.counts.Events["ServerStarted"]++
	g.line("Std 05060 Application started")
	g.line("Std 05200 Orchestration. Version 8.1.400.75")
	g.connect()
	g.line("Std 04562 Warm Standby (Primary) mode activated")
	g.counts.Events["RoleChanged"]++
}

func (g *generator) connect() {
	g.line("Std 04503 Connected to InteractionServer 'IXN_A' at host 'ixn01', port 4420")
	g.counts.Events["PeerConnected"]++
}

// line writes a record with the time of now.
func (g *generator) line(parts ...string) {
	g.buf = g.now.AppendFormat(g.buf, "15:04:05.000 ")
	for _, p := range parts {
		g.buf = append(g.buf, p...)
	}
	g.buf = append(g.buf, '\n')
}

// metric writes a METRIC record of a session.
func (g *generator) metric(x *session, name string, rest ...string) {
	segment := "ScxmlMetric"
	if name == "eval_expr" {
		segment = "ScxmlMetricEvalExpr"
	}
	g.buf = g.now.AppendFormat(g.buf, "15:04:05.000 ")
	g.buf = append(g.buf, "[T:140084682483456] {"...)
	g.buf = append(append(append(append(g.buf, segment...), ":3} METRIC <"...), name...), " sid='"...)
	g.buf = append(append(g.buf, x.sid...), "'"...)
	for _, p := range rest {
		g.buf = append(g.buf, p...)
	}
	g.buf = append(g.buf, " />\n"...)
}

func (g *generator) event(x *session, name string) {
	g.metric(x, "event_queued", " name='", name, "' type='external' thread='15800'")
	g.metric(x, "event_processed", " name='", name, "'")
	if len(name) > 12 && name[:12] == "interaction." {
		g.counts.Events[name]++
	}
}

// step writes one thing that happens.
func (g *generator) step() {
	g.now = g.now.Add(time.Duration(g.rnd.IntN(40)) * time.Millisecond)
	switch {
	case g.now.After(g.check):
		g.line("Trc 04120 Check point ", g.now.Format("2006-01-02T15:04:05"))
		g.counts.Events["CheckPoint"]++
		g.check = g.check.Add(time.Hour)
	case g.lost < g.opt.Lost && len(g.buf) > g.opt.Size/(g.opt.Lost+1)*(g.lost+1):
		g.lose()
	case len(g.sessions) < 50 || g.rnd.IntN(20) == 0:
		g.begin()
	default:
		i := g.rnd.IntN(len(g.sessions))
		if g.advance(g.sessions[i]) {
			g.sessions = append(g.sessions[:i], g.sessions[i+1:]...)
		}
	}
}

func (g *generator) begin() {
	g.serial++
	x := &session{sid: fmt.Sprintf("%08XQ3N5K8R2M9XW4CVB6HJD1F0G", g.serial), ixn: fmt.Sprintf("0002GaRT%08X", g.serial)}
	x.sid = x.sid[:32]
	g.sessions = append(g.sessions, x)
	if !g.opt.NoIO {
		g.http("POST /scxml/session/start HTTP/1.1\r\nHost: ors01:7011\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nsrc=http://web01/chat.scxml\r\n" +
			"09:00:00.000 METRIC <event_queued sid='X' name='interaction.deleted' type='external' />\r\n")
	}
	g.line("{SessionManager:3} [SessionManager]: adding key[", x.ixn, "]/value[", x.sid, "]")
	g.metric(x, "appl_begin")
	g.counts.Events["SessionStarted"]++
	g.metric(x, "doc_request", " url='http://web01/chat/src-gen/IPD_chat_main.scxml'")
	g.event(x, "interaction.present")
}

func (g *generator) http(body string) {
	g.line("HTTP[56,TCP] <<<< ", strconv.Itoa(len(body)), " bytes from 192.0.2.27 <<<<")
	g.buf = append(append(g.buf, body...), '\n')
}

// advance lets a session go on. true: it has ended.
func (g *generator) advance(x *session) bool {
	x.step++
	if x.step < 8 {
		g.work(x)
		return false
	}
	g.metric(x, "extension", " name='redirect' namespace='http://www.genesyslab.com/modules/interaction'")
	g.counts.Events["SessionAction"]++
	g.uncontrolled(x, "routing")
	g.metric(x, "state_enter", " name='_composer_global_exit' type='final'")
	g.metric(x, "appl_end")
	g.counts.Events["SessionEnded"]++
	return true
}

// work writes what a strategy computes.
func (g *generator) work(x *session) {
	n := strconv.Itoa(g.rnd.IntN(1000))
	g.metric(x, "state_enter", " name='Block", n, "' type='state'")
	g.metric(x, "onentry", " name='Block", n, "' type='state'")
	for range 1 + g.rnd.IntN(6) {
		g.metric(x, "eval_expr", " expression='App_varTarget", n, " = _genesys.session.getListItemValue('LIST_", n, "', v_ServiceCallType, 'Considered').toUpperCase();' result='' thread='8436'")
	}
	g.metric(x, "eval_expr", " expression='global._data = \nnew Object();\nvar a = '", n, "' + \"<b/>\";' result='[object Object]' thread='8436'")
	g.metric(x, "eval_condition", " condition='system.Customer", n, " == ''' result='false'")
	g.metric(x, "log", " expr='", x.sid, ": Inside Entry Block: Block", n, " 'quoted' text for the log' label='' level='1'")
	g.metric(x, "transition", " target='Block", n, "' line='2859'")
	g.metric(x, "state_exit", " name='Block", n, "' type='state'")
}

func (g *generator) uncontrolled(x *session, result string) {
	g.event(x, "interaction.notcontrolled")
	switch g.rnd.IntN(3) {
	case 0:
		g.metric(x, "eval_condition", " condition='_event.data.interactionid == system.InteractionID && _event.data.resultof == '", result, "'' result='true'")
	case 1:
		g.metric(x, "log", " expr='interaction.notcontrolled event received in user application thread ({name:\"interaction.notcontrolled\", data:{interactionid:\"",
			x.ixn, "\", resultof:\"", result, "\"}})' label='' level='1'")
	default:
		g.metric(x, "eval_condition", " condition='!_event.data.resultof || _event.data.resultof == 'deletion'' result='false'")
		result = ""
	}
	g.counts.Results[result]++
}

// lose loses the connection to Interaction Server: all sessions lose their interactions, and get them
// again when it is back.
func (g *generator) lose() {
	g.lost++
	g.line("Std 04504 Connection to InteractionServer 'IXN_A' at host 'ixn01', port 4420 lost")
	g.counts.Events["PeerLost"]++
	for _, x := range g.sessions {
		g.uncontrolled(x, "revoking")
	}
	g.now = g.now.Add(20 * time.Second)
	g.connect()
	for _, x := range g.sessions {
		g.event(x, "interaction.present")
	}
}

// Split cuts a log into parts of about size bytes, anywhere.
func Split(log []byte, size int) [][]byte {
	var out [][]byte
	for len(log) > size {
		out = append(out, bytes.Clone(log[:size]))
		log = log[size:]
	}
	return append(out, bytes.Clone(log))
}
