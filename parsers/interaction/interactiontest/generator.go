// Package interactiontest writes logs in the format of Interaction Server, for tests and for measuring
// speed: a header, logins and logouts over both protocols with their answers and deliveries, the traffic
// of interactions, check points, lost clients, and rotation into segments. The same seed gives the same
// bytes.
package interactiontest

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"time"
)

// Options say what a generated log is like. The zero value is a small log in one segment.
type Options struct {
	Seed    uint64
	Size    int64 // bytes to write, about; 0: 1 MiB
	Segment int64 // bytes per segment, about; 0: all in one
	Agents  int   // 0: 200
}

// Counts is what a generated log holds.
type Counts struct {
	Bytes    int64
	Events   map[string]int64 // by the names of the trace
	Lost     int64            // clients that were lost while their agent was logged in
	Segments int
}

// Secret stands in every value of a generated log that must not be kept.
const Secret = "s3cr3t"

// Generate writes a log. open is asked for the writer of each segment, counted from 0.
func Generate(opt Options, open func(segment int) (io.Writer, error)) (Counts, error) {
	if opt.Size == 0 {
		opt.Size = 1 << 20
	}
	if opt.Agents == 0 {
		opt.Agents = 200
	}
	g := &generator{opt: opt, open: open, rnd: rand.New(rand.NewPCG(opt.Seed, 26015)), active: make([]bool, opt.Agents),
		counts: Counts{Events: map[string]int64{}}, start: time.Date(2026, 3, 2, 6, 0, 0, 0, time.FixedZone("", 3600))}
	g.now = g.start
	g.rotate()
	g.count("LogOpened")
	g.count("ServerStarted")
	for g.err == nil && g.counts.Bytes < opt.Size {
		g.step()
	}
	if g.err == nil {
		g.err = g.w.Flush()
	}
	return g.counts, g.err
}

type generator struct {
	opt    Options
	open   func(int) (io.Writer, error)
	rnd    *rand.Rand
	w      *bufio.Writer
	counts Counts
	start  time.Time
	now    time.Time
	check  time.Time
	inFile int64
	ref    int
	seq    int
	active []bool
	err    error
	buf    []byte
}

func (g *generator) count(name string) { g.counts.Events[name]++ }

// rotate opens the next segment. The last line may go on in it.
func (g *generator) rotate() {
	if g.w != nil {
		if g.err = g.w.Flush(); g.err != nil {
			return
		}
	}
	w, err := g.open(g.counts.Segments)
	if err != nil {
		g.err = err
		return
	}
	g.counts.Segments++
	g.w, g.inFile = bufio.NewWriterSize(w, 256<<10), 0
	const day = "2006-01-02T15:04:05"
	run := g.now.Sub(g.start)
	g.put([]byte(fmt.Sprintf("Application name:\tixn_a\nApplication type:\tInteractionServer (61)\nHost name:\tixn01.example.net\n"+
		"Time zone:\t-3600, CET, CEST\nUTC time:\t%s\nLocal time:\t%s\nStart time (UTC):\t%s\nRunning time:\t%d:%02d:%02d:%02d\nFile:\t(%d) /var/log/ixn_a.log\n\n",
		g.now.UTC().Format(day), g.now.Format(day), g.start.UTC().Format(day),
		int(run.Hours())/24, int(run.Hours())%24, int(run.Minutes())%60, int(run.Seconds())%60, g.counts.Segments)))
}

func (g *generator) put(b []byte) {
	n, err := g.w.Write(b)
	if err != nil {
		g.err = err
	}
	g.counts.Bytes += int64(n)
	g.inFile += int64(n)
}

// line writes a record with the time in front, or a line of a dump.
func (g *generator) line(format string, a ...any) {
	g.buf = g.buf[:0]
	if format[0] != '\t' {
		g.buf = append(g.now.AppendFormat(g.buf, "15:04:05.000"), ' ')
	}
	g.buf = append(fmt.Appendf(g.buf, format, a...), '\n')
	rest := g.buf
	if g.opt.Segment > 0 && g.inFile+int64(len(rest)) > g.opt.Segment && g.err == nil {
		at := g.rnd.IntN(len(rest) + 1)
		g.put(rest[:at])
		rest = rest[at:]
		if g.rotate(); g.err != nil {
			return
		}
	}
	g.put(rest)
}

