package engine

import "strings"

// kinds is a set of the kinds of events that a desktop trace may or may not show. The absence of an event
// of such a kind is evidence only if the input declares the kind, or shows one event of it.
type kinds uint8

const (
	kindUI kinds = 1 << iota
	kindAlarms
	kindListeners
	kindConfig
)

var kindsByName = map[string]kinds{"ui": kindUI, "alarms": kindAlarms, "listeners": kindListeners, "config": kindConfig}

// kindOf returns the kind an event belongs to, or 0: its absence is evidence in any trace.
func kindOf(event string) kinds {
	switch event {
	case "UserWarned", "UserAction":
		return kindUI
	case "AlarmRaised":
		return kindAlarms
	case "ListenerAdded":
		return kindListeners
	case "PersonRead", "ApplicationRead":
		return kindConfig
	}
	if strings.HasPrefix(event, "Config") {
		return kindConfig
	}
	return 0
}

// commonKind returns the kind of the names if all are of one kind; else 0: some of them show in any trace.
func commonKind(names []string) kinds {
	if len(names) == 0 {
		return 0
	}
	k := kindOf(names[0])
	for _, n := range names[1:] {
		if kindOf(n) != k {
			return 0
		}
	}
	return k
}
