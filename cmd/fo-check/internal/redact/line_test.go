package redact

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/fo-check/fo-check/trace"
)

// learned are the words of a small incident.
func learned(keep ...string) *Words {
	w := NewWords(keep)
	w.Input(&trace.Input{Host: "sip-a.example.net", Server: "SIP_A"})
	w.Event(&trace.Event{Agent: "4101", DN: "7001", Client: "AIL_Main", Instance: "PC-17", Attrs: trace.Attrs{{Key: "ANI", Value: "5550142"},
		{Key: "agentName", Value: "Ada Müller"}, {Key: "AgentWorkMode", Value: "ManualIn"}, {Key: "address", Value: "192.0.2.117:50112"}}})
	w.Event(&trace.Event{Agent: "desktop", DN: "12", Client: "EventAgentLogin"})
	return w
}

func rewritten(w *Words, lines string) string {
	r, out := NewRewriter(NewCipher([]byte("a key")), w), ""
	for line := range strings.Lines(lines) {
		out += string(r.Line([]byte(line)))
	}
	return out
}

func TestLinesLoseWhatTellsWhoIsWho(t *testing.T) {
	cases := []struct{ line, kept, gone string }{
		{"\tAttributeThisDN\t'7001'", "AttributeThisDN", "7001"},
		{"sent to [30] (0000000b AIL_Main 192.0.2.12:41810)", "sent to [30] (0000000b ", "AIL_Main 192.0.2"},
		{"From: <sip:6002@192.0.2.10>;tag=x", "From: <sip:", "6002 192.0.2.10"},
		{`{"agent":"4101","instance":"pc-17"}`, `{"agent":"`, "4101 pc-17"},
		{"/opt/SIP_A/sip_server -host cfg01 -port 2020", "sip_server -host -port 2020", "SIP_A cfg01"},
		{"connected to tcp://other-host:3000", "connected to tcp:// 3000", "other-host"},
		{"Host info: Linux sip-a 5.14", "Linux 5.14", "sip-a"},
		{"call +4930123456 or john.doe@mail.firma.de", "call or", "4930123456 john.doe firma"},
		{"agent Ada called", "agent called", "Ada"},
		{`{"agentName":"Someone Else","state":"READY"}`, `"agentName" "state":"READY"`, "Someone Else"},
		{`{"x":"Ada M\u00fcller"}`, `"x" \u00fc`, "Ada ller"},
		{"\tAttributeThisDN\t'12'", "AttributeThisDN", "'12'"},
	}
	for _, c := range cases {
		got := rewritten(learned(), c.line)
		for part := range strings.FieldsSeq(c.kept) {
			if !strings.Contains(got, part) {
				t.Errorf("%s: %s is lost: %s", c.line, part, got)
			}
		}
		for part := range strings.FieldsSeq(c.gone) {
			if strings.Contains(got, part) {
				t.Errorf("%s: %s is left: %s", c.line, part, got)
			}
		}
		if len(got) != len(c.line) {
			t.Errorf("%s: becomes %s", c.line, got)
		}
	}
}

func TestLinesKeepWhatRulesAndParsersRead(t *testing.T) {
	for _, line := range []string{
		"2026-03-02T10:00:00.000 Trc 04542 EventAgentLogin sent",
		"@10:30:32.2110 [0] 8.1.104.26 distribute_event: message EventAgentLogout",
		"Version: 10.1.0.0",
		"Expires: 7001",
		"\tAttributeTimeinSecs\t7001 (09:50:00)",
		`{"name":"EventAgentLogin","source":"desktop","attrs":{"status":"off","reason":"dr-force_logout"}}`,
		"\tAttributeExtensions\t[120] 00 04 00 00..\n\t\t'ReasonCode'\t'dr-force_logout'\n",
		"the 12 s of it, 127.0.0.1, com.genesyslab.platform.voice, x7001y, 7001.5",
	} {
		if got := rewritten(learned(), line); got != line {
			t.Errorf("%s: becomes %s", line, got)
		}
	}
}

