package rules

// Verdict is what the checker says of a rule, or of one obligation.
type Verdict string

// Verdicts, in the order in which they fold: the first that applies to any instance is the rule's.
const (
	Violation    Verdict = "violation"
	Inconclusive Verdict = "inconclusive"
	Pass         Verdict = "pass"
	NotExercised Verdict = "not-exercised"
)

// Reason tells why a verdict is inconclusive.
type Reason string

// Reasons, in the order in which they are given when several apply.
const (
	ReasonError        Reason = "ERROR"        // a condition could not be evaluated
	ReasonNoConfig     Reason = "NO_CONFIG"    // a setting or the site map is unknown
	ReasonNoSource     Reason = "NO_SOURCE"    // the component that would show it is not among the inputs
	ReasonUnattributed Reason = "UNATTRIBUTED" // an event lacks the key that says whose it is
	ReasonGap          Reason = "GAP"          // a hole in the log overlaps the scope
	ReasonTruncStart   Reason = "TRUNC_START"  // the log begins after the state that decides
	ReasonClock        Reason = "CLOCK"        // order or deadline lies within the uncertainty of two clocks
	ReasonLevel        Reason = "LEVEL"        // the log level, or the trace, does not show such events
	ReasonTruncEnd     Reason = "TRUNC_END"    // the log ends before the deadline
)

// Reasons lists all reasons in order of precedence.
var Reasons = []Reason{ReasonError, ReasonNoConfig, ReasonNoSource, ReasonUnattributed, ReasonGap,
	ReasonTruncStart, ReasonClock, ReasonLevel, ReasonTruncEnd}

// Severity is how strongly the source words the obligation.
type Severity string

// Severities.
const (
	Must        Severity = "must"
	MustNot     Severity = "must_not"
	Should      Severity = "should"
	ShouldNot   Severity = "should_not"
	Recommended Severity = "recommended"
	StatedFact  Severity = "fact"
	May         Severity = "may"
)

// Level is how a violation is reported.
type Level string

// Levels.
const (
	LevelError   Level = "error"
	LevelWarning Level = "warning"
	LevelNote    Level = "note"
)

// Level returns the level of a violation of a rule of severity s: must, must_not, should and should_not
// are errors, recommended is a warning, fact and may are notes (printed as "deviation").
func (s Severity) Level() Level {
	switch s {
	case Recommended:
		return LevelWarning
	case StatedFact, May:
		return LevelNote
	}
	return LevelError
}

// Detail tells how an obligation was violated.
type Detail string

// Details of violations.
const (
	Late      Detail = "late"
	Missing   Detail = "missing"
	Forbidden Detail = "forbidden"
	False     Detail = "false"
	Refused   Detail = "refused"
)

// CoverageClass says how far a rule was put to the test.
type CoverageClass string

// Coverage classes. For a certificate only Exercised counts.
const (
	Exercised      CoverageClass = "exercised"
	CancelledOnly  CoverageClass = "cancelled-only"
	GuardNeverTrue CoverageClass = "guard-never-true"
	NeverTriggered CoverageClass = "not-exercised"
	NotObservable  CoverageClass = "not-observable"
)
