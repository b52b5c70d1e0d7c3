package redact

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/fo-check/fo-check/trace"
)

// Kind says what a word tells.
type Kind string

// Kinds of words.
const (
	Agent  Kind = "agent"
	Number Kind = "number" // DN, phone number
	Name   Kind = "name"   // of a server, client, desktop, place, queue or person
	Host   Kind = "host"
)

// Words are the names and numbers that are replaced wherever they stand, as the events of logs tell them.
type Words struct {
	byFirst map[string][]string // first word, in small letters -> words that begin with it, longest first
	kinds   map[string]Kind
	keep    []string // patterns, in small letters
	common  map[string]bool
	short   map[string]Kind // learned, and too short to be replaced everywhere
}

// NewWords returns no words yet. keep lists words, or patterns of path.Match, that stay as they are.
func NewWords(keep []string) *Words {
	w := &Words{byFirst: map[string][]string{}, kinds: map[string]Kind{}, common: commonWords(), short: map[string]Kind{}}
	for _, k := range keep {
		w.keep = append(w.keep, strings.ToLower(k))
	}
	return w
}

// commonWords mean something to parsers and rules, so they cannot be the name of anybody.
func commonWords() map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(`true false null none unknown default on off yes no localhost local server client agent desktop
		primary backup telephony configuration statistic interaction tserver ors pom statserver strategy config voice chat email
		stream stdin message event error info debug warning trace main proxy urs composer workspace router platform system`) {
		out[word] = true
	}
	for _, n := range trace.Names() {
		out[strings.ToLower(n.Name)] = true
		for _, a := range n.Attrs {
			out[strings.ToLower(a)] = true
		}
	}
	return out
}

// Keep leaves every word of a text as it is: parsers find their way by it.
func (w *Words) Keep(text string) {
	b := []byte(strings.ToLower(text))
	for i := 0; i < len(b); i++ {
		end := wordEnd(b, i)
		w.common[string(b[i:end])] = true
		i = end
	}
}

// Count is how many words of each kind are replaced.
func (w *Words) Count() map[Kind]int {
	out := map[Kind]int{}
	for _, k := range w.kinds {
		out[k]++
	}
	return out
}

