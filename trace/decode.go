package trace

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"
)

// DecoderOptions says how a trace is read. The zero value reads counts only: see Wanted.
type DecoderOptions struct {
	Wanted *Wanted
	// Once says that the files can be opened only once, as standard input can. Events that are more than
	// ten seconds or 100,000 events out of order are then refused; files are put in order whole.
	Once bool
	// Progress, if not nil, is told how many bytes were read. A file out of order is read once more
	// than that.
	Progress func(n int)
	// Parser is the name that the input gets; inputs of a merged trace keep theirs.
	Parser string
	// SortLimit is how many bytes of a trace far out of order may be sorted in memory; 0: 512 MiB.
	SortLimit int
}

// Decoder reads a trace in the form fo-check/trace/v1 and yields its inputs and events in the order of
// time; ties keep the order of the lines. A trace without input lines is one input.
//
// A line that is wrong is refused: it becomes a note of its input with Refused set, counts as a skipped
// line, and the rest goes on. Next returns an error when it cannot go on at all: a file cannot be read,
// or the schema is another one.
type Decoder struct {
	files  []File
	opt    DecoderOptions
	reader *lineReader
	source lineSource

	rec     record
	stamps  stampReader
	strings *interner
	header  Event // defaults of the fields
	valid   []byte

	own    *inputState // the trace itself, unless it has input lines
	byID   map[int]*inputState
	merged []*inputState // in the order of their lines
	target *inputState   // whose the last line was
	queue  []Item
	held   *inputState // its end waits: it is the last input that was open
	event  Event
	have   bool   // event is to be delivered
	hole   string // what is missing before the next event
	item   Item
	cut    bool // the last line breaks off
	done   bool
	err    error // to be returned after the queue
}

// NewDecoder returns a decoder of the files, which are read as one trace. Close must be called.
func NewDecoder(files []File, opt DecoderOptions) *Decoder {
	if opt.SortLimit == 0 {
		opt.SortLimit = sortLimit
	}
	d := &Decoder{files: files, opt: opt, strings: newInterner()}
	in := &Input{Parser: opt.Parser}
	for i, f := range files {
		if i == 0 {
			in.Path = f.Name
		}
		in.Segments = append(in.Segments, f.Name)
	}
	d.own = newInputState(in)
	d.target = d.own
	return d
}

// Close implements Stream.
func (d *Decoder) Close() error {
	d.done = true
	if d.source == nil {
		return nil
	}
	return d.source.close()
}

// Next implements Stream.
func (d *Decoder) Next() (Item, error) {
	for {
		if len(d.queue) > 0 {
			it := d.queue[0]
			d.queue = d.queue[1:]
			return it, nil
		}
		if d.have {
			d.have = false
			return d.item, nil
		}
		if d.done {
			if d.err != nil {
				return Item{}, d.err
			}
			return Item{}, io.EOF
		}
		d.step()
	}
}

// step reads one line.
func (d *Decoder) step() {
	if d.source == nil {
		if err := d.open(); err != nil {
			d.fail(err)
			return
		}
	}
	line, err := d.source.next()
	switch {
	case err == io.EOF:
		d.finish(EndUnknown)
	case err != nil:
		d.fail(fmt.Errorf("%s: %w", d.reader.name, err))
	default:
		d.line(line)
	}
}

// open chooses how the lines are put in order.
func (d *Decoder) open() error {
	d.reader = newLineReader(d.files, d.opt.Progress)
	d.source = d.reader
	if d.opt.Once {
		d.source = newWindow(d.reader, windowEvents, true)
		return nil
	}
	worst, err := measure(d.files)
	switch {
	case err != nil:
		// The second pass meets the same error after it has delivered what can be read.
		return nil
	case worst > windowEvents:
		s, err := readSorted(d.reader, d.own.in.Path, d.opt.SortLimit)
		if err != nil {
			return err
		}
		d.source = s
	case worst > 0:
		d.source = newWindow(d.reader, worst, false)
	}
	return nil
}

