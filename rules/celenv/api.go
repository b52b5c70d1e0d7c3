// Package celenv is the only importer of cel-go: it builds the environment in which conditions of rule
// files are compiled, gives their errors a position in the YAML file, tells what a condition reads, and
// evaluates it with three values. It knows events and facts, and no pack.
package celenv

import (
	"time"

	"github.com/google/cel-go/common/types/ref"

	"github.com/fo-check/fo-check/trace"
)

// Type is the type of a param, a fact's value or an expression.
type Type uint8

// Types.
const (
	Bool Type = iota
	String
	Int
	Duration
	Timestamp
	Version // "8.1.400.17", compared by parts
	Strings // list of strings
)

// Value is a boxed value of one of the Types, or unknown. Box once, read often.
type Value = ref.Val

// Cause says why a value is unknown. Its meaning belongs to the Host; it must be positive.
type Cause int64

// Schema declares what the conditions of one pack may read. Index is handed to the Host as it stands.
type Schema struct {
	Params []ParamDecl
	Facts  []FactDecl
	Lists  []ListDecl
}

// ParamDecl declares params.NAME.
type ParamDecl struct {
	Name  string
	Type  Type
	Index int
}

// FactDecl declares facts.NAME with members value, since, held, prev, prev_held, by.
type FactDecl struct {
	Name  string
	Value Type
	Keys  []trace.Key
	Index int
	// Values, if not nil, are all the values of a String fact besides "": comparing with any other is an
	// error.
	Values []string
}

// ListDecl declares lists.NAME, a list of instances of Fact, each with the fact's members and its keys.
type ListDecl struct {
	Name  string
	Fact  string
	Index int
}

// Expr is the text of a condition and where it stands.
type Expr struct {
	Text    string // decoded scalar
	File    string
	Content []byte // the whole file
	Line    int    // of the first character of the scalar's text, 1-based
	Col     int    // likewise, 1-based, in code points
}

// Vars says which variables an expression may use besides the event's fields, attrs, event, facts,
// params, lists and terms.
type Vars struct {
	Key     []trace.Key // key.NAME; nil: none
	Item    []trace.Key // item.NAME; nil: none
	Trigger bool
	// NoFacts forbids facts, lists and terms (predicates of the section events).
	NoFacts bool
}

// Diagnostic is one error of an expression, at its place in the file.
type Diagnostic struct {
	File      string
	Line, Col int
	Message   string // what is wrong, what is accepted, did-you-mean
}

// Reads tells what a program can read, terms expanded.
type Reads struct {
	Facts, Lists, Params []int       // indexes as declared, sorted, unique
	History              []int       // those of Facts of which more is read than the present value
	Attrs                []string    // names of attributes, sorted
	Terms                []string    // names, terms in terms too, sorted
	Keys, Item           []trace.Key // key.NAME, item.NAME
	Trigger              bool
}

// Outcome is a truth value.
type Outcome uint8

// Outcomes.
const (
	False Outcome = iota
	True
	Unknown
	Error
)

// Result is the outcome of one evaluation.
type Result struct {
	Outcome Outcome
	Causes  []Cause // Unknown: why; valid until the next evaluation in the same Scope
	Err     error   // Error: what went wrong
}

// FactView is one instance of a fact as a condition sees it.
type FactView struct {
	Value, Prev Value // either may be unknown
	Since       time.Time
	By          string // name of the event that gave the value; "" if it holds from the start
	// SinceCause, if not 0, makes since, held and by unknown though Value is known.
	SinceCause Cause
	Now        time.Time // held = Now - Since
	PrevHeld   time.Duration
	PrevCause  Cause                 // if not 0, prev and prev_held are unknown
	Keys       [trace.NumKeys]string // the instance's keys, for list elements and item
}

// Host gives conditions what they read; the engine implements it. Returned pointers and slices are
// read before the next call.
type Host interface {
	// Key returns key.NAME: of the slice, else of the judged event. "" if nothing binds it.
	Key(k trace.Key) string
	// ItemKey returns item.NAME.
	ItemKey(k trace.Key) string
	Param(index int) Value
	// Fact returns the instance at the bound keys.
	Fact(index int) *FactView
	// List returns the instances, in key order, and a Cause if others may exist (the list then ends
	// with one unknown element).
	List(index int) ([]*FactView, Cause)
	// Missing returns the cause why an attribute that is evidence (resultof) is unknown when absent from
	// e, or 0 if it reads as "". It is also asked for "reason" when the field reason is empty. e may be
	// nil: no event is judged.
	Missing(e *trace.Event, attr string) Cause
}

// Scope is what a condition reads when it is evaluated: the judged event (bare names and event), the
// trigger, and the Host. One per goroutine, reused; never shared and never copied after its first use.
// Fields of an event that is nil read as "".
type Scope struct {
	Event   *trace.Event
	Trigger *trace.Event
	Host    Host

	state scopeState
}
