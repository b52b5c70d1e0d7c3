package main

import (
	"regexp"
	"strings"

	"github.com/fo-check/fo-check/trace"
)

// setting is what to set in the configuration, in the words of an option file; "" where there is nothing sure to
// say. Words in capitals stand for what the file cannot know.
func setting(id string, e *trace.Event) string {
	get := func(key string) string { v, _ := e.Attrs.Get(key); return v }
	option := func(key, value string) string { return "[" + get("section") + "] " + key + " = " + value }
	switch id {
	case "L-04":
		if seconds := plainSeconds(get("value")); seconds != "" {
			return option(get("key"), seconds)
		}
		return option(get("key"), "SECONDS")
	case "L-09", "L-43":
		return option(get("key"), "SECONDS")
	case "L-06":
		return option(get("key"), "false")
	case "L-11":
		return option(get("key"), "603")
	case "L-13":
		return option(get("key"), "oos")
	case "L-25":
		if _, masked := e.Attrs.Get("masked"); !masked {
			return option(get("near"), get("value"))
		}
	}
	return settings[id]
}

// settings are what to set where the fact at hand does not change it.
var settings = map[string]string{
	"L-01":  "name a Configuration Server Proxy of the other site too: tcp://HOST:PORT/APPLICATION",
	"L-02":  "site-timeout = SECONDS, longer than a switchover inside the pair; 0 if desktops shall stay",
	"L-02b": "site-timeout = SECONDS in the application that has none or 0",
	"L-03":  "site-sip-register-timeout = SECONDS; 0 if desktops shall stay",
	"L-03b": "site-sip-register-timeout = SECONDS, not shorter than the interval of registrations",
	"L-05":  "annex of the person: preferred-site = AIL_APPLICATION, secondary-site = AIL_APPLICATION_OF_THE_OTHER_SITE",
	"L-05b": "annex of the person: secondary-site = AIL_APPLICATION_OF_THE_OTHER_SITE",
	"L-05c": "annex of the person: names of AIL Applications as they are spelled in the configuration",
	"L-07":  "[loading] on-demand = true",
	"L-08":  "site-timeout = SECONDS, longer than the seconds of ha_recovery",
	"L-10":  "[TServer] dr-peer-trunk = NUMBER_OF_THE_TRUNK_DN_TO_THE_PEER",
	"L-10b": "in the peer: [TServer] dr-peer-trunk = NUMBER_OF_THE_TRUNK_DN_TO_THIS_SERVER",
	"L-10c": "a DN of type Trunk with that number, or [TServer] dr-peer-trunk = NUMBER_OF_A_TRUNK_DN",
	"L-12":  "[TServer] dr-peer-trunk = NUMBER_OF_THE_TRUNK_DN_TO_THE_PEER",
	"L-14":  "[interaction-workspace] disaster-recovery.enabled = true",
	"L-15":  "annex of the server: [interaction-workspace] disaster-recovery.preferred-site = SITE",
	"L-16":  "[interaction-workspace] sipendpoint.sbc-register-address.peer = HOST",
	"L-16b": "[interaction-workspace] sipendpoint.sbc-register-port = 0, and sipendpoint.sbc-register-port.peer = 0",
	"L-17":  "https://HOST/PATH?site1=ADDRESS_OF_THE_OTHER_SITE",
	"L-18":  "[interaction-workspace] disaster-recovery.timeout = SECONDS, longer than the seconds of ha_recovery",
	"L-19":  "-p supervisor-reason-codes=CODE, which the supervisor desktop gives when it logs an agent out",
	"L-19b": "a reason code of its own for the supervisor desktop",
	"L-20":  "reconnect timeout 10, reconnect attempts 1",
	"L-21":  "connection protocol addp, local timeout 10, remote timeout 10",
	"L-22":  "the same DN and agent login at the other switch",
	"L-23":  "an agent login at the other switch, assigned to the person",
	"L-24":  "one value of site-timeout for both sites",
	"L-26":  "a second Agent Manager for the zone",
}

var leadingSeconds = regexp.MustCompile(`^\s*([0-9]{1,9})\s*(s|sec|secs|seconds)\s*$`)

// plainSeconds is the number of a time that was written with its unit.
func plainSeconds(value string) string {
	if m := leadingSeconds.FindStringSubmatch(strings.ToLower(value)); m != nil {
		return m[1]
	}
	return ""
}
