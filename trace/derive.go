package trace

import (
	"io"
	"time"
)

// DeriveSwitchover is the value of Input.Derive that asks for switchovers to be concluded from what a
// desktop did, where it does not tell of them itself.
const DeriveSwitchover = "switchover"

// Bounds of what is held back between the kill of a factory and the start of the next one.
const (
	deriveHold  = 10 * time.Minute
	deriveItems = 1 << 16
)

// Added tells whether streams add events of that name to those that a log holds.
func Added(name string) bool { return name == "LogGap" || name == "SwitchoverStarted" }

// DeriveSwitchovers returns the stream of one log with the SwitchoverStarted of its desktops in it, if the
// input asks for it (Input.Derive) and the log does not tell of them: at the FactoryKilled that a
// FactoryStarted at another site follows, or, for desktops without a factory, at the first connection to a
// configuration server or T-Server of another site. A login, a registration or an event of another site
// is not a switchover, and a move inside an HA pair never is. What was derived is marked with the attribute
// inferred, and is not derived again. Sites come from the event, else from the map. It is to be applied
// before Merge.
func DeriveSwitchovers(s Stream, sites *SiteMap) Stream {
	return &deriver{Stream: s, sites: sites, inputs: map[*Input]*derived{}}
}

// deriver holds items back only while a factory is dead.
type deriver struct {
	Stream
	sites  *SiteMap
	inputs map[*Input]*derived
	held   []Item // copies; given out from the front
	wait   int    // how many desktops have no factory; 0: nothing is held
	since  time.Time
	err    error
}

// derived is what was derived in one input.
type derived struct {
	count    int64
	desktops map[string]*desktop
}

// desktop is what is known of an instance.
type desktop struct {
	site    string // at which it is
	factory bool   // it has one
	killed  int    // index in held of the kill that waits; -1: none
	lost    bool   // the connection to its site was lost
	told    bool   // it told of a switchover since it reached its site
}

// Next implements Stream.
func (d *deriver) Next() (Item, error) {
	for len(d.held) == 0 || d.wait > 0 {
		it, err := d.Stream.Next()
		if err != nil {
			if len(d.held) > 0 {
				d.release()
				d.err = err
				break
			}
			return it, err
		}
		if !d.asks(it) {
			if len(d.held) == 0 {
				return it, nil
			}
			d.hold(it)
			continue
		}
		if d.take(it) {
			return it, nil
		}
	}
	return d.first()
}

// asks tells whether the item belongs to an input that is to be derived.
func (d *deriver) asks(it Item) bool {
	if it.Input == nil {
		return false
	}
	if it.Kind == KindInputStart && contains(it.Input.Derive, DeriveSwitchover) {
		d.inputs[it.Input] = &derived{desktops: map[string]*desktop{}}
	}
	return len(d.inputs) > 0 && d.inputs[it.Input] != nil
}

// first gives out the item that was held longest.
func (d *deriver) first() (Item, error) {
	if len(d.held) == 0 {
		return Item{}, d.end()
	}
	it := d.held[0]
	d.held = d.held[1:]
	return it, nil
}

func (d *deriver) end() error {
	if d.err == nil {
		return io.EOF
	}
	return d.err
}

// hold keeps a copy of an item, because the stream will reuse its event.
func (d *deriver) hold(it Item) {
	if it.Event != nil {
		it.Event = it.Event.Clone()
	}
	d.held = append(d.held, it)
}

// release stops waiting.
func (d *deriver) release() {
	d.wait = 0
	for _, in := range d.inputs {
		for _, k := range in.desktops {
			k.killed = -1
		}
	}
}

// take looks at an item of an input that is derived, and holds it back if it must; direct: it goes out now.
func (d *deriver) take(it Item) (direct bool) {
	in := d.inputs[it.Input]
	if it.Kind == KindInputEnd {
		for _, k := range in.desktops {
			d.forget(k)
		}
		it.Input.Events += in.count
		if in.count > 0 && it.Input.ByName != nil {
			it.Input.ByName["SwitchoverStarted"] += in.count
		}
	}
	if it.Kind == KindEvent && it.Event.Source == "desktop" {
		d.event(in, it)
	}
	if d.wait == 0 && len(d.held) == 0 {
		return true
	}
	d.hold(it)
	if d.wait > 0 && (len(d.held) >= deriveItems || it.Kind == KindEvent && it.Time.Sub(d.since) > deriveHold) {
		d.release()
	}
	return false
}

