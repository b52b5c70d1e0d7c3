package trace

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const header = `{"schema":"fo-check/trace/v1","source":"desktop","instance":"PC-17"}` + "\n"

func TestHeaderGivesDefaultsAndDescribesTheInput(t *testing.T) {
	items := mustDrain(t, decodeText(
		`{"schema":"fo-check/trace/v1","source":"desktop","instance":"PC-17","clock":"pc17.example","complete_from_start":true,`+
			`"params":{"site-timeout":"30","slack":5},"traces":["ui","alarms"],"profile":"wde","derive":["switchover"],"tolerance":"250ms"}
{"time":"2026-03-02T10:00:31.120+01:00","name":"ServiceStatus","site":"A","attrs":{"service":"telephony","status":"off"}}
{"time":"2026-03-02T10:00:32+01:00","name":"ServiceStatus","instance":"PC-18","source":"pom"}
{"end":"normal","time":"2026-03-02T10:01:00+01:00"}
`))
	in := items[0].Input
	want := &Input{Path: "x.ndjson", Segments: []string{"x.ndjson"}, Parser: "desktop", Source: "desktop", Instance: "PC-17",
		Clock: "pc17.example", Bytes: in.Bytes, Lines: 4, Events: 2, ByName: map[string]int64{"ServiceStatus": 2},
		First: at(-3600 + 31.12), Last: at(-3600 + 32), CompleteFromStart: true, End: EndNormal, EndTime: at(-3600 + 60),
		Tolerance: 250 * time.Millisecond, Traces: []string{"ui", "alarms"}, Profile: "wde", Derive: []string{"switchover"},
		Params: map[string]string{"site-timeout": "30", "slack": "5"}}
	if diff := cmp.Diff(want, in); diff != "" {
		t.Error(diff)
	}
	first := &Event{Time: at(-3600 + 31.12), Source: "desktop", Instance: "PC-17", Name: "ServiceStatus", Site: "A",
		Attrs: Attrs{{"service", "telephony"}, {"status", "off"}}, Pos: Pos{"x.ndjson", 2, items[1].Event.Pos.Offset}}
	if diff := cmp.Diff(first, items[1].Event); diff != "" {
		t.Error(diff)
	}
	if e := items[2].Event; e.Instance != "PC-18" || e.Source != "pom" {
		t.Errorf("the event's own fields do not go before the header's: %+v", e)
	}
	if end := items[3]; end.Kind != KindInputEnd || !end.Time.Equal(in.EndTime) {
		t.Errorf("end: %+v", end)
	}
}

func TestTraceWithoutHeaderTakesItsNamesFromTheFirstEvent(t *testing.T) {
	items := mustDrain(t, decodeText(`{"time":"2026-03-02T10:00:00Z","source":"pom","name":"X","instance":"PC-1"}`))
	if in := items[0].Input; in.Source != "pom" || in.Instance != "PC-1" || in.Clock != "PC-1" || in.End != EndUnknown {
		t.Errorf("%+v", in)
	}
	if !items[2].Time.Equal(at(0)) {
		t.Errorf("coverage ends at %s, the last event is at %s", items[2].Time, at(0))
	}
}

