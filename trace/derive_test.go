package trace

import (
	"fmt"
	"strings"
	"testing"
)

func deriveSites(t *testing.T) *SiteMap {
	t.Helper()
	m, err := NewSiteMap([]SiteDef{{Name: "A", Servers: []string{"sip-a", "sip-a2"}, Applications: []string{"AIL_A"}},
		{Name: "B", Servers: []string{"sip-b"}, Applications: []string{"AIL_B"}}})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

const deriveHeader = `{"schema":"fo-check/trace/v1","source":"desktop","instance":"PC-1","derive":["switchover"]}`

// deriveText writes a trace of an event per second.
func deriveText(header string, events ...string) string {
	var b strings.Builder
	b.WriteString(header + "\n")
	for i, e := range events {
		fmt.Fprintf(&b, `{"time":"2026-03-02T10:00:%02dZ",%s}`+"\n", i, e)
	}
	return b.String()
}

func TestDeriveSwitchovers(t *testing.T) {
	const (
		startA = `"name":"FactoryStarted","attrs":{"application":"AIL_A"}`
		startB = `"name":"FactoryStarted","attrs":{"application":"AIL_B"}`
		kill   = `"name":"FactoryKilled"`
		cfgA   = `"name":"ConfigConnected","site":"A"`
		cfgB   = `"name":"ConfigConnected","site":"B"`
		login  = `"name":"EventAgentLogin","server":"sip-b"`
		own    = `"name":"SwitchoverStarted","attrs":{"to":"B"}`
		peerA  = `"name":"PeerConnected","server":"sip-a:3000","attrs":{"service":"telephony","inferred":"name"}`
		peerA2 = `"name":"PeerConnected","server":"sip-a2:3000","attrs":{"service":"telephony"}`
		peerB  = `"name":"PeerConnected","server":"sip-b:3000","attrs":{"service":"telephony","inferred":"name"}`
		lostA  = `"name":"PeerLost","server":"sip-a:3000"`
		statB  = `"name":"PeerConnected","server":"sip-b:3000","attrs":{"service":"statistic"}`
	)
	cases := []struct {
		name   string
		header string
		events []string
		want   string // seconds at which a switchover is derived
	}{
		{"killed and started elsewhere: at the kill", deriveHeader, []string{startA, kill, login, startB, cfgB}, "1"},
		{"started at the same site again", deriveHeader, []string{startA, kill, startA}, ""},
		{"killed, and never started", deriveHeader, []string{startA, kill, login}, ""},
		{"there and back", deriveHeader, []string{startA, kill, startB, kill, startA}, "1 3"},
		{"without a factory: at the first connection", deriveHeader, []string{cfgA, login, cfgB, cfgB}, "2"},
		{"a login elsewhere is none", deriveHeader, []string{cfgA, login, login}, ""},
		{"a factory speaks, connections do not", deriveHeader, []string{startA, cfgB, kill, startB}, "2"},
		{"a move within a pair", deriveHeader, []string{peerA, lostA, peerA2}, ""},
		{"a connection that was concluded, after a loss", deriveHeader, []string{peerA, lostA, peerB}, "2"},
		{"a second connection beside the first", deriveHeader, []string{peerA, peerB}, ""},
		{"of another service", deriveHeader, []string{peerA, lostA, statB}, ""},
		{"the log tells itself", deriveHeader, []string{startA, own, kill, startB}, ""},
		{"not asked for", strings.Replace(deriveHeader, `,"derive":["switchover"]`, "", 1), []string{startA, kill, startB}, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			items := mustDrain(t, DeriveSwitchovers(decodeText(deriveText(c.header, c.events...)), deriveSites(t)))
			var got []string
			for i, e := range events(items) {
				if _, inferred := e.Attrs.Get("inferred"); e.Name == "SwitchoverStarted" && inferred {
					got = append(got, fmt.Sprint(e.Time.Second()))
				}
				if i > 0 && e.Time.Before(events(items)[i-1].Time) {
					t.Errorf("event %d goes back", i)
				}
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("derived at %v, want %s", got, c.want)
			}
			if in := inputs(items)[0]; in.Events != int64(len(events(items))) {
				t.Errorf("%d events counted of %d", in.Events, len(events(items)))
			}
			if n := len(events(items)) - len(got); n != len(c.events) {
				t.Errorf("%d events of %d", n, len(c.events))
			}
		})
	}
}

// What was derived is written down, and not derived again.
func TestDeriveOnce(t *testing.T) {
	text := deriveText(deriveHeader, `"name":"FactoryStarted","site":"A"`, `"name":"FactoryKilled"`, `"name":"FactoryStarted","site":"B"`)
	for range 3 {
		var b strings.Builder
		if err := NewEncoder(&b).Copy(DeriveSwitchovers(Merge(decodeText(text)), nil)); err != nil {
			t.Fatal(err)
		}
		text = b.String()
		if strings.Count(text, `"SwitchoverStarted"`) != 2 { // the event, and its count in the end mark
			t.Fatalf("%s", text)
		}
	}
}