// fail ends the trace where it cannot be read any further.
func (d *Decoder) fail(err error) {
	if !d.done {
		d.err = err
		d.finish(EndTruncated)
	}
}

// line reads one line and refuses it if it is wrong.
func (d *Decoder) line(l rawLine) {
	d.target.lastPos = l.pos
	if l.hole != "" {
		d.hole = joinHoles(d.hole, l.hole)
	}
	if l.tooLong {
		d.refuse(l, errAt(-1, "line of more than %d MiB beginning %.40q; accepted are shorter ones", MaxLine>>20, l.data))
		return
	}
	if !utf8.Valid(l.data) {
		d.target.note(Note{Pos: l.pos, Text: "bytes that are not UTF-8 were replaced by U+FFFD"})
		d.valid = appendValid(d.valid[:0], l.data)
		l.data = d.valid
	}
	err := d.rec.read(l.data)
	d.cut = err != nil && err.at >= len(l.data)
	if err == nil {
		err = d.understand(l)
	}
	if err != nil {
		d.refuse(l, err)
	}
}

func appendValid(dst, src []byte) []byte {
	return append(dst, bytes.ToValidUTF8(src, []byte("\uFFFD"))...)
}

func (d *Decoder) understand(l rawLine) *lineError {
	r := &d.rec
	switch {
	case r.seen.has(fSchema), l.first && r.headerLike():
		return d.readHeader(l)
	case r.seen.has(fInput):
		return d.readInput(l)
	case r.seen.has(fInputEnd):
		return d.readInputEnd(l)
	case r.seen.has(fEnd) && !r.seen.has(fName):
		return d.readEnd(l)
	}
	return d.readEvent(l)
}

// headerLike tells that a first line without a schema is no event and no end mark.
func (r *record) headerLike() bool {
	own := headerFields() &^ eventFields() &^ (1 << fEnd)
	return !r.seen.has(fName) && !r.seen.has(fInput) && !r.seen.has(fInputEnd) && r.seen&own != 0
}

// refuse notes what is wrong with a line.
func (d *Decoder) refuse(l rawLine, err *lineError) {
	d.target.in.SkippedLines++
	d.refuseField(l, err)
}

// refuseField notes what is wrong with a part of a line that is read all the same.
func (d *Decoder) refuseField(l rawLine, err *lineError) {
	d.target.refuse(Note{Pos: l.pos, Text: err.text, Col: err.col(l.data), Refused: true})
}

// finish ends all inputs that are open.
func (d *Decoder) finish(end string) {
	d.done = true
	if d.cut && end == EndUnknown {
		end = EndTruncated
	}
	if d.held != nil {
		d.release()
	}
	if len(d.merged) == 0 {
		d.finishOwn(end)
	}
	for _, st := range d.merged {
		if st.ended {
			continue
		}
		text := fmt.Sprintf("the trace ends without the input_end of input %d: it may have been cut", st.id)
		st.note(Note{Pos: d.own.lastPos, Text: text})
		if end != EndUnknown {
			st.in.End = end
		}
		d.end(st)
	}
	if err := d.source.close(); err != nil && d.err == nil {
		d.err = err
	}
}

func (d *Decoder) finishOwn(end string) {
	st := d.own
	if !st.started {
		st.in.setClock()
	}
	d.start(st)
	if end != EndUnknown && !st.ended {
		st.in.End = end
	}
	if d.reader != nil {
		st.in.Lines, st.in.Bytes = d.reader.lines, d.reader.bytes
	}
	d.end(st)
}

// start announces an input.
func (d *Decoder) start(st *inputState) {
	if !st.started {
		st.started = true
		d.queue = append(d.queue, Item{Kind: KindInputStart, Input: st.in})
	}
}

// end closes an input's books and queues its end.
func (d *Decoder) end(st *inputState) {
	st.close()
	d.queue = append(d.queue, Item{Kind: KindInputEnd, Input: st.in, Time: st.in.EndTime})
}
