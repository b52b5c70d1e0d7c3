package genesys

import (
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/fo-check/fo-check/trace"
)

// Tell counts an event that has no body in the log, and delivers it if it is wanted. fill, if not nil,
// completes it.
func (j *Journal) Tell(name, dir string, at Moment, fill func(e *trace.Event)) {
	n := j.Name([]byte(name))
	n.Count++
	if !n.Wanted {
		if j.Record {
			j.beforeTell()
		}
		j.Skip(n, at)
		return
	}
	j.beforeTell()
	e := &j.bare
	*e = trace.Event{Attrs: j.bareAttrs[:0], Source: j.In.Source, Name: n.Text, Direction: dir, Server: j.In.Server,
		Instance: j.In.Instance}
	if fill != nil {
		fill(e)
		j.bareAttrs = e.Attrs
	}
	j.Send(e, at)
}

func (j *Journal) beforeTell() {
	if j.BeforeTell != nil {
		j.BeforeTell()
	}
}

// Skip takes an event whose body is not wanted. It keeps its place in time, so that the times of the
// others do not depend on what is wanted, and is delivered where every event counts.
func (j *Journal) Skip(n *Name, at Moment) {
	if j.Record {
		j.bare = trace.Event{Source: j.In.Source, Name: n.Text, Server: j.In.Server, Instance: j.In.Instance, Skipped: true}
		j.Send(&j.bare, at)
		return
	}
	j.see(at.Stamp, at.Day, &at.Pos)
}

// Send gives an event its time and delivers it. An event that cannot be dated is only counted.
func (j *Journal) Send(e *trace.Event, at Moment) {
	if j.err != nil {
		return
	}
	if !j.d.Dated() {
		j.undated++
		return
	}
	e.Time, e.Pos = j.time(at.Stamp, at.Day), at.Pos
	j.place(e)
	if j.start(e.Time); j.err == nil {
		j.err = j.out.Event(j.In, e)
	}
}

// time is the full time of a stamp. Stamps of the log library are cut to the millisecond, those of the
// common part of a T-Server are not: a stamp less than that before the last event tells no step back.
func (j *Journal) time(st Stamp, day int32) time.Time {
	t := j.d.Time(day, st.Clock)
	if st.Form != FormCommon && t.Before(j.floor) && j.floor.Sub(t) < time.Millisecond {
		return j.floor
	}
	return t
}

// See puts an event that is not delivered in its place in time, so that the times of the others do not
// depend on what is wanted. It returns false if nothing tells the date yet.
func (j *Journal) See(st Stamp, day int32) bool { return j.see(st, day, nil) }

// see is See for an event that stands at a place; nil: at the current line.
func (j *Journal) see(st Stamp, day int32, pos *trace.Pos) bool {
	if !j.d.Dated() {
		j.undated++
		return false
	}
	t := j.time(st, day)
	if !t.Before(j.floor) {
		j.floor = t
		j.order.Time(t)
		return true
	}
	j.ghost = trace.Event{Time: t, Source: j.In.Source, Server: j.In.Server, Instance: j.In.Instance, Skipped: true}
	if j.ghost.Pos = j.Reader.Pos(); pos != nil {
		j.ghost.Pos = *pos
	}
	j.place(&j.ghost)
	return true
}

// place keeps the order of the log where times go back, and tells of a clock that was set back.
func (j *Journal) place(e *trace.Event) {
	printed := e.Time
	if !printed.Before(j.floor) {
		j.floor = printed
	}
	gap := j.order.Place(j.In, e)
	if gap == nil {
		return
	}
	j.floor = printed
	n := j.Name([]byte("LogGap"))
	n.Count++
	if !n.Wanted && !j.Record || j.err != nil {
		return
	}
	gap.Skipped = !n.Wanted
	if j.start(gap.Time); j.err == nil {
		j.err = j.out.Event(j.In, gap)
	}
}

