package genesys

import (
	"fmt"
	"strconv"
	"time"

	"github.com/fo-check/fo-check/trace"
)

// seam takes the beginning of a segment, and the header that stood there.
func (j *Journal) seam(seam *Seam) {
	if seam.Break() && j.OnBreak != nil {
		j.OnBreak(seam)
	}
	h, pos := seam.Header, trace.Pos{File: seam.File, Line: 1}
	if Snapshot(seam.File) {
		j.Note("snapshot", pos, "a snapshot: the last messages before an abnormal end")
	}
	if seam.Doubtful() {
		j.Note("seam", pos, doubtfulNote)
	}
	j.lose(seam.Hole())
	if h == nil {
		j.fresh = true
		return
	}
	from := j.Last()
	j.offset(h, pos)
	if lost := j.found(); lost != "" {
		j.gap(h, from, pos, lost)
	} else if seam.Index > 0 && !seam.Restart() {
		j.hole(h, seam, from, pos)
	}
	j.takeHeader(h, pos, seam.Restart())
}

// lose keeps what is missing until the time is known at which the log goes on.
func (j *Journal) lose(hole string) {
	if j.lost != "" && hole != "" {
		hole = j.lost + ", " + hole
	}
	if hole != "" {
		j.lost = hole
	}
}

// found returns what is missing right before here; "" if nothing is.
func (j *Journal) found() string {
	lost := j.lost
	j.lost = ""
	return lost
}

// Torn tells whether the line before the segment has no end.
func (s *Seam) Torn() bool { return s.torn }

// InnerHeader takes a header inside a file, which begins with line: segments that were pasted together.
// It returns the first line after it if that bears a stamp; nil otherwise.
func (j *Journal) InnerHeader(line []byte) (rest []byte) {
	text := append(append([]byte(nil), line...), '\n')
	pos := j.Reader.Pos()
	for n := 0; n < 64; n++ {
		next, ok := j.Reader.Line()
		if !ok || len(next) == 0 {
			break
		}
		if _, stamped := ParseStamp(next); stamped {
			rest = append([]byte(nil), next...)
			break
		}
		text = append(append(text, next...), '\n')
	}
	if h, _, _, _ := FindHeader(append(text, '\n')); h != nil {
		j.offset(h, pos)
		j.takeHeader(h, pos, j.header != nil && !h.Start.Equal(j.header.Start))
	}
	return rest
}

// takeHeader takes what a header says of the server, its clock and its run.
func (j *Journal) takeHeader(h *Header, pos trace.Pos, restart bool) {
	j.identity(h)
	local := j.local(h)
	st := localStamp(local)
	if !local.IsZero() {
		if !j.d.Dated() || j.Last().Before(j.d.Time(st.Day, st.Clock)) {
			j.d.SetDay(st.Day, st.Clock, DatedByHeader)
		}
		if restart || j.header == nil {
			j.begin(st, st.Day)
		}
	}
	first := j.header == nil
	j.header = h
	if first || restart {
		j.opened(h, pos, restart)
	}
	if h.Role != "" {
		j.Becomes(RoleOf(h.Role), "", Moment{st, st.Day, pos}, "header")
	}
}

// offset takes the offset from UTC that a header tells. What was read before it keeps its own.
func (j *Journal) offset(h *Header, pos trace.Pos) {
	if !j.utc && j.d.SetHeader(h) {
		j.Note("offset", pos, offsetNote(h))
		j.order.Resume()
		j.floor = j.order.Last()
	}
}

// local is when the header was written, on the clock that the log prints.
func (j *Journal) local(h *Header) time.Time {
	if j.utc {
		return h.UTC
	}
	return h.Local
}

// offsetNote says that a segment has another offset than the one before, and nothing told when it changed.
func offsetNote(h *Header) string {
	off, _ := h.Offset()
	return "the offset from UTC is " + OffsetAt(h.Local.In(time.FixedZone("", off))) +
		" from this segment on; where it changed is not told, so that times before may be wrong by the difference: --tz ZONE tells"
}

