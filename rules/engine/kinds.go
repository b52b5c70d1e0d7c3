package engine

import "strings"

// kinds is a set of the kinds of events that a desktop trace may or may not show. The absence of an event
// of such a kind is evidence only if the input declares the kind, or shows one event of it.
type kinds uint8

const (
	kindUI kinds = 1 << iota
	kindAlarms
	kindListeners
	kindConfig  // connections to configuration servers
	kindObjects // what is read there: logs tell of it less often
)

var kindsByName = map[string]kinds{"ui": kindUI, "alarms": kindAlarms, "listeners": kindListeners, "config": kindConfig | kindObjects}

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
		return kindObjects
	}
	if strings.HasPrefix(event, "Config") {
		return kindConfig
	}
	return 0
}

// shownBy returns the kinds that an event shows a trace to have. Who tells what was read tells of connections.
func shownBy(event string) kinds {
	k := kindOf(event)
	if k == kindObjects {
		k |= kindConfig
	}
	return k
}

// commonKind returns the kind of the names if all are of one kind; else 0: some of them show in any trace.
// Connections and what is read are together as common as connections.
func commonKind(names []string) kinds {
	var all kinds
	for _, n := range names {
		k := kindOf(n)
		if k == 0 {
			return 0
		}
		all |= k
	}
	switch all {
	case kindConfig | kindObjects:
		return kindConfig
	case kindUI, kindAlarms, kindListeners, kindConfig, kindObjects:
		return all
	}
	return 0
}
