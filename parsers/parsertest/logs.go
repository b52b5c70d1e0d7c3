package parsertest

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/sebdah/goldie/v2"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// Logs are the test logs of a package: a folder of segments for each case, and what is read from it beside.
type Logs struct {
	Folder string // below testdata
	// Parser is the one that reads a case.
	Parser func(name string) parsers.Parser
	// Zone is one that no test log uses by chance.
	Zone *time.Location
	// Reversed says that the names of segments sort the newest first: x.log, x.log.1.
	Reversed bool
}

// One returns the parser that reads every case.
func One(p parsers.Parser) func(string) parsers.Parser {
	return func(string) parsers.Parser { return p }
}

func (l Logs) dir() string { return filepath.Join("..", "..", "testdata", l.Folder) }

// Options want everything.
func (l Logs) Options() parsers.Options {
	return parsers.Options{Wanted: &trace.Wanted{All: true}, Zone: l.Zone}
}

// Names are those of the cases.
func (l Logs) Names(t testing.TB) []string {
	t.Helper()
	return Cases(t, l.dir())
}

// Case returns the segments of a case, the oldest first.
func (l Logs) Case(t testing.TB, name string) []Text {
	t.Helper()
	texts := Read(t, filepath.Join(l.dir(), name))
	if l.Reversed {
		slices.Reverse(texts)
	}
	return texts
}

// Parse reads texts as those of a case.
func (l Logs) Parse(t testing.TB, name string, opt parsers.Options, texts ...Text) *Collected {
	t.Helper()
	return Parse(t, l.Parser(name), opt, texts...)
}

// Golden compares what is read from each case with what stands beside it.
func (l Logs) Golden(t *testing.T) {
	g := goldie.New(t, goldie.WithFixtureDir(l.dir()))
	for _, name := range l.Names(t) {
		t.Run(name, func(t *testing.T) {
			g.Assert(t, name, []byte(l.Parse(t, name, l.Options(), l.Case(t, name)...).Dump()))
		})
	}
}

// Filter reads each case, and the text generated, for a few events only: those must be the same as among all, and
// the counts must not change. line writes what must be the same of an event; nil: WholeLine.
func (l Logs) Filter(t *testing.T, wishes map[string]*trace.Wanted, generated Text, line func(*trace.Wanted, *trace.Event) string) {
	t.Helper()
	if line == nil {
		line = func(_ *trace.Wanted, e *trace.Event) string { return WholeLine(e) }
	}
	cases := map[string][]Text{"generated": {generated}}
	for _, name := range l.Names(t) {
		cases[name] = l.Case(t, name)
	}
	for name, texts := range cases {
		all := l.Parse(t, name, l.Options(), texts...)
		for wish, w := range wishes {
			t.Run(name+"/"+wish, func(t *testing.T) {
				opt := l.Options()
				opt.Wanted = w
				Filtered(t, all, l.Parse(t, name, opt, texts...), func(e *trace.Event) string { return line(w, e) })
			})
		}
	}
}

// Records reads each case for signs of life, besides what few wants: every event must be delivered, in its place,
// and those that are not wanted without their bodies. Deliveries are told by their event, if nobody wants them.
func (l Logs) Records(t *testing.T, source string, few *trace.Wanted) {
	t.Helper()
	for _, name := range l.Names(t) {
		texts := l.Case(t, name)
		opt := l.Options()
		opt.Wanted = &trace.Wanted{Records: map[string]bool{source: true}}
		if few != nil {
			opt.Wanted.Bodies = few.Bodies
		}
		want := slices.DeleteFunc(l.Parse(t, name, l.Options(), texts...).Events, func(e *trace.Event) bool {
			return e.Name == "EventDelivered" && !opt.Wanted.Body(source, e.Name)
		})
		sameRecords(t, name, want, l.Parse(t, name, opt, texts...).Events, opt.Wanted)
	}
}

func sameRecords(t *testing.T, name string, want, got []*trace.Event, w *trace.Wanted) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d events, want %d", name, len(got), len(want))
	}
	for i, e := range got {
		if e.Name != want[i].Name || e.Pos != want[i].Pos || e.Skipped == w.Read(e.Source, e.Name) || e.Time.IsZero() || e.Pos.Line == 0 {
			t.Errorf("%s: event %s, want %s", name, Line(e, true), Line(want[i], true))
		}
		if e.Skipped && hasBody(e) {
			t.Errorf("%s: skipped event %s", name, Line(e, true))
		}
		if i > 0 && e.Time.Before(got[i-1].Time) {
			t.Errorf("%s: time goes back at %s", name, Line(e, true))
		}
	}
}

// hasBody tells that an event holds more than a sign of life does.
func hasBody(e *trace.Event) bool {
	for k := range trace.NumKeys {
		if k != trace.KeyServer && k != trace.KeyInstance && k != trace.KeySite && e.Key(k) != "" {
			return true
		}
	}
	return len(e.Attrs) > 0 || e.Reason != "" || e.Ref != ""
}
