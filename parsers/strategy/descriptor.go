package strategy

import "strings"

// The events whose handling decides what a strategy does in a failover.
const (
	present       = "interaction.present"
	notControlled = "interaction.notcontrolled"
	deleted       = "interaction.deleted"
)

// matches tells whether an event attribute of a transition, a list of descriptors, matches an event: each
// descriptor matches by whole tokens from the left, "*" and a trailing ".*" stand for any further tokens
// (W3C SCXML, section 3.12.1).
func matches(descriptors, event string) bool {
	for d := range strings.FieldsSeq(descriptors) {
		if matchesOne(d, event) {
			return true
		}
	}
	return false
}

func matchesOne(descriptor, event string) bool {
	if descriptor == "*" {
		return true
	}
	d := strings.TrimSuffix(strings.TrimSuffix(descriptor, "*"), ".")
	return d == event || d != "" && strings.HasPrefix(event, d) && event[len(d)] == '.'
}

// names tells whether a descriptor names the event itself, and does not only catch it among others.
func names(descriptors, event string) bool {
	for d := range strings.FieldsSeq(descriptors) {
		if strings.TrimSuffix(strings.TrimSuffix(d, "*"), ".") == event {
			return true
		}
	}
	return false
}
