package tserver

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// endBlock closes the message that is being read, and delivers it if it is wanted.
func (s *scan) endBlock() {
	mode := s.mode
	s.mode = modeNone
	if mode != modeSkip && mode != modeBody && mode != modeRequest {
		return
	}
	b := &s.block
	if mode == modeBody || b.msg.parse {
		s.values.close()
		s.values.endList()
	}
	s.date(b)
	if b.twice {
		s.repeated++
		return
	}
	b.msg.count++
	s.fan.event = b.msg
	if !b.msg.parse {
		s.skipped(b)
		return
	}
	s.complete(b)
	s.bind(b)
	s.fan.about(&s.event)
	s.deliver(b)
	s.derive(b)
}

// date settles the day of a message by its epoch.
func (s *scan) date(b *block) {
	if !b.dated {
		return
	}
	if day, ok := s.d.Epoch(b.stamp, b.epoch, b.gloss); ok {
		b.day, s.today = day, day
		s.begin(b.stamp, day)
		return
	}
	s.notes.add(s.in, "epoch", b.pos, fmt.Sprintf("%s: epoch %d does not belong to the time at the head of the message", b.msg.name, b.epoch))
}

// skipped delivers a message whose body was not read, if every record counts.
func (s *scan) skipped(b *block) {
	if !s.need.record {
		s.see(b.stamp, b.day)
		return
	}
	s.bare = trace.Event{Source: Source, Name: b.msg.name, Server: s.in.Server, Instance: s.in.Instance, Skipped: true}
	s.send(&s.bare, b.stamp, b.day, b.pos)
}

// complete fills what does not stand in the dump itself.
func (s *scan) complete(b *block) {
	e := &s.event
	if b.clientID == 0 {
		if id, ok := e.Attrs.Get("ClientID"); ok {
			n, _ := strconv.ParseUint(id, 10, 32)
			b.clientID = uint32(n)
			b.client = s.clients[b.clientID]
		}
	}
	e.Client = b.client
	if b.peer != "" {
		e.Client = b.peer
	}
	if b.handle != "" {
		e.Attrs = e.Attrs.Set("socket", b.handle)
	}
	if b.address != "" {
		e.Attrs = e.Attrs.Set("address", b.address)
	}
	if b.untimed {
		e.Attrs = infer(e.Attrs, "time")
	}
	s.checkLists(b)
	if note := e.Normalize(); note != "" {
		s.notes.add(s.in, "reason", b.pos, note)
	}
}

// checkLists says which lists are cut, and which have another size than their head says.
func (s *scan) checkLists(b *block) {
	v := &s.values
	if len(v.cut)+len(v.short) > 0 {
		s.event.Attrs = s.event.Attrs.Set("truncated", strings.Join(append(v.short, v.cut...), ","))
	}
	for _, list := range v.short {
		s.notes.add(s.in, "truncated list", b.pos,
			fmt.Sprintf("%s: truncated list %s: the number of its pairs is not the one that its head says", b.msg.name, list))
	}
	for _, name := range v.cut {
		s.notes.add(s.in, "truncated value", b.pos, fmt.Sprintf("%s: the value of %q is cut and was left out", b.msg.name, name))
	}
	for _, list := range v.differs {
		s.notes.add(s.in, "list size", b.pos, fmt.Sprintf("%s: list %s has another size than its head says", b.msg.name, list))
	}
}

// infer adds a field to those that were inferred.
func infer(attrs trace.Attrs, field string) trace.Attrs {
	if have, ok := attrs.Get("inferred"); ok {
		field = have + "," + field
	}
	return attrs.Set("inferred", field)
}

// bind keeps who is logged in on which DN, and fills in an agent that a message does not name.
func (s *scan) bind(b *block) {
	e := &s.event
	if b.msg.agent && e.Agent == "" && e.DN != "" {
		if agent := s.bound[e.DN]; agent != "" {
			e.Agent = agent
			e.Attrs = infer(e.Attrs, "agent")
		}
	}
	if !b.msg.binds || e.DN == "" {
		return
	}
	if b.msg.name == "EventAgentLogin" {
		if e.Agent != "" {
			s.bound[e.DN] = e.Agent
		}
		return
	}
	delete(s.bound, e.DN)
}

// deliver sends the message, or keeps it until the record that follows names its client.
func (s *scan) deliver(b *block) {
	if !b.msg.deliver {
		s.skipped(b)
		return
	}
	if b.clientID != 0 && b.client == "" && b.direction == "sent" {
		s.fan.hold(&s.event, b)
		return
	}
	s.send(&s.event, b.stamp, b.day, b.pos)
}

// start announces the input.
func (s *scan) start(t time.Time) {
	if s.started {
		return
	}
	s.started = true
	s.in.Dating = s.d.By()
	s.in.Offset = ""
	if !t.IsZero() {
		s.in.Offset = genesys.OffsetAt(t)
	}
	s.in.Clock = s.in.Host
	for _, other := range [...]string{s.in.Instance, s.in.Path} {
		if s.in.Clock == "" {
			s.in.Clock = other
		}
	}
	s.err = s.out.Start(s.in)
}
