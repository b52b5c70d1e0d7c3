package genesys

import (
	"strings"
	"time"
)

// Zone is the zone that the header names, if it is one whose rules for daylight saving are known and which
// had the header's offset at its time; nil otherwise. With it a log that crosses a change of the clocks can
// be read without another word.
func (h *Header) Zone() *time.Location {
	off, ok := h.Offset()
	name := zoneNamed(h.zoneNames)
	if !ok || name == "" || h.UTC.IsZero() {
		return nil
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	if _, o := h.UTC.In(loc).Zone(); o != off {
		return nil
	}
	return loc
}

// Summer tells that the header was written while daylight saving was in force, and the offset without it.
func (h *Header) Summer() (standard int, ok bool) {
	off, known := h.Offset()
	return h.zone, known && h.hasZone && off-h.zone == 3600
}

// zoneNamed finds the zone that the names after "Time zone:" mean: those of Windows ("W. Europe Standard
// Time, W. Europe Daylight Time"), or the abbreviations of other systems ("CET, CEST"). Only zones with
// daylight saving are listed; "" stands for all others.
func zoneNamed(names string) string {
	standard, summer, _ := strings.Cut(names, ",")
	standard, summer = strings.TrimSpace(standard), strings.TrimSpace(summer)
	if windows, ok := strings.CutSuffix(standard, " Standard Time"); ok {
		return windowsZone(windows)
	}
	return posixZone(standard + " " + summer)
}

// windowsZone follows the table of Unicode CLDR that maps the names of Windows.
func windowsZone(name string) string {
	switch name {
	case "W. Europe":
		return "Europe/Berlin"
	case "Romance":
		return "Europe/Paris"
	case "Central Europe":
		return "Europe/Budapest"
	case "Central European":
		return "Europe/Warsaw"
	case "GMT":
		return "Europe/London"
	case "FLE":
		return "Europe/Kiev"
	case "GTB":
		return "Europe/Bucharest"
	case "E. Europe":
		return "Europe/Chisinau"
	case "Azores":
		return "Atlantic/Azores"
	case "Israel":
		return "Asia/Jerusalem"
	case "Middle East":
		return "Asia/Beirut"
	case "Egypt":
		return "Africa/Cairo"
	}
	return farZone(name)
}

// farZone goes on with America, Australia and the Pacific.
func farZone(name string) string {
	switch name {
	case "Eastern":
		return "America/New_York"
	case "Central":
		return "America/Chicago"
	case "Mountain":
		return "America/Denver"
	case "Pacific":
		return "America/Los_Angeles"
	case "Alaskan":
		return "America/Anchorage"
	case "Atlantic":
		return "America/Halifax"
	case "Newfoundland":
		return "America/St_Johns"
	case "Cuba":
		return "America/Havana"
	case "Pacific SA":
		return "America/Santiago"
	case "E. South America":
		return "America/Sao_Paulo"
	case "AUS Eastern":
		return "Australia/Sydney"
	case "Cen. Australia":
		return "Australia/Adelaide"
	case "Tasmania":
		return "Australia/Hobart"
	case "New Zealand":
		return "Pacific/Auckland"
	}
	return ""
}

// posixZone maps pairs of abbreviations. Zones that share a pair share the days of change, or are told
// apart by their offset.
func posixZone(pair string) string {
	switch pair {
	case "CET CEST", "MET MEST", "MEZ MESZ":
		return "Europe/Berlin"
	case "GMT BST":
		return "Europe/London"
	case "GMT IST":
		return "Europe/Dublin"
	case "WET WEST":
		return "Europe/Lisbon"
	case "EET EEST":
		return "Europe/Helsinki"
	case "IST IDT":
		return "Asia/Jerusalem"
	case "EST EDT":
		return "America/New_York"
	case "CST CDT":
		return "America/Chicago"
	case "MST MDT":
		return "America/Denver"
	case "PST PDT":
		return "America/Los_Angeles"
	case "AKST AKDT":
		return "America/Anchorage"
	case "AST ADT":
		return "America/Halifax"
	case "NST NDT":
		return "America/St_Johns"
	case "AEST AEDT":
		return "Australia/Sydney"
	case "ACST ACDT":
		return "Australia/Adelaide"
	case "NZST NZDT":
		return "Pacific/Auckland"
	}
	return ""
}