// step writes what one client does.
func (g *generator) step() {
	g.now = g.now.Add(time.Duration(1+g.rnd.IntN(40)) * time.Millisecond)
	if g.now.After(g.check) {
		g.check = g.now.Add(time.Hour)
		g.line("Trc 04120 Check point %s", g.now.Format("2006-01-02T15:04:05"))
		g.count("CheckPoint")
	}
	n := g.rnd.IntN(g.opt.Agents)
	switch p := g.rnd.IntN(100); {
	case !g.active[n]:
		g.login(n)
	case p < 2:
		g.logout(n)
	case p < 3:
		g.lost(n)
	default:
		g.interaction(n)
	}
}

func (g *generator) message(id int, verb, name string, number, n int) {
	g.line("Int %05d message '%s' (%d) %s client 'Workspace_%d' %d:0, message attributes:", id, name, number, verb, n, 1000+n)
	g.count(name)
}

func (g *generator) login(n int) {
	g.active[n] = true
	g.ref++
	g.message(26015, "from", "RequestAgentLogin", 135, n)
	g.line("\tattr_ref_id [int] = %d", g.ref)
	g.line("\tattr_tenant_id [int] = 101")
	g.line("\tattr_agent_id [str] = \"%d\"", n)
	g.line("\tattr_place_id [str] = \"place_%d\"", n)
	g.line("\tattr_password [str] = %q", Secret)
	g.ack(n)
	g.reporting("EventAgentLogin", 137, n)
}

func (g *generator) logout(n int) {
	g.active[n] = false
	g.ref++
	g.message(26015, "from", "RequestAgentLogout", 136, n)
	g.line("\tattr_ref_id [int] = %d", g.ref)
	g.reporting("EventAgentLogout", 138, n)
	g.ack(n)
}

func (g *generator) lost(n int) {
	g.active[n] = false
	g.line("Std 04523 Connection to client 'Workspace_%d' closed, reason 'Connection reset by peer'", n)
	g.line("Trc 04524 Client 'Workspace_%d' disconnected", n)
	g.count("ClientDisconnected")
	g.counts.Lost++
	g.reporting("EventAgentLogout", 138, n)
}

func (g *generator) ack(n int) {
	g.message(26019, "to", "EventAck", 125, n)
	g.line("\tattr_ref_id [int] = %d", g.ref)
}

func (g *generator) reporting(name string, number, n int) {
	g.seq++
	g.line("Int 30004 Distributing message '%s' (%d), message attributes:", name, number)
	g.count(name)
	g.line("\tattr_agent_id [str] = \"%d\"", n)
	g.line("\tattr_place_id [str] = \"place_%d\"", n)
	g.line("\tattr_event_time [int] = %d", g.now.Unix())
	for _, to := range [...]string{"StatServer_A", "StatServer_B", "icon_a"} {
		g.line("Trc 26022    distributing message '%s' (%d) with ReportingEventSequenceNumber %d to client '%s' - Reporting engine through proxy 'ixnproxy_a' -", name, number, g.seq, to)
		g.count("EventDelivered")
	}
}

// interaction writes a change of an interaction with all it holds, the bulk of such a log.
func (g *generator) interaction(n int) {
	g.ref++
	g.message(26015, "from", "RequestChangeProperties", 103, n)
	g.line("\tattr_ref_id [int] = %d", g.ref)
	g.line("\tattr_itx_id [str] = \"%016X\"", g.rnd.Uint64())
	g.line("\tattr_changed_properties [list] =")
	for i := range 12 {
		g.line("\t\t'customer_attribute_%d' [str] = \"%s %d\"", i, Secret, g.rnd.IntN(1e9))
	}
	g.ack(n)
	g.line("Dbg 25020 Queuing dbmanager request: request id: '%d', stack:'default:standard', stack size: 1, interaction id:'%016X'", g.ref, g.rnd.Uint64())
	g.line("Dbg 25032 Database request executed: request id: '%d', dbchannel '1', interaction sql statement: 'update interactions set queue = ?'", g.ref)
}
