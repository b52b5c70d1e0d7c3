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

// wrongSetting says what is wrong, where the title of a rule says what should be.
func wrongSetting(id string, e *trace.Event) string {
	switch id {
	case "L-04", "L-11":
		return quoted(e, "key") + " is " + quoted(e, "value")
	case "L-25":
		return quoted(e, "key") + " is read by nobody"
	}
	return wrongSettings[id]
}

func quoted(e *trace.Event, key string) string {
	v, _ := e.Attrs.Get(key)
	return `"` + v + `"`
}

var wrongSettings = map[string]string{
	"L-01":  "one site's Configuration Server Proxy only: no start while that site is down",
	"L-02":  "no site-timeout: a loss of telephony does not make desktops leave the site",
	"L-02b": "one site has a site-timeout, another has none or 0",
	"L-03":  "no site-sip-register-timeout: an expired registration does not make desktops leave",
	"L-03b": "no site-sip-register-timeout, though phones may register at the other site",
	"L-05":  "an agent without a preferred or without a secondary site",
	"L-05b": "preferred and secondary site are the same",
	"L-05c": "preferred or secondary site is no application of the export",
	"L-06":  "the preferred site is cached where agents change seats",
	"L-07":  "does not load on demand",
	"L-08":  "site-timeout is over before the backup can have taken over",
	"L-09":  "phones register less often than site-sip-register-timeout",
	"L-10":  "calls are forwarded to a peer without dr-peer-trunk",
	"L-10b": "no peer has a dr-peer-trunk back",
	"L-10c": "dr-peer-trunk names no DN of type Trunk",
	"L-12":  "callers are redirected without dr-peer-trunk",
	"L-13":  "dr-forward=no-agent with other phones than it is meant for",
	"L-14":  "disaster-recovery.enabled is off, though servers have peers",
	"L-15":  "a server without a preferred site, or with an unknown one",
	"L-16":  "the phone has no peer to register with",
	"L-16b": "an address by DNS SRV with a port",
	"L-17":  "the start address names no other site",
	"L-18":  "disaster-recovery.timeout is over before the backup can have taken over",
	"L-19":  "no reason code of the supervisor desktop is known",
	"L-19b": "supervisors log agents out with a reason code of disaster recovery",
	"L-20":  "clients do not reconnect before they go to the backup",
	"L-21":  "without ADDP a loss is noticed minutes later",
	"L-22":  "a DN or an agent login at one switch of the pair only",
	"L-23":  "an agent with a login at one switch of the pair only",
	"L-24":  "sites have different values of site-timeout",
	"L-26":  "one Agent Manager: nobody takes the zone over",
	"L-43":  "the option stands in two sections with two values",
}
