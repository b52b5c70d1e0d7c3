package trace

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReasonComesFromTheAttributes(t *testing.T) {
	tests := []struct {
		name   string
		reason string
		attrs  Attrs
		want   string
		note   bool
	}{
		{"none", "", Attrs{{"service", "telephony"}}, "", false},
		{"the field goes before all", "own", Attrs{{"Extensions.ReasonCode", "dr-force_logout"}}, "own", false},
		{"ReasonCode of the extensions", "", Attrs{{"Reasons.Code", "x"}, {"Extensions.ReasonCode", "dr-force_logout"}}, "dr-force_logout", false},
		{"reasons", "", Attrs{{"Reasons.Code", "lunch"}}, "lunch", false},
		{"a known reason goes before others", "", Attrs{{"Reasons.a", "lunch"}, {"Reasons.b", "graceful_shutdown_logout"}}, "graceful_shutdown_logout", false},
		{"ReasonCode goes before others", "", Attrs{{"Reasons.a", "lunch"}, {"Reasons.ReasonCode", "42"}}, "42", false},
		{"Reason in the singular", "", Attrs{{"Reason.x", "y"}}, "y", false},
		{"a known reason under any extension", "", Attrs{{"Extensions.Foo", "dr-force_logout"}}, "dr-force_logout", false},
		{"other extensions are no reason", "", Attrs{{"Extensions.Foo", "bar"}}, "", false},
		{"near miss keeps its text", "", Attrs{{"Extensions.ReasonCode", "dr_force_logout"}}, "dr_force_logout", true},
		{"other case is a near miss", "DR-Force_Logout", nil, "DR-Force_Logout", true},
		{"other reasons are none", "graceful_shutdown", nil, "graceful_shutdown", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := &Event{Name: "EventAgentLogout", Reason: tt.reason, Attrs: tt.attrs}
			note := e.Normalize()
			if e.Reason != tt.want || (note != "") != tt.note {
				t.Errorf("reason %q note %q", e.Reason, note)
			}
			if tt.note && !strings.Contains(note, tt.want) {
				t.Errorf("note %q", note)
			}
		})
	}
}

func TestVendorNamesBecomeTraceNames(t *testing.T) {
	tests := []struct {
		give, agent string
		want        string
		attrs       Attrs
	}{
		{"AGTAgentLoggedOut", "", "AgentLoggedOut", Attrs{{"message", "AGTAgentLoggedOut"}}},
		{"AGTCallStateChangedNotify", "", "CallStateChanged", Attrs{{"message", "AGTCallStateChangedNotify"}}},
		{"GetAgentStatusResponse", "", "AgentStatusReported", Attrs{{"message", "GetAgentStatusResponse"}}},
		{"AGTLogon", "", "AgentCommand", Attrs{{"message", "AGTLogon"}, {"command", "AGTLogon"}}},
		{"PAMAvailable", "77", "POMAvailable", Attrs{{"message", "PAMAvailable"}}},
		{"PAMAvailable", "", "PAMAvailable", nil},
		{"POMavailable", "", "POMAvailable", Attrs{{"message", "POMavailable"}}},
		{"POMnotavailable", "", "POMNotAvailable", Attrs{{"message", "POMnotavailable"}}},
		{"pom_not_available", "", "POMNotAvailable", Attrs{{"message", "pom_not_available"}}},
		{"POMAvailable", "", "POMAvailable", nil},
		{"POMServiceStopping", "", "POMServiceStopping", nil},
		{"AgentSDKConnected", "", "AgentSDKConnected", nil},
		{"GetPAMForZone", "", "GetPAMForZone", nil},
		{"POMClientAlive", "", "POMClientAlive", nil},
		{"EventAgentLogout", "", "EventAgentLogout", nil},
	}
	for _, tt := range tests {
		e := &Event{Name: tt.give, Agent: tt.agent}
		e.Normalize()
		if diff := cmp.Diff(tt.attrs, e.Attrs); e.Name != tt.want || diff != "" {
			t.Errorf("%s: %s %s", tt.give, e.Name, diff)
		}
		again := e.Clone()
		again.Normalize()
		if diff := cmp.Diff(e, again); diff != "" {
			t.Errorf("%s: normalising twice changes it: %s", tt.give, diff)
		}
	}
}

func TestAliasNeedsNotBeWantedUnderItsOwnName(t *testing.T) {
	d := NewDecoder([]File{textFile("x", header+`{"time":"2026-03-02T10:00:00Z","name":"PAMAvailable","agent":"77","zone":"z1"}`+"\n"+
		`{"time":"2026-03-02T10:00:01Z","name":"PAMAvailable","zone":"z1"}`)},
		DecoderOptions{Wanted: &Wanted{Bodies: map[string]map[string]bool{"desktop": {"POMAvailable": true}}}})
	items := mustDrain(t, d)
	es := events(items)
	if len(es) != 1 || es[0].Name != "POMAvailable" || es[0].Agent != "77" {
		t.Errorf("%+v", es)
	}
	if diff := cmp.Diff(map[string]int64{"POMAvailable": 1, "PAMAvailable": 1}, items[0].Input.ByName); diff != "" {
		t.Error(diff)
	}
}

func TestProtocolOfRequestAgentLogin(t *testing.T) {
	for _, tt := range []struct {
		e    Event
		want string
	}{
		{Event{DN: "7001"}, ProtocolTLib},
		{Event{DN: "7001", Place: "p"}, ProtocolTLib},
		{Event{Place: "p"}, ProtocolInteraction},
		{Event{}, ""},
		{Event{DN: "7001", Attrs: Attrs{{"protocol", "reporting"}}}, "reporting"},
	} {
		e := tt.e
		e.Name = "RequestAgentLogin"
		e.Normalize()
		if got, _ := e.Attrs.Get("protocol"); got != tt.want {
			t.Errorf("%+v: %q", tt.e, got)
		}
	}
}

func TestPeerOfAConnection(t *testing.T) {
	for _, tt := range []struct{ give, want Event }{
		{Event{Name: "PeerLost", Source: "desktop", Attrs: Attrs{{"peer", "SIP_A"}}}, Event{Server: "SIP_A", Client: "SIP_A"}},
		{Event{Name: "PeerLost", Source: "desktop", Server: "SIP_A"}, Event{Server: "SIP_A", Client: "SIP_A"}},
		{Event{Name: "PeerLost", Source: "ors", Server: "ORS", Attrs: Attrs{{"peer", "IS1"}}}, Event{Server: "ORS", Client: "IS1"}},
		{Event{Name: "ClientConnected", Source: "desktop", Server: "S", Client: "app", Attrs: Attrs{{"peer", "x"}}}, Event{Server: "S", Client: "app"}},
	} {
		e := tt.give
		e.Normalize()
		if e.Server != tt.want.Server || e.Client != tt.want.Client {
			t.Errorf("%+v: server %q client %q", tt.give, e.Server, e.Client)
		}
	}
}

func TestSensitiveAttributes(t *testing.T) {
	for key, want := range map[string]bool{"Password": true, "ApplicationPassword": true, "Extensions.user_passwd": true,
		"UserData.Name": true, "UserData": true, "Place": false, "Extensions.ReasonCode": false, "pass": false, "": false} {
		if Sensitive(key) != want {
			t.Errorf("%q: %v", key, !want)
		}
	}
}
