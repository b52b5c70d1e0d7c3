package main

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/cmd/fo-check/internal/report/page"
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// timelineCmd shows what happened, and judges nothing.
type timelineCmd struct {
	inputFlags
	Since  string   `group:"Output" placeholder:"TIME" help:"Events at this time or later: 2026-03-02T10:00:00+01:00, or without a zone in that of --tz."`
	Until  string   `group:"Output" placeholder:"TIME" help:"... or earlier."`
	Output []string `short:"o" sep:"none" group:"Output" placeholder:"FORMAT[=FILE]" help:"text, html; may repeat, one of them to standard output. Default: text."`
}

// Help is printed under the usage.
func (*timelineCmd) Help() string {
	return `Every event of every input, merged in order of time, with what is known of it. The page (html) has a lane for
each server, desktop and agent; docs/html-report.md tells how to read it.

Examples:
  fo-check timeline logs/ | less -S
  fo-check timeline -o html=incident.html logs/
  fo-check timeline --since 2026-03-02T10:15:00 --until 2026-03-02T10:25:00 logs/`
}

// Run implements the command.
func (c *timelineCmd) Run(a *app) error {
	within, err := c.window(a)
	if err != nil {
		return err
	}
	var outputs []output
	ready := func() (err error) {
		outputs, err = openOutputs(c.Output, timelineFormat)
		return err
	}
	return a.unjudged(&c.inputFlags, ready, func(s *interruptible) error { return a.showTimeline(outputs, s, within) })
}

// timelineFormat refuses the formats that need a judgement.
func timelineFormat(name string) error {
	if name == "text" || name == report.PageFormat {
		return nil
	}
	return errors.New("nothing is judged, so there is no such report; text and html are accepted")
}

// span is a stretch of time; a zero end is open.
type span struct{ since, until time.Time }

func (c *timelineCmd) window(a *app) (w span, err error) {
	opt, err := newReadOptions(&c.inputFlags)
	if err != nil {
		return w, err
	}
	if w.since, err = parseMoment("--since", c.Since, opt.zones); err != nil {
		return w, err
	}
	if w.until, err = parseMoment("--until", c.Until, opt.zones); err != nil {
		return w, err
	}
	a.tellMoment("--since", c.Since, w.since, opt.zones)
	a.tellMoment("--until", c.Until, w.until, opt.zones)
	return w, nil
}

// holds tells whether the event lies in the stretch. What has no time is outside of any.
func (w span) holds(e *trace.Event) bool {
	return (w.since.IsZero() || !e.Time.Before(w.since)) && (w.until.IsZero() || !e.Time.After(w.until))
}

// windowed is a stream without the events outside of a stretch.
type windowed struct {
	trace.Stream
	within span
}

// Next implements trace.Stream.
func (w *windowed) Next() (trace.Item, error) {
	for {
		it, err := w.Stream.Next()
		if err != nil || it.Kind != trace.KindEvent || w.within.holds(it.Event) {
			return it, err
		}
	}
}

// showTimeline reads the stream once for all outputs.
func (a *app) showTimeline(outputs []output, s *interruptible, within span) error {
	shown := newPageReport(outputs)
	events := shown.watch(&windowed{s, within})
	var texts []*timelineText
	for i := range outputs {
		if outputs[i].format == "text" {
			texts = append(texts, newTimelineText(outputs[i].writer(a)))
		}
	}
	err := eachEvent(events, func(it trace.Item) {
		for _, t := range texts {
			t.event(it.Event, it.Input)
		}
	})
	for _, t := range texts {
		err = errors.Join(err, t.out.Flush())
	}
	return errors.Join(err, a.writeTimelinePages(outputs, shown, s.inputs))
}

func eachEvent(s trace.Stream, see func(trace.Item)) error {
	for {
		it, err := s.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case it.Kind == trace.KindEvent:
			see(it)
		}
	}
}

// writeTimelinePages writes the pages, and closes all files.
func (a *app) writeTimelinePages(outputs []output, shown *pageReport, inputs []*trace.Input) error {
	rep := &rules.Report{Inputs: inputs, Partial: a.ctx.Err() != nil}
	run := &report.Run{Report: rep, Version: versionText(), Excerpt: newExcerpts(nil, shown.lines(rep)).withoutExports(rep.Inputs).at}
	var err error
	for i := range outputs {
		o := &outputs[i]
		if o.format == report.PageFormat {
			err = errors.Join(err, page.Write(o.writer(a), run, shown.seen))
		}
		if o.file != nil {
			err = errors.Join(err, o.file.Close())
		}
	}
	if err != nil {
		return fmt.Errorf("--output: %w", err)
	}
	return nil
}

// writer is where the output goes.
func (o *output) writer(a *app) io.Writer {
	if o.file == nil {
		return a.out
	}
	return o.file
}
