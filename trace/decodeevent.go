package trace

import (
	"fmt"
	"time"
)

// Sources lists the kinds of components that a trace knows.
func Sources() []string {
	return []string{"tserver", "interaction", "ors", "pom", "desktop", "statserver", "strategy", "config"}
}

// readEvent reads an event and makes it the next item, unless only its count matters.
func (d *Decoder) readEvent(l rawLine) *lineError {
	r := &d.rec
	st, err := d.inputOf()
	if err != nil {
		return err
	}
	d.target = st
	st.lastPos = l.pos
	if err := r.require(eventFields(), "an event"); err != nil {
		return err
	}
	if l.late {
		return r.vals[fTime].err("event more than 10 s and 100,000 events out of order; accepted on standard input " +
			"are traces in the order of time; a file is put in order")
	}
	if st.ended {
		return errAt(-1, "event after the end mark of its input")
	}
	e := &d.event
	attrs := e.Attrs[:0]
	*e = d.header
	e.Attrs = attrs
	if err := d.identify(e, st); err != nil {
		return err
	}
	return d.accept(e, st, l)
}

// inputOf returns the input that the event belongs to.
func (d *Decoder) inputOf() (*inputState, *lineError) {
	id, err := d.rec.in()
	if err != nil {
		return nil, err
	}
	if len(d.merged) == 0 {
		if id != 0 {
			return nil, d.rec.vals[fIn].err("in %d: the trace has no input line; accepted are ids of inputs", id)
		}
		return d.own, nil
	}
	if id == 0 {
		return nil, errAt(-1, `event without "in" in a trace with inputs; accepted are ids of inputs`)
	}
	if d.target.id == id {
		return d.target, nil
	}
	if st := d.byID[id]; st != nil {
		return st, nil
	}
	return nil, d.rec.vals[fIn].err("in %d: no such input; accepted are the ids of input lines before it", id)
}

// identify reads the fields that every event needs.
func (d *Decoder) identify(e *Event, st *inputState) *lineError {
	r := &d.rec
	if !r.seen.has(fName) || len(r.vals[fName].raw(r.scan.line)) == 0 {
		return errAt(-1, `event without a name; add "name":"EventAgentLogout" or another event's name`)
	}
	if r.seen.has(fSource) {
		e.Source = r.vals[fSource].text(r.scan.line, d.strings)
	}
	if e.Source == "" {
		return errAt(-1, "event without a source, in a trace whose header gives none; accepted are %v", Sources())
	}
	if r.seen.has(fDirection) {
		switch v := r.vals[fDirection]; string(v.bytes(d.rec.scan.line)) {
		case "received", "sent", "internal", "":
		default:
			return v.err("direction %q: no direction; accepted are received sent internal", v.bytes(d.rec.scan.line))
		}
	}
	if !r.seen.has(fTime) {
		if e.Source != "config" && e.Source != "strategy" {
			return errAt(-1, "event without a time; only the sources config and strategy have none; %s", timeAccepted)
		}
		return nil
	}
	var terr error
	if e.Time, terr = d.stamps.parse(r.vals[fTime].bytes(r.scan.line)); terr != nil {
		return r.vals[fTime].err("time %q: %s", r.vals[fTime].bytes(r.scan.line), terr)
	}
	return nil
}

// accept counts the event, and reads as much of it as is wanted.
func (d *Decoder) accept(e *Event, st *inputState, l rawLine) *lineError {
	if d.hole != "" && !e.Time.IsZero() {
		d.gaps(e, st, l.pos)
	}
	message, name := d.names(e, st)
	e.Name = name.text
	name.count++
	st.saw(e.Time)
	if name.source != e.Source || !name.judged {
		name.judge(e.Source, d.opt.Wanted)
		st.seeSource(e.Source, l.pos)
	}
	if !name.read && !name.record {
		d.first(e, st)
		d.foreign(st, l.pos)
		return nil
	}
	d.place(e, l)
	if name.read {
		d.body(e)
		d.normalize(e, st, message, l.pos)
	} else {
		d.skip(e)
	}
	d.first(e, st)
	d.foreign(st, l.pos)
	if e.Clock == st.in.Clock {
		e.Clock = ""
	}
	d.item = Item{Kind: KindEvent, Input: st.in, Event: e, Time: e.Time}
	d.have = true
	return nil
}

