package trace

import "time"

// gaps tells of missing files right before e, the first event behind them, for every input that they may have
// been about.
func (d *Decoder) gaps(e *Event, st *inputState, pos Pos) {
	reason := d.hole
	d.hole = ""
	if len(d.merged) == 0 {
		d.first(e, st)
		d.gap(st, reason, e.Time, pos)
		return
	}
	for _, other := range d.merged {
		if !other.ended {
			d.gap(other, reason, e.Time, pos)
		}
	}
}

// joinHoles says what is missing in two places with nothing read between them.
func joinHoles(a, b string) string {
	if a == "" {
		return b
	}
	return a + ", " + b
}

// gap queues a LogGap of an input.
func (d *Decoder) gap(st *inputState, reason string, to time.Time, pos Pos) {
	in := st.in
	e := &Event{Time: to, Source: in.Source, Name: "LogGap", Direction: "internal", Server: in.Server, Instance: in.Instance,
		Site: in.Site, Pos: pos, Reason: reason}
	if !in.Last.IsZero() {
		e.Attrs = Attrs{{"from", string(appendTime(nil, in.Last))}, {"to", string(appendTime(nil, to))}}
	}
	st.note(Note{Pos: pos, Text: reason})
	st.name([]byte(e.Name)).count++
	st.saw(to)
	if d.opt.Wanted.Read(e.Source, e.Name) {
		d.queue = append(d.queue, Item{Kind: KindEvent, Input: in, Event: e, Time: to})
	}
}
