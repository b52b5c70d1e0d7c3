// Package rules owns the rule model, its YAML form fo-check/rules/v1, the embedded packs, and what the
// checker says: Verdict, Finding, Report. It knows no parser and no command line.
package rules

import (
	"time"

	"github.com/fo-check/fo-check/rules/celenv"
	"github.com/fo-check/fo-check/trace"
)

// Pos is a place in a rule file. Line and Col are 1-based; Col counts code points.
type Pos struct {
	File      string
	Line, Col int
}

// Places tells where the value of each key of a section begins; a text after its quote.
type Places map[string]Pos

// Set is what was loaded, compiled: all packs, with everything the engine indexes. Every Index field
// below is the position in the Set's slice of that kind. A Set is immutable and safe to share.
type Set struct {
	Packs      []*Pack
	Params     []*Param // one per name, shared by packs; sorted by name
	Predicates []*Predicate
	Facts      []*Fact
	Lists      []*List
	Relations  []*Relation
	Rules      []*Rule // in the order of packs, then of the file
	// Digest is "sha256:..." over the contents of the rule files in order of pack name.
	Digest string
}

// Pack is one rule file.
type Pack struct {
	Name, Title string
	Documents   map[string]Document
	File        string
	Builtin     bool
	Params      map[string]Pos // those that this pack declares, by Name
	Terms       map[string]Pos // conditions with a name
}

// Document is a source that rules cite.
type Document struct{ Title, Publisher, Date, URL string }

// Cite names the passage an obligation comes from.
type Cite struct {
	Document string // key in Pack.Documents
	Section  string
}

// Param is a setting of the site or of the check. Name is written with underscores in conditions
// (params.site_timeout); Option is the name for users (site-timeout).
type Param struct {
	Index      int
	Name       string
	Option     string
	Type       celenv.Type
	Unit       time.Duration // of a bare number, for durations; 0: none, a unit must be written
	Default    string        // "" and HasDefault false: unknown until given
	HasDefault bool
	Ours       string // why the default is ours; "" if a document gives it
	Cite       *Cite
	PerSite    bool
	Doc        string
	Pos        Pos
	At         Places
}

// Predicate is a named event predicate of the section events.
type Predicate struct {
	Index     int
	Name      string
	Pack      *Pack
	Names     []string // event names; empty with Any
	Any       bool     // name "*": every record, skipped ones too
	Sources   []string // empty: any source
	Where     *celenv.Program
	Keys      []KeyValue // overrides of the event's own keys, in order of Key
	Broadcast bool
	Pos       Pos
	At        Places
}

// KeyValue gives a key of an event for slicing and look-up: the value of a CEL string.
type KeyValue struct {
	Key   trace.Key
	Value *celenv.Program
	Pos   Pos // of Value
}

// Ref is a use of a predicate in a rule or a fact.
type Ref struct {
	Predicate *Predicate
	Where     *celenv.Program // reads event, trigger, item, key
	Via       *Relation
	Match     []trace.Key // nil: the rule's; for cancel lines all keys of the obligation
	Within    *Bound      // cancel lines: only up to this long after the trigger, closed
	Before    *Bound      // cancel lines: only before this long after the trigger, right-open
	Note      string      // id of the finding that a match adds (FO-05)
	Pos       Pos
	At        Places // nil: a bare name
}

// Bound is a length of time: fixed, computed, or settle ("no document bounds it").
type Bound struct {
	Fixed  time.Duration
	Expr   *celenv.Program // of type duration; nil: Fixed
	Settle bool            // params.settle_time
	Text   string          // as written
	Pos    Pos
}

// FactKind tells what a fact's value is.
type FactKind uint8

// Kinds of facts.
const (
	BoolFact   FactKind = iota // true_on, false_on
	EnumFact                   // set: {VALUE: [events]}; the value is a string
	AssignFact                 // assign: the value is a CEL string
	CountFact                  // count: the value is an int
)

