package strategy

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// collector is an Output that keeps everything.
type collector struct {
	inputs []*trace.Input
	events []*trace.Event
	ended  int
}

func (c *collector) Start(in *trace.Input) error { c.inputs = append(c.inputs, in); return nil }
func (c *collector) Event(_ *trace.Input, e *trace.Event) error {
	c.events = append(c.events, e.Clone())
	return nil
}
func (c *collector) End(*trace.Input) error { c.ended++; return nil }

// handler returns the n-th handler.
func (c *collector) handler(t *testing.T, n int) *trace.Event {
	t.Helper()
	for _, e := range c.events {
		if e.Name == "Handler" {
			if n--; n < 0 {
				return e
			}
		}
	}
	t.Fatalf("fewer handlers in %v", c.events)
	return nil
}

func segment(name, text string) parsers.Segment {
	return parsers.Segment{Name: name, Size: int64(len(text)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(text)), nil
	}}
}

func parsedText(name, text string) (*collector, error) {
	c := &collector{}
	return c, Parser{}.Parse([]parsers.Segment{segment(name, text)}, parsers.Options{Wanted: &trace.Wanted{All: true}}, c)
}

// want compares attributes; "-" stands for one that is absent, because it is not known.
func want(t *testing.T, e *trace.Event, attrs map[string]string) {
	t.Helper()
	for k, v := range attrs {
		got, ok := e.Attrs.Get(k)
		if !ok {
			got = "-"
		}
		if got != v {
			t.Errorf("%s:%d %s: %s = %q, want %q", e.Pos.File, e.Pos.Line, e.Name, k, got, v)
		}
	}
}

const ipdHead = `<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:ipd="http://studio.genesyslab.com/ipd/"><ipd:IpdDiagram name="chat" designedUsing="Composer 8.1.541.07"><blocks xmi:type="ipd:MediaServerBlock"/>` + "\n"
const ipdTail = `</ipd:IpdDiagram></xmi:XMI>`

// event writes a handler with its condition and body as they are meant, escaped as Composer does.
func event(attrs, condition, body string) string {
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;")
	return `<events ` + attrs + ` condition="` + escape.Replace(strings.ReplaceAll(condition, "&", "&amp;")) + `" body="` + escape.Replace(body) + `"/>`
}

func TestConditionIsEscapedTwiceAndBodyOnce(t *testing.T) {
	body := `<if cond="_event.data.resultof != 'routing' &amp;&amp; true"><raise event="application.exit"/></if>`
	c, err := parsedText("p/Interaction Processes/chat.ixnprocess", ipdHead+"é  "+event(`name="x" event="interaction.notcontrolled"`,
		`_event.data.interactionid == system.InteractionID && 1 < 2`, body)+ipdTail)
	if err != nil {
		t.Fatal(err)
	}
	h := c.handler(t, 0)
	want(t, h, map[string]string{"condition": "_event.data.interactionid == system.InteractionID && 1 < 2", "column": "4", "live": "true",
		"ends_session": "true", "guard_other": "false", "guard_routing": "false", "guard_revoking": "true", "depends_on_resultof": "true", "composer_version": "8.1.541.07"})
	if h.Pos.Line != 2 || h.Instance != "p" || h.Server != "chat" || !h.Time.IsZero() {
		t.Errorf("%+v", h)
	}
}

// Every way to end a session, and what only looks like one.
func TestWhatEndsASession(t *testing.T) {
	for body, ends := range map[string]string{
		`<raise event="application.exit"/>`:               "true",
		`<send event="'application.exit'"/>`:              "true",
		`<send event="application.exit" target="'sid'"/>`: "-",
		`<exit/>`: "true",
		`<session:terminate sessionid="_sessionid"/>`: "true",
		`<ixn:terminate interactionid="x"/>`:          "false",
		`<log expr="'application.exit'"/>`:            "false",
		`<!-- <exit/> -->`:                            "false",
		`<script><![CDATA[ <exit/> ]]></script>`:      "false",
		`<xi:include href="x.scxml"/>`:                "-",
		`<raise event="application.exit"`:             "-",
		`</body><exit/>`:                              "-",
		strings.Repeat(`<if cond="a">`, 200) + `<exit/>` + strings.Repeat(`</if>`, 200): "true",
		``: "false",
	} {
		c, err := parsedText("a.ixnprocess", ipdHead+event(`event="interaction.notcontrolled"`, "", body)+ipdTail)
		if err != nil {
			t.Fatal(err)
		}
		want(t, c.handler(t, 0), map[string]string{"ends_session": ends})
	}
}

