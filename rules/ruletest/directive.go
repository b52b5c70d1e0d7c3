package ruletest

import (
	"strings"
	"time"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// directive is a line that speaks of the logs, not of an event:
//
//	start unknown|complete [INSTANCE] [clock=NAME] [traces=none|ui,...]
//	end TIME [normal|truncated] [INSTANCE]
type directive struct {
	pos   rules.Pos
	words []string
}

func (l *loader) direct(s *script, d directive) {
	if len(d.words) < 2 {
		l.errorf(d.pos, "%s: too short; give start unknown, or end TIME [normal|truncated]", d.words[0])
		return
	}
	if d.words[0] == "start" {
		l.start(s, d)
		return
	}
	l.end(s, d)
}

func (l *loader) start(s *script, d directive) {
	if d.words[1] != "unknown" && d.words[1] != "complete" {
		l.errorf(d.pos, "%s: unknown; accepted are unknown, complete", d.words[1])
		return
	}
	instance, settings := "", []string{}
	for _, w := range d.words[2:] {
		if strings.Contains(w, "=") {
			settings = append(settings, w)
		} else {
			instance = w
		}
	}
	l.each(s, d.pos, instance, func(g *logScript) {
		g.complete = d.words[1] == "complete"
		for _, w := range settings {
			if key, value, _ := strings.Cut(w, "="); !g.set(key, value) {
				l.errorf(d.pos, "%s: unknown; accepted are clock, traces", key)
			}
		}
	})
}

func (l *loader) end(s *script, d directive) {
	at, ok := seconds(d.words[1])
	if !ok {
		l.errorf(d.pos, "%s: not a time; give seconds from the start, such as 200", d.words[1])
		return
	}
	instance, how := "", trace.EndUnknown
	for _, w := range d.words[2:] {
		switch w {
		case trace.EndNormal, trace.EndTruncated:
			how = w
		default:
			instance = w
		}
	}
	l.each(s, d.pos, instance, func(g *logScript) { l.endLog(g, d.pos, at, how) })
}

func (l *loader) endLog(g *logScript, p rules.Pos, at time.Time, how string) {
	for i := range g.events {
		if g.events[i].Time.After(at) {
			l.errorf(p, "end: before the event of line %d", g.events[i].Pos.Line)
			return
		}
	}
	g.end, g.endTime = how, at
}

// each calls do for every log of the instance; "" stands for all.
func (l *loader) each(s *script, p rules.Pos, instance string, do func(*logScript)) {
	found := instance == ""
	for _, g := range s.logs {
		if instance == "" || g.instance == instance {
			found = true
			do(g)
		}
	}
	if !found {
		l.errorf(p, "%s: no such instance in the trace", instance)
	}
}
