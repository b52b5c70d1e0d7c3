package tserver_test

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/parsers/tserver"
	"github.com/fo-check/fo-check/trace"
)

// header is that of a SIP Server, for logs that tests make up.
const header = "Application name: SIP_P\nApplication type: TServer (1)\nHost name: h\nTime zone: -19800, India Standard Time\n" +
	"UTC time: 2026-03-02T03:30:00.000\nLocal time: 2026-03-02T09:00:00.000\nStart time (UTC): 2026-03-02T03:00:00\n" +
	"Running time: 0:00:30:00\nFile: (1) SIP_P.log\n\n"

func message(clock, name string, attrs ...string) string {
	out := "@" + clock + " [0] 8.1.104.64 distribute_event: message " + name + "\n"
	for _, a := range attrs {
		out += "\tAttribute" + a + "\n"
	}
	return out
}

// register is the answer to a REGISTER of a DN, for so many seconds.
func register(clock, dn string, expires int) string {
	body := fmt.Sprintf("SIP/2.0 200 OK\nTo: <sip:%s@x>\nCSeq: 7 REGISTER\nContact: <sip:%[1]s@10.0.0.1>;expires=%d\n\n", dn, expires)
	return fmt.Sprintf("%s: Sending  [0,UDP] %d bytes to 10.0.0.1:5060 >>>>>\n%s\n", clock, len(body), body)
}

func readText(t *testing.T, content string) *collected {
	t.Helper()
	return parse(t, options(), text{Name: "SIP_P.log", Content: content})
}

// TestTraps holds what other readers of these logs get wrong.
func TestTraps(t *testing.T) {
	runTraps(t, []trap{
		{"a late line across the hour does not move the date",
			message("10:00:00.0010", "EventAgentReady") + message("09:59:59.9999", "EventAgentReady") + message("10:00:00.0020", "EventAgentReady"),
			func(c *collected) error { return wantDay(c, 2) }},
		{"any name of the application", message("09:00:01.0000", "EventAgentLogin", "ThisDN\t'1'"),
			func(c *collected) error { return wantCount(c, "EventAgentLogin", 1) }},
		{"messages without call, DN or reference are kept", message("09:00:01.0000", "EventLinkDisconnected", "ApplicationName\t'SIP_P'") +
			message("09:00:02.0000", "EventLinkConnected") + message("09:00:03.0000", "EventPrimaryChanged"),
			func(c *collected) error { return wantCount(c, "EventLinkDisconnected", 1) }},
		{"an agent whose id is that of the DN", message("09:00:01.0000", "EventAgentLogin", "ThisDN\t'1001'", "AgentID\t'1001'"),
			func(c *collected) error {
				if e := c.Named("EventAgentLogin")[0]; e.Agent != "1001" || e.DN != "1001" {
					return fmt.Errorf("agent %q on %q", e.Agent, e.DN)
				}
				return nil
			}},
		{"unknown messages and attributes", message("09:00:01.0000", "EventOfTheFuture", "PartyUUID\t'x'", "New_Thing7\tword"),
			func(c *collected) error {
				e := c.Named("EventOfTheFuture")[0]
				if v, _ := e.Attrs.Get("PartyUUID"); v != "x" {
					return fmt.Errorf("attributes %v", e.Attrs)
				}
				return nil
			}},
		{"the fourth decimal of a common stamp", message("09:00:01.0007", "EventAgentReady"),
			func(c *collected) error {
				if ns := c.Named("EventAgentReady")[0].Time.Nanosecond(); ns != 700_000 {
					return fmt.Errorf("%d ns", ns)
				}
				return nil
			}},
		{"a zone east of UTC", message("09:00:01.0000", "EventAgentReady"),
			func(c *collected) error {
				if at := c.Named("EventAgentReady")[0].Time.UTC().Format(time.TimeOnly); at != "03:30:01" || c.In.Offset != "+05:30" {
					return fmt.Errorf("%s UTC, offset %s", at, c.In.Offset)
				}
				return nil
			}},
		{"a queue logout is no logout", message("09:00:01.0000", "EventAgentLogin", "ThisDN\t'1'", "AgentID\t'7'") +
			message("09:00:02.0000", "EventQueueLogout", "ThisDN\t'1'") + message("09:00:03.0000", "EventAgentLogout", "ThisDN\t'1'") +
			message("09:00:04.0000", "EventAgentLogout", "ThisDN\t'1'"),
			func(c *collected) error {
				out := c.Named("EventAgentLogout")
				if inferred, _ := out[0].Attrs.Get("inferred"); out[0].Agent != "7" || inferred != "agent" || out[1].Agent != "" {
					return fmt.Errorf("agents %q (inferred %q) and %q", out[0].Agent, inferred, out[1].Agent)
				}
				return nil
			}},
	})
}

