package pom_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/parsers/pom"
	"github.com/fo-check/fo-check/parsers/pom/pomtest"
)

// written is what is read from a log that write writes; each event by name, with the fields given.
func written(t *testing.T, write func(w *pomtest.Writer)) *collected {
	t.Helper()
	var b bytes.Buffer
	w := pomtest.NewWriter(&b, pomtest.DateLayout(nil), time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))
	write(w)
	return parse(t, text{Name: "POM_SDK.log", Content: b.String()})
}

// short lists the events as "Name agent zone key=value ...", with the attributes named.
func short(c *collected, keys ...string) string {
	var out []string
	for _, e := range c.Events {
		s := e.Name
		for _, f := range []string{e.Agent, e.Zone, e.Reason} {
			if f != "" {
				s += " " + f
			}
		}
		for _, k := range keys {
			if v, ok := e.Attrs.Get(k); ok {
				s += fmt.Sprintf(" %s=%s", k, v)
			}
		}
		out = append(out, s)
	}
	return strings.Join(out, "\n")
}

func expect(t *testing.T, got string, want ...string) {
	t.Helper()
	if w := strings.Join(want, "\n"); got != w {
		t.Errorf("got\n%s\nwant\n%s", got, w)
	}
}

// TestFirstConnection checks that the announcement which every first connection brings is no event.
func TestFirstConnection(t *testing.T) {
	got := written(t, func(w *pomtest.Writer) { w.Start("East") })
	expect(t, short(got), "SDKStarted", "PeerConnected", "PeerConnected East")
}

// TestManagers checks which addresses of a zone's manager are a change.
func TestManagers(t *testing.T) {
	got := written(t, func(w *pomtest.Writer) {
		w.Answer("East", "10.0.0.1:9971")
		w.Answer("East", "10.0.0.1:9971")
		w.Answer("East", "Null_PAM_IP:0")
		w.Answer("East", "10.0.0.1:9971") // the same one again
		w.Answer("East", "Null_PAM_IP:0")
		w.Answer("East", "10.0.0.2:9971")
		w.Answer("West", "10.0.0.1:9971")
		w.Receive("GetPAMForZone", "R", "-1", "0", "SessionID=NULL", "East;10.0.0.3;9971;West;10.0.0.3;9971;")
		w.Receive("GetPAMForZone", "R", "-1", "9998", "SessionID=NULL", "East;10.0.0.9;9971;")
	})
	expect(t, short(got, "old", "new"),
		"ZoneManagerChanged East old=10.0.0.1:9971 new=10.0.0.2:9971",
		"ZoneManagerChanged East old=10.0.0.2:9971 new=10.0.0.3:9971",
		"ZoneManagerChanged West old=10.0.0.1:9971 new=10.0.0.3:9971")
}

// TestManagersLate checks that the SDK's own words, which come behind the messages, do not count where
// messages are printed, and that a manager which calls itself otherwise is no change.
func TestManagersLate(t *testing.T) {
	pair := func(w *pomtest.Writer, manager string) {
		w.Line("AgentEventListener16", "FINEST", "InitPOMAgentFactory.setZonePAMMap:1122", "POMAgentFactory::SetZonePAMMap() - pair is East : IPAddress.ATTR="+manager)
	}
	got := written(t, func(w *pomtest.Writer) {
		w.Receive("GetPAMForZone", "R", "-1", "0", "SessionID=NULL", "East;am1;9971;")
		w.Receive("GetPAMForZone", "R", "-1", "0", "SessionID=NULL", "East;am2;9971;")
		pair(w, "am1:9971")
		pair(w, "am2:9971")
		w.Receive("PAMAvailable", "N", "-1East", "", "SessionID=NULL", "East")
		w.Receive("GetPAMForZone", "R", "-1", "0", "SessionID=NULL", "East;am2;9971;")
	})
	expect(t, short(got, "old", "new"), "ZoneManagerChanged East old=am1:9971 new=am2:9971")
}

// TestZoneOfManager checks that a zone is inferred from a manager only if it has but one.
func TestZoneOfManager(t *testing.T) {
	got := written(t, func(w *pomtest.Writer) {
		ready := func() { w.Receive("AGTStateChangedNotify", "N", "7009", "", "SessionID=NULL", "Ready") }
		ready()
		w.Receive("PAMAvailable", "N", "-1East", "", "SessionID=NULL", "East")
		ready()
		w.Receive("PAMAvailable", "N", "-1West", "", "SessionID=NULL", "West")
		ready()
		w.Receive("PAMAvailable", "N", "7009", "", "SessionID=NULL", "West")
		ready()
	})
	expect(t, short(got, "inferred"), "AGTStateChangedNotify 7009", "AGTStateChangedNotify 7009 East inferred=zone", "AGTStateChangedNotify 7009",
		"POMAvailable 7009 West", "AGTStateChangedNotify 7009 West")
}

