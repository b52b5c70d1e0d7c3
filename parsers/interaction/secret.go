package interaction

import "strings"

// spelling is what is known of an attribute's name.
type spelling struct {
	text     string // without prefix
	prefixed bool   // it had one
	secret   bool   // its value must not be kept
	plain    bool   // of a list: all its pairs may be kept
}

// maxSpellings bounds the names that are remembered. Users' data may hold any number.
const maxSpellings = 4096

// spelled looks a name up. It allocates only for a new one.
func (s *scan) spelled(name []byte) *spelling {
	if n := s.names[string(name)]; n != nil {
		return n
	}
	short := bare(name)
	n := &spelling{text: s.str(short), prefixed: len(short) < len(name)}
	lower := strings.ToLower(n.text)
	n.secret, n.plain = secret(lower), plain(lower)
	if len(s.names) < maxSpellings {
		s.names[string(name)] = n
	}
	return n
}

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
