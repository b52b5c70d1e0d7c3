package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/fo-check/fo-check/trace"
)

// Reading is what was seen while an input was read, besides what the input tells itself. What is counted
// per event is counted among the events that were read: those that a rule can use.
type Reading struct {
	ZoneGiven bool             // --tz says in which zone its times are
	Gaps      int64            // LogGap events
	Truncated int64            // records that the log cuts
	Masked    int64            // values that were withheld: passwords, user data
	Inferred  map[string]int64 // fields that do not stand in the record but follow from others, by name
}

// See counts an event.
func (r *Reading) See(e *trace.Event) {
	if e.Name == "LogGap" {
		r.Gaps++
	}
	for i := range e.Attrs {
		a := &e.Attrs[i]
		switch {
		case a.Value == trace.Withheld:
			r.Masked++
		case a.Key == "truncated":
			r.Truncated++
		case a.Key == "inferred":
			r.infer(a.Value)
		}
	}
}

func (r *Reading) infer(fields string) {
	if r.Inferred == nil {
		r.Inferred = map[string]int64{}
	}
	for f := range strings.SplitSeq(fields, ",") {
		r.Inferred[strings.TrimSpace(f)]++
	}
}

// Certainty says how sure a date or an offset from UTC is.
type Certainty string

// Certainties, best first.
const (
	Exact   Certainty = "exact"   // the record prints it
	Derived Certainty = "derived" // it follows from something else in the log: a header, a check point, a name
	Assumed Certainty = "assumed" // the log does not tell: a flag does, or the zone of this machine
	Unknown Certainty = ""        // there is none
)

// dating returns how the dates of an input were found, and how sure that is.
func dating(in *trace.Input) (by string, sure Certainty) {
	switch by = in.Dating; by {
	case "check point", "header", "file name":
		return by, Derived
	case "--date":
		return by, Assumed
	case "":
		if in.First.IsZero() {
			return "none", Unknown
		}
		return "time of every event", Exact
	}
	return by, Exact
}

// zoned returns how the offset from UTC was found, and how sure that is.
func (r *Reading) zoned(in *trace.Input) (by string, sure Certainty) {
	untold := slices.ContainsFunc(in.Notes, func(n trace.Note) bool { return strings.Contains(n.Text, "does not tell its offset from UTC") })
	switch {
	case in.First.IsZero():
		return "none", Unknown
	case r.ZoneGiven && in.Source != "" && in.Dating != "":
		return "--tz", Assumed
	case untold:
		return "zone of this machine", Assumed
	case in.Dating == "" || strings.HasPrefix(in.Dating, "epoch"):
		return "time of every event", Exact
	}
	return "told by the log", Derived
}

// Coverage is the share of an input's lines that a grammar recognised, in percent; 100 if it has none.
func Coverage(in *trace.Input) float64 {
	if in.Lines <= 0 {
		return 100
	}
	return 100 * float64(max(in.Lines-in.SkippedLines, 0)) / float64(in.Lines)
}

// inputs prints what was made of each input.
func (t *text) inputs() {
	for _, in := range t.run.Report.Inputs {
		t.input(in, t.run.reading(in))
		t.printf("\n")
	}
}

func (r *Run) reading(in *trace.Input) *Reading {
	if seen := r.Readings[in]; seen != nil {
		return seen
	}
	return &Reading{}
}

func (t *text) input(in *trace.Input, seen *Reading) {
	t.printf("%s  %s%s\n", t.ink.bold("input"), Visible(in.Path), segmentsText(in))
	t.line("read as", sentence(in.Parser, labelled("source", in.Source), labelled("server", in.Server), labelled("instance", in.Instance),
		labelled("site", in.Site)))
	t.line("covers", t.covered(in))
	by, sure := dating(in)
	t.line("dates", sureText(by, sure))
	by, sure = seen.zoned(in)
	t.line("offset", sentence(in.Offset, sureText(by, sure)))
	t.line("clock", sentence(in.Clock, tolerance(in)))
	t.line("lines", fmt.Sprintf("%s, %s recognised, %s skipped", count(in.Lines, "line"), percentText(in), grouped(in.SkippedLines)))
	t.line("events", eventsText(in))
	t.line("doubts", seen.doubts())
	for _, n := range in.Notes {
		t.line("note", NoteText(n))
	}
}

// line prints a labelled line, unless there is nothing to say.
func (t *text) line(label, what string) {
	if what != "" {
		t.printf("  %-8s%s\n", label, Visible(what))
	}
}

func segmentsText(in *trace.Input) string {
	if len(in.Segments) < 2 {
		return ""
	}
	return fmt.Sprintf("  (%d segments, up to %s)", len(in.Segments), Visible(in.Segments[len(in.Segments)-1]))
}

func sentence(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ", ")
}

func labelled(label, value string) string {
	if value == "" {
		return ""
	}
	return label + " " + value
}

func sureText(by string, sure Certainty) string {
	if sure == Unknown {
		return by
	}
	return by + " (" + string(sure) + ")"
}

func tolerance(in *trace.Input) string {
	if in.Tolerance == 0 {
		return ""
	}
	return "within " + in.Tolerance.String()
}

// covered says from when to when an input speaks, and whether it knows its own ends.
func (t *text) covered(in *trace.Input) string {
	if in.First.IsZero() {
		return "nothing that has a time"
	}
	begins, ends := "begins in the middle", "no mark of its end"
	if in.CompleteFromStart {
		begins = "from the start"
	}
	if in.End != trace.EndUnknown {
		ends = "end " + in.End
	}
	return fmt.Sprintf("%s to %s, %s, %s", in.First.In(t.zone).Format(dateLayout), in.Last.In(t.zone).Format(dateLayout), begins, ends)
}

func percentText(in *trace.Input) string {
	if in.Lines <= 0 {
		return "100 %"
	}
	return percent(max(in.Lines-in.SkippedLines, 0), in.Lines) + " %"
}

// mostNames is how many names of events an input's line shows.
const mostNames = 40

// eventsText counts events by name, the most frequent first.
func eventsText(in *trace.Input) string {
	names := slices.SortedFunc(maps.Keys(in.ByName), func(a, b string) int {
		if in.ByName[a] != in.ByName[b] {
			return int(in.ByName[b] - in.ByName[a])
		}
		return strings.Compare(a, b)
	})
	parts := []string{count(in.Events, "event")}
	for i, n := range names {
		if i == mostNames {
			parts = append(parts, fmt.Sprintf("and %d more names", len(names)-i))
			break
		}
		parts = append(parts, n+" "+grouped(in.ByName[n]))
	}
	return strings.Join(parts, ", ")
}

// doubts lists gaps, cut records, inferred fields and masked values.
func (r *Reading) doubts() string {
	var parts []string
	for _, c := range []struct {
		n    int64
		what string
	}{{r.Gaps, "gap"}, {r.Truncated, "truncated record"}, {r.Masked, "value withheld"}} {
		if c.n > 0 {
			parts = append(parts, strings.Replace(count(c.n, c.what), "value withhelds", "values withheld", 1))
		}
	}
	for _, f := range slices.Sorted(maps.Keys(r.Inferred)) {
		parts = append(parts, fmt.Sprintf("%s inferred %s", f, times(r.Inferred[f])))
	}
	return strings.Join(parts, ", ")
}

func times(n int64) string {
	if n == 1 {
		return "once"
	}
	return grouped(n) + " times"
}

// span is a length of time as JSON has it; "" for none.
func span(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return d.String()
}
