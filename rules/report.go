package rules

import (
	"time"

	"github.com/fo-check/fo-check/trace"
)

// Report is what a check found: the one data model behind every output format. Its JSON form is
// fo-check/report/v1.
type Report struct {
	Inputs   []*trace.Input
	Params   []ParamValue
	Rules    []RuleResult // in the order of the Set
	Findings []Finding    // violations, deviations and inconclusive ones, in time order
	Remarks  []Finding    // passes that go with a note (Finding.Notes), such as a tolerated late recovery
	Events   int64        // events judged
	Digest   string       // of the rules
	Partial  bool         // interrupted
}

// Result is what the report says of the rule with the ID; nil: nothing.
func (r *Report) Result(id string) *RuleResult {
	for i := range r.Rules {
		if r.Rules[i].Rule.ID == id {
			return &r.Rules[i]
		}
	}
	return nil
}

// ParamValue is a setting as it was used, and where it came from.
type ParamValue struct {
	Name  string // site-timeout, or site-timeout@A
	Value string // "30s"; "unknown" when nobody gave it
	From  string // "--param", "site map", "trace header PC-17.ndjson:1", "default (ours)"
}

// RuleResult is the folded verdict of one rule.
type RuleResult struct {
	Rule         *Rule
	Verdict      Verdict
	Coverage     CoverageClass
	Triggered    int64 // triggers seen, whatever the guard said
	Exercised    int64 // obligations opened (guard true or unknown)
	Passed       int64
	Violated     int64
	Inconclusive int64
	Cancelled    int64 // of Passed: discharged or cancelled
	Omitted      int64 // findings not kept: more than MaxFindings
	Suppressed   int64 // of Violated: see Finding.Suppressed
	Baselined    int64 // of Violated, beside Suppressed: see Finding.Baselined
	Reasons      map[Reason]int64
	// Errors counts conditions that could not be evaluated; FirstError is the first one's text.
	Errors     int64
	FirstError string
}

// KeyBinding is one key of a slice.
type KeyBinding struct{ Key, Value string }

// Finding is a violation, a deviation or an inconclusive obligation, with its evidence.
type Finding struct {
	Fingerprint string // of rule, key and the trigger's ordinal: no line numbers, no times
	Rule        *Rule
	Verdict     Verdict
	Detail      Detail   // violations only
	Reason      Reason   // inconclusive: the first that applies
	Reasons     []Reason // all that apply, in order
	Key         []KeyBinding
	Message     string
	Time        time.Time // when it was decided
	Deadline    time.Time // zero: none
	Evidence    []Evidence
	Notes       []string // ids of findings that go with it, e.g. FO-05
	// Suppressed says why the finding does not count for the exit code, until when, and where that is said;
	// "": it counts.
	Suppressed string
	// Baselined says that the finding was known before, and so does not count for the exit code.
	Baselined bool
}

// Role says what a piece of evidence is to a finding.
type Role string

// Roles of evidence.
const (
	RoleTrigger   Role = "trigger"
	RoleExpected  Role = "expected"
	RoleForbidden Role = "forbidden"
	RoleCancelled Role = "cancelled"
	RoleContext   Role = "context"
)

// Evidence is one record a finding rests on. Text is not stored: Pos tells where it stands.
type Evidence struct {
	Role   Role
	Time   time.Time
	Event  string // name; "(deadline)", "(log ends)", "(log begins)" for what is no record
	Detail string // "service=telephony status=off site=A"
	Note   string // "the 30 s clock starts"
	Pos    trace.Pos
}