// start announces the input.
func (j *Journal) start(t time.Time) {
	if j.started {
		return
	}
	j.started = true
	j.In.Dating = j.d.By()
	if !t.IsZero() {
		j.In.Offset = OffsetAt(t)
	}
	j.In.Clock = j.In.Host
	for _, other := range [...]string{j.In.Instance, j.In.Path} {
		if j.In.Clock == "" {
			j.In.Clock = other
		}
	}
	j.err = j.out.Start(j.In)
}

// Finish closes the input. cut says that the log ends inside a record, which what names.
func (j *Journal) Finish(cut bool, what string) error {
	j.Reader.Finish()
	if j.stopped != nil {
		j.In.End = trace.EndNormal
		j.announceStop()
	}
	if cut && j.In.End == "" {
		j.In.End = trace.EndTruncated
		j.Note("end", trace.Pos{File: j.In.Path}, what+" is cut: the log ends inside it")
	}
	j.total()
	if j.start(j.In.First); j.err == nil && j.Reader.Err() == nil {
		j.err = j.out.End(j.In)
	}
	if j.err != nil {
		return j.err
	}
	return j.Reader.Err()
}

func (j *Journal) total() {
	in := j.In
	in.Lines, in.Bytes, in.Dating = j.Reader.Lines(), j.Reader.Bytes(), j.d.By()
	in.ByName = make(map[string]int64, len(j.names))
	for text, n := range j.names {
		if n.Count > 0 {
			in.ByName[text] = n.Count
			in.Events += n.Count
		}
	}
	if last := j.Last(); !last.IsZero() {
		last, _ = j.order.Time(last)
		in.Last, in.EndTime = last, last
	}
	pos := trace.Pos{File: in.Path}
	if j.stamped && !j.d.OffsetKnown() && !j.opt.ZoneForced {
		in.Notef(pos, "the log does not tell its offset from UTC: read in "+zoneName(j.opt.Zone))
	}
	j.d.Remarks(in, pos)
	if j.undated > 0 {
		in.Notef(pos, fmt.Sprintf("%d events have no date and were only counted: neither the log nor its name tells one; give --date YYYY-MM-DD", j.undated))
	}
	j.notes.close(in)
}

func zoneName(z *time.Location) string {
	if z == nil {
		z = time.Local
	}
	if name := z.String(); name != "" {
		return name
	}
	return OffsetAt(time.Unix(0, 0).In(z))
}

// notesOfKind is how many notes of one kind are written out; the rest is counted.
const notesOfKind = 10

// journalNotes keeps the notes of an input within bounds.
type journalNotes struct {
	kinds []string
	count map[string]int
}

// Note keeps a note. Of those of one kind the first ones are written out, the others counted.
func (j *Journal) Note(kind string, pos trace.Pos, text string) {
	n := &j.notes
	if n.count == nil {
		n.count = map[string]int{}
	}
	if n.count[kind] == 0 {
		n.kinds = append(n.kinds, kind)
	}
	n.count[kind]++
	if n.count[kind] <= notesOfKind {
		j.In.Notef(pos, text)
	}
}

func (n *journalNotes) close(in *trace.Input) {
	for _, kind := range n.kinds {
		if more := n.count[kind] - notesOfKind; more > 0 {
			in.Notef(trace.Pos{File: in.Path}, fmt.Sprintf("%d more notes about: %s", more, kind))
		}
	}
}

// UTF8 returns text of the log as UTF-8. Other text is read byte by byte, so that nothing of it is lost,
// and noted.
func (j *Journal) UTF8(b []byte) []byte {
	if utf8.Valid(b) {
		return b
	}
	j.Note("encoding", j.Reader.Pos(), "text that is not UTF-8 is read as ISO 8859-1")
	out := make([]byte, 0, 2*len(b))
	for _, c := range b {
		out = utf8.AppendRune(out, rune(c))
	}
	return out
}

func (j *Journal) cut(pos trace.Pos, size int64) {
	j.Note("long line", pos, fmt.Sprintf("line of %d bytes cut to %d", size, MaxLine))
}
