package tservertest

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"time"
)

// Options say what a generated log is like. The zero value is a small log in one segment.
type Options struct {
	Seed    uint64
	Size    int64     // bytes to write, about; 0: 1 MiB
	Segment int64     // bytes per segment, about; 0: all in one
	Start   time.Time // local time of the first line; zero: 2026-03-02T06:00:00+01:00
	Agents  int       // 0: 200
	// Forced is how many forced logouts are planted: the DN goes out of service, its agent is logged out
	// with the reason dr-force_logout, the DN comes back, the agent logs in again.
	Forced int
	// NoSIP leaves SIP messages out. Otherwise they make half of the bytes.
	NoSIP bool
	Name  string // application name; "": SIP_Main
}

// Counts is what a generated log holds.
type Counts struct {
	Bytes    int64
	Events   map[string]int64 // T-Library messages by name, requests included
	Fanout   int64            // clients told of an event
	Forced   int              // forced logouts
	Segments int
	SIPBytes int64
	Start    time.Time
	End      time.Time
}

// Generator writes one log.
type Generator struct {
	opt    Options
	rnd    *rand.Rand
	w      *bufio.Writer
	open   func(segment int) (io.Writer, error)
	counts Counts
	names  map[string]*int64

	now       time.Time
	start     time.Time
	base      time.Time // local midnight before start
	check     time.Time // next check point
	inFile    int64     // bytes in the current segment
	segment   int
	seq       uint64
	ref       uint32
	call      uint64
	agents    []agent
	clients   []client
	due       []plan // what a planted logout still has to write, in order of time
	planted   int
	err       error
	buf       []byte
	body      []byte
	sipDebt   int64
	sipSerial uint64
}

type agent struct {
	id, dn, queue string
	in            bool
	held          bool // a planted logout is under way
	client        int
}

type client struct {
	id     uint32
	handle int
	name   string
	addr   string
}

// plan is something to be written at a time.
type plan struct {
	at    time.Time
	agent int
	do    func(g *Generator, agent int)
}

// Generate writes a log. open is called for every segment, first with 1, and gives where it goes.
func Generate(opt Options, open func(segment int) (io.Writer, error)) (Counts, error) {
	g := newGenerator(opt, open)
	g.rotate()
	for g.err == nil && g.counts.Bytes < g.opt.Size {
		g.step()
	}
	if g.w != nil && g.err == nil {
		g.err = g.w.Flush()
	}
	g.counts.Events = map[string]int64{}
	for name, n := range g.names {
		g.counts.Events[name] = *n
	}
	g.counts.Segments, g.counts.Start, g.counts.End = g.segment, g.start, g.now
	return g.counts, g.err
}

func newGenerator(opt Options, open func(int) (io.Writer, error)) *Generator {
	if opt.Size == 0 {
		opt.Size = 1 << 20
	}
	if opt.Agents == 0 {
		opt.Agents = 200
	}
	if opt.Name == "" {
		opt.Name = "SIP_Main"
	}
	if opt.Start.IsZero() {
		opt.Start = time.Date(2026, 3, 2, 6, 0, 0, 0, time.FixedZone("", 3600))
	}
	g := &Generator{opt: opt, open: open, rnd: rand.New(rand.NewPCG(opt.Seed, 0x5ca1ab1e)), now: opt.Start, start: opt.Start,
		names: map[string]*int64{}, seq: 0x10c9288, ref: 40, call: 0x006c02462a161006}
	y, m, d := g.now.Date()
	g.base = time.Date(y, m, d, 0, 0, 0, 0, g.now.Location())
	g.check = g.now.Add(time.Hour)
	g.people()
	return g
}

