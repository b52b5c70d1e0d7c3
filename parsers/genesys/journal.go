package genesys

import (
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// Moment is a time and a place in a log.
type Moment struct {
	Stamp Stamp
	Day   int32 // days since 1970-01-01 on the writer's clock
	Pos   trace.Pos
}

// Name is what a journal keeps of an event's name.
type Name struct {
	Text   string
	Wanted bool  // the event's fields are wanted
	Count  int64 // how often it came
}

// Journal is one reading of the log of a Genesys server of any kind. It joins the segments, dates their
// lines, keeps their order, tells of what all these servers log in the same words (runs of the process,
// peers, roles, check points, gaps), and counts. What the server's own records mean is its parser's
// business.
type Journal struct {
	In     *trace.Input
	Reader *Reader
	Text   Interner
	// Record tells that every event is delivered, the unwanted ones as skipped.
	Record bool
	// OnBreak, if not nil, is called where a record cannot go on: before another run of the process, and
	// before what follows a missing segment.
	OnBreak func(*Seam)
	// BeforeTell, if not nil, is called before an event is delivered that Tell tells: what the parser keeps
	// back comes first.
	BeforeTell func()
	// EpochIn, if not nil, reads the epoch, and the printed clock beside it (-1: none), of a line inside a
	// message. A log whose messages have it is looked ahead for its date and offset.
	EpochIn func(line []byte) (epoch int64, gloss time.Duration, ok bool)
	// OnForget, if not nil, is called where what held before may hold no more: after a gap, and when the
	// process was started anew.
	OnForget func(restart bool)

	d   *Dater
	out parsers.Output
	opt parsers.Options
	err error

	names   map[string]*Name
	notes   journalNotes
	header  *Header
	started bool // the input was announced

	stamper Stamper
	now     Stamp // of the last timed line
	today   int32
	stamped bool   // a timed line was seen
	fresh   bool   // the next timed line is the first of the log, or of a segment without header
	lost    string // segments that are missing before the next timed line; "": none
	begun   bool   // In.First is set
	undated int64

	order     trace.Sequencer
	floor     time.Time   // an earlier time goes back
	ghost     trace.Event // stands for events that are not delivered
	utc       bool        // the log prints UTC: time-convert
	jumps     int         // of the clock, for which was read ahead
	bare      trace.Event // for events without a body
	bareAttrs trace.Attrs

	stopped  *Moment // where the log says that the server stops, if nothing followed yet
	clean    bool    // how
	launched bool    // ServerStarted of this run was told
	role     string
}

// NewJournal begins to read the segments. parser and source are the names that the input carries.
func NewJournal(parser, source string, segments []parsers.Segment, opt parsers.Options, out parsers.Output) *Journal {
	j := &Journal{Reader: NewReader(segments), d: NewDater(opt.Zone, opt.ZoneForced), out: out, opt: opt, fresh: true,
		names: make(map[string]*Name, 64), Record: opt.Wanted.Record(source)}
	j.order.Reorder = opt.Reorder
	j.In = &trace.Input{Parser: parser, Source: source}
	for _, seg := range segments {
		j.In.Segments = append(j.In.Segments, seg.Name)
	}
	if len(segments) > 0 {
		j.In.Path = segments[0].Name
	}
	j.Reader.OnSeam, j.Reader.OnCut, j.Reader.Progress = j.seam, j.cut, opt.Progress
	return j
}

// Err is the consumer's error: reading is to stop.
func (j *Journal) Err() error { return j.err }

// Here is the time of the last timed line, and the place of the current one.
func (j *Journal) Here() Moment { return Moment{j.now, j.today, j.Reader.Pos()} }

// Name returns what is kept of a name. It allocates only for a new one.
func (j *Journal) Name(name []byte) *Name {
	if n := j.names[string(name)]; n != nil {
		return n
	}
	n := &Name{Text: string(name)}
	n.Wanted = j.opt.Wanted.Read(j.In.Source, n.Text)
	j.names[n.Text] = n
	return n
}

// Register makes n what is kept of the name text, which its parser looks up in tables of its own.
func (j *Journal) Register(n *Name, text string) {
	*n = Name{Text: text, Wanted: j.opt.Wanted.Read(j.In.Source, text)}
	if before := j.names[text]; before != nil {
		n.Count = before.Count
	}
	j.names[text] = n
}

// Stamp reads the stamp of a line.
func (j *Journal) Stamp(line []byte) (Stamp, bool) { return j.stamper.Parse(line) }

// Advance takes a line that begins with a stamp, moves the clock there, and returns the line: a copy, where it
// had to read ahead.
func (j *Journal) Advance(line []byte, st Stamp) []byte {
	if jump := st.Clock - j.now.Clock; j.EpochIn != nil && (jump > zoneStep || jump < -zoneStep) {
		line = append([]byte(nil), line...)
		j.jumped(st)
	}
	if j.fresh {
		line = append([]byte(nil), line...)
		j.firstStamp(st)
	}
	j.now, j.today, j.stamped = st, j.d.Day(st), true
	return line
}

// Last is the time of the last timed line; zero if there is none, or no date.
func (j *Journal) Last() time.Time {
	if !j.stamped || !j.d.Dated() {
		return time.Time{}
	}
	return j.d.Time(j.today, j.now.Clock)
}

// Now is the stamp and the day of the last timed line.
func (j *Journal) Now() (Stamp, int32) { return j.now, j.today }

// Header is the last one that was read; nil: there was none.
func (j *Journal) Header() *Header { return j.header }

// Lost counts an event that cannot be told because nothing says when it was.
func (j *Journal) Lost() { j.undated++ }

// Stamped tells whether a line with a stamp was met.
func (j *Journal) Stamped() bool { return j.stamped }

func (j *Journal) begin(st Stamp, day int32) {
	if !j.begun {
		j.begun = true
		j.In.First = j.d.Time(day, st.Clock)
	}
}
