package trace

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// SkewMeter measures clocks against each other. Two kinds of records carry the times of two clocks: an event
// that a desktop saw, with the server's own time in it (AttributeTimeinSecs), and a message that stands both
// in the log of who sent it and in that of who got it. What lies between is the difference of the clocks
// and the time on the way, which is never less than nothing. So the least difference counts, from both
// directions where there are messages both ways. The zero value is ready.
type SkewMeter struct {
	inputs   []*Input
	embedded []embedded
	messages map[messageKey]*crossing
}

// meterLimit bounds what a SkewMeter keeps of each kind.
const meterLimit = 1 << 18

// embedded is a record of one clock that holds the time of another.
type embedded struct {
	in     *Input
	server string
	diff   time.Duration
	coarse bool // the other time has whole seconds only
}

// messageKey is what the two records of one message share.
type messageKey struct{ name, server, ref, dn, agent string }

// crossing is what is known of one message: where it was sent, and where received.
type crossing struct {
	in    [2]*Input // sender, receiver
	at    [2]time.Time
	times [2]int // how often; what is not unique counts for nothing
}

// Read takes all records of a stream. An input that was merged before is an error: its times are corrected
// already.
func (m *SkewMeter) Read(s Stream) error {
	for {
		it, err := s.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch {
		case it.Kind == KindInputStart && it.Input.Merged:
			return fmt.Errorf("--skew auto: %s was merged by fo-check parse, with its times corrected; accepted is --skew "+
				"when the logs are parsed", it.Input.Path)
		case it.Kind == KindInputStart:
			m.inputs = append(m.inputs, it.Input)
		case it.Kind == KindEvent && !it.Time.IsZero() && it.Event.Clock == "": // another clock's measures none
			m.embed(it)
			m.cross(it)
		}
	}
}

// embed takes an event that a desktop saw, with the server's time in it.
func (m *SkewMeter) embed(it Item) {
	e := it.Event
	if e.Source != "desktop" || e.Server == "" || len(m.embedded) >= meterLimit {
		return
	}
	at, fine, ok := serverTime(e.Attrs)
	if ok {
		m.embedded = append(m.embedded, embedded{it.Input, strings.ToLower(e.Server), it.Time.Sub(at), !fine})
	}
}

// serverTime reads the time of the server that a message carries: as the server sent it, or as parsers of desktop
// logs write it. fine tells that it is finer than a second.
func serverTime(attrs Attrs) (at time.Time, fine, ok bool) {
	if text, told := attrs.Get("server_time"); told {
		at, err := time.Parse(time.RFC3339Nano, text)
		return at, at.Nanosecond() != 0, err == nil
	}
	text, _ := attrs.Get("TimeinSecs")
	sec, ok := leadingInt(text)
	if !ok {
		return at, false, false
	}
	text, _ = attrs.Get("TimeinuSecs")
	micro, fine := leadingInt(text)
	at = time.Unix(sec, 0)
	if fine && micro < 1_000_000 {
		at = at.Add(time.Duration(micro) * time.Microsecond)
	}
	return at, fine, true
}

// leadingInt reads the number at the beginning of "1772442000 (10:00:00)".
func leadingInt(text string) (n int64, ok bool) {
	digits := 0
	for digits < len(text) && digits < 12 && text[digits]-'0' <= 9 {
		n = n*10 + int64(text[digits]-'0')
		digits++
	}
	return n, digits > 0 && (digits == len(text) || text[digits] == ' ')
}

// cross takes a message with a reference id.
func (m *SkewMeter) cross(it Item) {
	e := it.Event
	if e.Ref == "" || e.Server == "" || e.DN == "" && e.Agent == "" || e.Skipped {
		return
	}
	side := 1
	switch request := isRequest(e.Name); {
	case !request && !isAnswer(e.Name):
		return
	case request == (e.Source == "desktop"):
		side = 0
	}
	if m.messages == nil {
		m.messages = map[messageKey]*crossing{}
	}
	key := messageKey{e.Name, strings.ToLower(e.Server), e.Ref, e.DN, e.Agent}
	c := m.messages[key]
	if c == nil {
		if len(m.messages) >= meterLimit {
			return
		}
		c = &crossing{}
		m.messages[key] = c
	}
	c.in[side], c.at[side] = it.Input, it.Time
	c.times[side]++
}

// Inputs returns what was read.
func (m *SkewMeter) Inputs() []*Input { return m.inputs }

// Measure returns the corrections of all clocks that could be measured, against the clock that is named in
// each. Clocks that fixed names get none; they are measured against. assumed is the uncertainty of a clock
// that could not be measured, among others that could: those are returned too, in unmeasured.
func (m *SkewMeter) Measure(fixed Skews, assumed time.Duration) (skews Skews, unmeasured []string) {
	g := m.graph()
	for _, in := range m.inputs {
		g.add(in.Clock)
	}
	g.settle(func(clock string) bool {
		return slices.ContainsFunc(m.inputs, func(in *Input) bool {
			_, named := fixed.Of(in)
			return in.Clock == clock && named
		})
	}, m.ownedBy())
	for _, c := range g.clocks {
		switch {
		case !g.isInput(c, m.inputs):
		case c.from == "" && !c.root:
			unmeasured = append(unmeasured, c.name)
			skews = append(skews, Skew{Name: c.name, Tolerance: assumed})
		case c.from != "":
			skews = append(skews, Skew{Name: c.name, Ahead: c.ahead, Tolerance: c.within, Found: c.words()})
		}
	}
	if len(skews) == len(unmeasured) {
		return nil, unmeasured
	}
	return skews, unmeasured
}

// ownedBy tells for every clock whether a server is on it.
func (m *SkewMeter) ownedBy() map[string]bool {
	server := map[string]bool{}
	for _, in := range m.inputs {
		server[in.Clock] = server[in.Clock] || in.Source != "desktop"
	}
	return server
}

// clockOf is the clock of a server, which is named by its application or as host:port: that of its log, or a
// clock of its own.
func (m *SkewMeter) clockOf(server string) string {
	host, _, endpoint := strings.Cut(server, ":")
	for _, in := range m.inputs {
		if in.Source != "desktop" && (strings.ToLower(in.Server) == server || endpoint && strings.ToLower(in.Host) == host) {
			return in.Clock
		}
	}
	return server
}

// graph holds what was measured between pairs of clocks.
func (m *SkewMeter) graph() *clockGraph {
	g := &clockGraph{pairs: map[[2]string]*clockPair{}}
	for _, r := range m.embedded {
		g.sample(m.clockOf(r.server), r.in.Clock, r.diff, r.coarse)
	}
	for _, c := range m.messages {
		if c.times == [2]int{1, 1} {
			g.sample(c.in[0].Clock, c.in[1].Clock, c.at[1].Sub(c.at[0]), false)
		}
	}
	return g
}