// TestManagersWithoutBytes checks that the SDK's own words do where it does not print messages.
func TestManagersWithoutBytes(t *testing.T) {
	got := written(t, func(w *pomtest.Writer) {
		for _, m := range []string{"10.0.0.1:9971", "10.0.0.2:9971"} {
			w.Line("AgentEventListener16", "FINEST", "InitPOMAgentFactory.setZonePAMMap:1122", "POMAgentFactory::SetZonePAMMap() - pair is East : IPAddress.ATTR="+m)
		}
	})
	expect(t, short(got, "old", "new"), "ZoneManagerChanged East old=10.0.0.1:9971 new=10.0.0.2:9971")
}

// TestNotifications checks that a message and the callback that delivers it are one event, and that a
// callback without a message is one.
func TestNotifications(t *testing.T) {
	got := written(t, func(w *pomtest.Writer) {
		w.Receive("POMNotAvailable", "N", "7001", "", "SessionID=NULL")
		w.Receive("POMAvailable", "N", "7001", "", "SessionID=NULL")
		w.Callback("7001", "POMNotAvailable")
		w.Callback("7001", "POMNotAvailable")
		w.Receive("PAMAvailable", "N", "7001", "", "SessionID=NULL", "East")
		w.At = w.At.Add(2 * time.Minute)
		w.Callback("7001", "POMAvailable") // too late to be the same
	})
	expect(t, short(got, "origin"), "POMNotAvailable 7001", "POMAvailable 7001", "POMNotAvailable 7001 origin=sdk", "POMNotAvailable 7001 origin=sdk",
		"POMAvailable 7001 East", "POMAvailable 7001 East origin=sdk")
}

// TestRefusals checks that a command which the SDK answers itself is told once, by number or by name.
func TestRefusals(t *testing.T) {
	got := written(t, func(w *pomtest.Writer) {
		w.Send("AGTHoldCall", "7001", "77")
		w.Refuse("AGTHoldCall", "7001")
		w.Send("AGTHoldCall", "7001", "77")
		w.Refuse("AGTHoldCall", "7001")
		w.Line("AgentEventListener16", "FINEST", "AgentEventListener.processEvent:222", fmt.Sprintf(
			"AgentEventListener::processEvent() socketFeedback header = AGTLogon:R:999 packet = %-30sR%-30s999     0   POM_NOT_AVAILABLE params = null", "AGTLogon", "7001"))
		w.Refuse("GetPAMForZone", "-1")
	})
	expect(t, short(got, "command", "result", "code"), "AgentCommand 7001 command=AGTHoldCall result=error code=9999",
		"AgentCommand 7001 command=AGTHoldCall result=error code=9999", "AgentCommand 7001 command=AGTLogon result=error code=9999")
}

// TestLogouts checks why an agent is logged out.
func TestLogouts(t *testing.T) {
	got := written(t, func(w *pomtest.Writer) {
		w.Login("7001", "x", "East")
		w.Receive("AGTAgentLoggedOut", "N", "7001", "", "SessionID=NULL")
		w.Login("7001", "x", "East")
		w.Send("AGTPendingLogout", "7001")
		w.Receive("AGTPendingLogout", "R", "7001", "0", "SessionID=NULL")
		w.Receive("AGTAgentLoggedOut", "N", "7001", "", "SessionID=NULL")
		w.Login("7001", "x", "East")
		w.Send("AGTLogoff", "7001")
		w.Receive("AGTLogoff", "R", "7001", "541", "SessionID=NULL")
		w.Receive("AGTAgentLoggedOut", "N", "7001", "", "SessionID=NULL")
	})
	var outs []string
	for _, line := range strings.Split(short(got), "\n") {
		if strings.HasPrefix(line, "AgentLoggedOut") {
			outs = append(outs, line)
		}
	}
	expect(t, strings.Join(outs, "\n"), "AgentLoggedOut 7001 East FORCE_LOGOUT", "AgentLoggedOut 7001 East MANUAL_LOGOUT", "AgentLoggedOut 7001 East FORCE_LOGOUT")
}

// TestLosses checks that a loss is told once, also where the beginning of the connection is not in the
// log, and that what the SDK closes itself is none.
func TestLosses(t *testing.T) {
	got := written(t, func(w *pomtest.Writer) {
		w.Lose("East", "7001")
		w.Lose("East")
		w.Answer("East", "10.20.30.41:9971")
		w.Lose("East")
		w.Answer("East", "10.20.30.41:9971")
		w.Line("main", "FINE", "InitPOMAgentFactory.deinit:332", "POMAgentFactory::deinit() Starting")
		w.Lose("East")
	})
	expect(t, short(got), "PeerLost", "POMNotAvailable 7001", "PeerLost East", "SDKStopped")
	if got.In.End != "normal" {
		t.Errorf("end %q", got.In.End)
	}
}

