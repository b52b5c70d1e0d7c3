package workspace_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sebdah/goldie/v2"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/parsers/workspace"
)

// logs are the folders of logs, with the parser that reads them.
var logs = map[string]parsers.Parser{
	filepath.Join("..", "..", "testdata", "workspace"): workspace.New(),
	filepath.Join("..", "..", "testdata", "psdk"):      workspace.NewSDK(),
	filepath.Join("..", "..", "testdata", "gws"):       workspace.NewWeb(),
}

// each runs a test on every case.
func each(t *testing.T, f func(t *testing.T, p parsers.Parser, texts []parsertest.Text)) {
	for dir, p := range logs {
		for _, name := range parsertest.Cases(t, dir) {
			t.Run(filepath.Base(dir)+"/"+name, func(t *testing.T) { f(t, p, parsertest.Read(t, filepath.Join(dir, name))) })
		}
	}
}

func TestGolden(t *testing.T) {
	for dir, p := range logs {
		g := goldie.New(t, goldie.WithFixtureDir(dir))
		for _, name := range parsertest.Cases(t, dir) {
			t.Run(filepath.Base(dir)+"/"+name, func(t *testing.T) {
				got := parsertest.Parse(t, p, parsertest.Options(), parsertest.Read(t, filepath.Join(dir, name))...)
				g.Assert(t, name, []byte(got.Dump()))
			})
		}
	}
}

func TestSplit(t *testing.T) {
	each(t, func(t *testing.T, p parsers.Parser, texts []parsertest.Text) {
		parsertest.Split(t, p, texts[0].Name, strings.TrimPrefix(parsertest.Join(texts), "\ufeff"))
	})
}

func TestPlaces(t *testing.T) {
	each(t, func(t *testing.T, p parsers.Parser, texts []parsertest.Text) { parsertest.Places(t, p, texts...) })
}

func TestWanted(t *testing.T) {
	each(t, func(t *testing.T, p parsers.Parser, texts []parsertest.Text) { parsertest.Wanted(t, p, texts...) })
}

func TestSecrets(t *testing.T) {
	dir := filepath.Join("..", "..", "testdata")
	parsertest.Secrets(t, workspace.New(), []string{"Pa55w0rd", "Ada Example", "Long Street"},
		parsertest.Read(t, filepath.Join(dir, "workspace", "switchover"))...)
	parsertest.Secrets(t, workspace.NewWeb(), []string{"Pa55w0rd", "Ada Example", "1f0c9b"}, parsertest.Read(t, filepath.Join(dir, "gws", "switch"))...)
	parsertest.Secrets(t, workspace.NewSDK(), []string{"Pa55w0rd"}, parsertest.Read(t, filepath.Join(dir, "psdk", "java"))...)
}

func TestDetect(t *testing.T) {
	each(t, func(t *testing.T, p parsers.Parser, texts []parsertest.Text) {
		head := parsers.Head{Bytes: []byte(texts[0].Content), Whole: true}
		d := p.Detect(head)
		if d.Score < 80 || !strings.HasPrefix(d.Reason, "line ") {
			t.Errorf("%+v", d)
		}
		for _, other := range logs {
			if o := other.Detect(head); other != p && o.Score >= d.Score {
				t.Errorf("%s is as sure: %+v", other.Info().Name, o)
			}
		}
	})
}

// A zone that is forced goes before what the log shows, and a clock without a date needs one.
func TestZonesAndDates(t *testing.T) {
	java := parsertest.Read(t, filepath.Join("..", "..", "testdata", "psdk", "java"))
	opt := parsertest.Options()
	opt.ZoneForced, opt.Zone = true, time.FixedZone("", -5*3600)
	got := parsertest.Parse(t, workspace.NewSDK(), opt, java...)
	if got.In.Offset != "-05:00" || !strings.Contains(got.Dump(), "read in ") {
		t.Errorf("%s", got.Dump())
	}
	undated := parsertest.Text{Name: "x.log", Content: strings.ReplaceAll(parsertest.Join(java), "TimeinSecs", "Other")}
	got = parsertest.Parse(t, workspace.NewSDK(), parsertest.Options(), undated)
	if len(got.Events) != 0 || !strings.Contains(got.Dump(), "--date YYYY-MM-DD") {
		t.Errorf("%s", got.Dump())
	}
	opt = parsertest.Options()
	opt.Date = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	got = parsertest.Parse(t, workspace.NewSDK(), opt, undated)
	if len(got.Events) == 0 || got.In.Last.Format(time.DateOnly) != "2026-03-03" {
		t.Errorf("%s", got.Dump())
	}
	undated.Name = "desktop.20260302_095900_000.log"
	got = parsertest.Parse(t, workspace.NewSDK(), parsertest.Options(), undated)
	if got.In.Dating != "file name" || got.In.Last.Format(time.DateOnly) != "2026-03-03" {
		t.Errorf("%s", got.Dump())
	}
}