func (j *Journal) identity(h *Header) {
	if j.header != nil && h.Application != j.header.Application {
		j.Note("application", j.Reader.Pos(), fmt.Sprintf("segment of another application: %q, not %q", h.Application, j.header.Application))
		return
	}
	j.In.Server, j.In.Host = string(j.UTF8([]byte(h.Application))), string(j.UTF8([]byte(h.Host)))
	j.In.Instance = j.In.Server
}

func localStamp(t time.Time) Stamp {
	day := t.Truncate(24 * time.Hour)
	return Stamp{Clock: t.Sub(day), Day: int32(day.Unix() / secondDay), Dated: true, Form: FormISO}
}

// opened tells that a run of the process begins to write.
func (j *Journal) opened(h *Header, pos trace.Pos, restart bool) {
	if restart {
		j.role, j.launched = "", false
		j.announceStop()
		j.forget(true)
	}
	if h.Start.IsZero() || j.local(h).IsZero() {
		return
	}
	st := localStamp(j.local(h))
	at, cold := Moment{st, st.Day, pos}, h.Cold()
	if !restart {
		j.In.CompleteFromStart = cold
	}
	run := trace.Attr{Key: "start_time", Value: h.Start.Format(time.RFC3339)}
	j.Tell("LogOpened", "internal", at, func(e *trace.Event) {
		e.Attrs = append(e.Attrs, run, trace.Attr{Key: "cold", Value: strconv.FormatBool(cold)})
	})
	if restart || cold {
		j.launched = true
		j.Tell("ServerStarted", "internal", at, func(e *trace.Event) {
			e.Attrs = append(e.Attrs, run, trace.Attr{Key: "evidence", Value: "header"})
		})
	}
}

func (j *Journal) forget(restart bool) {
	if j.OnForget != nil {
		j.OnForget(restart)
	}
}

// launch takes "Application started". A start that the header told already is not told again.
func (j *Journal) launch() {
	if j.launched {
		j.launched = false
		return
	}
	j.forget(true)
	j.Tell("ServerStarted", "internal", j.Here(), func(e *trace.Event) {
		e.Attrs = append(e.Attrs, trace.Attr{Key: "evidence", Value: "Application started"})
	})
}

// stop takes a record that says that the process ends. It counts only if nothing else follows.
func (j *Journal) stop(clean bool) {
	if j.stopped == nil {
		at := j.Here()
		j.stopped, j.clean = &at, true
	}
	j.clean = j.clean && clean
}

func (j *Journal) announceStop() {
	if j.stopped == nil {
		return
	}
	at := *j.stopped
	j.stopped = nil
	j.Tell("ServerStopped", "internal", at, func(e *trace.Event) {
		e.Attrs = append(e.Attrs, trace.Attr{Key: "clean", Value: strconv.FormatBool(j.clean)})
	})
}

// gap tells of a stretch that the log lacks before a segment.
func (j *Journal) gap(h *Header, from time.Time, pos trace.Pos, reason string) {
	if j.local(h).IsZero() || from.IsZero() {
		j.Note("gap", pos, reason)
		j.forget(false)
		return
	}
	st := localStamp(j.local(h))
	j.tellGap(reason, from, j.d.Time(st.Day, st.Clock), Moment{st, st.Day, pos})
}

func (j *Journal) tellGap(reason string, from, to time.Time, at Moment) {
	j.forget(false)
	j.role = ""
	j.Note("gap", at.Pos, reason)
	j.Tell("LogGap", "internal", at, func(e *trace.Event) {
		e.Reason = reason
		e.Attrs = append(e.Attrs, trace.Attr{Key: "from", Value: from.Format(time.RFC3339Nano)},
			trace.Attr{Key: "to", Value: to.Format(time.RFC3339Nano)})
	})
}

// hole looks for a silence between two segments that no running server keeps. Segments that are numbered
// in sequence have none.
func (j *Journal) hole(h *Header, seam *Seam, from time.Time, pos trace.Pos) {
	if h.Number > 0 && seam.Previous() != nil && h.Number == seam.Previous().Number+1 {
		return
	}
	if j.local(h).IsZero() || from.IsZero() {
		return
	}
	st := localStamp(j.local(h))
	if d := j.d.Time(st.Day, st.Clock).Sub(from); d > longestSilence {
		j.gap(h, from, pos, fmt.Sprintf("nothing was written for %s before this segment", d.Round(time.Second)))
	}
}
