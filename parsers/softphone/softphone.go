// Package softphone reads the event window of the T-Library softphone ("support phone"): blocks of a time
// and the fields of one event.
package softphone

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/textlog"
	"github.com/fo-check/fo-check/trace"
)

// Source is the value of Event.Source of all events of this package.
const Source = "desktop"

// Parser reads softphone logs. The zero value is ready.
type Parser struct{}

// New returns the parser of softphone logs.
func New() Parser { return Parser{} }

// Info implements parsers.Parser.
func (Parser) Info() parsers.Info {
	return parsers.Info{
		Name:     "softphone",
		Title:    "T-Library softphone (support phone) event logs",
		Sources:  []string{Source},
		Evidence: parsers.VerifiedOnRealLogs,
	}
}

// stampLayout is how times are printed: nothing is padded but hours, minutes and seconds, so .97 is 97 ms.
func stampLayout() *textlog.Layout {
	l, err := textlog.ParseLayout("M/d/yyyy@HH:mm:ss[.S]")
	if err != nil {
		panic(err) // the pattern is ours: no log can do this
	}
	return l
}

// Detect implements parsers.Parser: a line that is a time, and an event in the next one.
func (Parser) Detect(head parsers.Head) parsers.Detection {
	layout := stampLayout()
	b, stamp := head.Bytes, 0
	for n := 1; n <= 2000 && len(b) > 0; n++ {
		var line []byte
		line, b, _ = bytes.Cut(b, []byte{'\n'})
		line = bytes.TrimSpace(line)
		if stamp == n-1 && n > 1 && bytes.HasPrefix(line, []byte("Event:")) {
			return parsers.Detection{Score: 95, Reason: fmt.Sprintf("line %d: %q below a time", n, "Event:")}
		}
		if _, end, ok := layout.Parse(line); ok && end == len(line) {
			stamp = n
		}
	}
	return parsers.Detection{Reason: "no blocks of a time (M/D/YYYY@HH:MM:SS) and an Event: line"}
}

// Parse implements parsers.Parser.
func (Parser) Parse(segments []parsers.Segment, opt parsers.Options, out parsers.Output) error {
	in := textlog.NewInput("softphone", Source, segments)
	in.Derive = []string{trace.DeriveSwitchover}
	in.Dating = "date in every block"
	s := &scan{Sender: textlog.NewSender(in, opt, out), r: textlog.NewReader(segments, opt.Progress), opt: opt, layout: stampLayout()}
	s.r.OnHole = s.close
	s.clock = textlog.Clock{Zone: opt.Zone, Back: opt.Reorder}
	return s.run()
}

// scan is one reading of a log.
type scan struct {
	*textlog.Sender
	r      *textlog.Reader
	opt    parsers.Options
	clock  textlog.Clock
	layout *textlog.Layout
	block  block
	now    time.Time
	known  bool // the offset was measured
	offset time.Duration
	told   bool // a note says how the log is dated
}

// block is an event being read.
type block struct {
	open     bool
	pos      trace.Pos
	civil    textlog.Civil
	name     string
	attrs    trace.Attrs
	list     string // attribute whose entries follow, deeper; "" if none
	indent   int
	secs     int64
	micros   int64
	hasEpoch bool
	hole     string // segments that are missing before this block
}

func (s *scan) run() error {
	for s.Err() == nil {
		line, ok := s.r.Line()
		if !ok {
			break
		}
		s.take(line)
	}
	s.close()
	s.r.Close()
	s.In.Lines, s.In.Bytes = s.r.Lines(), s.r.Bytes()
	if s.r.Unterminated() {
		s.In.End = trace.EndTruncated
	}
	s.clock.Remark(s.In)
	s.End(s.now, s.r.Err() != nil)
	if s.Err() != nil {
		return s.Err()
	}
	return s.r.Err()
}

// take dispatches a line.
func (s *scan) take(line []byte) {
	text := bytes.TrimSpace(line)
	if len(text) == 0 {
		return
	}
	if c, n, ok := s.layout.Parse(text); ok && n == len(text) && line[0] != ' ' && line[0] != '\t' {
		s.close()
		s.block = block{open: true, pos: s.r.Pos(), civil: c, attrs: s.block.attrs[:0], hole: s.r.Hole()}
		return
	}
	if !s.block.open {
		s.In.SkipLine(s.r)
		return
	}
	s.block.field(line, text)
}

