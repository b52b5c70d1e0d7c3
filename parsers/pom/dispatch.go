package pom

import "bytes"

// Beginnings of the texts that tell something.
const (
	textRead      = "SocketClient::ProcessThread() bytesRead from socket - ("
	textSending   = "SocketClientSender::processSenderQueue() Sending : "
	textRefused   = "SocketClientSender::processSenderQueue() - Sending POM_NOT_AVAILABLE for "
	textFeedback  = "AgentEventListener::processEvent() socketFeedback header = "
	textReceived  = "AgentEventListener::processSocketFeedback() "
	textCallback  = "AgentFeedbackExecutor::run() Got lock for "
	textPair      = "POMAgentFactory::SetZonePAMMap() - pair is "
	textConnect   = "SocketClient::connectToServer() exitFlag = "
	textReconnect = "SocketClient::ProcessThread invoking connectToServer"
	textTrying    = "Trying to connect to server IPAddress.ATTR="
	textConnected = "Connect Successful"
	textEnd       = "bytesRead in SocketClient: -1"
	textInit      = "POMAgentFactory::init() - Starting"
	textDeinit    = "POMAgentFactory::deinit() Starting"
	textAddress   = "POMAgentFactory::init() - libUserAddressMap["
	markMetrics   = " POM_METRICS CLIENT "
	markAddress   = "IPAddress.ATTR="
)

func hasPrefix(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && string(b[:len(prefix)]) == prefix
}

// dispatch reads the text of a record. The first letters tell most of them apart.
func (s *scan) dispatch(thread, text []byte) {
	if !s.sdk {
		s.sdk = signIn(text).score > 0
	}
	switch text[0] {
	case 'S':
		s.socket(thread, text)
	case 'A':
		switch {
		case hasPrefix(text, textCallback):
			s.callback(text[len(textCallback):])
		case hasPrefix(text, textFeedback):
			s.feedback(text[len(textFeedback):])
		case hasPrefix(text, textReceived):
			s.zoneName(text[len(textReceived):])
		}
	case 'P':
		s.factory(text)
	case 'T':
		if hasPrefix(text, textTrying) {
			s.trying(thread, text[len(textTrying):])
		}
	case 'C':
		if hasPrefix(text, textConnected) {
			s.connected(thread)
		}
	case 'b':
		if hasPrefix(text, textEnd) {
			s.lost(thread)
		}
	}
}

// socket takes the texts of the classes that hold the connections.
func (s *scan) socket(thread, text []byte) {
	switch {
	case hasPrefix(text, textRead):
		s.read(thread, text[len(textRead):])
	case hasPrefix(text, textSending):
		s.sending = true
		if at := bytes.Index(text, []byte(markMetrics)); at >= 0 {
			s.metrics(text[at:])
		}
	case hasPrefix(text, textRefused):
		s.refused(text[len(textRefused):])
	case hasPrefix(text, textConnect):
		s.connecting(thread, text)
	case hasPrefix(text, textReconnect):
		s.lost(thread)
	}
}

// factory takes the texts of the SDK's own life.
func (s *scan) factory(text []byte) {
	switch {
	case hasPrefix(text, textPair):
		name, address, ok := bytes.Cut(text[len(textPair):], []byte(" : "))
		if ok && !s.digested {
			s.manages(s.text.String(name), string(bytes.TrimPrefix(address, []byte(markAddress))))
		}
	case hasPrefix(text, textAddress):
		if _, address, ok := bytes.Cut(text, []byte(markAddress)); ok && len(s.entries) < maxKept {
			s.entries = append(s.entries, string(bytes.TrimSpace(address)))
		}
	case hasPrefix(text, textInit):
		s.launched()
	case hasPrefix(text, textDeinit):
		s.stopped = true
		s.send(s.begin(nameStopped, "internal"))
	}
}

// launched begins a run of the SDK. What the one before left open will not be answered.
func (s *scan) launched() {
	s.in.CompleteFromStart = s.heads == 1
	s.stopped = false
	s.reset()
	s.send(s.begin(nameStarted, "internal"))
}

// metrics takes the line that prints a frame as it goes out:
// " POM_METRICS CLIENT (10.1.2.3:9971): Sending  : AGTHoldCall ...".
func (s *scan) metrics(line []byte) {
	rest, ok := bytes.CutPrefix(line, []byte(markMetrics+"("))
	if !ok {
		return
	}
	address, rest, ok := bytes.Cut(rest, []byte("): Sending  : "))
	if !ok {
		return
	}
	s.sending = false
	f, ok := parseFrame(rest, true)
	if !ok {
		s.unreadable("sent")
		return
	}
	s.sent(f, address)
}

// read takes "IPAddress.ATTR=10.1.2.3:9971) packet - [65, 71, 3] size = 3": bytes as they came in, one
// frame or several, or a part of one.
func (s *scan) read(thread, rest []byte) {
	address, rest, ok := bytes.Cut(rest, []byte(") packet - ["))
	if !ok {
		s.unreadable("received")
		return
	}
	address = bytes.TrimPrefix(address, []byte(markAddress))
	l := s.link(thread)
	if l.peer != string(address) {
		l.peer = string(address)
	}
	l.lost, s.digested = false, true
	s.frame = append(s.frame[:0], s.rest[string(address)]...)
	kept := len(s.frame) > 0
	if s.frame, ok = appendBytes(s.frame, rest); !ok {
		s.unreadable("received")
	}
	b := s.frame
	for len(b) > 0 {
		i := bytes.IndexByte(b, endOfFrame)
		if i < 0 {
			break
		}
		s.arrived(b[:i], address)
		b = b[i+1:]
	}
	switch {
	case len(b) > 0 && len(b) < maxFrame && len(s.rest) < maxKept && ok:
		s.rest[string(address)] = append([]byte(nil), b...)
	case kept:
		delete(s.rest, string(address))
	}
}

func (s *scan) arrived(b, address []byte) {
	f, ok := parseFrame(b, false)
	if !ok {
		s.unreadable("received")
		return
	}
	s.received(f, address)
}

func (s *scan) unreadable(how string) {
	s.unread++
	s.notes.refuse(s.in, "message that cannot be read", s.r.Pos(),
		"a message "+how+" is not in the layout of the agent API: it was left out")
}
