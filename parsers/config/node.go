package config

import "strings"

// node is a value of an object of the configuration, whatever the form of the export: a scalar with its
// text, or a list of named values. Elements of an array have no key.
type node struct {
	key    string
	text   string
	at     int // offset of the key, or of the value where there is none
	list   []*node
	nested bool // list counts, empty or not
	masked bool // the text may be a password and was not kept
}

// limits keep a hostile export from filling the memory or the stack.
const (
	maxDepth = 64
	maxNodes = 4 << 20 // of one object
	maxText  = 64 << 10
)

// plain is a name as it is compared: lower case, without separators. Exports differ in them:
// userProperties, CfgApplication, CFGApplication.
func plain(name string) string {
	at := strings.IndexFunc(name, func(c rune) bool { return c == '_' || c == '-' || c == ' ' || c >= 'A' && c <= 'Z' || c > 127 })
	if at < 0 {
		return name
	}
	return strings.ToLower(separators.Replace(name))
}

// separators is read only.
var separators = strings.NewReplacer("_", "", "-", "", " ", "")

// child returns the first child of one of these plain names, nil if there is none.
func (n *node) child(names ...string) *node {
	if n == nil {
		return nil
	}
	for _, c := range n.list {
		have := plain(c.key)
		for _, name := range names {
			if have == name {
				return c
			}
		}
	}
	return nil
}

// value returns the text of a scalar child, and where it stands; nil if there is none.
func (n *node) value(names ...string) *node {
	c := n.child(names...)
	for c != nil && c.nested {
		if len(c.list) != 1 {
			return nil
		}
		c = c.list[0]
	}
	return c
}

func (n *node) string(names ...string) string {
	if c := n.value(names...); c != nil {
		return c.text
	}
	return ""
}

// flag reads a truth value: "" where there is none, or none that is known. CFGFalse is 1, CFGTrue is 2.
func (n *node) flag(names ...string) string {
	switch strings.ToLower(n.string(names...)) {
	case "true", "cfgtrue", "yes", "2":
		return "true"
	case "false", "cfgfalse", "no", "1":
		return "false"
	}
	return ""
}

// each calls f for every object below n, itself too, that has a scalar child of one of these names.
func (n *node) each(f func(*node), names ...string) {
	if n == nil {
		return
	}
	if c := n.child(names...); c != nil && !c.nested {
		f(n)
		return
	}
	for _, c := range n.list {
		c.each(f, names...)
	}
}

// unwrap goes into the one object that a property holds: serverInfo > CfgServer.
func (n *node) unwrap() *node {
	for n != nil && len(n.list) == 1 && n.list[0].nested {
		n = n.list[0]
	}
	return n
}

// enum is the name of an enumerated value as exports spell it: tserver for CFGTServer.
func enum(text string) string { return strings.TrimPrefix(strings.ToLower(text), "cfg") }

// applicationTypes and dnTypes are the numbers that the configuration library gives the types that rules speak
// of; exports in XML have numbers.
var (
	applicationTypes = map[string]string{"1": "tserver", "2": "statserver", "21": "configserver", "configurationserver": "configserver",
		"111": "interactionserver", "161": "orchestrationserver"}
	dnTypes = map[string]string{"1": "extension", "2": "acdposition", "9": "cellular", "14": "trunk", "15": "trunkgroup"}
)

func applicationType(text string) string { return named(applicationTypes, enum(text)) }

func dnType(text string) string { return named(dnTypes, enum(text)) }

func named(names map[string]string, text string) string {
	if name := names[text]; name != "" {
		return name
	}
	return text
}