// TestMoreTraps holds what is easily read wrong at the edges of a record.
func TestMoreTraps(t *testing.T) {
	runTraps(t, []trap{
		{"three minutes back are not midnight", message("09:10:00.0000", "EventAgentReady") + message("09:07:00.0000", "EventAgentReady"),
			func(c *collected) error {
				if err := wantCount(c, "LogGap", 1); err != nil {
					return err
				}
				return wantDay(c, 2)
			}},
		{"a record cut to the millisecond is not late", message("09:00:00.1239", "EventAgentReady") +
			"09:00:00.123 Trc 04542 EventAgentReady sent to [67] (00000e86 Stat 10.30.0.2:49281)\n",
			func(c *collected) error {
				e := c.Named("EventDelivered")[0]
				if at, late := e.Attrs.Get("stamped"); late || e.Time.Nanosecond() != 123_900_000 {
					return fmt.Errorf("at %s, stamped %q", e.Time, at)
				}
				return nil
			}},
		{"a number that the end of the log cuts", message("09:00:01.0000", "EventAgentReady", "ThisDN\t'7'") + "\tAttributeReferenceID\t4",
			func(c *collected) error {
				e := c.Named("EventAgentReady")[0]
				if cut, _ := e.Attrs.Get("truncated"); e.Ref != "" || e.DN != "7" || cut != "ReferenceID" || c.In.End != trace.EndTruncated {
					return fmt.Errorf("reference %q, truncated %q, end %q", e.Ref, cut, c.In.End)
				}
				return nil
			}},
		{"a challenge is no failed registration", "09:00:01.000: Sending  [0,UDP] 61 bytes to 10.0.0.1:5060 >>>>>\n" +
			"SIP/2.0 401 Unauthorized\nTo: <sip:7@x>\nCSeq: 7 REGISTER\n\n\n09:00:02.000: x\n",
			func(c *collected) error { return wantCount(c, "RegistrationChanged", 0) }},
		{"a refusal is", "09:00:01.000: Sending  [0,UDP] 61 bytes to 10.0.0.1:5060 >>>>>\n" +
			"SIP/2.0 500 Server Error\nTo: <sip:7@x>\nCSeq: 7 REGISTER\n\n\n09:00:02.000: x\n",
			func(c *collected) error { return wantCount(c, "RegistrationChanged", 1) }},
		{"what the registrar lets expire", register("09:00:00.900", "7001", 60) + register("09:00:01.000", "7002", 60) + register("09:00:02.000", "7002", 0) +
			register("09:00:03.000", "7003", 60) + register("09:00:50.000", "7003", 60) + "09:01:01.000: REGISTRAR: EXPIRED:\n" +
			strings.Repeat("\tAOR: \tsip:7001@sip.example\n\tContact:\tsip:7001@10.0.0.1:5061\n", 2) + "\tAOR: \tsip:7002@sip.example\n\tAOR: \tsip:7003@sip.example\n" +
			"\tAOR: \tsip:7004@sip.example\n09:02:00.000: other\n\tAOR: \tsip:7003@sip.example\n",
			func(c *collected) error {
				var states []string
				for _, e := range c.Named("RegistrationChanged") {
					state, _ := e.Attrs.Get("state")
					states = append(states, e.DN+" "+state+" "+e.Direction)
				}
				if got := strings.Join(states, ", "); got != "7001 registered sent, 7002 registered sent, 7002 unregistered sent, 7003 registered sent, 7001 expired internal" {
					return errors.New(got)
				}
				return nil
			}},
		{"a DN outside the handler", "09:00:01.000: $+CTI:PRM:AGENT_LOGGED_IN:1:2\n09:00:01.000: $-CTI:PRM:AGENT_LOGGED_IN:1:2\n" +
			"09:00:01.000: DelImplicitMwiExtensionTables dn:7 mailbox:\n",
			func(c *collected) error { return wantCount(c, "AgentLoggedIn", 0) }},
		{"a head glued to another line", "09:00:01.000: Wrong Checksum." + message("09:00:01.0001", "EventAgentReady", "ThisDN\t'7'"),
			func(c *collected) error {
				if e := c.Named("EventAgentReady"); len(e) != 1 || e[0].DN != "7" {
					return fmt.Errorf("events %v", c.In.ByName)
				}
				return nil
			}},
		{"what stands in a header of another kind", "09:00:01.000: Sending  [0,UDP] -5 bytes to x:1 >>>>>\n09:00:01.000: Sending  [0,UDP] 5 bytes\n" +
			message("09:00:02.0000", "EventAgentReady"),
			func(c *collected) error { return wantCount(c, "EventAgentReady", 1) }},
	})
}