// A wrong line is refused with its place; every other line is read.
func TestWrongLinesAreRefusedAndTheRestIsRead(t *testing.T) {
	const good = `{"time":"2026-03-02T10:00:00Z","name":"Good"}`
	tests := []struct {
		name, line, want string
		col              int
	}{
		{"no JSON", `ServiceStatus off`, `'S' where a JSON object was expected`, 1},
		{"unknown field", `{"time":"2026-03-02T10:00:00Z","nmae":"X"}`, `nmae: unknown field; did you mean "name"?`, 32},
		{"unknown field far from any", `{"time":"2026-03-02T10:00:00Z","name":"X","frobnicate":1}`, `frobnicate: unknown field; accepted are time source name`, 43},
		{"column in code points", `{"place":"Tür","nmae":"X"}`, `unknown field`, 16},
		{"no time", `{"name":"X"}`, `event without a time; only the sources config and strategy have none`, 0},
		{"no name", `{"time":"2026-03-02T10:00:00Z"}`, `event without a name`, 0},
		{"no offset", `{"time":"2026-03-02T10:00:00","name":"X"}`, `time "2026-03-02T10:00:00": has no offset from UTC; accepted is RFC 3339`, 9},
		{"no such day", `{"time":"2026-02-30T10:00:00Z","name":"X"}`, `is a date that does not exist`, 9},
		{"no such hour", `{"time":"2026-02-20T24:00:00Z","name":"X"}`, `no such time of day`, 9},
		{"no such year", `{"time":"0001-01-01T00:00:00Z","name":"X"}`, `is before the year 1900`, 9},
		{"too many decimals", `{"time":"2026-02-20T20:00:00.0123456789Z","name":"X"}`, `has 10 decimals`, 9},
		{"epoch", `{"time":1772445600,"name":"X"}`, `time: is a number; accepted is a string`, 9},
		{"number for a string", `{"time":"2026-03-02T10:00:00Z","name":"X","dn":7001}`, `dn: is a number; accepted is a string`, 48},
		{"attrs is no object", `{"time":"2026-03-02T10:00:00Z","name":"X","attrs":"a=b"}`, `attrs: is a string; accepted is an object`, 51},
		{"array attribute", `{"time":"2026-03-02T10:00:00Z","name":"X","attrs":{"a":[1]}}`, `attribute "a": is an array`, 56},
		{"attribute twice", `{"time":"2026-03-02T10:00:00Z","name":"X","attrs":{"a":"1","a":"2"}}`, `attribute "a" given twice`, 60},
		{"nested attribute twice", `{"time":"2026-03-02T10:00:00Z","name":"X","attrs":{"a.b":"1","a":{"b":"2"}}}`, `attribute "a.b" given twice`, 67},
		{"field twice", `{"time":"2026-03-02T10:00:00Z","name":"X","name":"Y"}`, `field "name" given twice`, 43},
		{"cut", `{"time":"2026-03-02T10:00:00Z","na`, `string without its closing quote: the line may have been cut`, 35},
		{"two objects", `{"time":"2026-03-02T10:00:00Z","name":"X"} {}`, `'{' after the object; a trace holds one object per line`, 44},
		{"trailing comma", `{"time":"2026-03-02T10:00:00Z","name":"X",}`, `'}' where a name in quotes was expected`, 43},
		{"control character", "{\"name\":\"a\tb\"}", `control character 0x09 in a string; write it as \u0009`, 11},
		{"wrong escape", `{"name":"a\qb"}`, `string with a wrong escape`, 9},
		{"bad number", `{"in":01}`, `where a value was expected`, 7},
		{"direction", `{"time":"2026-03-02T10:00:00Z","name":"X","direction":"in"}`, `direction "in": no direction; accepted are received sent internal`, 55},
		{"header's field", `{"time":"2026-03-02T10:00:00Z","name":"X","profile":"wde"}`, `profile: no field of an event`, 53},
		{"in without inputs", `{"time":"2026-03-02T10:00:00Z","name":"X","in":1}`, `in 1: the trace has no input line`, 48},
		{"header again", `{"schema":"fo-check/trace/v1"}`, `header in the middle of a trace`, 1},
		{"wrong end", `{"end":"ok"}`, `end "ok": no end of a trace; accepted are "normal" and "truncated"`, 8},
		{"pos", `{"time":"2026-03-02T10:00:00Z","name":"X","pos":{"row":1}}`, `pos.row: unknown field; accepted are file line offset`, 50},
		{"deep", `{"x":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `}`, `nested deeper than 64`, 70},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			items := mustDrain(t, decodeText(header+good+"\n\n"+tt.line+"\n"+good+"\n"))
			in := items[0].Input
			bad := refusals(in)
			if len(bad) != 1 || !strings.Contains(bad[0].Text, tt.want) || bad[0].Col != tt.col || bad[0].Pos.Line != 4 {
				t.Errorf("refused: %+v\nwant line 4 col %d: %s", bad, tt.col, tt.want)
			}
			if in.SkippedLines != 1 || in.Events != 2 || len(events(items)) != 2 {
				t.Errorf("%d lines skipped, %d events", in.SkippedLines, in.Events)
			}
		})
	}
}

func TestWrongHeaderFieldLeavesTheOthersInForce(t *testing.T) {
	items := mustDrain(t, decodeText(`{"schema":"fo-check/trace/v1","source":"desktop","completefromstart":true,"tolerance":"1"}
{"time":"2026-03-02T10:00:00Z","name":"X"}`))
	bad := refusals(items[0].Input)
	if len(bad) != 2 || !strings.Contains(bad[0].Text, `did you mean "complete_from_start"?`) || !strings.Contains(bad[1].Text, `tolerance "1"`) {
		t.Errorf("%+v", bad)
	}
	if es := events(items); len(es) != 1 || es[0].Source != "desktop" {
		t.Errorf("%+v", es)
	}
}

func TestAnotherSchemaIsNotRead(t *testing.T) {
	_, err := drain(decodeText(`{"schema":"fo-check/trace/v2"}` + "\n" + `{"time":"2026-03-02T10:00:00Z","name":"X"}`))
	if err == nil || !strings.Contains(err.Error(), `x.ndjson:1: schema "fo-check/trace/v2"`) {
		t.Error(err)
	}
}

func TestSourceMustBeGiven(t *testing.T) {
	items := mustDrain(t, decodeText(`{"time":"2026-03-02T10:00:00Z","name":"X"}`))
	if bad := refusals(items[0].Input); len(bad) != 1 || !strings.Contains(bad[0].Text, "event without a source") {
		t.Errorf("%+v", bad)
	}
}

func TestUnknownSourceIsNoted(t *testing.T) {
	items := mustDrain(t, decodeText(`{"time":"2026-03-02T10:00:00Z","name":"X","source":"dekstop"}`))
	if n := items[0].Input.Notes; len(n) != 1 || n[0].Refused || !strings.Contains(n[0].Text, `did you mean "desktop"?`) {
		t.Errorf("%+v", n)
	}
}

func TestAttributesAreFlattenedAndKeepWhatWasWritten(t *testing.T) {
	items := mustDrain(t, decodeText(header+
		`{"time":"2026-03-02T10:00:00Z","name":"X","attrs":{"Extensions":{"ReasonCode":"r\u00e4\n","n":{"x":1.50}},"empty":"","null":null,"t":true}}`))
	want := Attrs{{"Extensions.ReasonCode", "rä\n"}, {"Extensions.n.x", "1.50"}, {"empty", ""}, {"t", "true"}}
	if diff := cmp.Diff(want, events(items)[0].Attrs); diff != "" {
		t.Error(diff)
	}
}

func TestPasswordsAndUserDataAreWithheld(t *testing.T) {
	items := mustDrain(t, decodeText(header+`{"time":"2026-03-02T10:00:00Z","name":"X","attrs":{"Password":"s3cret","ApplicationPassword":"s3cret","UserData":{"Name":"s3cret"},"Place":"p"}}`))
	for _, a := range events(items)[0].Attrs {
		if a.Value == "s3cret" {
			t.Errorf("%s is kept", a.Key)
		}
	}
}

func TestStaticFactsNeedNoTimeAndComeFirst(t *testing.T) {
	items := mustDrain(t, decodeText(header+`{"time":"2026-03-02T10:00:00Z","name":"X"}
{"source":"config","name":"Option","attrs":{"key":"site-timeout"}}`))
	es := events(items)
	if len(es) != 2 || es[0].Name != "Option" || !es[0].Time.IsZero() {
		t.Errorf("%+v", es)
	}
}

func TestInvalidUTF8IsReplacedAndNoted(t *testing.T) {
	items := mustDrain(t, decodeText(header+"{\"time\":\"2026-03-02T10:00:00Z\",\"name\":\"X\",\"agent\":\"J\xfcrgen\"}"))
	if e := events(items)[0]; e.Agent != "J\uFFFDrgen" {
		t.Errorf("%q", e.Agent)
	}
	if n := items[0].Input.Notes; len(n) != 1 || n[0].Pos.Line != 2 || !strings.Contains(n[0].Text, "not UTF-8") {
		t.Errorf("%+v", n)
	}
}

func TestByteOrderMarkAndCRLF(t *testing.T) {
	items := mustDrain(t, decodeText("\xef\xbb\xbf"+strings.ReplaceAll(header, "\n", "\r\n")+"{\"time\":\"2026-03-02T10:00:00Z\",\"name\":\"X\"}\r\n"))
	if in := items[0].Input; len(in.Notes) != 0 || in.Events != 1 {
		t.Errorf("%+v", in)
	}
}

func TestCutLastLineMarksTheTraceAsTruncated(t *testing.T) {
	items := mustDrain(t, decodeText(header+`{"time":"2026-03-02T10:00:00Z","name":"X"}`+"\n"+`{"time":"2026-03-02T10:00:01Z","na`))
	if in := items[0].Input; in.End != EndTruncated || in.SkippedLines != 1 {
		t.Errorf("end %q, %d lines skipped", in.End, in.SkippedLines)
	}
}

func TestLineOverTheLimitIsRefusedAndTheRestIsRead(t *testing.T) {
	event := `{"time":"2026-03-02T10:00:00Z","source":"pom","name":"X"}` + "\n"
	long := `{"x":"` + strings.Repeat("a", 3<<20) + `"}` + "\n"
	for _, text := range []string{event + long + event, long + event + event, event + event + strings.TrimSuffix(long, "\n")} {
		d := decodeText(text)
		d.reader = newLineReader(d.files, nil)
		d.reader.limit = 1 << 20
		d.source = d.reader
		in := mustDrain(t, d)[0].Input
		bad := refusals(in)
		if in.Events != 2 || len(bad) != 1 || !strings.Contains(bad[0].Text, "line of more than") || in.SkippedLines != 1 {
			t.Errorf("%d events, refused %+v", in.Events, bad)
		}
	}
}

func TestSegmentsAreOneInputAndALineMaySpanTheSeam(t *testing.T) {
	line := `{"time":"2026-03-02T10:00:0%dZ","name":"X","agent":"%d"}` + "\n"
	text := fmt.Sprintf(line, 1, 1) + fmt.Sprintf(line, 2, 2) + fmt.Sprintf(line, 3, 3)
	for cut := 0; cut <= len(text); cut++ {
		d := NewDecoder([]File{textFile("a", header+text[:cut]), textFile("b", text[cut:])}, DecoderOptions{Wanted: &Wanted{All: true}})
		items := mustDrain(t, d)
		in := items[0].Input
		if len(inputs(items)) != 1 || len(events(items)) != 3 || len(in.Notes) != 0 || in.SkippedLines != 0 {
			t.Fatalf("cut at %d: %d events, notes %+v", cut, len(events(items)), in.Notes)
		}
		for _, e := range events(items) {
			file := map[string]string{"a": header + text[:cut], "b": text[cut:]}[e.Pos.File]
			if e.Pos.Offset >= int64(len(file)) || !strings.HasPrefix(`{"time"`, file[e.Pos.Offset:min(len(file), int(e.Pos.Offset)+7)]) {
				t.Fatalf("cut at %d: %+v is not the start of a line", cut, e.Pos)
			}
		}
	}
}

func TestRepeatedHeaderOfASegmentIsSkipped(t *testing.T) {
	event := `{"time":"2026-03-02T10:00:01Z","name":"X"}` + "\n"
	items := mustDrain(t, NewDecoder([]File{textFile("a", header+event), textFile("b", header+event)}, DecoderOptions{Wanted: &Wanted{All: true}}))
	if in := items[0].Input; len(in.Notes) != 0 || in.Events != 2 {
		t.Errorf("%+v", in)
	}
}

func TestUnwantedEventsAreCountedAndOnlyRecordsDelivered(t *testing.T) {
	text := header + `{"time":"2026-03-02T10:00:00Z","name":"Wanted","agent":"a1","attrs":{"k":"v"}}
{"time":"2026-03-02T10:00:01Z","name":"Other","server":"S","site":"A","agent":"a1","attrs":{"k":"v"}}
`
	read := func(w *Wanted) []kept {
		return mustDrain(t, NewDecoder([]File{textFile("x", text)}, DecoderOptions{Wanted: w}))
	}
	bodies := map[string]map[string]bool{"desktop": {"Wanted": true}}
	items := read(&Wanted{Bodies: bodies})
	if es := events(items); len(es) != 1 || es[0].Agent != "a1" || len(es[0].Attrs) != 1 {
		t.Errorf("%+v", es)
	}
	in := items[0].Input
	if in.Events != 2 || in.ByName["Other"] != 1 || !in.Last.Equal(at(1)) {
		t.Errorf("%+v", in)
	}
	es := events(read(&Wanted{Bodies: bodies, Records: map[string]bool{"desktop": true}}))
	want := &Event{Time: at(1), Source: "desktop", Name: "Other", Server: "S", Site: "A", Instance: "PC-17", Skipped: true,
		Pos: Pos{"x", 3, es[1].Pos.Offset}}
	if diff := cmp.Diff(want, es[1]); diff != "" {
		t.Error(diff)
	}
	if n := len(events(read(nil))); n != 0 {
		t.Errorf("nothing is wanted, %d events came", n)
	}
}

func TestRequestsAreReadWhenTheirAnswersAreWanted(t *testing.T) {
	w := &Wanted{Bodies: map[string]map[string]bool{"interaction": {"EventAck": true}}}
	if !w.Read("interaction", "RequestAgentLogin") || w.Read("desktop", "RequestAgentLogin") || w.Read("interaction", "EventError") {
		t.Error("requests are to be read where an answer is wanted, and only there")
	}
	var none *Wanted
	if none.Read("interaction", "RequestAgentLogin") {
		t.Error("nil wants nothing")
	}
}

func TestEventsAfterTheEndMarkAreRefused(t *testing.T) {
	items := mustDrain(t, decodeText(header+`{"time":"2026-03-02T10:00:00Z","name":"X"}
{"end":"normal"}
{"time":"2026-03-02T10:00:01Z","name":"X"}`))
	in := items[0].Input
	if bad := refusals(in); len(bad) != 1 || bad[0].Pos.Line != 4 || in.Events != 1 || in.End != EndNormal {
		t.Errorf("%+v", in)
	}
}

// A reader's error ends the input as truncated; what came before stays.
func TestReadErrorEndsTheInputAsTruncated(t *testing.T) {
	broken := errors.New("unexpected end of the archive")
	f := File{Name: "x.gz", Open: func() (io.ReadCloser, error) {
		good := strings.NewReader(header + `{"time":"2026-03-02T10:00:00Z","name":"X"}` + "\n")
		return io.NopCloser(io.MultiReader(good, failing{broken})), nil
	}}
	items, err := drain(NewDecoder([]File{f}, DecoderOptions{Wanted: &Wanted{All: true}}))
	if !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), "x.gz: ") {
		t.Errorf("error %v", err)
	}
	if len(items) != 3 || items[2].Input.End != EndTruncated || len(events(items)) != 1 {
		t.Errorf("%+v", items)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestFileThatCannotBeOpened(t *testing.T) {
	f := File{Name: "gone", Open: func() (io.ReadCloser, error) { return nil, os.ErrNotExist }}
	items, err := drain(NewDecoder([]File{f}, DecoderOptions{}))
	if !errors.Is(err, os.ErrNotExist) || len(items) != 2 {
		t.Errorf("%v, %d items", err, len(items))
	}
}

// Notes are bounded however many lines are wrong; the count is not.
func TestManyWrongLines(t *testing.T) {
	items := mustDrain(t, decodeText(header+strings.Repeat("garbage\n", 5000)))
	in := items[0].Input
	if in.SkippedLines != 5000 || len(in.Notes) != maxNotes+1 || in.Notes[maxNotes].Text != "4900 more lines were refused, the last one here" {
		t.Errorf("%d skipped, %d notes, last %+v", in.SkippedLines, len(in.Notes), in.Notes[len(in.Notes)-1])
	}
}

// gapTexts writes the gaps among items as "source from > to: reason".
func gapTexts(items []kept) (out []string) {
	for _, e := range events(items) {
		if e.Name == "LogGap" {
			from, _ := e.Attrs.Get("from")
			out = append(out, fmt.Sprintf("%s %s %s > %s %s:%d: %s", e.Source, e.Instance, from, e.Time.Format(time.RFC3339), e.Pos.File, e.Pos.Line, e.Reason))
		}
	}
	return out
}

// Files that are missing are a gap before the first event behind them, for every input they may have been about.
func TestMissingFilesAreGaps(t *testing.T) {
	line := func(second int, more string) string {
		return fmt.Sprintf(`{"time":"2026-03-02T10:00:%02dZ","name":"X"%s}`+"\n", second, more)
	}
	const inputs = `{"input":{"id":1,"source":"pom","instance":"P"}}` + "\n" + `{"input":{"id":2,"source":"desktop","instance":"D"}}` + "\n"
	cases := []struct {
		name, one, two, three, want string
		skipped                     int64
	}{
		{"one input", header + line(1, ""), "\n" + header + "\n" + line(5, ""), line(6, ""), "desktop PC-17 2026-03-02T10:00:01Z > 2026-03-02T10:00:05Z x.1:4: x.2 is missing", 0},
		{"a line that is cut does not go on", header + line(1, "") + `{"time":"2026-03`, line(5, ""), "",
			"desktop PC-17 2026-03-02T10:00:01Z > 2026-03-02T10:00:05Z x.1:1: x.2 is missing", 1},
		{"no event before the hole", header, "", line(5, ""), "desktop PC-17  > 2026-03-02T10:00:05Z x.0:1: x.2 is missing, x.0a is missing", 0},
		{"the line behind it is refused", header + line(1, ""), line(4, `,"nmae":1`), line(5, ""), "desktop PC-17 2026-03-02T10:00:01Z > 2026-03-02T10:00:05Z x.0:1: x.2 is missing, x.0a is missing", 1},
		{"out of order", header + line(2, "") + line(1, ""), line(5, "") + line(4, ""), "", "desktop PC-17 2026-03-02T10:00:04Z > 2026-03-02T10:00:05Z x.1:1: x.2 is missing", 0},
		{"merged", inputs + line(1, `,"in":1,"source":"pom"`) + line(2, `,"in":2,"source":"desktop"`), line(5, `,"in":1,"source":"pom"`), "",
			"pom P 2026-03-02T10:00:01Z > 2026-03-02T10:00:05Z x.1:1: x.2 is missing desktop D 2026-03-02T10:00:02Z > 2026-03-02T10:00:05Z x.1:1: x.2 is missing", 0},
	}
	for _, c := range cases {
		files := []File{textFile("x.3", c.one), textFile("x.1", c.two), textFile("x.0", c.three)}
		files[1].Missing = "x.2"
		if strings.Contains(c.want, "x.0a") {
			files[2].Missing = "x.0a"
		}
		items := mustDrain(t, NewDecoder(files, DecoderOptions{Wanted: &Wanted{All: true}}))
		in := items[0].Input
		if got := strings.Join(gapTexts(items), " "); got != c.want || in.SkippedLines != c.skipped || in.ByName["LogGap"] != 1 {
			t.Errorf("%s:\n got %s\nwant %s (%d lines skipped, counts %v)", c.name, got, c.want, in.SkippedLines, in.ByName)
		}
		before := items[0]
		for _, it := range items {
			if it.Kind == KindEvent && before.Kind == KindEvent && it.Time.Before(before.Time) {
				t.Errorf("%s: %s goes back in time", c.name, it.Event.Name)
			}
			before = it
		}
	}
}

// Any text, in two files with one missing between, gives events in order and no more than one gap of an input.
func FuzzMissingFile(f *testing.F) {
	line := `{"time":"2026-03-02T10:00:00Z","name":"X"}` + "\n"
	f.Add(header+line, line)
	f.Add(header+line+`{"time":"2026`, header+line+`{"end":"normal"}`)
	f.Add(`{"input":{"id":1,"source":"pom"}}`+"\n", `{"time":"2026-03-02T10:00:00Z","in":1,"source":"pom","name":"X"}`)
	f.Fuzz(func(t *testing.T, one, two string) {
		files := []File{textFile("x.3", one), textFile("x.1", two)}
		files[1].Missing = "x.2"
		items, err := drain(NewDecoder(files, DecoderOptions{Wanted: &Wanted{All: true}}))
		if err != nil {
			return
		}
		gaps := map[*Input]int{}
		last := time.Time{}
		for _, it := range items {
			if it.Kind != KindEvent {
				continue
			}
			if it.Time.Before(last) {
				t.Errorf("%s goes back in time", it.Event.Name)
			}
			last = it.Time
			if it.Event.Reason == "x.2 is missing" && it.Event.Name == "LogGap" {
				gaps[it.Input]++
			}
		}
		for in, n := range gaps {
			if n > 1 && !strings.Contains(one+two, "missing") {
				t.Errorf("%d gaps of %s", n, in.Path)
			}
		}
	})
}
