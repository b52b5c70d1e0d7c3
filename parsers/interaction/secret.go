package interaction

import "strings"

// secret tells that the value of an attribute must not be kept: passwords, and what customers and
// scripts attach to an interaction. name is lower case.
func secret(name string) bool {
	flat := strings.ReplaceAll(name, "_", "")
	for _, word := range [...]string{"userdata", "password", "passwd"} {
		if strings.Contains(flat, word) {
			return true
		}
	}
	switch flat {
	case "addedproperties", "changedproperties", "deletedproperties", "envelope", "esprequestenvelope", "eventcontent",
		"pseventcontent", "custommessagedata", "pinginfo", "pullparameters":
		return true
	}
	return false
}

// plain tells that the pairs of a list are of the protocol itself, so that they may be kept. In other
// lists only those are kept whose names show that they are attributes.
func plain(list string) bool {
	switch strings.ReplaceAll(list, "_", "") {
	case "extension", "extensions", "reason", "reasons", "agentdescription", "actor", "party", "medialist", "medialistex",
		"mediastatelist", "mediacapacitylist", "tenantlist", "pstopiclist":
		return true
	}
	return false
}
