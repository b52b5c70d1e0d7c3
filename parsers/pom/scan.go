package pom

import (
	"bytes"
	"slices"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/parsers/textlog"
	"github.com/fo-check/fo-check/trace"
)

// scan is one reading of a POM_SDK.log.
type scan struct {
	sender
	r     *textlog.Reader
	opt   parsers.Options
	text  genesys.Interner
	stamp stamper

	now     time.Time      // of the last line with a time
	heads   int64          // lines with a time
	dated   bool           // in.First is set
	own     *time.Location // the zone that the log itself tells
	named   string         // the zone's name as the log prints it
	strange []string       // names of months that nothing tells
	sending bool           // the record is one that holds a frame sent
	stopped bool           // the SDK was shut down, and not started again

	links     map[string]*link // by thread
	zones     map[string]*zone
	served    map[string]string  // zone by manager, as managers announce them
	entries   []string           // addresses given to the SDK
	agents    map[string]*agent  // logged in, or spoken to
	pending   map[string]command // by agent and command
	announced map[string]time.Time
	rest      map[string][]byte // frame that a read has cut, by address
	frame     []byte
	commands  map[string]bool

	digested   bool  // messages are printed as bytes
	sdk        bool  // a line of the SDK was seen
	left       int64 // messages that concern no agent
	unread     int64 // messages that could not be read
	unanswered int64 // commands
	noMonth    int64 // records
}

// agent is what the log told of an agent.
type agent struct {
	zone    string
	leaving bool // has asked to be logged out
}

// link is a connection that a thread of the SDK holds or tries.
type link struct {
	host string // that is tried
	peer string // host:port
	zone string
	lost bool // its loss was told
}

// zone is what the log told of a zone.
type zone struct {
	manager string // host:port of its Agent Manager; "" not known, or none now
	before  string // the last one that was known
}

// command waits for its answer.
type command struct {
	sent    time.Time
	zone    string // AGTLogon
	code    string // AGTWrapupContact
	session string
}

// maxKept bounds tables; it is more than a site has agents.
const maxKept = 1 << 16

func newScan(segments []parsers.Segment, opt parsers.Options, out parsers.Output) *scan {
	s := &scan{sender: newSender(newInput("pom", segments), opt, out), r: newReader(segments, opt.Progress), opt: opt,
		commands: map[string]bool{}}
	s.stamp.clock = textlog.Clock{Zone: opt.Zone, Back: opt.Reorder}
	for _, a := range trace.Aliases() {
		if a.Command != "" {
			s.commands[a.Message] = true
		}
	}
	s.reset()
	return s
}

// reset forgets what belongs to one run of the SDK.
func (s *scan) reset() {
	s.unanswered += int64(len(s.pending))
	s.links, s.zones, s.agents = map[string]*link{}, map[string]*zone{}, map[string]*agent{}
	s.pending, s.announced, s.rest = map[string]command{}, map[string]time.Time{}, map[string][]byte{}
	s.entries, s.served = nil, map[string]string{}
}

// run reads the log to its end, or until the consumer has gone.
func (s *scan) run() error {
	for s.err == nil {
		line, ok := s.r.Line()
		if !ok {
			break
		}
		if size := s.r.Cut(); size > 0 {
			s.notes.add(s.in, "long line", s.r.Pos(), sizeNote(size))
		}
		s.take(line)
	}
	s.finish()
	if s.err != nil {
		return s.err
	}
	return s.r.Err()
}

// take dispatches a line: one with a time begins a record.
func (s *scan) take(line []byte) {
	if len(line) > 0 && (line[0]-'0' <= 9 || line[0] == '[') {
		if t, n, ok := s.stamp.parse(line); ok {
			s.head(line, t, n)
			return
		}
	}
	if s.sending && len(line) > 0 && line[0] == ' ' {
		s.metrics(line)
		return
	}
	if s.heads == 0 {
		s.in.SkipLine(s.r)
	}
}

// head takes the first line of a record. n is where the rest begins after its time.
func (s *scan) head(line []byte, t time.Time, n int) {
	s.heads++
	s.sending = false
	if s.heads == 1 || len(s.stamp.strange) > 0 {
		line = append([]byte(nil), line...)
		t = s.settle(line, t)
	}
	if t.IsZero() {
		s.noMonth++
		return
	}
	if hole := s.r.Hole(); hole != "" {
		s.reset()
		s.send(s.gap(hole, s.now, t, s.r.Pos()))
	}
	s.now = t
	if !s.dated {
		s.dated, s.in.First = true, t
	}
	thread, text := splitHead(line[n:])
	if len(text) > 4 {
		s.dispatch(thread, text)
	}
}

// settle finds out, at the first line and where a month has an unknown name, what the log tells of its
// times further down.
func (s *scan) settle(line []byte, t time.Time) time.Time {
	if s.heads == 1 {
		if zone := findZone(s.r.Ahead(aheadLimit)); zone != nil && !s.opt.ZoneForced {
			s.own = zone
			s.stamp.clock.SetZone(zone)
			s.stamp.key = s.stamp.key[:0]
			t, _, _ = s.stamp.parse(line)
		}
	}
	if len(s.stamp.strange) == 0 {
		return t
	}
	name := append([]byte(nil), s.stamp.strange...)
	if s.stamp.learned[string(name)] != 0 || s.tried(name) {
		return t
	}
	c, _, _ := splitStamp(line)
	m := learnMonth(c, s.r.Ahead(aheadLimit))
	if m == 0 {
		s.notes.refuse(s.in, "month", s.r.Pos(), monthNote(name))
		s.strange = append(s.strange, string(name))
		return t
	}
	s.stamp.learn(name, m)
	t, _, _ = s.stamp.parse(line)
	return t
}

func (s *scan) tried(name []byte) bool { return slices.Contains(s.strange, string(name)) }

// splitHead splits what follows the time of a line into the thread's name and the text. Between them
// stand level, diagnostic context and, in most layouts, the caller.
func splitHead(b []byte) (thread, text []byte) {
	i := bytes.IndexByte(b[:min(len(b), 64)], '[')
	if i < 0 {
		return nil, afterDash(b)
	}
	j := bytes.IndexByte(b[i:], ']')
	if j < 0 {
		return nil, afterDash(b)
	}
	return b[i+1 : i+j], afterDash(b[i+j+1:])
}

// afterDash leaves out what stands before the text: level and caller, each with " - " behind.
func afterDash(b []byte) []byte {
	i := bytes.Index(b[:min(len(b), 300)], []byte("- "))
	if i < 0 || bytes.Contains(b[:i], []byte("::")) {
		return bytes.TrimLeft(b, " ")
	}
	rest := b[i+2:]
	if j := bytes.IndexByte(rest, ' '); j > 0 && len(rest) > j+3 && rest[j+1] == '-' && isCaller(rest[:j]) {
		rest = rest[j+3:]
	}
	return bytes.TrimLeft(rest, " ")
}

// isCaller tells whether b is "Class.method:12".
func isCaller(b []byte) bool {
	i := bytes.LastIndexByte(b, ':')
	return i > 0 && i < len(b)-1 && b[i+1]-'0' <= 9 && b[i-1] != ':'
}
