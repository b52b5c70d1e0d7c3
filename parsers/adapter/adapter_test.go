package adapter_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sebdah/goldie/v2"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/adapter"
	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/trace"
)

var (
	logFolder = filepath.Join("..", "..", "testdata", "adapter")
	examples  = filepath.Join("..", "..", "docs", "examples", "adapters")
)

func load(t testing.TB, name string) *adapter.Adapter {
	t.Helper()
	a, err := adapter.Load(filepath.Join(examples, name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// each runs a test on every example with its log.
func each(t *testing.T, f func(t *testing.T, a *adapter.Adapter, texts []parsertest.Text)) {
	for _, name := range parsertest.Cases(t, logFolder) {
		t.Run(name, func(t *testing.T) { f(t, load(t, name), parsertest.Read(t, filepath.Join(logFolder, name))) })
	}
}

func TestGolden(t *testing.T) {
	g := goldie.New(t, goldie.WithFixtureDir(logFolder))
	each(t, func(t *testing.T, a *adapter.Adapter, texts []parsertest.Text) {
		g.Assert(t, a.Info().Name, []byte(parsertest.Parse(t, a, parsertest.Options(), texts...).Dump()))
	})
}

func TestProperties(t *testing.T) {
	each(t, func(t *testing.T, a *adapter.Adapter, texts []parsertest.Text) {
		parsertest.Split(t, a, texts[0].Name, parsertest.Join(texts))
		parsertest.Places(t, a, texts...)
		parsertest.Wanted(t, a, texts...)
		if d := a.Detect(parsers.Head{Bytes: []byte(texts[0].Content), Whole: true}); d.Score < 75 || d.Reason == "" {
			t.Errorf("%+v", d)
		}
	})
}

func TestTry(t *testing.T) {
	texts := parsertest.Read(t, filepath.Join(logFolder, "pom-manager"))
	var lines []string
	err := load(t, "pom-manager").Try(parsertest.Segments(texts...), parsertest.Options(), &parsertest.Collected{}, func(l adapter.Trial) {
		mark := "-"
		if l.Record {
			mark = "record"
		}
		for _, r := range l.Rules {
			mark += " " + r.Event.Name
		}
		lines = append(lines, mark)
	})
	want := "-,record,record AgentLoggedIn,record AgentStateViewed,record AgentStateViewed,record ZoneManagerChanged,-,-,record AgentLoggedOut,record ServerStopped"
	if got := strings.Join(lines, ","); err != nil || got != want {
		t.Errorf("%v\n%s\nwant\n%s", err, got, want)
	}
}

const head = "record: {time: \"yyyy-MM-dd HH:mm:ss,SSS\"}\n"

// Every error has its place, says what is accepted, and does not hide the others.
func TestLint(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"empty", "", "x.yaml:1:1: empty; name, record and events are accepted"},
		{"not YAML", "a: [", "x.yaml:1:1: not YAML: "},
		{"nothing said", "adapter: x", "x.yaml:1:1: no record"},
		{"unknown key", "adaptor: x\n", `x.yaml:1:1: adaptor: unknown key of an adapter`},
		{"suggested", "adaptor: x\n", `did you mean "adapter"?`},
		{"source", "source: desktp\n", `x.yaml:1:9: source "desktp": unknown; accepted are tserver`},
		{"zone", "zone: Mars/Base\n", `x.yaml:1:7: zone "Mars/Base": unknown`},
		{"layout", "record: {time: \"yyyy-MM-dd HH:mm:qq\"}\n", `x.yaml:1:16: "yyyy-MM-dd HH:mm:qq": "qq" is no part of a time`},
		{"half a date", "record: {time: \"MM-dd HH:mm:ss\"}\n", "half a date"},
		{"no time in start", "record: {time: \"HH:mm:ss\", start: \"<text>\"}\n", "no text to look for"},
		{"event without match", head + "events:\n  - emit: X\n", "x.yaml:3:5: an event without match or regex"},
		{"event without emit", head + "events:\n  - match: abc\n", "x.yaml:3:5: an event without emit"},
		{"regex", head + "events:\n  - {regex: 'a(', emit: X}\n", "x.yaml:3:13: missing closing )"},
		{"capture", head + "events:\n  - {match: 'a <agnet>', emit: X}\n", `<agnet>: it is captured and goes nowhere`},
		{"capture suggested", head + "events:\n  - {match: 'a <agnet>', emit: X}\n", `did you mean "agent"?`},
		{"adjacent", head + "events:\n  - {match: 'a <agent><dn>', emit: X}\n", "<dn> stands right behind <agent>"},
		{"kind", head + "events:\n  - {match: 'a <agent:digits>', emit: X}\n", `unknown kind "digits"; word and number are accepted`},
		{"twice", head + "events:\n  - {match: 'a <dn> <dn>', emit: X}\n", "<dn> is given twice"},
		{"set", head + "events:\n  - {match: a, emit: X, set: {agnt: y}}\n", `x.yaml:3:31: agnt: not a field`},
		{"dollar", head + "events:\n  - {match: 'a <agent>', emit: X, set: {dn: $agnt}}\n", "$agnt: nothing captures it; captured are agent"},
		{"map", head + "maps: {a: {b: c}}\nevents:\n  - {match: 'a <agent>', emit: X, map: {agent: aa}}\n", `map "aa": there is none; maps are a`},
		{"name", head + "events:\n  - {match: a, emit: SwitchoverStartd}\n", `emit "SwitchoverStartd": nearly the name of an event of traces, but not it; did you mean "SwitchoverStarted"?`},
		{"match everything", head + "events:\n  - {match: '<agent>', emit: X}\n", "no text to look for: it would match every line"},
	}
	for _, c := range cases {
		_, err := adapter.Parse("x.yaml", []byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got\n%v\nwant %s", c.name, err, c.want)
		}
	}
	_, err := adapter.Parse("x.yaml", []byte("zone: Mars\nsource: x\nrecord: {time: q}\nevents: []\n"))
	if ds, ok := err.(adapter.Diagnostics); !ok || len(ds) != 4 || ds[0].Line != 1 || ds[3].Line != 4 {
		t.Errorf("not all errors at once: %v", err)
	}
	if !strings.Contains(err.Error(), "  zone: Mars\n        ^\n") {
		t.Errorf("no caret: %v", err)
	}
}

// A fragment of an adapter makes of a line what is expected.
// Rules that nothing in the vocabulary can trigger are not judged, so it must hold what is really written.
func TestVocabularyIsWhatIsWritten(t *testing.T) {
	a, err := adapter.Parse("x.yaml", []byte("record: {time: \"yyyy-MM-dd HH:mm:ss\"}\nevents:\n  - {match: 'state <agent>', emit: GetAgentStatusResponse}\n"))
	if err != nil {
		t.Fatal(err)
	}
	got := parsertest.Parse(t, a, parsers.Options{Wanted: &trace.Wanted{All: true}, Zone: time.UTC},
		parsertest.Text{Name: "x.log", Content: "2026-03-02 10:00:00 state 7\n"})
	if len(got.Events) != 1 {
		t.Fatalf("%d events, want 1", len(got.Events))
	}
	for _, e := range got.Events {
		if !slices.Contains(a.Info().Vocabulary, e.Name) {
			t.Errorf("%s is written, and is not among %v", e.Name, a.Info().Vocabulary)
		}
	}
}

func TestMatching(t *testing.T) {
	cases := []struct{ name, record, event, line, want string }{
		{"rest of the line", "", "match: 'out: <reason>'", "2026-03-02 10:00:00,000 agent out: a b c  ", `reason="a b c"`},
		{"in the middle", "", "match: 'dn <dn> is'", "2026-03-02 10:00:00,000 the dn 7001 is out", `dn="7001"`},
		{"number, at the second place", "", "match: 'dn <dn:number>'", "2026-03-02 10:00:00,000 dn x, dn 7001", `dn="7001"`},
		{"whole line", "", "match: '<ts> - <agent> - <_>'", "2026-03-02 10:00:00,000 - a1 - x", `agent="a1"`},
		{"escaped", "", `match: '\<<agent>> left'`, "2026-03-02 10:00:00,000 <a1> left", `agent="a1"`},
		{"template", "", "match: 'a <agent> b <dn>'\n    set: {place: \"$agent@$dn$$\"}", "2026-03-02 10:00:00,000 a 1 b 2", `place="1@2$"`},
		{"dot for comma", "", "match: 'x <dn>'", "2026-03-02 10:00:00.250 x 1", "10:00:00.250"},
		{"password", "", "match: 'pw <attrs.password>'", "2026-03-02 10:00:00,000 pw secret", `[password="(withheld)"]`},
		{"epoch", "record: {time: epoch-ms}", "match: 'x <dn>'", "1772442000250 x 1", "09:00:00.2500+00:00"},
		{"before the time", "record: {time: \"dd/MMM/yyyy HH:mm:ss\", start: '<agent>|<ts>|<text>'}", "match: 'x'", "a1|02/Mar/2026 10:00:00|x", `agent="a1"`},
		{"optional parts", "record: {time: \"yyyy-MM-dd HH:mm:ss[.SSS][XXX]\"}", "match: 'x'", "2026-03-02 10:00:00-05:00 x", "10:00:00.0000-05:00"},
		{"any other value", "", "match: 'is <attrs.s>'\n    map: {attrs.s: {up: \"on\", \"*\": \"off\"}}", "2026-03-02 10:00:00,000 it is gone", `[s="off"]`},
		{"twelve hours", "record: {time: \"MM/dd/yyyy hh:mm:ss a\"}", "match: 'x'", "03/02/2026 12:30:00 AM x", "00:30:00.000"},
	}
	for _, c := range cases {
		record := c.record
		if record == "" {
			record = strings.TrimSpace(head)
		}
		a, err := adapter.Parse("x.yaml", []byte(record+"\nevents:\n  - "+c.event+"\n    emit: X\n"))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := parsertest.Parse(t, a, parsertest.Options(), parsertest.Text{Name: "a.log", Content: c.line + "\n"})
		if len(got.Events) != 1 || !strings.Contains(got.Lines(), c.want) || strings.Contains(got.Dump(), "secret") {
			t.Errorf("%s: got\n%s\nwant %s", c.name, got.Dump(), c.want)
		}
	}
}

// A clock without a date needs one, and passes midnight.
func TestClockAlone(t *testing.T) {
	a, err := adapter.Parse("x.yaml", []byte("record: {time: \"HH:mm:ss.SSS\"}\nevents: [{match: x, emit: X}]\n"))
	if err != nil {
		t.Fatal(err)
	}
	log := parsertest.Text{Name: "a.log", Content: "23:59:59.000 x\n00:00:01.000 x\n"}
	got := parsertest.Parse(t, a, parsertest.Options(), log)
	if len(got.Events) != 0 || !strings.Contains(got.Dump(), "--date YYYY-MM-DD") || !got.In.Notes[0].Refused {
		t.Errorf("%s", got.Dump())
	}
	opt := parsertest.Options()
	opt.Date = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	got = parsertest.Parse(t, a, opt, log)
	if len(got.Events) != 2 || got.Events[1].Time.Sub(got.Events[0].Time) != 2*time.Second {
		t.Errorf("%s", got.Dump())
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range parsertest.Cases(f, logFolder) {
		f.Add(parsertest.Join(parsertest.Read(f, filepath.Join(logFolder, name))))
	}
	pom, toolbar := load(f, "pom-manager"), load(f, "js-toolbar")
	f.Fuzz(func(t *testing.T, text string) {
		parsertest.Sound(t, pom, "a.log", text)
		parsertest.Sound(t, toolbar, "a.log", text)
	})
}

func FuzzLoad(f *testing.F) {
	for _, name := range []string{"pom-manager", "js-toolbar"} {
		b, err := os.ReadFile(filepath.Join(examples, name+".yaml"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b), "2026-03-02 10:00:00,000 x")
	}
	f.Fuzz(func(t *testing.T, text, log string) {
		a, err := adapter.Parse("x.yaml", []byte(text))
		if err != nil {
			if err.Error() == "" {
				t.Error("an error that says nothing")
			}
			return
		}
		parsertest.Parse(t, a, parsertest.Options(), parsertest.Text{Name: "a.log", Content: log})
	})
}
