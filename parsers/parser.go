// Package parsers turns logs into traces: the Parser interface, the built-in parsers, and detection of
// the format by content. It knows no rule.
package parsers

import (
	"io"
	"time"

	"github.com/fo-check/fo-check/trace"
)

// Evidence says on what a parser's grammar rests.
type Evidence string

// Evidence classes, best first.
const (
	VerifiedOnRealLogs Evidence = "verified on real logs"
	FromDocumentation  Evidence = "built from the documented grammar"
	OwnFormat          Evidence = "fo-check's own format"
)

// Info describes a parser: what `parsers list` prints and what the rule linter checks names against.
type Info struct {
	Name       string   // tserver
	Title      string   // "T-Server and SIP Server logs"
	Sources    []string // values of Event.Source that it writes; empty: any
	Evidence   Evidence
	Vocabulary []string // names of events that it can write; empty: any name
	// Known are names that it writes on its own account, where Vocabulary is empty.
	Known []string
	// Open says in words which names it writes besides Known; "" where Vocabulary tells them all.
	Open string
}

// Head is what detection looks at: the beginning of the unpacked content. Name is shown in messages and
// never decides alone.
type Head struct {
	Name  string
	Bytes []byte // up to HeadSize
	Whole bool   // Bytes is the whole content
}

// HeadSize is how much of an input detection may look at.
const HeadSize = 256 << 10

// Detection is a parser's judgement of a head. Score 0: not this format; 100: certain.
type Detection struct {
	Score  int
	Reason string // what was seen, with its line: `line 2: "Application type: TServer (1)"`
}

// Segment is one file of an input.
type Segment struct {
	Name string // path, or bundle.zip!/x.log
	Size int64  // -1: unknown
	// Missing says which segments should stand right before this one and are not there, by their names:
	// "x.log.2". "" if none is known to be missing.
	Missing string
	// Unnumbered says that the segments were put in order by the times in their names, which cannot tell
	// whether one is missing right before this one. False for the first one of a family.
	Unnumbered bool
	Open       func() (io.ReadCloser, error)
}

// Refiller is a reader of a segment that can hand over its own blocks, which saves the copy of Read.
type Refiller interface {
	// Refill returns a buffer that holds tail and, right behind it, more of the segment. The buffer must not
	// be written to and is valid until the next call of Read or Refill; tail may lie in the one before. On an
	// error, io.EOF at the end of the segment, the buffer before stays valid. errors.ErrUnsupported: Read is
	// to be used this time.
	Refill(tail []byte) ([]byte, error)
}

// Options are what the user says about times and needs.
type Options struct {
	Wanted *trace.Wanted
	// Zone is used where a log has no zone of its own; nil: the machine's zone.
	Zone *time.Location
	// ZoneForced says that Zone comes from --tz and goes before the log's own.
	ZoneForced bool
	// Date is the date of the first record where nothing in the log tells; zero: none given.
	Date time.Time
	// Reorder is the largest step back in time within a log that keeps file order (2s).
	Reorder time.Duration
	// Progress, if not nil, is told how many bytes were read.
	Progress func(n int)
}

// Output takes what a parser finds. The event is copied before the call returns; Attrs may be reused.
// A returned error (the consumer has gone) must end Parse at once.
type Output interface {
	// Start announces an input. It is called once before its first event, when its identity is known.
	Start(in *trace.Input) error
	// Event delivers one event of in.
	Event(in *trace.Input, e *trace.Event) error
	// End closes in.
	End(in *trace.Input) error
}

// Parser reads one family of formats. Implementations keep no state between calls and are safe for
// concurrent use.
type Parser interface {
	Info() Info
	Detect(Head) Detection
	// Parse reads the segments, joined in order, and writes the events in the order of the log. It
	// returns an error only when it cannot go on; everything else is a note of the input.
	Parse(segments []Segment, opt Options, out Output) error
}
