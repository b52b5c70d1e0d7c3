package workspace

import (
	"bytes"
	"strings"

	"github.com/fo-check/fo-check/trace"
)

// maxChannels bounds the tables of channels and threads.
const maxChannels = 1 << 12

// channel is a connection to a server, by the name under which the log speaks of it.
type channel struct {
	endpoint string // host:port
	state    string // of the proxy: StatePrimary
	service  string
	open     bool
}

func (s *scan) channel(name []byte) *channel {
	c := s.channels[string(name)]
	if c == nil {
		if len(s.channels) >= maxChannels {
			clear(s.channels)
		}
		c = &channel{}
		s.channels[string(name)] = c
	}
	return c
}

// sends takes "TServer - tcp://10.1.1.20:3000": the request follows in the next line.
func (s *scan) sends(rest []byte) {
	kind, url, ok := bytes.Cut(rest, []byte(" - "))
	s.rec.sends = true
	if !ok {
		return
	}
	endpoint := hostPort(url)
	if endpoint == "" {
		return
	}
	s.rec.proto, s.rec.server = s.text.String(bytes.TrimSpace(kind)), endpoint
	if len(s.sending) >= maxChannels {
		clear(s.sending)
	}
	s.sending[string(s.rec.thread)] = endpoint
	s.connected(endpoint, s.rec.proto)
}

// connected tells of the first request to an endpoint: there is a connection.
func (s *scan) connected(endpoint, kind string) {
	c := s.channel([]byte("tcp://" + endpoint))
	if c.open {
		return
	}
	c.open, c.endpoint = true, endpoint
	e := s.Event("PeerConnected", s.rec.at, s.rec.pos)
	e.Server, e.Client = endpoint, endpoint
	if service := serviceOf(kind); service != "" {
		e.Attrs = e.Attrs.Set("service", service)
	}
	e.Attrs = e.Attrs.Set("kind", kind)
	e.Infer("name")
	s.tell(e)
}

// writes takes "RequestX in 'proxy1' via '.StatePrimary proxy: proxy1'".
func (s *scan) writes(rest []byte) {
	_, rest, ok := bytes.Cut(rest, []byte(" in '"))
	if !ok {
		return
	}
	name, rest, ok := bytes.Cut(rest, []byte("' via '"))
	if !ok || len(name) == 0 {
		return
	}
	if endpoint := s.sending[string(s.rec.thread)]; endpoint != "" {
		s.channel(name).endpoint = endpoint
		delete(s.sending, string(s.rec.thread))
	}
	state, proxy := appendProxy(nil, nil, bytes.TrimSuffix(bytes.TrimRight(rest, " "), []byte{'\''}))
	if len(proxy) > 0 {
		s.proxyState(proxy, state)
	}
}

// proxyState tells of a proxy that has changed its role in the HA pair. That is no switchover to another
// site.
func (s *scan) proxyState(proxy, state []byte) {
	c := s.channel(proxy)
	if c.state == string(state) {
		return
	}
	before := c.state
	c.state = s.text.String(state)
	if before == "" {
		return
	}
	e := s.Event("ProxyStateChanged", s.rec.at, s.rec.pos)
	e.Server = c.endpoint
	e.Attrs = append(e.Attrs, trace.Attr{Key: "proxy", Value: s.text.String(proxy)}, trace.Attr{Key: "from", Value: before},
		trace.Attr{Key: "to", Value: c.state}, trace.Attr{Key: "scope", Value: "ha"})
	e.Infer("name")
	s.tell(e)
}

// hostPort finds host:port in an endpoint or in the name of a channel; "" if there is none.
func hostPort(b []byte) string {
	text := string(b)
	if _, after, ok := strings.Cut(text, "://"); ok {
		text = after
	}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" '\"[](){},;/@=", r) }) {
		host, port, ok := strings.Cut(word, ":")
		if ok && host != "" && port != "" && len(port) <= 5 && strings.Trim(port, "0123456789") == "" {
			return word
		}
	}
	return ""
}

// serviceOf returns the service that a kind of server gives, by the names of the SDK's protocols; "" if the
// name does not tell.
func serviceOf(name string) string {
	for _, k := range [...]struct{ word, service string }{{"tserver", "telephony"}, {"confserver", "configuration"},
		{"configserver", "configuration"}, {"statserver", "statistic"}, {"interactionserver", "interaction"}, {"ixnserver", "interaction"}} {
		if holdsWord(name, k.word) {
			return k.service
		}
	}
	return ""
}

// holdsWord tells whether a word begins somewhere in the name, without case: StatServer, ChatServer and
// ContactServer do not hold TServer.
func holdsWord(name, word string) bool {
	for i := 0; i+len(word) <= len(name); i++ {
		if strings.EqualFold(name[i:i+len(word)], word) && (i == 0 || !letter(name[i-1]) || upper(name[i]) && !upper(name[i-1])) {
			return true
		}
	}
	return false
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func upper(c byte) bool { return c >= 'A' && c <= 'Z' }