func TestUserDataIsReplacedAsAWhole(t *testing.T) {
	for _, lists := range []string{
		"\tAttributeUserData\t[52] 00 02 00 00..\n\t\t'Card'\t'4111 1111'\n\t\t'Name'\t'Jane\nDoe'\n\tAttributeCallState\t0\n",
		"AttributeUserData [bstr] = KVList: \n\t\t'Card' [str] = \"4111 1111\"\n\t\t'Name' [str] = \"Jane\nDoe\"\nAttributeCallState [int] = 0\n",
		"   UserData:\n      'Card':'4111 1111'\n      'Name':'Jane Doe'\n   AttributeCallState:0\n",
		`{"UserData":{"Card":"4111 1111","Name":"Jane \"Doe","n":4111},"AttributeCallState":0}`,
		`expr='x ({data:{UserData:{Card:"4111 1111", Name:"Jane Doe"}}, AttributeCallState:0})'`,
	} {
		got := rewritten(learned(), lists)
		for _, gone := range []string{"4111", "1111", "Jane", "Doe"} {
			if strings.Contains(got, gone) {
				t.Errorf("%s is left in %s", gone, got)
			}
		}
		for _, kept := range []string{"UserData", "Card", "Name", "AttributeCallState"} {
			if !strings.Contains(got, kept) {
				t.Errorf("%s is lost in %s", kept, got)
			}
		}
	}
}

func TestPasswordsAreAlwaysCovered(t *testing.T) {
	for _, line := range []string{"\tAttributePassword\t'geheim'", `{"Password":"geheim"}`, "'agent-password' [str] = \"geheim\"", "pwd=geheim",
		"GET /login?access_token=geheim", "JSESSIONID=geheim", "Cookie: bayeux_browser=geheim; x",
		`Authorization: Digest username="7001", response="geheim"`} {
		got := rewritten(NewWords([]string{"geheim"}), line)
		if strings.Contains(got, "geheim") || !strings.Contains(got, "******") || len(got) != len(line) {
			t.Errorf("%s: becomes %s", line, got)
		}
	}
	const value = `{data:"SECRET"}}, sendid:""`
	if got := rewritten(NewWords(nil), value); got != value {
		t.Errorf("%s: becomes %s", value, got)
	}
}

func TestWordsThatAreKept(t *testing.T) {
	const line = "SIP_A and AIL_Main of 7001"
	if got := rewritten(learned("sip_*", "7001"), line); !strings.HasPrefix(got, "SIP_A and ") || !strings.HasSuffix(got, " of 7001") || strings.Contains(got, "AIL_Main") {
		t.Error(got)
	}
}

func TestPacketsPrintedAsNumbers(t *testing.T) {
	var line bytes.Buffer
	for i, b := range []byte("AGTLogon                      R7001  dr-force 192.0.2.10") {
		if i == 0 {
			line.WriteString("packet - [")
		} else {
			line.WriteString(", ")
		}
		line.WriteString(decimal(b))
	}
	line.WriteString(", 59, -61]")
	got := rewritten(learned(), line.String())
	var text []byte
	for f := range strings.SplitSeq(strings.TrimSuffix(strings.TrimPrefix(got, "packet - ["), ", 59, -61]"), ", ") {
		n := 0
		for _, d := range f {
			n = n*10 + int(d-'0')
		}
		text = append(text, byte(n))
	}
	if s := string(text); !strings.HasPrefix(s, "AGTLogon                      R") || strings.Contains(s, "7001") || strings.Contains(s, "192.0.2") ||
		!strings.Contains(s, "dr-force") {
		t.Errorf("the packet is %q", text)
	}
}

func decimal(b byte) string {
	if b >= 100 {
		return string([]byte{'0' + b/100, '0' + b/10%10, '0' + b%10})
	}
	return string([]byte{'0' + b/10, '0' + b%10})
}

func TestShortNumbersAreTold(t *testing.T) {
	w := learned()
	if short := w.Short(); len(short) != 1 || short[0] != "12" {
		t.Errorf("%q", short)
	}
	if n := w.Count(); n[Agent] != 1 || n[Number] != 2 || n[Host] != 2 || n[Name] != 8 {
		t.Errorf("%v of %v", n, w.kinds)
	}
}

func TestAnyLineKeepsItsLength(t *testing.T) {
	w := learned()
	rapid.Check(t, func(t *rapid.T) {
		r := NewRewriter(NewCipher([]byte("k")), w)
		for range 3 {
			line := []byte(rapid.StringMatching(`[ \t]{0,2}(Attribute)?(UserData|ThisDN|Password)?[ -~\n"'{}:=\\]{0,40}(7001|SIP_A|192\.0\.2\.1|sip:)?[ -~]{0,20}`).Draw(t, "line"))
			was := bytes.Clone(line)
			if got := r.Line(line); len(got) != len(was) {
				t.Fatalf("%q becomes %q", was, got)
			}
		}
	})
}