// trap is a log and what must be read from it.
type trap struct {
	name, log string
	check     func(c *collected) error
}

func runTraps(t *testing.T, traps []trap) {
	for _, c := range traps {
		t.Run(c.name, func(t *testing.T) {
			got := readText(t, header+c.log)
			if err := c.check(got); err != nil {
				t.Errorf("%v\n%s", err, got.Dump())
			}
		})
	}
}

func wantDay(c *collected, day int) error {
	for _, e := range c.Events {
		if e.Time.Day() != day {
			return fmt.Errorf("%s is dated %s", e.Name, e.Time)
		}
	}
	return nil
}

func wantCount(c *collected, name string, n int) error {
	if got := len(c.Named(name)); got != n {
		return fmt.Errorf("%d %s, want %d", got, name, n)
	}
	return nil
}

// TestNoSecrets looks for passwords and user data anywhere in what is written.
func TestNoSecrets(t *testing.T) {
	got := readText(t, header+message("09:00:01.0000", "EventRinging", "UserData\t[30] 00 01 00 00..\n\t\t'Card'\t'SECRET1\nSECRET2'",
		"Password\t'SECRET3'", "Extensions\t[9] 00 02 00 00..\n\t\t'sip-password'\t'SECRET4'\n\t\t'x'(list) \n\t\t\t'PASSWORD'\t'SECRET5'",
		"CallState\t0"))
	if s := got.Dump(); strings.Contains(s, "SECRET") || !strings.Contains(s, `[CallState="0"]`) {
		t.Error(s)
	}
}

// TestLongLines reads a line of 64 MiB, and one that never ends, in bounded memory.
func TestLongLines(t *testing.T) {
	long := strings.Repeat("x", 64<<20)
	for _, content := range []string{
		header + "09:00:01.000: " + long + "\n" + message("09:00:02.0000", "EventAgentReady", "ThisDN\t'7'"),
		header + message("09:00:02.0000", "EventAgentReady", "ThisDN\t'7'", "ANI\t'"+long+"'"),
		header + message("09:00:02.0000", "EventAgentReady", "ThisDN\t'7'") + long,
	} {
		var before, after runtime.MemStats
		segs := parsertest.Segments(text{Name: "SIP_P.log", Content: content})
		runtime.GC()
		runtime.ReadMemStats(&before)
		c := &collected{}
		if err := tserver.New().Parse(segs, options(), c); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 8<<20 {
			t.Errorf("%d bytes allocated", used)
		}
		if e := c.Named("EventAgentReady"); len(e) != 1 || e[0].DN != "7" {
			t.Errorf("events %v", c.In.ByName)
		}
		if !strings.Contains(c.Dump(), "bytes cut to 262144") || c.In.Bytes != int64(len(content)) || c.In.Lines < 13 {
			t.Errorf("%d bytes, %d lines, notes %v", c.In.Bytes, c.In.Lines, c.In.Notes)
		}
	}
}

// TestTimeConvert reads a log that prints UTC, over a seam.
func TestTimeConvert(t *testing.T) {
	again := strings.NewReplacer("(1)", "(2)", "TServer (2)", "TServer (1)", "09:00:00", "09:10:00", "03:30:00", "03:40:00").Replace(header)
	got := parse(t, options(),
		text{Name: "a.log", Content: header + "03:30:00.100 Trc 04110 Option 'time-convert' has been set to the value 'utc'\n" + message("03:30:01.0000", "EventAgentReady")},
		text{Name: "b.log", Content: again + message("03:40:01.0000", "EventAgentReady")})
	for i, want := range []string{"2026-03-02T03:30:01.0000+00:00", "2026-03-02T03:40:01.0000+00:00"} {
		if e := got.Named("EventAgentReady"); len(e) != 2 || parsertest.Stamp(e[i].Time) != want {
			t.Fatalf("want %s\n%s", want, got.Dump())
		}
	}
}

// TestTimeConvertDay has another date on the server's clock than in UTC.
func TestTimeConvertDay(t *testing.T) {
	east := strings.NewReplacer("2026-03-02T09:00:00", "2026-03-03T04:00:00", "T03:30:00", "T22:30:00", "T03:00:00", "T22:00:00").Replace(header)
	got := readText(t, east+"22:30:00.100 Trc 04110 Option 'time-convert' has been set to the value 'utc'\n"+message("22:30:01.0000", "EventAgentReady"))
	if e := got.Named("EventAgentReady"); parsertest.Stamp(e[0].Time) != "2026-03-02T22:30:01.0000+00:00" {
		t.Error(got.Dump())
	}
}

