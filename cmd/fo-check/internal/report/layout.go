package report

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// columnCount is how many columns a line of evidence has: place, time, event, detail, note.
const columnCount = 5

// columns returns the width of each column; 0: it is empty.
func columns(rows [][]string) []int {
	widths := make([]int, columnCount)
	for _, row := range rows {
		for i, c := range row {
			widths[i] = max(widths[i], width(c))
		}
	}
	return widths
}

func width(s string) int { return utf8.RuneCountInString(s) }

// gap fills from the end of left to column, two blanks at least.
func gap(left string, column int) string { return strings.Repeat(" ", max(2, column-width(left))) }

func position(pos trace.Pos) string {
	if pos.File == "" {
		return ""
	}
	if pos.Line == 0 {
		return Visible(pos.File)
	}
	return Visible(pos.File) + ":" + strconv.Itoa(pos.Line)
}

// Layouts of times: with the date only where the evidence lies on several days.
const (
	clockLayout = "15:04:05.000"
	dateLayout  = "2006-01-02 15:04:05.000"
)

func stampLayout(r *rules.Report, zone *time.Location) string {
	day := ""
	for i := range r.Findings {
		for _, e := range r.Findings[i].Evidence {
			if e.Time.IsZero() {
				continue
			}
			d := e.Time.In(zone).Format(time.DateOnly)
			if day != "" && d != day {
				return dateLayout
			}
			day = d
		}
	}
	return clockLayout
}

// clock is the time of day, "" for no time.
func clock(at time.Time, zone *time.Location) string {
	if at.IsZero() {
		return ""
	}
	return at.In(zone).Format(clockLayout)
}

func (t *text) stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(t.zone).Format(t.layout)
}

// grouped writes n with commas: 184,220.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// count writes n and a noun, in the plural unless n is 1.
func count(n int64, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return grouped(n) + " " + noun
}