func TestBranchesOfIf(t *testing.T) {
	body := `<if cond="_event.data.resultof == 'routing'"><log expr="1"/><elseif cond="_event.data.resultof == 'revoking'"/><exit/><else/>` +
		`<if cond="_event.data.interactionid == InteractionID"><exit/></if></if>`
	c, err := parsedText("a.ixnprocess", ipdHead+event(`event="interaction.notcontrolled"`, "", body)+ipdTail)
	if err != nil {
		t.Fatal(err)
	}
	want(t, c.handler(t, 0), map[string]string{"guard_always": "false", "guard_routing": "false", "guard_revoking": "true",
		"guard_absent": "true", "guard_detaching": "true", "guard_other": "true"})
}

func TestOnlyLiveHandlersCount(t *testing.T) {
	text := ipdHead + event(`name="off" event="interaction.present" enabled="false"`, "", "") +
		strings.Replace(event(`name="old" event="interaction.present"`, "", ""), "<events", "<eventsBackup", 1) +
		`<waitForEvent>interaction.present</waitForEvent>` + ipdTail
	c, err := parsedText("a.ixnprocess", text)
	if err != nil {
		t.Fatal(err)
	}
	want(t, c.events[0], map[string]string{"handles_present": "false", "backup": "1", "category": "multimedia"})
	want(t, c.handler(t, 0), map[string]string{"live": "false"})
	if len(c.events) != 2 || len(c.inputs[0].Notes) != 1 || !strings.HasPrefix(c.inputs[0].Notes[0].Text, "L-42") {
		t.Errorf("%d events, notes %v", len(c.events), c.inputs[0].Notes)
	}
}

func TestGeneratedSCXML(t *testing.T) {
	name := filepath.Join("..", "..", "testdata", "strategy", "good", "L-35", "src-gen", "IPD_chat_main.scxml")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, prefix := range []string{"", "\xef\xbb\xbf"} {
		c, err := parsedText(name, prefix+string(text))
		if err != nil {
			t.Fatal(err)
		}
		want(t, c.events[0], map[string]string{"kind": "generated", "composer_version": "8.1.400.19", "handles_present": "true", "category": "multimedia"})
		h := c.events[len(c.events)-1]
		want(t, h, map[string]string{"handler": "_composer_event_handler", "event": "interaction.notcontrolled", "reachable": "true", "guard_deletion": "true", "column": "5"})
		if h.Server != "chat" || !strings.HasSuffix(h.Instance, "L-35") || c.inputs[0].Notes == nil {
			t.Errorf("%+v", h)
		}
		line := strings.Split(prefix+string(text), "\n")[h.Pos.Line-1]
		if !strings.HasPrefix(strings.TrimSpace(line), `<transition event="interaction.notcontrolled"`) {
			t.Errorf("line %d is %s", h.Pos.Line, line)
		}
		if at := (prefix + string(text))[h.Pos.Offset:]; !strings.HasPrefix(at, line) {
			t.Errorf("offset %d is at %.40s", h.Pos.Offset, at)
		}
	}
}

func TestDocumentOrderIsOfOneState(t *testing.T) {
	c, err := parsedText("a.scxml", `<scxml><state id="a"><transition event="*"/></state><state id="b">
<transition event="interaction.*" cond="_event.name == 'x'"/><transition event="interaction.notcontrolled" target="end"/>
<transition event="interaction.notcontrolled" target="end"/></state><final id="end"/></scxml>`)
	if err != nil {
		t.Fatal(err)
	}
	want(t, c.handler(t, 2), map[string]string{"reachable": "true", "ends_session": "true", "handler": "b"})
	want(t, c.handler(t, 3), map[string]string{"reachable": "false"})
}

