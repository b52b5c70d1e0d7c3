package pom

import (
	"bytes"
	"time"
)

// announceFor is how long a callback may come after the message that it delivers.
const announceFor = time.Minute

// announce keeps that an event was told by its message, so that the callback that follows is not taken
// for another one.
func (s *scan) announce(agent, name string) {
	if len(s.announced) >= maxKept {
		clear(s.announced)
	}
	s.announced[agent+"\x00"+name] = s.now
}

// known tells, once, whether an event was announced a short time ago.
func (s *scan) known(agent, name []byte) bool {
	key := pendingKey(agent, name)
	at, ok := s.announced[key]
	delete(s.announced, key)
	return ok && s.now.Sub(at) < announceFor
}

// callback takes "1210001 for POMNotAvailable": the SDK calls the desktop. The notification that the zone
// has no manager comes from the SDK itself, so that there is no message before it.
func (s *scan) callback(rest []byte) {
	id, name, ok := bytes.Cut(rest, []byte(" for "))
	name = bytes.TrimRight(name, " ")
	if !ok || string(name) != nameAvailable && string(name) != nameNotAvailable {
		return
	}
	if internal(id) {
		s.left++
		return
	}
	if s.known(id, name) {
		return
	}
	e := s.begin(s.text.String(name), "received")
	e.Agent = s.text.String(id)
	s.set("origin", "sdk")
	s.setZone(e, "")
	s.send(e)
}

// refused takes "AGTHoldCall for agent 1210001": the SDK answers a command itself because the manager
// cannot be reached.
func (s *scan) refused(rest []byte) {
	name, id, ok := bytes.Cut(rest, []byte(" for agent "))
	if ok && isWord(name) {
		s.failed(name, bytes.TrimSpace(id), []byte("9999"))
		s.announce(string(bytes.TrimSpace(id)), string(name))
	}
}

// feedback takes the digest of an answer that the SDK made up itself, which has the id 999: "AGTHoldCall:R:999 packet =
// AGTHoldCall   R1210001   999     0   9999  params = ...". Digests of messages that were read from the
// socket lack the lengths of parameters, and tell nothing that their bytes did not.
func (s *scan) feedback(rest []byte) {
	head, packet, ok := bytes.Cut(rest, []byte(" packet = "))
	if !ok || !bytes.HasSuffix(head, []byte(":R:999")) {
		return
	}
	if i := bytes.Index(packet, []byte(" params = ")); i > 0 {
		packet = packet[:i]
	}
	f, ok := parseFrame(packet, true)
	if !ok {
		s.unreadable("digested")
		return
	}
	if s.known(f.agent, f.name) {
		return
	}
	s.failed(f.name, f.agent, bytes.TrimSpace(f.body))
}

// failed tells of a command that was answered by the SDK.
func (s *scan) failed(name, id, code []byte) {
	if internal(id) {
		s.left++
		return
	}
	key := pendingKey(id, name)
	c, asked := s.pending[key]
	delete(s.pending, key)
	e := s.result(name, code, c, asked)
	e.Agent, e.Call = s.text.String(id), c.session
	s.set("origin", "sdk")
	s.setZone(e, "")
	s.send(e)
}