// What Genesys Web Services says of messages to Interaction Server counts once, printed or not.
func TestMessagesOfInteractionServer(t *testing.T) {
	const head = "2026-03-02T10:00:0%d.000 INFO  [ada] [1f0c9b] [] [] 10.30.0.7 /api/v2/me POST com.genesyslab.cloud.Ixn  %s\n"
	text := "GWS gws_a\nPID@host: [4711@gws01.example]\nStart time: [x]\n"
	for i, says := range []string{"About to submit request 'RequestAgentLogin'", "Received response 'EventAck'",
		"About to submit request 'RequestAgentAvailable':\n'RequestAgentAvailable' (12) attributes:\n\tattr_ref_id [int] = 4\n\tattr_place_id [str] = \"P1\"",
		"received response 'EventError' (126) attributes:\n\tattr_ref_id [int] = 4", "About to submit request 'a letter'", "About to submit request 'Request"} {
		text += fmt.Sprintf(head, i, says)
	}
	got := parsertest.Parse(t, workspace.NewWeb(), parsertest.Options(), parsertest.Text{Name: "gws.log", Content: text})
	var said []string
	for _, e := range got.Events {
		protocol, _ := e.Attrs.Get("protocol")
		user, _ := e.Attrs.Get("user")
		said = append(said, strings.TrimSpace(strings.Join([]string{e.Name, e.Direction, protocol, user, e.Ref}, " ")))
	}
	const want = "LogOpened|RequestAgentLogin sent interaction-management ada|EventAck received interaction-management ada|" +
		"RequestAgentAvailable sent interaction-management  4|EventError received interaction-management  4"
	if strings.Join(said, "|") != want {
		t.Errorf("%s", strings.Join(said, "|"))
	}
}

// An offset that changes where nothing shows it is learned from the messages that come later.
func TestOffsetLearnedLate(t *testing.T) {
	noise := strings.Repeat("2026-10-25 02:00:01.000 [w] DEBUG c.e.Other - nothing to see in this line, which is there for its length\n", 2000)
	message := func(clock string, secs int64) string {
		return fmt.Sprintf("2026-10-25 %s.040 [w] DEBUG c.e.Voice - Received 'EventOffHook' (86) attributes:\n\tAttributeThisDN [str] = \"7001\"\n"+
			"\tTimeStamp:\n\t\tAttributeTimeinSecs [int] = %d\n", clock, secs)
	}
	const change = 1792890000 // 02:00 UTC+1
	for name, c := range map[string]struct{ head, tail, want string }{
		"the clock is set back": {message("02:59:00", change-60), message("02:40:00", change+2400) + message("02:41:00", change+2460) + message("02:42:00", change+2520),
			"00:59 00:59 01:41 01:42"},
		"not known before": {"", strings.Repeat(noise, 11) + message("02:59:00", change+7140) + message("02:59:01", change+7141), "01:59 02:59"},
		"one late message": {message("02:00:00", change-3600), message("02:40:00", change-3600+1) + message("02:41:00", change-3600+2460), "00:00 00:40 00:41"},
	} {
		text := c.head + noise + c.tail
		got := parsertest.Parse(t, workspace.NewSDK(), parsertest.Options(), parsertest.Text{Name: "x.log", Content: text})
		var clocks []string
		for _, e := range got.Named("EventOffHook") {
			clocks = append(clocks, e.Time.UTC().Format("15:04"))
		}
		if strings.Join(clocks, " ") != c.want {
			t.Errorf("%s: %v, want %s\n%v", name, clocks, c.want, got.In.Notes)
		}
	}
}

func FuzzParse(f *testing.F) {
	for dir := range logs {
		for _, name := range parsertest.Cases(f, dir) {
			f.Add(parsertest.Join(parsertest.Read(f, filepath.Join(dir, name))))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsertest.Sound(t, workspace.New(), "a.log", text)
		parsertest.Sound(t, workspace.NewSDK(), "a.log", text)
		parsertest.Sound(t, workspace.NewWeb(), "a.log", text)
	})
}

// A segment that is missing is a gap.
func TestMissingSegment(t *testing.T) {
	texts := parsertest.Read(t, filepath.Join("..", "..", "testdata", "workspace", "switchover"))
	segments := parsertest.Segments(texts...)
	segments[1].Missing = "iw.log.2"
	c := &parsertest.Collected{}
	if err := workspace.New().Parse(segments, parsertest.Options(), c); err != nil {
		t.Fatal(err)
	}
	want := `LogGap internal reason="iw.log.2 is missing" [from="2026-03-02T10:05:00.09+01:00"] [to="2026-03-02T10:05:30.12+01:00"]`
	if c.In.ByName["LogGap"] != 1 || !strings.Contains(c.Lines(), want) {
		t.Errorf("%s", c.Dump())
	}
}

// The name of a channel tells which service it gives.
func TestServices(t *testing.T) {
	for channel, want := range map[string]string{
		"TServerProtocol tcp://sip.example:3000":            "telephony",
		"StatServerProtocol tcp://stat.example:7000":        "statistic",
		"ConfServerProtocol tcp://csp.example:2020":         "configuration",
		"InteractionServerProtocol tcp://ixn.example:4420":  "interaction",
		"Voice.Protocols.TServerProtocol":                   "telephony",
		"BackupTServer":                                     "telephony",
		"UniversalContactServerProtocol tcp://ucs.example:": "",
		"BasicChatProtocol, ChatServer tcp://chat.example:": "",
	} {
		text := parsertest.Text{Name: "a.log", Content: "2026-03-02 10:00:00,000 [ws] INFO c.g.WarmStandbyService - Processing closed on channel '" + channel + "'\n"}
		got := parsertest.Parse(t, workspace.NewSDK(), parsertest.Options(), text).Lines()
		if strings.Contains(got, "ServiceStatus") != (want != "") || !strings.Contains(got, `[service="`+want+`"]`) && want != "" {
			t.Errorf("%s: want %q, got\n%s", channel, want, got)
		}
	}
}