// names returns the name that the line gives, and the one that the trace has for it.
func (d *Decoder) names(e *Event, st *inputState) (message, name *nameState) {
	r := &d.rec
	message = st.name(r.vals[fName].bytes(r.scan.line))
	if !message.aliased {
		return message, message
	}
	hasAgent := e.Agent != "" // the header's
	if r.seen.has(fAgent) {
		hasAgent = len(r.vals[fAgent].raw(r.scan.line)) > 0
	}
	if message.alias.Agent && !hasAgent {
		return message, message
	}
	return message, st.name([]byte(message.alias.Name))
}

// normalize puts an event whose body was read into the form that rules read.
func (d *Decoder) normalize(e *Event, st *inputState, message *nameState, pos Pos) {
	if e.Name != message.text {
		e.setAlias(message.alias, message.text)
	}
	if note := e.normalizeFields(); note != "" {
		st.note(Note{Pos: pos, Text: note})
	}
}

// first announces the input at its first event, which tells what the header does not.
func (d *Decoder) first(e *Event, st *inputState) {
	if st.started {
		return
	}
	in := st.in
	if in.Source == "" {
		in.Source = e.Source
	}
	if in.Instance == "" {
		in.Instance = d.given(e, fInstance)
	}
	if in.Clock == "" {
		in.Clock = d.given(e, fClock)
	}
	in.setClock()
	d.start(st)
}

// foreign notes an event that names another clock than its input's. An input is compared and corrected as a whole.
func (d *Decoder) foreign(st *inputState, pos Pos) {
	if !d.rec.seen.has(fClock) || len(d.merged) > 0 { // what was merged is noted in it
		return
	}
	if clock := d.rec.vals[fClock].bytes(d.rec.scan.line); len(clock) > 0 && string(clock) != st.in.Clock {
		st.note(Note{Pos: pos, Text: fmt.Sprintf("event of the clock %q in a trace of the clock %q: compared, and corrected by --skew, as of the latter; "+
			"write events of another clock into a trace of their own", clock, st.in.Clock)})
	}
}

// given returns a field of the event that may not have been read yet.
func (d *Decoder) given(e *Event, f field) string {
	if r := &d.rec; r.seen.has(f) {
		return r.vals[f].text(r.scan.line, d.strings)
	}
	return *e.at(f)
}

// setClock names the clock where nothing did: after the host, else the instance, else the path.
func (in *Input) setClock() {
	for _, name := range [...]string{in.Host, in.Instance, in.Path} {
		if in.Clock == "" {
			in.Clock = name
		}
	}
}

// place sets where the event stands: where it says so itself, else in this file.
func (d *Decoder) place(e *Event, l rawLine) {
	if !d.rec.seen.has(fPos) {
		e.Pos = l.pos
		return
	}
	e.Pos = d.rec.pos
	e.Pos.File = d.rec.posFile.text(d.rec.scan.line, d.strings)
}

func (d *Decoder) body(e *Event) {
	r := &d.rec
	r.fill(e, d.strings)
	for i := range r.attrs {
		key := d.strings.string(r.attrs[i].nameIn(r.scan.line))
		if Sensitive(key) {
			e.Attrs = append(e.Attrs, Attr{key, Withheld})
			continue
		}
		e.Attrs = append(e.Attrs, Attr{key, r.attrs[i].val.text(r.scan.line, d.strings)})
	}
}

// skip leaves what an event has whose body is not wanted.
func (d *Decoder) skip(e *Event) {
	*e = Event{Time: e.Time, Source: e.Source, Name: e.Name, Server: e.Server, Site: e.Site,
		Instance: e.Instance, Pos: e.Pos, Skipped: true, Attrs: e.Attrs[:0]}
	for _, f := range [...]field{fServer, fInstance, fSite} {
		if d.rec.seen.has(f) {
			*e.at(f) = d.rec.vals[f].text(d.rec.scan.line, d.strings)
		}
	}
}

// saw counts an event at t.
func (st *inputState) saw(t time.Time) {
	in := st.in
	in.Events++
	if t.IsZero() {
		return
	}
	if in.First.IsZero() || t.Before(in.First) {
		in.First = t
	}
	if !t.Before(in.Last) {
		in.Last = t
	}
}