// Short lists what was learned and is too short to be replaced wherever it stands: it is replaced only behind a
// name such as AttributeThisDN.
func (w *Words) Short() []string {
	var out []string
	for s := range w.short {
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

// Kept tells whether the word stays as it is.
func (w *Words) kept(s string) bool {
	s = strings.ToLower(s)
	return w.common[s] || slices.ContainsFunc(w.keep, func(k string) bool {
		ok, _ := path.Match(k, s)
		return ok || k == s
	})
}

// Input learns who wrote a log, and where.
func (w *Words) Input(in *trace.Input) {
	w.host(in.Host)
	for _, name := range []string{in.Server, in.Instance} {
		w.learn(Name, name)
	}
}

// Event learns from an event's fields and attributes.
func (w *Words) Event(e *trace.Event) {
	w.learn(Agent, e.Agent)
	w.learn(Number, e.DN)
	for _, name := range []string{e.Instance, e.Server, e.Client, e.Place, e.Queue} {
		w.address(name)
	}
	for i := range e.Attrs {
		if a := e.Attrs[i]; e.Name == "ZoneManagerChanged" && (a.Key == "old" || a.Key == "new") {
			w.address(a.Value)
		} else {
			w.attr(a.Key, a.Value)
		}
	}
}

func (w *Words) attr(key, value string) {
	if value == trace.Withheld {
		return
	}
	switch kindOf(key) {
	case Agent:
		w.learn(Agent, value)
	case Number:
		w.learn(Number, value)
	case Host:
		w.address(value)
	case Name:
		w.learn(Name, value)
		for part := range strings.FieldsSeq(value) { // a person may be called by one name only
			if person(key) {
				w.learn(Name, strings.Trim(part, ",.;"))
			}
		}
	}
}

// address learns a name, or host:port, or an address of the network.
func (w *Words) address(value string) {
	if _, after, ok := strings.Cut(value, "://"); ok {
		value = after
	}
	value, _, _ = strings.Cut(value, "/")
	if host, port, ok := strings.Cut(value, ":"); ok && digitsOnly(port) {
		value = host
	}
	if isAddress([]byte(value)) {
		return // addresses are known by their form
	}
	if strings.Contains(value, ".") {
		w.host(value)
		return
	}
	w.learn(Name, value)
}

// host learns a host by its full name and by its first label.
func (w *Words) host(name string) {
	if isAddress([]byte(name)) {
		return
	}
	w.learn(Host, name)
	if label, _, ok := strings.Cut(name, "."); ok && len(label) > 2 {
		w.learn(Host, label)
	}
}

// learn adds a word, unless it is one that means something to parsers and rules.
func (w *Words) learn(kind Kind, s string) {
	s = strings.TrimLeft(strings.TrimSpace(s), "+")
	if s == "" || len(s) > 200 || w.kept(s) || !strings.ContainsFunc(s, func(r rune) bool { return r < 0x80 && isAlnum(byte(r)) }) {
		return
	}
	if len(s) < 4 && digitsOnly(s) || len(s) < 2 {
		w.short[s] = kind
		return
	}
	w.add(kind, strings.ToLower(s))
	if quoted := strconv.QuoteToASCII(s); len(quoted) > len(s)+2 { // as JSON may write it
		w.add(kind, strings.ToLower(quoted[1:len(quoted)-1]))
	}
}

func (w *Words) add(kind Kind, s string) {
	if w.kinds[s] != "" {
		return
	}
	w.kinds[s] = kind
	first := s[:wordEnd([]byte(s), 0)]
	list := append(w.byFirst[first], s)
	slices.SortFunc(list, func(a, b string) int { return len(b) - len(a) })
	w.byFirst[first] = list
}

// kindOf tells what the value of an attribute is; "": nothing that tells who is who.
func kindOf(key string) Kind {
	if i := strings.LastIndexByte(key, '.'); i >= 0 && !strings.HasPrefix(key, "Extensions.") {
		key = key[i+1:]
	}
	flat := strings.ToLower(strings.NewReplacer("_", "", "-", "", ".", "", "attribute", "", "Attribute", "").Replace(key))
	for suffix, kind := range identities {
		if flat == suffix || strings.HasSuffix(flat, suffix) && len(suffix) > 3 {
			return kind
		}
	}
	if strings.HasSuffix(flat, "dn") && flat != "synonymdn" {
		return Number
	}
	return ""
}

// person tells that the attribute names a human being.
func person(key string) bool {
	lower := strings.ToLower(key)
	return strings.Contains(lower, "name") && !strings.Contains(lower, "application") && !strings.Contains(lower, "host")
}

// identities are names of attributes, or their ends, whose values tell who is who.
var identities = map[string]Kind{
	"agentid": Agent, "agent": Agent, "employeeid": Agent, "employee": Agent, "loginid": Agent, "login": Agent, "userid": Agent, "user": Agent,
	"dn": Number, "ani": Number, "dnis": Number, "phone": Number, "phonenumber": Number, "extension": Number, "stationid": Number,
	"dialednumber": Number, "destination": Number, "target": Number,
	"agentname": Name, "username": Name, "firstname": Name, "lastname": Name, "fullname": Name, "personname": Name, "customername": Name,
	"contactname": Name, "person": Name, "customer": Name, "application": Name, "applicationname": Name, "place": Name, "placeid": Name,
	"queue": Name, "agentgroup": Name, "supervisor": Name, "orgname": Name,
	"host": Host, "hostname": Host, "address": Host, "endpoint": Host, "peer": Host, "server": Host, "node": Host, "url": Host,
}

func digitsOnly(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// wordEnd is where the word that begins at i ends.
func wordEnd(b []byte, i int) int {
	for i < len(b) && isWord(b[i]) {
		i++
	}
	return i
}

// isWord tells the bytes of words: letters, digits, _, and what is no ASCII.
func isWord(b byte) bool { return isAlnum(b) || b == '_' || b >= 0x80 }
