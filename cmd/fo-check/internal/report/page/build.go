package page

import (
	"cmp"
	"slices"
	"time"

	"github.com/fo-check/fo-check/cmd/fo-check/internal/report"
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/trace"
)

// maxFindings is how many findings a page lists, worst first.
const maxFindings = 5000

// builder turns a run and the recorded events into the data of a page.
type builder struct {
	run    *report.Run
	seen   *Recorder
	kept   []*rules.Finding
	texts  *texts
	lanes  *lanes
	events []recorded
	at     map[place]int // record -> index of its event
	lines  map[trace.Pos]bool
	number map[*rules.Rule]int
	files  map[string]*trace.Input
	origin time.Time
}

// place is a record: one line may give several events.
type place struct {
	pos  trace.Pos
	name string
}

func newBuilder(run *report.Run, seen *Recorder) *builder {
	if seen == nil {
		seen = NewRecorder(0)
	}
	b := &builder{run: run, seen: seen, texts: newTexts(), lanes: newLanes(), at: map[place]int{},
		number: map[*rules.Rule]int{}, files: map[string]*trace.Input{}}
	for _, in := range run.Report.Inputs {
		b.files[in.Path] = in
		for _, s := range in.Segments {
			b.files[s] = in
		}
	}
	b.kept = seen.keptFindings()
	b.events = append(b.events, seen.events...)
	b.restore()
	b.lines = linesOf(b.events, b.findings())
	return b
}

// findings are what the report found, worst first, and what was kept.
func (b *builder) findings() []*rules.Finding {
	out := report.WorstFirst(b.run.Report.Findings)
	if len(out) > maxFindings {
		out = out[:maxFindings]
	}
	return append(out, b.kept...)
}

// restore adds the records of findings that were thinned out: evidence is always in the page.
func (b *builder) restore() {
	have := map[place]bool{}
	for _, e := range b.events {
		have[place{e.event.Pos, e.event.Name}] = true
	}
	for _, f := range b.findings() {
		for i := range f.Evidence {
			e := &f.Evidence[i]
			p := place{e.Pos, e.Event}
			if e.Pos.Line == 0 || have[p] {
				continue
			}
			have[p] = true
			b.events = append(b.events, b.fromEvidence(e))
		}
	}
	slices.SortStableFunc(b.events, func(x, y recorded) int { return x.event.Time.Compare(y.event.Time) })
	for i, e := range b.events {
		b.at[place{e.event.Pos, e.event.Name}] = i
	}
}

// fromEvidence makes an event of what a finding cites.
func (b *builder) fromEvidence(e *rules.Evidence) recorded {
	in := b.files[e.Pos.File]
	if in == nil {
		in = &trace.Input{Path: e.Pos.File}
	}
	ev := &trace.Event{Time: e.Time, Name: e.Event, Pos: e.Pos, Source: in.Source, Instance: in.Instance, Server: in.Server}
	if e.Detail != "" {
		ev.Attrs = trace.Attrs{{Key: "cited as", Value: e.Detail}}
	}
	return recorded{event: ev, input: in}
}

// data builds the whole document.
func (b *builder) data() *document {
	b.origin = b.first()
	zone := report.Zone(b.run.Report)
	name, offset := time.Time{}.In(zone).Format("-07:00"), 0
	_, offset = time.Time{}.In(zone).Zone()
	d := &document{Schema: Schema, Title: b.title(), Folder: commonFolder(b.run.Report.Inputs), Version: b.run.Version, Digest: b.run.Report.Digest, Judged: b.run.Report.Digest != "",
		Partial: b.run.Report.Partial, Zone: name, Offset: offset / 60, Origin: b.origin.UnixMicro(), Columns: columns,
		Events: []row{}, Findings: []finding{}, Rules: b.rules(), Left: b.left()}
	for i := range b.events {
		d.Events = append(d.Events, b.row(&b.events[i]))
	}
	for _, f := range b.findings() {
		d.Findings = append(d.Findings, b.finding(f))
	}
	for _, s := range b.seen.kept {
		d.Kept += s.seen - len(s.list)
	}
	b.renumber(d)
	d.Texts = b.texts.list
	return d
}

func (b *builder) title() string {
	switch inputs := b.run.Report.Inputs; len(inputs) {
	case 0:
		return "no input"
	case 1:
		return shown(inputs[0].Path)
	default:
		return shown(cmp.Or(commonFolder(inputs), inputs[0].Path+" …"))
	}
}