func (d *deriver) event(in *derived, it Item) {
	e := it.Event
	k := in.desktops[e.Instance]
	if k == nil {
		k = &desktop{killed: -1}
		in.desktops[e.Instance] = k
	}
	switch e.Name {
	case "SwitchoverStarted":
		k.told = true
		d.forget(k)
	case "FactoryKilled":
		d.forget(k)
		k.factory, k.killed = true, len(d.held)
		d.wait++
		d.since = it.Time
	case "FactoryStarted":
		k.factory = true
		d.arrive(in, k, it)
	case "PeerLost":
		k.lost = k.lost || d.site(e) == k.site
	case "ConfigConnected", "PeerConnected":
		if e.Name == "PeerConnected" && !d.moves(k, e) {
			return
		}
		if !k.factory {
			d.arrive(in, k, it)
		}
	case "SwitchoverCompleted":
		if site := d.site(e); site != "" {
			k.site, k.told, k.lost = site, false, false
		}
	}
}

// moves tells whether a connection may be that of a switchover: one to a T-Server or a configuration
// server. A connection that was itself concluded counts only if the one before it is known to be lost: a
// desktop may be connected to several sites.
func (d *deriver) moves(k *desktop, e *Event) bool {
	service, _ := e.Attrs.Get("service")
	if service != "telephony" && service != "configuration" {
		return false
	}
	_, inferred := e.Attrs.Get("inferred")
	return !inferred || k.site == "" || k.lost
}

// arrive takes that a desktop is at the site of the event from now on.
func (d *deriver) arrive(in *derived, k *desktop, it Item) {
	site := d.site(it.Event)
	if site != "" && k.site != "" && site != k.site && !k.told {
		in.count++
		d.insert(k, it, site)
	}
	d.forget(k)
	if site != "" {
		if site != k.site {
			k.lost = false
		}
		k.site, k.told = site, false
	}
}

func (d *deriver) forget(k *desktop) {
	if k.killed >= 0 {
		k.killed = -1
		d.wait--
	}
}

// insert puts a switchover before the kill of the factory, or before the event at hand.
func (d *deriver) insert(k *desktop, it Item, to string) {
	at, from := len(d.held), it
	if k.killed >= 0 {
		at, from = k.killed, d.held[k.killed]
	}
	e := &Event{Time: from.Event.Time, Source: "desktop", Name: "SwitchoverStarted", Direction: "internal",
		Instance: from.Event.Instance, Site: k.site, Clock: from.Event.Clock, Pos: from.Event.Pos,
		Attrs: Attrs{{"from", k.site}, {"to", to}, {"inferred", "name,from,to"}}}
	d.held = append(d.held, Item{})
	copy(d.held[at+1:], d.held[at:])
	d.held[at] = Item{Kind: KindEvent, Input: it.Input, Event: e, Time: from.Time}
	for _, other := range d.inputs {
		for _, o := range other.desktops {
			if o.killed >= at {
				o.killed++
			}
		}
	}
}

// site is where the event says that the desktop is; "" if that is not known.
func (d *deriver) site(e *Event) string {
	if e.Site != "" {
		return e.Site
	}
	for _, key := range [...]string{"application", "endpoint", "to"} {
		if v, _ := e.Attrs.Get(key); v != "" {
			if site, ok := d.sites.Site(v); ok {
				return site
			}
		}
	}
	site, _ := d.sites.Site(e.Server)
	return site
}

// derives tells that a SwitchoverStarted, if it is wanted, may be concluded from this event.
func (w *Wanted) derives(source, name string) bool {
	if source != "desktop" || !w.Body(source, "SwitchoverStarted") {
		return false
	}
	switch name {
	case "SwitchoverStarted", "SwitchoverCompleted", "FactoryKilled", "FactoryStarted", "ConfigConnected", "PeerConnected", "PeerLost":
		return true
	}
	return false
}
