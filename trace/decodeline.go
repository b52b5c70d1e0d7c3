package trace

import (
	"fmt"
)

// readHeader takes the defaults of all events from a header. What is wrong in it is refused field by
// field: losing all defaults would lose every event.
func (d *Decoder) readHeader(l rawLine) *lineError {
	r := &d.rec
	if !l.first {
		return errAt(0, "header in the middle of a trace; accepted is one in the first line; pass joined traces as separate files")
	}
	if err := d.checkSchema(); err != nil {
		d.refuseField(l, err)
	}
	if d.done {
		return nil
	}
	if len(d.merged) == 0 && d.own.started {
		return nil // repeated by a following segment
	}
	allowed := headerFields()
	if err := r.require(allowed, "a header"); err != nil {
		d.refuseField(l, err)
	}
	r.seen &= allowed
	r.fill(&d.header, d.strings)
	in := d.own.in
	in.Source, in.Server, in.Instance, in.Site = d.header.Source, d.header.Server, d.header.Instance, d.header.Site
	in.Clock, d.header.Clock = d.header.Clock, ""
	m := metaReader{line: l.data, stamps: &d.stamps}
	for f := fHost; f <= fResolution; f++ {
		if !r.seen.has(f) {
			continue
		}
		if err := m.set(in, fieldNames[f], r.vals[f]); err != nil {
			d.refuseField(l, err)
		}
	}
	return nil
}

// checkSchema ends the reading of a trace in another form.
func (d *Decoder) checkSchema() *lineError {
	if !d.rec.seen.has(fSchema) {
		return errAt(0, `header without a schema: it is read as one of fo-check/trace/v1; add "schema":%q`, Schema)
	}
	v := &d.rec.vals[fSchema]
	if v.kind == kindString && string(v.bytes(d.rec.scan.line)) == Schema {
		return nil
	}
	d.fail(fmt.Errorf("%s:%d: schema %q: this version does not read it; accepted is %q", d.own.lastPos.File,
		d.own.lastPos.Line, v.bytes(d.rec.scan.line), Schema))
	return nil
}

// readInput begins a part of a merged trace.
func (d *Decoder) readInput(l rawLine) *lineError {
	if err := d.rec.require(1<<fInput, "an input line"); err != nil {
		return err
	}
	if len(d.merged) == 0 && d.own.started {
		return errAt(0, "input line in a trace whose events have no \"in\"; accepted are input lines before the first event")
	}
	in := &Input{Merged: true}
	m := metaReader{line: l.data, stamps: &d.stamps}
	if err := m.object(d.rec.vals[fInput], in, "input", inputNames); err != nil {
		return err
	}
	if in.ID < 1 {
		return d.rec.vals[fInput].err("input without an id; accepted are whole numbers from 1 on")
	}
	if d.byID[in.ID] != nil {
		return d.rec.vals[fInput].err("input.id %d: given twice; every input has an id of its own", in.ID)
	}
	if in.Path == "" {
		in.Path = d.own.in.Path
	}
	in.setClock()
	d.begin(newInputState(in))
	return nil
}

func (d *Decoder) begin(st *inputState) {
	if d.held != nil {
		d.release()
	}
	st.id = st.in.ID
	if len(d.merged) == 0 {
		st.takeNotes(d.own)
		d.byID = map[int]*inputState{}
	}
	d.byID[st.id] = st
	d.merged = append(d.merged, st)
	d.target = st
	d.start(st)
}

// readInputEnd ends a part of a merged trace. The end of the last open one waits for the end of the
// file, so that what is wrong after it is not lost.
func (d *Decoder) readInputEnd(l rawLine) *lineError {
	if err := d.rec.require(1<<fInputEnd, "an input_end line"); err != nil {
		return err
	}
	declared := &Input{}
	m := metaReader{line: l.data, stamps: &d.stamps}
	v := d.rec.vals[fInputEnd]
	if err := m.object(v, declared, "input_end", inputEndNames); err != nil {
		return err
	}
	st := d.byID[declared.ID]
	if st == nil {
		return v.err("input_end.id %d: no such input; accepted are the ids of input lines before it", declared.ID)
	}
	if st.ended {
		return v.err("input_end of input %d given twice", declared.ID)
	}
	st.ended, st.declared = true, declared
	for _, other := range d.merged {
		if !other.ended {
			d.end(st)
			if d.target == st {
				d.target = other
			}
			return nil
		}
	}
	d.held, d.target = st, st
	return nil
}

// release delivers the end that was held back.
func (d *Decoder) release() {
	d.end(d.held)
	d.held = nil
}

// readEnd reads the end mark of a trace that is one input.
func (d *Decoder) readEnd(l rawLine) *lineError {
	if err := d.rec.require(1<<fEnd|1<<fTime, "an end mark"); err != nil {
		return err
	}
	if len(d.merged) > 0 {
		return errAt(0, "end mark in a trace with inputs; accepted is input_end")
	}
	if d.own.ended {
		return errAt(0, "second end mark; accepted is one, in the last line")
	}
	m := metaReader{line: l.data, stamps: &d.stamps}
	if d.rec.seen.has(fTime) {
		if err := m.time(&d.own.in.EndTime, "time", d.rec.vals[fTime]); err != nil {
			return err
		}
	}
	if err := m.end(d.own.in, d.rec.vals[fEnd]); err != nil {
		return err
	}
	d.own.ended = true
	return nil
}