// first is the earliest time of an event.
func (b *builder) first() time.Time {
	for _, e := range b.events {
		if !e.event.Time.IsZero() {
			return e.event.Time
		}
	}
	return time.Unix(0, 0)
}

// micros is a time on the page's clock; nil: none.
func (b *builder) micros(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	n := t.UnixMicro() - b.origin.UnixMicro()
	return &n
}

// row is an event as the page holds it.
func (b *builder) row(r *recorded) row {
	e := r.event
	writer := b.lanes.writer(e, r.input)
	direction := internal
	switch Direction(e, r.input) {
	case "sent":
		direction = sent
	case "received":
		direction = received
	}
	excerpt := 0
	if b.lines[e.Pos] {
		excerpt = b.texts.put(b.run.Line(e.Pos))
	}
	return row{b.micros(e.Time), b.texts.put(e.Name), writer, b.lanes.agent(e), b.texts.put(Peer(e, r.input)),
		direction, b.texts.put(e.Pos.File), e.Pos.Line, excerpt, b.pairs(e)}
}

// pairs are the fields and attributes of an event as texts.
func (b *builder) pairs(e *trace.Event) []int {
	out := []int{}
	for _, p := range Pairs(e) {
		out = append(out, b.texts.put(p.Key), b.texts.put(p.Value))
	}
	return out
}

// Pairs lists the fields of an event that are set, by their names in a trace, and its attributes. Passwords are
// covered; control bytes are as they were.
func Pairs(e *trace.Event) trace.Attrs {
	var out trace.Attrs
	add := func(k, v string) {
		if v != "" {
			out = append(out, trace.Attr{Key: k, Value: value(k, v)})
		}
	}
	for _, f := range [...]trace.Attr{{Key: "server", Value: e.Server}, {Key: "site", Value: e.Site}, {Key: "client", Value: e.Client},
		{Key: "agent", Value: e.Agent}, {Key: "dn", Value: e.DN}, {Key: "place", Value: e.Place}, {Key: "queue", Value: e.Queue},
		{Key: "zone", Value: e.Zone}, {Key: "session", Value: e.Session}, {Key: "interaction", Value: e.Interaction},
		{Key: "call", Value: e.Call}, {Key: "reason", Value: e.Reason}, {Key: "ref", Value: e.Ref}} {
		add(f.Key, f.Value)
	}
	for i := range e.Attrs {
		add(e.Attrs[i].Key, e.Attrs[i].Value)
	}
	return out
}

// renumber puts the lanes in the order in which they are shown.
func (b *builder) renumber(d *document) {
	number, sorted := b.lanes.order()
	for i := range d.Events {
		r := &d.Events[i]
		r[2] = number[r[2].(int)]
		if agent := r[3].(int); agent >= 0 {
			r[3] = number[agent]
		}
	}
	for i := range d.Findings {
		if f := &d.Findings[i]; f.Lane >= 0 {
			f.Lane = number[f.Lane]
		}
	}
	d.Lanes = sorted
	if d.Lanes == nil {
		d.Lanes = []lane{}
	}
}

func (b *builder) left() left {
	l := left{Names: map[string]int64{}}
	for name, n := range b.seen.left() {
		l.Names[shown(name)] += n
		l.Total += n
	}
	for _, n := range b.seen.seen {
		l.Seen += n
	}
	l.Unnamed = -l.Total - int64(len(b.events))
	for _, in := range b.run.Report.Inputs {
		l.Unnamed += in.Events
	}
	l.Unnamed = max(l.Unnamed, 0)
	return l
}

func (b *builder) rules() []rule {
	out := []rule{}
	for i := range b.run.Report.Rules {
		r := &b.run.Report.Rules[i]
		b.number[r.Rule] = i
		out = append(out, rule{r.Rule.ID, r.Rule.Title, string(r.Rule.Severity), string(r.Rule.Severity.Level()), string(r.Verdict),
			report.Citation(r.Rule), [4]int64{r.Exercised, r.Passed, r.Violated, r.Inconclusive}})
	}
	return out
}

// commonFolder is the longest folder that all inputs share; "" if there is none.
func commonFolder(inputs []*trace.Input) string {
	if len(inputs) == 0 {
		return ""
	}
	dir := folder(inputs[0].Path)
	for _, in := range inputs[1:] {
		for dir != "" && !hasFolder(in.Path, dir) {
			dir = folder(dir)
		}
	}
	return shown(dir)
}