// TestNewRun checks that a new run of the SDK knows nothing of the one before.
func TestNewRun(t *testing.T) {
	got := written(t, func(w *pomtest.Writer) {
		w.Start("East")
		w.Login("7001", "x", "East")
		w.Send("AGTHoldCall", "7001", "77")
		w.Peer = "10.20.30.42:9971"
		w.Start("East")
		w.Receive("AGTStateChangedNotify", "N", "7001", "", "SessionID=NULL", "Ready")
	})
	all := short(got)
	if strings.Contains(all, "ZoneManagerChanged") || strings.Count(all, "SDKStarted") != 2 {
		t.Error(all)
	}
	last := got.Events[len(got.Events)-1]
	if v, _ := last.Attrs.Get("inferred"); v != "zone" || last.Zone != "East" {
		t.Error(parsertest.Line(last, true))
	}
	if !strings.Contains(got.Dump(), "1 commands have no answer") {
		t.Error(got.Dump())
	}
}

// TestUnknownMonth checks that records whose month nothing tells are refused, and said to be.
func TestUnknownMonth(t *testing.T) {
	got := parse(t, text{Name: "a.log", Content: "10 foo 2026 08:00:00,000 [main] FINE   - A.b:1 - POMAgentFactory::init() - Starting ...\n"})
	if len(got.Events) != 0 || !strings.Contains(got.Dump(), `month "foo"`) || !strings.Contains(got.Dump(), "1 records have a month") {
		t.Error(got.Dump())
	}
}

// TestLists checks JSON arrays that are not as they should be.
func TestLists(t *testing.T) {
	const beat = `{"eventTypeEnum":"HEART_BEAT","eventTimeStamp":1700000000000,"serverName":"a"}`
	for _, c := range []struct {
		list   string
		events int64
		note   string
	}{
		{"[]", 0, ""}, {"[" + beat + "]", 1, ""}, {" [" + beat + "]\n[" + beat + "," + beat + "]\n", 3, ""},
		{"[" + beat + ",1]", 1, "no event that can be read"}, {"[" + beat + ",]", 1, "cannot be read from here on"},
		{"[" + beat, 1, "cannot be read from here on"}, {"[" + beat + "]]", 1, "cannot be read from here on"},
		{"[[" + beat + "]]", 0, "no event that can be read"},
	} {
		got := parsertest.Parse(t, pom.NewEvents(), options(), text{Name: "a.json", Content: c.list})
		notes := ""
		for _, n := range got.In.Notes {
			notes += n.Text
		}
		if got.In.Events != c.events || !strings.Contains(notes, c.note) || (c.note == "") != (notes == "") {
			t.Errorf("%q: %d events, %q", c.list, got.In.Events, notes)
		}
	}
}

// TestDisorder checks that events of several topics are put in order, and that one that comes too late is
// refused.
func TestDisorder(t *testing.T) {
	var b strings.Builder
	line := func(ms int) {
		fmt.Fprintf(&b, `{"eventTypeEnum":"HEART_BEAT","eventTimeStamp":%d,"serverName":"a"}`+"\n", 1700000000000+ms)
	}
	for i := range 60_000 {
		line(10 * (i ^ 1023))
	}
	line(5)
	got := parsertest.Parse(t, pom.NewEvents(), options(), text{Name: "a.jsonl", Content: b.String()})
	for i := 1; i < len(got.Events); i++ {
		if got.Events[i].Time.Before(got.Events[i-1].Time) {
			t.Fatalf("event %d goes back", i)
		}
	}
	if len(got.Events) != 60_000 || !strings.Contains(got.Dump(), "1 events are more than") {
		t.Error(len(got.Events), got.In.Notes)
	}
}

func TestDetect(t *testing.T) {
	const line = "20 Nov 2026 20:49:38,081 [main] FINE   - A.b:89 - "
	for _, c := range []struct {
		content string
		pom     bool
		events  bool
		reason  string
	}{
		{line + "POMAgentFactory::init() - Starting ...\n", true, false, `line 1: "20 Nov 2026 20:49:38,081 [main] FINE   - A.b:89 - POMAgentFactory::init() - Starting"`},
		{"x\n" + line + "POMAgent::AGTLogon() - 1210001\n", true, false, `line 2: "20 Nov 2026 20:49:38,081 [main] FINE   - A.b:89 - POMAgent::"`},
		{line + "some other Java program\n", false, false, ""},
		{"POMAgentFactory::init() - Starting ...\n", false, false, ""},
		{`[{"a":1,` + "\n" + `"eventTypeEnum" : "JOB"}]`, false, true, `line 2: "eventTypeEnum":"JOB"`},
		{`{"eventTypeEnum":"OTHER"}`, false, false, ""},
		{`{"eventTypeEnum":1}`, false, false, ""},
		{"[2022-03-14 17:14:43,801] FINE [main] LoggerImpl.fine:56 - EventSDK Configuration has been initialized \n", false, false, ""},
	} {
		head := parsers.Head{Bytes: []byte(c.content), Whole: true}
		a, b := pom.New().Detect(head), pom.NewEvents().Detect(head)
		if (a.Score > 0) != c.pom || (b.Score > 0) != c.events || !strings.Contains(a.Reason+b.Reason, c.reason) {
			t.Errorf("%q: %+v %+v", c.content, a, b)
		}
	}
}
