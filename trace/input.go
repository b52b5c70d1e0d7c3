package trace

import "time"

// Ends of an input, as its end mark or its last record tells.
const (
	EndUnknown   = ""          // no mark: it may have been cut
	EndNormal    = "normal"    // the writer says that it stopped
	EndTruncated = "truncated" // it is known to be cut
)

// Input is one log: a file, a family of rotated segments, or one part of a merged trace. A reader
// fills it while it reads; what is counted is final when its KindInputEnd item has been delivered.
type Input struct {
	ID       int      // 1-based, in the order of merging
	Path     string   // as the user knows it: the first segment
	Segments []string // all files, in order
	Parser   string
	Source   string
	Server   string
	Instance string
	Site     string
	Host     string
	Clock    string // name of the clock its times are on: the host, else the instance, else the path
	Offset   string // the writer's offset from UTC in force at its first event, "+05:30"; "" if events tell
	Dating   string // how dates were found, in words: "epoch in the block", "--date", ...
	SHA256   string // of its bytes, segments joined
	// Digest ranks the input among others before it has been read: see HeadDigest.
	Digest string
	// Merged says that it is part of a merged trace: its times are corrected already.
	Merged bool

	Bytes        int64
	Lines        int64
	SkippedLines int64 // lines that no grammar recognised
	Events       int64
	ByName       map[string]int64 // events by name, skipped bodies included

	First, Last time.Time
	// CompleteFromStart says that nothing happened before the first event, so facts start as known.
	CompleteFromStart bool
	// End is one of EndUnknown, EndNormal, EndTruncated. Known when the input has ended.
	End string
	// EndTime is the time of the end mark, else of the last event.
	EndTime time.Time

	Tolerance  time.Duration // uncertainty of its clock; 0: the default of the run
	Resolution time.Duration // granularity of its stamps; 0: finer than a second
	Traces     []string      // kinds declared by the header: ui listeners alarms config
	Params     map[string]string
	Profile    string   // profile named by the header
	Derive     []string // what the header asks to be derived: switchover
	// Coverage are the stretches that the input covers; nil: from the first event to EndTime.
	Coverage []Span
	Notes    []Note
}

// Span is a stretch of time, both ends included.
type Span struct{ From, To time.Time }

// Note is something a reader has to say about its input: a gap, a truncated record, an inferred field.
type Note struct {
	Pos  Pos
	Text string
	// Col is the 1-based column in code points; 0: the whole line.
	Col int
	// Refused says that the line was wrong and is not in the trace: an error, not a remark.
	Refused bool
}

// Notef adds a note.
func (in *Input) Notef(pos Pos, text string) { in.Notes = append(in.Notes, Note{Pos: pos, Text: text}) }

// SkipLine counts a line that no grammar recognises, and notes where the first one stands. at knows the place
// of the line.
func (in *Input) SkipLine(at interface{ Pos() Pos }) {
	in.SkippedLines++
	if in.SkippedLines == 1 {
		in.Notef(at.Pos(), "not recognised, and skipped: the first such line")
	}
}
