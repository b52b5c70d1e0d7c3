package trace

import (
	"fmt"
	"slices"
	"sort"
	"time"
)

// leastRecords is how many records in one direction must tell before their least difference counts: of
// fewer nothing can be said about how long messages are on the way.
const leastRecords = 3

// clockPair is what was measured between two clocks, the first one by name being "low".
type clockPair struct {
	up, down []time.Duration // stamp of the receiver minus that of the sender: low to high, high to low
	coarse   bool
}

// clockGraph finds the difference of clocks that were measured against each other, directly or not.
type clockGraph struct {
	clocks []*graphClock
	pairs  map[[2]string]*clockPair
}

// graphClock is a clock, and where it stands.
type graphClock struct {
	name    string
	root    bool
	ahead   time.Duration // of the root's clock
	within  time.Duration
	from    string // the root; "": not measured
	records int
}

func (g *clockGraph) add(name string) *graphClock {
	for _, c := range g.clocks {
		if c.name == name {
			return c
		}
	}
	c := &graphClock{name: name}
	g.clocks = append(g.clocks, c)
	return c
}

// sample takes a message from one clock to another, and what lies between its two stamps.
func (g *clockGraph) sample(from, to string, diff time.Duration, coarse bool) {
	if from == to || from == "" || to == "" {
		return
	}
	key, up := [2]string{from, to}, true
	if from > to {
		key, up = [2]string{to, from}, false
	}
	p := g.pairs[key]
	if p == nil {
		p = &clockPair{}
		g.pairs[key] = p
		g.add(from)
		g.add(to)
	}
	p.coarse = p.coarse || coarse
	if up {
		p.up = append(p.up, diff)
	} else {
		p.down = append(p.down, diff)
	}
}

// ahead is by how much the high clock is ahead of the low one.
func (p *clockPair) ahead() (by, within time.Duration, ok bool) {
	slices.Sort(p.up)
	slices.Sort(p.down)
	switch {
	case len(p.up) > 0 && len(p.down) > 0:
		high, low := p.up[0], -p.down[0] // it is at most, and at least that
		by, within = low+(high-low)/2, (high-low).Abs()/2
	case len(p.up) >= leastRecords:
		by, within = p.up[0], spread(p.up)
	case len(p.down) >= leastRecords:
		by, within = -p.down[0], spread(p.down)
	default:
		return 0, 0, false
	}
	least := time.Millisecond
	if p.coarse {
		least = time.Second
	}
	return by, max(within, least), true
}

// spread is by how much the middle of sorted differences is above the least one.
func spread(sorted []time.Duration) time.Duration { return sorted[len(sorted)/2] - sorted[0] }

// settle chooses a clock of each group of clocks that were measured against each other as that of the
// group, and places the others. One that fixed names goes first, then one that a server is on, then the one
// with most neighbours.
func (g *clockGraph) settle(fixed func(string) bool, server map[string]bool) {
	degree := map[string]int{}
	for key, p := range g.pairs {
		if _, _, ok := p.ahead(); ok {
			degree[key[0]]++
			degree[key[1]]++
		}
	}
	rank := func(c *graphClock) int {
		switch {
		case fixed(c.name):
			return 0
		case server[c.name]:
			return 1
		}
		return 2
	}
	sort.Slice(g.clocks, func(i, j int) bool {
		a, b := g.clocks[i], g.clocks[j]
		if ra, rb := rank(a), rank(b); ra != rb {
			return ra < rb
		}
		if degree[a.name] != degree[b.name] {
			return degree[a.name] > degree[b.name]
		}
		return a.name < b.name
	})
	for _, c := range g.clocks {
		if c.from == "" && !c.root && degree[c.name] > 0 {
			c.root = true
			g.spreadFrom(c)
		}
	}
	for _, c := range g.clocks {
		if fixed(c.name) {
			c.root, c.from = true, ""
		}
	}
}

// spreadFrom places the clocks that hang together with a root, the surest way first.
func (g *clockGraph) spreadFrom(root *graphClock) {
	placed := []*graphClock{root}
	for {
		var best *graphClock
		var at graphClock
		for _, c := range placed {
			for _, o := range g.clocks {
				by, within, n, ok := g.between(c, o)
				if ok && !o.root && o.from == "" && (best == nil || c.within+within < at.within) {
					best, at = o, graphClock{name: o.name, ahead: c.ahead + by, within: c.within + within, from: root.name, records: n}
				}
			}
		}
		if best == nil {
			return
		}
		*best = at
		placed = append(placed, best)
	}
}

// between tells by how much o is ahead of c.
func (g *clockGraph) between(c, o *graphClock) (by, within time.Duration, records int, ok bool) {
	key, sign := [2]string{c.name, o.name}, time.Duration(1)
	if c.name > o.name {
		key, sign = [2]string{o.name, c.name}, -1
	}
	p := g.pairs[key]
	if p == nil {
		return 0, 0, 0, false
	}
	by, within, ok = p.ahead()
	return sign * by, within, len(p.up) + len(p.down), ok
}

func (g *clockGraph) isInput(c *graphClock, inputs []*Input) bool {
	return slices.ContainsFunc(inputs, func(in *Input) bool { return in.Clock == c.name })
}

// words says how a clock was measured.
func (c *graphClock) words() string {
	way := "ahead of"
	if c.ahead < 0 {
		way = "behind"
	}
	return fmt.Sprintf("the clock %s is %s %s that of %s, within %s, as %d records tell: corrected", c.name,
		c.ahead.Abs().Round(time.Microsecond), way, c.from, c.within.Round(time.Microsecond), c.records)
}
