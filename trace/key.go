package trace

// Key is a field of an event by which obligations and facts are sliced.
type Key uint8

// Keys, named as in the trace.
const (
	KeyServer Key = iota
	KeyInstance
	KeySite
	KeyClient
	KeyAgent
	KeyDN
	KeyPlace
	KeyQueue
	KeyZone
	KeySession
	KeyInteraction
	KeyCall
	NumKeys
)

var keyNames = [NumKeys]string{"server", "instance", "site", "client", "agent", "dn", "place", "queue",
	"zone", "session", "interaction", "call"}

// String returns the key's name in traces and rule files.
func (k Key) String() string { return keyNames[k] }

// KeyNames lists the names of all keys in the order of Key.
func KeyNames() []string { return append([]string(nil), keyNames[:]...) }

// ParseKey returns the key of that name.
func ParseKey(name string) (Key, bool) {
	for k, n := range keyNames {
		if n == name {
			return Key(k), true
		}
	}
	return 0, false
}

// Key returns the event's value of k; "" if it has none.
func (e *Event) Key(k Key) string {
	switch k {
	case KeyServer:
		return e.Server
	case KeyInstance:
		return e.Instance
	case KeySite:
		return e.Site
	case KeyClient:
		return e.Client
	case KeyAgent:
		return e.Agent
	case KeyDN:
		return e.DN
	case KeyPlace:
		return e.Place
	case KeyQueue:
		return e.Queue
	case KeyZone:
		return e.Zone
	case KeySession:
		return e.Session
	case KeyInteraction:
		return e.Interaction
	case KeyCall:
		return e.Call
	}
	return ""
}
