package ruletest

import (
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// epoch is second 0 of every test trace.
func epoch() time.Time { return time.Date(2026, time.January, 5, 10, 0, 0, 0, time.UTC) }

// script is the trace of a case: one log per source and instance, in order of appearance.
type script struct {
	logs  []*logScript
	lines []Line
}

// logScript is what one component recorded.
type logScript struct {
	source, instance string
	clock            string
	traces           []string
	complete         bool
	end              string
	endTime          time.Time // zero: that of the last event
	events           []trace.Event
}

// log returns the log of that source and instance, made if need be with the defaults: complete from its
// start, on the clock that all share, showing all kinds of events.
func (s *script) log(source, instance string) *logScript {
	for _, l := range s.logs {
		if l.source == source && l.instance == instance {
			return l
		}
	}
	l := &logScript{source: source, instance: instance, clock: "test", complete: true,
		traces: []string{"ui", "listeners", "alarms", "config"}}
	s.logs = append(s.logs, l)
	return l
}

// script reads a trace: one text, or a list of texts that follow each other. Directives hold for the logs of
// the instance that they name, else for all logs, also those that appear below.
func (l *loader) script(n *yaml.Node) *script {
	s := &script{}
	parts := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		parts = n.Content
	}
	var late []directive
	for _, part := range parts {
		late = append(late, l.part(s, resolve(part))...)
	}
	for _, d := range late {
		l.direct(s, d)
	}
	return s
}

// part reads the events of one text and returns its directives.
func (l *loader) part(s *script, n *yaml.Node) []directive {
	if n.Kind != yaml.ScalarNode {
		l.errorf(l.pos(n), "trace: not a text; give lines TIME SOURCE INSTANCE NAME [key=value]...")
		return nil
	}
	var late []directive
	line := n.Line
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		line++
	}
	for i, text := range strings.Split(n.Value, "\n") {
		words, err := split(text)
		p := l.linePos(line+i, text)
		switch {
		case err != "":
			l.errorf(p, "%s", err)
		case len(words) == 0 || strings.HasPrefix(words[0], "#"):
		case words[0] == "start" || words[0] == "end":
			late = append(late, directive{p, words})
			s.lines = append(s.lines, Line{p.Line, strings.TrimSpace(text)})
		default:
			l.event(s, p, words)
			s.lines = append(s.lines, Line{p.Line, strings.TrimSpace(text)})
		}
	}
	return late
}

// linePos finds the column of a trace line in the file.
func (l *loader) linePos(line int, text string) rules.Pos {
	p := rules.Pos{File: l.file, Line: line}
	if t := strings.TrimSpace(text); t != "" && line <= len(l.lines) {
		if i := strings.Index(l.lines[line-1], t); i >= 0 {
			p.Col = len([]rune(l.lines[line-1][:i])) + 1
		}
	}
	return p
}

// split cuts a line at blanks; double quotes keep them.
func split(line string) ([]string, string) {
	var words []string
	var word strings.Builder
	quoted, started := false, false
	for _, r := range line {
		switch {
		case r == '"':
			quoted, started = !quoted, true
		case !quoted && (r == ' ' || r == '\t' || r == '\r'):
			if started {
				words = append(words, word.String())
			}
			word.Reset()
			started = false
		default:
			word.WriteRune(r)
			started = true
		}
	}
	if quoted {
		return nil, strings.TrimSpace(line) + `: the quote is not closed`
	}
	if started {
		words = append(words, word.String())
	}
	return words, ""
}

// event reads "TIME SOURCE INSTANCE NAME [k=v]...".
func (l *loader) event(s *script, p rules.Pos, words []string) {
	if len(words) < 4 {
		l.errorf(p, "%s: too short; give TIME SOURCE INSTANCE NAME [key=value]...", strings.Join(words, " "))
		return
	}
	at, ok := seconds(words[0])
	if !ok {
		l.errorf(p, "%s: not a time; give seconds from the start, such as 100.250", words[0])
		return
	}
	log := s.log(words[1], words[2])
	e := trace.Event{Time: at, Source: words[1], Instance: words[2], Name: words[3],
		Pos: trace.Pos{File: p.File, Line: p.Line}}
	if e.Source != "desktop" { // a server's log is about the server that writes it
		e.Server = e.Instance
	}
	for _, w := range words[4:] {
		key, value, found := strings.Cut(w, "=")
		if !found {
			l.errorf(p, "%s: not key=value", w)
			continue
		}
		if !log.set(key, value) {
			setField(&e, key, value)
		}
	}
	log.events = append(log.events, e)
}

// seconds reads a time in seconds from the start.
func seconds(s string) (time.Time, bool) {
	whole, frac, _ := strings.Cut(s, ".")
	if len(frac) > 9 {
		return time.Time{}, false
	}
	sec, err := strconv.ParseInt(whole, 10, 32)
	nsec, err2 := strconv.ParseUint("0"+frac+strings.Repeat("0", 9-len(frac)), 10, 32)
	if err != nil || err2 != nil || sec < 0 {
		return time.Time{}, false
	}
	return epoch().Add(time.Duration(sec)*time.Second + time.Duration(nsec)), true
}

// set takes what is said of the log itself: clock=NAME, traces=none|ui,config.
func (g *logScript) set(key, value string) bool {
	switch key {
	case "clock":
		g.clock = value
	case "traces":
		g.traces = nil
		if value != "none" {
			g.traces = strings.Split(value, ",")
		}
	default:
		return false
	}
	return true
}

// setField gives the event a field if the trace has one of that name, else an attribute.
func setField(e *trace.Event, key, value string) {
	fields := map[string]*string{"direction": &e.Direction, "reason": &e.Reason, "ref": &e.Ref,
		"server": &e.Server, "site": &e.Site, "client": &e.Client, "agent": &e.Agent, "dn": &e.DN,
		"place": &e.Place, "queue": &e.Queue, "zone": &e.Zone, "session": &e.Session,
		"interaction": &e.Interaction, "call": &e.Call}
	if f := fields[key]; f != nil {
		*f = value
		return
	}
	e.Attrs = e.Attrs.Set(key, value)
}
