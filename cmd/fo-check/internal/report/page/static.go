package page

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// maxPrinted is how many findings the printed report shows, worst first.
const maxPrinted = 200

// static is the report as text: what is printed, and what is shown where scripts are off, as in the preview
// of a mail program.
type static struct {
	Summary  []string
	Partial  bool
	Judged   bool
	Findings []printed
	More     int // findings that are not printed
	Counts   []chip
	Rules    []rule
	Idle     int // rules that were not exercised
	Inputs   []readInput
	Params   []rules.ParamValue
	Version  string
	Digest   string
}

// chip is a count of the page's head.
type chip struct {
	Kind, Text string
	N          int
}

type printed struct {
	Verdict, Rule, Severity, Message, Title, Source, Key, Open, Excused string
	Evidence                                                            []printedRecord
}

type printedRecord struct{ Time, Place, Event, Detail, Note, Line string }

type readInput struct {
	Path, Parser, Who, Clock, First, Last string
	Lines, Events, Skipped                int64
	Notes                                 []string
}

func newStatic(run *report.Run, b *builder) *static {
	rep := run.Report
	s := &static{Summary: strings.Split(strings.TrimSpace(report.Summary(run)), "\n"), Partial: rep.Partial, Judged: rep.Digest != "",
		Counts: chips(rep), Params: rep.Params, Version: run.Version, Digest: rep.Digest}
	if !s.Judged {
		s.Summary = s.Summary[:1]
	}
	list := report.WorstFirst(rep.Findings)
	s.More = max(len(list)-maxPrinted, 0)
	for _, f := range list[:min(len(list), maxPrinted)] {
		s.Findings = append(s.Findings, b.printed(f))
	}
	for _, r := range b.rules() {
		if r.Verdict == string(rules.NotExercised) {
			s.Idle++
			continue
		}
		s.Rules = append(s.Rules, r)
	}
	zone := report.Zone(rep)
	for _, in := range rep.Inputs {
		s.Inputs = append(s.Inputs, newReadInput(in, zone))
	}
	return s
}

func chips(rep *rules.Report) []chip {
	if rep.Digest == "" {
		return nil
	}
	c := report.Count(rep)
	out := []chip{{"violation", "violated", c.Error + c.Warning}, {"deviation", "deviations", c.Note}, {"inconclusive", "inconclusive", c.Inconclusive},
		{"pass", "kept", c.Pass}, {"idle", "not exercised", c.NotExercised}}
	if n := c.Suppressed + c.Baselined; n > 0 {
		out = append(out, chip{"idle", "known or suppressed", n})
	}
	return out
}

func (b *builder) printed(f *rules.Finding) printed {
	out := printed{Verdict: report.Label(f), Rule: f.Rule.ID, Severity: string(f.Rule.Severity), Message: shown(f.Message),
		Title: f.Rule.Title, Source: report.Citation(f.Rule), Excused: excuse(f)}
	for _, k := range f.Key {
		out.Key = strings.TrimSpace(out.Key + " " + k.Key + "=" + shown(value(k.Key, k.Value)))
	}
	if f.Verdict == rules.Inconclusive {
		out.Message, out.Open = f.Rule.Title, report.Words(f.Reason)+" ("+string(f.Reason)+")"
	}
	zone := report.Zone(b.run.Report)
	for _, e := range f.Evidence {
		r := printedRecord{Place: shown(e.Pos.File), Event: shown(e.Event), Detail: shown(report.Mask(e.Detail)), Note: shown(e.Note),
			Time: stamp(e.Time, zone), Line: b.run.Line(e.Pos)}
		if e.Pos.Line > 0 {
			r.Place += ":" + strconv.Itoa(e.Pos.Line)
		}
		out.Evidence = append(out.Evidence, r)
	}
	return out
}

func stamp(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format("2006-01-02 15:04:05.000")
}

func newReadInput(in *trace.Input, zone *time.Location) readInput {
	out := readInput{Path: shown(in.Path), Parser: shown(in.Parser), Who: shown(cmp.Or(in.Instance, in.Server)), Clock: shown(in.Clock),
		First: stamp(in.First, zone), Last: stamp(in.Last, zone), Lines: in.Lines, Events: in.Events, Skipped: in.SkippedLines}
	if n := len(in.Segments); n > 1 {
		out.Path += fmt.Sprintf(" (%d segments)", n)
	}
	for _, n := range in.Notes {
		out.Notes = append(out.Notes, shown(report.Mask(report.NoteText(n))))
	}
	return out
}