func TestBrokenFilesAreRefusedWithTheirPlace(t *testing.T) {
	for name, c := range map[string]struct{ text, message string }{
		"bomb":     {"<!DOCTYPE x [\n<!ENTITY a 'b'>]><scxml/>", "1:1: declares entities"},
		"entity":   {"<scxml>&a;</scxml>", "invalid character entity &a;"},
		"cut":      {"<scxml>\n<state", "2:7: not read to its end: unexpected EOF"},
		"mismatch": {"<scxml>\n</state>", "element <scxml> closed by </state>"},
		"encoding": {"<?xml version='1.0' encoding='Shift_JIS'?><scxml/>", `1:43: encoding "Shift_JIS"; UTF-8, UTF-16, `},
		"bytes":    {"<scxml>\xff</scxml>", "invalid UTF-8"},
	} {
		got, err := parsedText(name, c.text)
		if err == nil || !strings.Contains(err.Error(), c.message) {
			t.Errorf("%s: %v", name, err)
		}
		if len(got.inputs) != 1 || got.inputs[0].End != trace.EndTruncated {
			t.Errorf("%s: %+v", name, got.inputs)
		}
		want(t, got.events[0], map[string]string{"handles_present": "-", "handlers": "-"})
	}
}

// endless is a file without end.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return copy(p, strings.Repeat(" ", len(p))), nil }
func (endless) Close() error               { return nil }

func TestAFileThatIsTooLargeIsRefused(t *testing.T) {
	s := parsers.Segment{Name: "big.scxml", Size: -1, Open: func() (io.ReadCloser, error) { return endless{}, nil }}
	c := &collector{}
	err := Parser{}.Parse([]parsers.Segment{s}, parsers.Options{}, c)
	if err == nil || !strings.Contains(err.Error(), "more than 32 MiB") || len(c.inputs) > 0 {
		t.Errorf("%v, %v", err, c.inputs)
	}
}

func TestDetection(t *testing.T) {
	for text, score := range map[string]int{
		ipdHead: 95, "\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x --><scxml>": 95, "<!DOCTYPE a [<!ENTITY x '<'>]><scxml>": 95,
		"<?xml version='1.0' encoding='Shift_JIS'?><scxml>": 60,
		"": 0, "<html><scxml>": 0, "{}": 0, "10:00:00 <scxml>": 0, "<xmi:XMI><uml/>": 0,
	} {
		if d := (Parser{}).Detect(parsers.Head{Bytes: []byte(text)}); d.Score != score {
			t.Errorf("%.30s: %+v, want %d", text, d, score)
		}
	}
}

func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("../../testdata/strategy/*/*/*/*")
	for _, name := range files {
		text, _ := os.ReadFile(name)
		f.Add(string(text))
	}
	f.Add("<scxml><state id='a'><transition event='*' cond='(((' target='b'/></state><final id='b'/></scxml>")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parsedText("x", text)
		Parser{}.Detect(parsers.Head{Bytes: []byte(text)})
		if (err == nil) != (c.ended == 1) || len(c.inputs) != 1 {
			t.Errorf("%v: %d inputs, %d ended", err, len(c.inputs), c.ended)
		}
		for _, e := range c.events {
			if e.Pos.Line < 1 || e.Pos.Offset > int64(len(text)) {
				t.Errorf("%+v", e.Pos)
			}
		}
	})
}

func FuzzCondition(f *testing.F) {
	for _, s := range []string{documented, "a ? b : c", "a[b](c)", "`${a}`", "/x/.test(y)", "x => x", "'\\u0041' == _event.name"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m := newModel()
		if c, err := parseCondition(text); err == nil {
			tabulate(notControlled, func(at cell) truth { return c.holds(m, at) })
			c.strangeOutcomes()
		}
		if fixed := repair(text); fixed != "" {
			if _, err := parseCondition(fixed); err != nil {
				t.Errorf("%q repaired to %q: %v", text, fixed, err)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	text := ipdHead
	for range 20 {
		text += event(`event="interaction.notcontrolled"`, documented, `<raise event="application.exit"/>`)
	}
	text += ipdTail
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := parsedText("a", text); err != nil {
			b.Fatal(err)
		}
	}
}

// What Composer generates from a workflow is part of an application, and is compared with no process.
func TestAGeneratedWorkflowIsNoApplication(t *testing.T) {
	for name, kind := range map[string]string{"chat.main": "generated", "main": "subflow"} {
		c, err := parsedText("a.scxml", `<scxml name="`+name+`"><!-- SCXML code generated by Composer 8.1.541.07 --></scxml>`)
		if err != nil {
			t.Fatal(err)
		}
		want(t, c.events[0], map[string]string{"kind": kind, "composer_version": "8.1.541.07"})
	}
}