// TestManyPairs reads a list that no server writes: it must end, and say what it left out.
func TestManyPairs(t *testing.T) {
	var b strings.Builder
	b.WriteString(header + message("09:00:01.0000", "EventAgentReady", "Extensions\t[3] ff ff"))
	for i := range 200_000 {
		fmt.Fprintf(&b, "\t\t'key%d'\t'v'\n", i)
	}
	got := readText(t, b.String())
	if e := got.Named("EventAgentReady")[0]; len(e.Attrs) > 2100 || !strings.Contains(got.In.Notes[0].Text, "more than 2048 attributes") {
		t.Errorf("%d attributes, notes %v", len(e.Attrs), got.In.Notes)
	}
}

func TestDetect(t *testing.T) {
	for _, c := range []struct {
		name, content string
		score         int
		reason        string
	}{
		{"header", header, 100, `line 2: "Application type: TServer (1)"`},
		{"header of what may be another server", header + "10:00:00.000 Trc 26102 New agent application registered, client name: 'W'\n", 90, `line 2: "Application type: TServer (1)"`},
		{"header and a message", header + "10:00:00.000 Std 05060 Application started\n@10:00:00.0000 [0] 8.1.0 distribute_event: message EventRinging\n", 100, `line 2: "Application type: TServer (1)"`},
		{"header after a banner", "SIP Server\nTLib 8.1\n\n" + strings.Repeat("library\n", 200) + header, 100, `line 205: "Application type: TServer (1)"`},
		{"header with tabs and CRLF", "\xef\xbb\xbfApplication name:\tX\r\nApplication type:\tTServer (1)\r\n\r\n", 100, `line 2: "Application type: TServer (1)"`},
		{"other server", "Application name: STAT\nApplication type: StatServer (2)\n\n", 0, `Genesys log of StatServer, not a T-Server: line 2: "Application type: StatServer (2)"`},
		{"soft phone", "Title\n\nApplication name: S 9\nApplication type: VoIP endpoint (75)\n\n", 0, `Genesys log of VoIP endpoint, not a T-Server: line 4: "Application type: VoIP endpoint (75)"`},
		{"message", "\n@16:45:24.5939 [0] 8.1.101.25 distribute_event: message EventReleased\n", 90, `line 2: "@16:45:24.5939 [0] 8.1.101.25 distribute_event: message EventReleased" (T-Library message)`},
		{"request", "12:21:16.438 Trc 04541 RequestQueryCall received from [66] (00000e85 C 10.51.167.61:49280)\n", 85, "T-Library request"},
		{"sip", "16:45:04.720: Sending  [0,UDP] 406 bytes to 10.51.34.110:5060 >>>>>\n", 60, "SIP message of SIP Server"},
		{"Configuration Server", "14:23:44.340 Std 04541 Message MSGCFG_CHANGEOBJECT received from 624 (SCE 'default')\n", 0, "Configuration Server"},
		{"any Genesys server", "2002-05-07T18:15:33.952 Std 05060 Application started\n", 5, "of which server it does not say"},
		{"client of a T-Server", "16:39:27.319 Trc 04541 Message EventRegistered received from 'SIPTS750@7593'\n", 5, "of which server it does not say"},
		{"other text", "# @16:45:24.5939 [0] 8.1 x: message EventReleased\n{\"a\":1}\n", 0, "no header of a Genesys log"},
		{"nothing", "", 0, "no header of a Genesys log"},
	} {
		d := tserver.New().Detect(parsers.Head{Name: "x", Bytes: []byte(c.content), Whole: true})
		if d.Score != c.score || !strings.Contains(d.Reason, c.reason) {
			t.Errorf("%s: %d %q, want %d %q", c.name, d.Score, d.Reason, c.score, c.reason)
		}
	}
}

// TestOneByteReads reads through a reader that gives a byte at a time.
func TestOneByteReads(t *testing.T) {
	for _, name := range logs.Names(t) {
		texts := readCase(t, name)
		want := parse(t, options(), texts...)
		segs := parsertest.Segments(texts...)
		for i := range segs {
			open := segs[i].Open
			segs[i].Size = -1
			segs[i].Open = func() (io.ReadCloser, error) {
				r, err := open()
				return struct {
					io.Reader
					io.Closer
				}{oneByte{r}, r}, err
			}
		}
		got := &collected{}
		if err := tserver.New().Parse(segs, options(), got); err != nil {
			t.Fatal(err)
		}
		if got.Dump() != want.Dump() {
			t.Errorf("%s: got\n%s", name, got.Dump())
		}
	}
}

type oneByte struct{ io.Reader }

func (o oneByte) Read(p []byte) (int, error) { return o.Reader.Read(p[:min(1, len(p))]) }