// Fact is state folded over the stream, one instance per key.
type Fact struct {
	Index   int
	Name    string
	Pack    *Pack
	Per     []trace.Key
	Kind    FactKind
	Setters []Setter
	Window  *Bound // count facts: only events of the last Window
	// Initially is the value before the first event ("true", "false", an enum value); nil: unknown,
	// unless the input is complete from its start.
	Initially *string
	Pos       Pos
	At        Places
}

// SetterKind tells what a setter does.
type SetterKind uint8

// Kinds of setters.
const (
	SetTrue SetterKind = iota
	SetFalse
	SetValue   // Value
	SetAssign  // Assign
	SetCount   // one more
	SetUnknown // unknown_on
	// SetKnownFalse makes every instance that agrees with the event's keys false (or "", or 0), the
	// ones not yet heard of too.
	SetKnownFalse
)

// Setter changes a fact. Where, in Ref, reads facts as before the event.
type Setter struct {
	Kind   SetterKind
	Ref    Ref
	Value  string
	Assign *celenv.Program
}

// List is the collection of all live instances of a fact that agree on Match.
type List struct {
	Index int
	Name  string
	Pack  *Pack
	Fact  *Fact
	Match []trace.Key
	Pos   Pos
}

// Relation binds the key To to the keys From, as learnt from events.
type Relation struct {
	Index int
	Name  string
	Pack  *Pack
	From  []trace.Key
	To    trace.Key
	Learn []Learn
	Drop  []Ref
	Pos   Pos
	At    Places
}

// Learn is an event that teaches a relation, and the value it gives.
type Learn struct {
	Ref   Ref
	Value *celenv.Program // string
}

// Verb is what a rule asks of the stream after its trigger.
type Verb uint8

// The three verbs.
const (
	VerbCheck Verb = iota
	VerbExpect
	VerbForbid
)

// Retrigger tells what a trigger does while the slice already has an open obligation.
type Retrigger uint8

// Retrigger policies.
const (
	RetriggerEach Retrigger = iota
	RetriggerIgnore
	RetriggerRestart
)

// Trigger starts a rule: one of several events, or a fact that becomes a value.
type Trigger struct {
	Refs    []Ref
	Fact    *Fact // on: {fact: F, becomes: true}; nil: Refs
	Becomes bool
}

// Named is a condition with a name: an alternative of check: {any:}, a cause of blame or unless.
type Named struct {
	Name string
	Cond *celenv.Program
	Pos  Pos // of Cond
}

// ForEach opens one obligation per instance of a bool fact.
type ForEach struct {
	Fact  *Fact
	Match []trace.Key // nil: the keys that Fact and the rule share
	Where *celenv.Program
	At    Places
}

// Witness names the inputs whose silence counts: those of Sources in which the keys By have appeared.
type Witness struct {
	Sources []string
	By      []trace.Key
}

// Rule is one obligation.
type Rule struct {
	Index    int
	ID       string
	Title    string
	Severity Severity
	Party    string
	Profiles []string // empty: always on
	Tags     []string
	Cite     Cite
	Doc      string
	Pack     *Pack
	Pos      Pos
	At       Places

	Per       []trace.Key
	On        Trigger
	Retrigger Retrigger
	When      *celenv.Program // nil: always
	Verb      Verb

	Check *celenv.Program // VerbCheck without alternatives
	// Any are the alternatives of check: {any: {...}}, and of unless: {any: {...}} for VerbForbid.
	Any   []Named
	Blame []Named

	Expect    []Ref
	ExpectAll bool // each once, any order
	Forbid    []Ref
	After     *Bound // nil: at once
	Within    *Bound
	Before    *Bound
	Until     []Ref
	Unless    *celenv.Program
	Cancel    []Ref

	Match     []trace.Key // nil: all of Per and of the item
	ForEach   *ForEach
	Pair      string // "ref", or ""
	MustClose Reason // "" or the reason of a clean forbid whose until never came
	Witness   *Witness

	Unobservable bool // nothing in the inputs can put it to the test, so it is not judged: see Set.For
}
