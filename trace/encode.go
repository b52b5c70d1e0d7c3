package trace

import (
	"io"
	"sort"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// Encoder writes a stream in the merged form of fo-check/trace/v1: a header, a line for every input at
// its start and at its end, and one line per event, in the order of the stream. What it has written, a
// Decoder reads back as the same stream.
type Encoder struct {
	w   io.Writer
	buf []byte
	err error
}

// flushAt is how many bytes an Encoder gathers before it writes.
const flushAt = 64 << 10

// NewEncoder returns an encoder that writes to w. Flush must be called after the last item.
func NewEncoder(w io.Writer) *Encoder {
	e := &Encoder{w: w, buf: make([]byte, 0, flushAt+4096)}
	e.buf = append(e.buf, `{"schema":"`+Schema+`"}`+"\n"...)
	return e
}

// Encode writes one item. An error of the writer is returned by this or a later call, and by Flush.
func (e *Encoder) Encode(it Item) error {
	switch it.Kind {
	case KindEvent:
		e.event(it.Input.ID, it.Event)
	case KindInputStart:
		e.start(it.Input)
	case KindInputEnd:
		e.end(it)
	}
	if len(e.buf) >= flushAt {
		return e.Flush()
	}
	return e.err
}

// Flush writes what has been gathered.
func (e *Encoder) Flush() error {
	if e.err == nil && len(e.buf) > 0 {
		_, e.err = e.w.Write(e.buf)
	}
	e.buf = e.buf[:0]
	return e.err
}

// Copy writes the whole stream and flushes. It returns the first error of the stream or the writer.
func (e *Encoder) Copy(s Stream) error {
	for {
		it, err := s.Next()
		if err != nil {
			if flushed := e.Flush(); flushed != nil || err == io.EOF {
				return flushed
			}
			return err
		}
		if err := e.Encode(it); err != nil {
			return err
		}
	}
}

// event writes the time first: readers that look only for that find it fast.
func (e *Encoder) event(id int, ev *Event) {
	o := object{b: append(e.buf, '{'), first: true}
	if !ev.Time.IsZero() {
		o.time("time", ev.Time)
	}
	o.int("in", int64(id))
	o.str("source", ev.Source)
	o.str("name", ev.Name)
	for f := fDirection; f <= fClock; f++ {
		o.str(fieldNames[f], *ev.at(f))
	}
	if len(ev.Attrs) > 0 {
		o.key("attrs")
		a := object{b: append(o.b, '{'), first: true}
		for i := range ev.Attrs {
			a.key(ev.Attrs[i].Key)
			a.b = appendString(a.b, ev.Attrs[i].Value)
		}
		o.b = append(a.b, '}')
	}
	if ev.Pos != (Pos{}) {
		o.key("pos")
		o.b = appendPos(o.b, ev.Pos)
	}
	e.buf = append(o.b, '}', '\n')
}

func appendPos(b []byte, p Pos) []byte {
	o := object{b: append(b, '{'), first: true}
	o.str("file", p.File)
	o.count("line", int64(p.Line))
	o.count("offset", p.Offset)
	return append(o.b, '}')
}

// start writes what is known of an input before its first event.
func (e *Encoder) start(in *Input) {
	o := object{b: append(e.buf, `{"input":{`...), first: true}
	o.int("id", int64(in.ID))
	for _, name := range [...]string{"path", "parser", "source", "server", "instance", "site", "host", "clock",
		"offset", "dating", "sha256", "digest", "profile"} {
		o.str(name, *in.stringAt(name))
	}
	o.list("segments", in.Segments)
	if in.CompleteFromStart {
		o.key("complete_from_start")
		o.b = append(o.b, "true"...)
	}
	o.duration("tolerance", in.Tolerance)
	o.duration("resolution", in.Resolution)
	o.list("traces", in.Traces)
	o.list("derive", in.Derive)
	if in.Params != nil {
		o.key("params")
		o.b = appendMap(o.b, in.Params, appendString)
	}
	o.coverage(in.Coverage)
	e.buf = append(o.b, "}}\n"...)
}

// end writes the final state of an input.
func (e *Encoder) end(it Item) {
	in := it.Input
	o := object{b: append(e.buf, `{"input_end":{`...), first: true}
	o.int("id", int64(in.ID))
	if !it.Time.IsZero() {
		o.time("time", it.Time)
	}
	o.str("end", in.End)
	o.str("sha256", in.SHA256)
	for _, name := range [...]string{"bytes", "lines", "skipped_lines", "events"} {
		o.int(name, *in.countAt(name))
	}
	if in.ByName != nil {
		o.key("by_name")
		o.b = appendMap(o.b, in.ByName, func(b []byte, n int64) []byte { return strconv.AppendInt(b, n, 10) })
	}
	if !in.First.IsZero() {
		o.time("first", in.First)
	}
	if !in.Last.IsZero() {
		o.time("last", in.Last)
	}
	o.coverage(in.Coverage)
	o.notes(in.Notes)
	e.buf = append(o.b, "}}\n"...)
}

// object appends the members of a JSON object. Empty values are left out.
type object struct {
	b     []byte
	first bool
}

func (o *object) key(name string) {
	if !o.first {
		o.b = append(o.b, ',')
	}
	o.first = false
	o.b = append(appendString(o.b, name), ':')
}

func (o *object) str(name, v string) {
	if v != "" {
		o.key(name)
		o.b = appendString(o.b, v)
	}
}

func (o *object) int(name string, n int64) {
	o.key(name)
	o.b = strconv.AppendInt(o.b, n, 10)
}

func (o *object) count(name string, n int64) {
	if n > 0 {
		o.int(name, n)
	}
}

func (o *object) time(name string, t time.Time) {
	o.key(name)
	o.b = append(appendTime(append(o.b, '"'), t), '"')
}

func (o *object) duration(name string, d time.Duration) {
	if d > 0 {
		o.str(name, d.String())
	}
}

func (o *object) list(name string, list []string) {
	if len(list) == 0 {
		return
	}
	o.key(name)
	o.b = append(o.b, '[')
	for i, s := range list {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = appendString(o.b, s)
	}
	o.b = append(o.b, ']')
}

func (o *object) coverage(spans []Span) {
	if len(spans) == 0 {
		return
	}
	o.key("coverage")
	o.b = append(o.b, '[')
	for i, s := range spans {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = appendTime(append(o.b, `["`...), s.From)
		o.b = appendTime(append(o.b, `","`...), s.To)
		o.b = append(o.b, `"]`...)
	}
	o.b = append(o.b, ']')
}

func (o *object) notes(notes []Note) {
	if len(notes) == 0 {
		return
	}
	o.key("notes")
	o.b = append(o.b, '[')
	for i, n := range notes {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		m := object{b: append(o.b, '{'), first: true}
		m.str("file", n.Pos.File)
		m.count("line", int64(n.Pos.Line))
		m.count("offset", n.Pos.Offset)
		m.count("col", int64(n.Col))
		m.str("text", n.Text)
		if n.Refused {
			m.key("refused")
			m.b = append(m.b, "true"...)
		}
		o.b = append(m.b, '}')
	}
	o.b = append(o.b, ']')
}

// appendMap writes a map in the order of its keys.
func appendMap[V any](b []byte, m map[string]V, value func([]byte, V) []byte) []byte {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	o := object{b: append(b, '{'), first: true}
	for _, k := range keys {
		o.key(k)
		o.b = value(o.b, m[k])
	}
	return append(o.b, '}')
}

// appendString writes s as a JSON string. Bytes that are no UTF-8 become U+FFFD.
func appendString(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			b, _ = jsontext.AppendQuote(b, s)
			return b
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}