// field takes "Name:value", or an entry of the list above it.
func (b *block) field(line, text []byte) {
	indent := len(line) - len(bytes.TrimLeft(line, " \t"))
	name, value, ok := bytes.Cut(text, []byte{':'})
	if !ok {
		return
	}
	if b.list != "" && indent > b.indent {
		b.entry(b.list+"."+strings.Trim(string(name), "' "), strings.Trim(string(bytes.TrimSpace(value)), "'"))
		return
	}
	b.list, b.indent = "", indent
	value = bytes.TrimSpace(value)
	switch key := string(name); key {
	case "Event":
		b.name = string(value)
	case "Seconds":
		b.secs, _ = strconv.ParseInt(string(value), 10, 64)
		b.hasEpoch = b.secs > 1e8 && b.secs < 1<<33
	case "USeconds":
		b.micros, _ = strconv.ParseInt(string(value), 10, 64)
	case "Server Time":
	default:
		if len(value) == 0 {
			b.list = key
			return
		}
		b.entry(key, string(value))
	}
}

const maxAttrs = 256

func (b *block) entry(key, value string) {
	switch {
	case len(b.attrs) >= maxAttrs:
	case strings.HasPrefix(key, "UserData"):
		b.attrs = b.attrs.Set("UserData", trace.Withheld)
	case trace.Sensitive(key):
		b.attrs = b.attrs.Set(key, trace.Withheld)
	default:
		b.attrs = b.attrs.Set(key, value)
	}
}

// close tells of the block that is open.
func (s *scan) close() {
	b := &s.block
	if !b.open {
		return
	}
	b.open = false
	if b.name == "" {
		s.Notes.Add(s.In, "blocks", b.pos, "a time without an event below it")
		return
	}
	t := s.place(b)
	if b.hole != "" {
		s.Gap(b.hole, s.now, t, b.pos)
	}
	s.now = t
	e := s.Event(b.name, t, b.pos)
	e.Direction = "received"
	if strings.HasPrefix(b.name, "Request") {
		e.Direction = "sent"
	}
	for _, a := range b.attrs {
		if f := field(e, a.Key); f != nil {
			*f = a.Value
			continue
		}
		e.Attrs = append(e.Attrs, a)
	}
	if b.hasEpoch {
		at := time.Unix(b.secs, b.micros*1000).UTC()
		e.Attrs = e.Attrs.Set("server_time", at.Format("2006-01-02T15:04:05.000Z"))
	}
	s.Send(e)
}

func field(e *trace.Event, key string) *string {
	switch key {
	case "Server":
		return &e.Server
	case "ThisDN":
		return &e.DN
	case "AgentID":
		return &e.Agent
	case "ThisQueue":
		return &e.Queue
	case "ConnID":
		return &e.Call
	case "ReferenceID", "RefID":
		return &e.Ref
	}
	return nil
}

// place gives a block its time: the printed clock in the zone that the server's epoch shows.
func (s *scan) place(b *block) time.Time {
	if b.hasEpoch && !s.opt.ZoneForced {
		s.measure(b)
	}
	if !s.known && !s.told {
		s.told = true
		if !s.opt.ZoneForced {
			s.In.Notef(b.pos, "the log does not tell its offset from UTC here: read in "+s.clock.Location().String())
		}
	}
	t, _ := s.clock.Time(b.civil)
	return t
}

// measure compares the printed clock with the epoch of the server.
func (s *scan) measure(b *block) {
	c := b.civil
	printed := time.Date(c.Year, c.Month, c.Day, c.Hour, c.Minute, c.Second, c.Nano, time.UTC)
	server := time.Unix(b.secs, b.micros*1000)
	diff := printed.Sub(server)
	offset := diff.Round(15 * time.Minute)
	if (diff-offset).Abs() > 5*time.Minute || offset.Abs() > 15*time.Hour || s.known && offset == s.offset {
		return
	}
	s.known, s.offset = true, offset
	s.clock.SetZone(time.FixedZone("", int(offset/time.Second)))
	s.Resume()
	s.Notes.Add(s.In, "offsets", b.pos, fmt.Sprintf("offset %s from UTC: the server time in the event against the printed clock (%s between them)",
		textlog.OffsetAt(server.In(s.clock.Zone)), (diff-offset).Round(time.Millisecond)))
}