// people makes the agents and the clients: a desktop for each agent, and the servers that see all.
func (g *Generator) people() {
	for i, name := range [...]string{"Stat_Server_A", "ICON_localdb", "URS_A", "OCS main 1"} {
		g.clients = append(g.clients, client{uint32(0x100 + i), 20 + i, name, fmt.Sprintf("10.20.1.%d:%d", 10+i, 49000+i)})
	}
	for i := range g.opt.Agents {
		g.clients = append(g.clients, client{uint32(0x400 + i), 60 + i, "Workspace", fmt.Sprintf("10.30.%d.%d:%d", i/200, i%200+1, 50000+i)})
		g.agents = append(g.agents, agent{id: fmt.Sprint(10001 + i), dn: fmt.Sprint(70001 + i), queue: fmt.Sprintf("ACD_%d", 8000+i%12),
			client: 4 + i})
	}
}

// rotate opens the next segment and writes its header.
func (g *Generator) rotate() {
	if g.w != nil {
		if g.err = g.w.Flush(); g.err != nil {
			return
		}
	}
	g.segment++
	w, err := g.open(g.segment)
	if err != nil {
		g.err = err
		return
	}
	g.w, g.inFile = bufio.NewWriterSize(w, 1<<20), 0
	g.header()
	if g.segment == 1 {
		g.startup()
	}
}

// flush writes what was made, cutting at the segment's end, be it in the middle of a line.
func (g *Generator) flush() {
	b := g.buf
	g.buf = g.buf[:0]
	if g.opt.Segment > 0 {
		if room := g.opt.Segment - g.inFile; int64(len(b)) > room && room > 0 && g.inFile > 2048 {
			g.write(b[:room])
			rest := append([]byte(nil), b[room:]...)
			g.rotate()
			b = rest
		}
	}
	g.write(b)
}

func (g *Generator) write(b []byte) {
	if g.err != nil {
		return
	}
	_, g.err = g.w.Write(b)
	g.inFile += int64(len(b))
	g.counts.Bytes += int64(len(b))
}

// step writes one thing that happens.
func (g *Generator) step() {
	g.now = g.now.Add(time.Duration(g.rnd.IntN(9000)) * 100 * time.Microsecond / 10)
	switch {
	case len(g.due) > 0 && !g.now.Before(g.due[0].at):
		p := g.due[0]
		g.due = g.due[1:]
		p.do(g, p.agent)
	case !g.now.Before(g.check):
		g.checkPoint()
	case g.planted < g.opt.Forced && g.counts.Bytes > g.opt.Size/int64(g.opt.Forced+1)*int64(g.planted+1):
		g.plant()
	default:
		g.ordinary()
	}
	g.sipDebt += int64(len(g.buf))
	g.flush()
	for !g.opt.NoSIP && g.sipDebt > 0 && g.err == nil {
		g.sip()
		g.flush()
	}
}

func (g *Generator) ordinary() {
	a := g.rnd.IntN(len(g.agents))
	if g.agents[a].held {
		return
	}
	switch n := g.rnd.IntN(100); {
	case !g.agents[a].in:
		g.login(a)
	case n < 2:
		g.logout(a)
	case n < 30:
		g.state(a)
	case n < 40:
		g.query(a)
	case n < 44:
		g.failure(a)
	case n < 46:
		g.sync(a)
	default:
		g.callEvent(a)
	}
}

// plant takes a DN out of service and forces its agent out.
func (g *Generator) plant() {
	g.planted++
	a := -1
	for i := range g.agents {
		if x := &g.agents[(i+g.planted)%len(g.agents)]; x.in && !x.held {
			a = (i + g.planted) % len(g.agents)
			break
		}
	}
	if a < 0 {
		return
	}
	g.agents[a].held = true
	g.outOfService(a)
	t := g.now
	g.due = append(g.due, plan{t.Add(200 * time.Millisecond), a, (*Generator).forcedLogout},
		plan{t.Add(20 * time.Second), a, (*Generator).backInService}, plan{t.Add(21 * time.Second), a, (*Generator).loginAgain})
	slices.SortStableFunc(g.due, func(a, b plan) int { return a.at.Compare(b.at) })
}
