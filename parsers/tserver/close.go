package tserver

import (
	"fmt"
	"strconv"
	"strings"

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
	b.msg.Count++
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
	s.fan.placed = false
	if day, ok := s.Epoch(b.stamp, b.epoch, b.gloss); ok {
		b.day = day
		return
	}
	s.Note("epoch", b.pos, fmt.Sprintf("%s: epoch %d does not belong to the time at the head of the message", b.msg.Text, b.epoch))
}

// skipped delivers a message whose body was not read, if every record counts.
func (s *scan) skipped(b *block) {
	if !s.Record {
		s.See(b.stamp, b.day)
		return
	}
	s.bare = trace.Event{Source: Source, Name: b.msg.Text, Server: s.In.Server, Instance: s.In.Instance, Skipped: true}
	s.Send(&s.bare, b.moment())
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
		s.Note("reason", b.pos, note)
	}
}

// checkLists says which lists are cut, and which have another size than their head says.
func (s *scan) checkLists(b *block) {
	v := &s.values
	if len(v.cut)+len(v.short) > 0 {
		s.event.Attrs = s.event.Attrs.Set("truncated", strings.Join(append(v.short, v.cut...), ","))
	}
	for _, list := range v.short {
		s.Note("truncated list", b.pos,
			fmt.Sprintf("%s: truncated list %s: the number of its pairs is not the one that its head says", b.msg.Text, list))
	}
	for _, name := range v.cut {
		s.Note("truncated value", b.pos, fmt.Sprintf("%s: the value of %q is cut and was left out", b.msg.Text, name))
	}
	for _, list := range v.differs {
		s.Note("list size", b.pos, fmt.Sprintf("%s: list %s has another size than its head says", b.msg.Text, list))
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
	if b.msg.Text == "EventAgentLogin" {
		if e.Agent != "" {
			s.bound[e.DN] = e.Agent
		}
		return
	}
	delete(s.bound, e.DN)
}

// deliver sends the message, or keeps it until the record that follows names its client.
func (s *scan) deliver(b *block) {
	if !b.msg.Wanted {
		s.skipped(b)
		return
	}
	if b.clientID != 0 && b.client == "" && b.direction == "sent" {
		s.fan.hold(&s.event, b)
		return
	}
	s.Send(&s.event, b.moment())
}
