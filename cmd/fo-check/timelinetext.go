package main

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/cmd/fo-check/internal/report/page"
	"github.com/fo-check/fo-check/trace"
)

// timelineText writes a line per event. It streams: columns are as wide as they have had to be so far.
type timelineText struct {
	out    *bufio.Writer
	zone   *time.Location // that of the first event with a time
	day    string
	last   time.Time
	writer int // widths
	name   int
}

// silence is how long nothing must happen for a line to say so.
const silence = time.Minute

func newTimelineText(w io.Writer) *timelineText {
	return &timelineText{out: bufio.NewWriter(w), writer: 8, name: 16}
}

func (t *timelineText) event(e *trace.Event, in *trace.Input) {
	stamp := strings.Repeat(" ", len("15:04:05.000"))
	if !e.Time.IsZero() {
		stamp = t.stamp(e.Time)
	}
	who, name := report.Visible(page.Writer(e, in)), report.Visible(e.Name)
	t.writer, t.name = max(t.writer, utf8.RuneCountInString(who)), max(t.name, utf8.RuneCountInString(name))
	fmt.Fprintf(t.out, "%s  %-*s  %-*s  ", stamp, t.writer, who, t.name, name)
	if peer := page.Peer(e, in); peer != "" {
		fmt.Fprintf(t.out, "%s %s  ", map[string]string{"sent": "to", "received": "from"}[page.Direction(e, in)], report.Visible(peer))
	}
	for _, p := range page.Pairs(e) {
		fmt.Fprintf(t.out, "%s=%s ", report.Visible(p.Key), report.Visible(p.Value))
	}
	fmt.Fprintf(t.out, " %s:%s\n", report.Visible(e.Pos.File), strconv.Itoa(e.Pos.Line))
}

// stamp is the clock; lines before it say how long nothing happened, and the day when that is another.
func (t *timelineText) stamp(at time.Time) string {
	if t.zone == nil {
		t.zone = at.Location()
	}
	at = at.In(t.zone)
	if gap := at.Sub(t.last); !t.last.IsZero() && gap >= silence {
		fmt.Fprintf(t.out, "              (%s later)\n", gap.Round(time.Second))
	}
	if day := at.Format("2006-01-02  zone -07:00"); day != t.day {
		t.day = day
		fmt.Fprintf(t.out, "%s\n", day)
	}
	t.last = at
	return at.Format("15:04:05.000")
}
