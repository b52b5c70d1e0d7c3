package trace

import (
	"fmt"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Schema names the NDJSON form of a trace in its header.
const Schema = "fo-check/trace/v1"

// field is a name at the top of a line.
type field uint8

const (
	fTime field = iota
	fSource
	fName
	fDirection
	fServer
	fInstance
	fSite
	fClient
	fAgent
	fDN
	fPlace
	fQueue
	fZone
	fSession
	fInteraction
	fCall
	fReason
	fRef
	fClock
	fAttrs
	fPos
	fIn
	fSchema
	fHost
	fOffset
	fComplete
	fEnd
	fParams
	fTraces
	fProfile
	fDerive
	fTolerance
	fResolution
	fInput
	fInputEnd
	numFields
)

var fieldNames = [numFields]string{"time", "source", "name", "direction", "server", "instance", "site", "client",
	"agent", "dn", "place", "queue", "zone", "session", "interaction", "call", "reason", "ref", "clock", "attrs",
	"pos", "in", "schema", "host", "offset", "complete_from_start", "end", "params", "traces", "profile", "derive",
	"tolerance", "resolution", "input", "input_end"}

// fieldSet is a set of fields.
type fieldSet uint64

func fields(from, to field) fieldSet { return fieldSet(1)<<(to+1) - fieldSet(1)<<from }

func (s fieldSet) has(f field) bool { return s&(1<<f) != 0 }

// noDefault are the fields of an event that a header cannot give.
const noDefault = fieldSet(1<<fTime | 1<<fName | 1<<fRef | 1<<fAttrs | 1<<fPos | 1<<fIn)

// eventFields and headerFields say which fields a line of the kind may have.

func eventFields() fieldSet  { return fields(fTime, fIn) }
func headerFields() fieldSet { return fields(fTime, fIn)&^noDefault | fields(fSchema, fResolution) }

// findField returns the field of that name.
func findField(name []byte) (field, bool) {
	switch string(name) { // the compiler's switch costs no hashing
	case "time":
		return fTime, true
	case "name":
		return fName, true
	case "source":
		return fSource, true
	case "in":
		return fIn, true
	case "attrs":
		return fAttrs, true
	case "pos":
		return fPos, true
	case "server":
		return fServer, true
	case "instance":
		return fInstance, true
	case "agent":
		return fAgent, true
	case "dn":
		return fDN, true
	}
	for f, n := range fieldNames {
		if string(name) == n {
			return field(f), true
		}
	}
	return 0, false
}

// suggest returns `; did you mean "x"?` for the accepted name that is nearest to name, or the list of
// what is accepted if none is near.
func suggest(name string, accepted []string) string {
	best, distance := "", 3
	for _, a := range accepted {
		if len(name) > 3 && strings.HasPrefix(a, strings.ToLower(name)) {
			return fmt.Sprintf("; did you mean %q?", a)
		}
		if d := levenshtein.ComputeDistance(strings.ToLower(name), a); d < distance && d < len(a) {
			best, distance = a, d
		}
	}
	if best != "" {
		return fmt.Sprintf("; did you mean %q?", best)
	}
	return "; accepted are " + strings.Join(accepted, " ")
}

// names lists the fields of a set.
func (s fieldSet) names() []string {
	var out []string
	for f, n := range fieldNames {
		if s.has(field(f)) {
			out = append(out, n)
		}
	}
	return out
}
