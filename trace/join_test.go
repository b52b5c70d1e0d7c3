package trace

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// through sends events through a stage.
func through(stage func(Stream) Stream, list ...*Event) []*Event {
	in := &Input{}
	var items []Item
	for _, e := range list {
		items = append(items, Item{Input: in, Event: e, Time: e.Time})
	}
	out, err := drain(stage(&listStream{items: items}))
	if err != nil {
		panic(err)
	}
	return events(out)
}

func TestAnswersCarryTheirRequest(t *testing.T) {
	request := func(name, server, client, ref string) *Event {
		return &Event{Name: name, Server: server, Client: client, Ref: ref, Agent: "a1", Place: "p1"}
	}
	answer := func(name, server, client, ref string) *Event {
		return &Event{Name: name, Server: server, Client: client, Ref: ref}
	}
	got := through(JoinRequests,
		answer("EventAck", "IS", "app", "7"), // its request came before the log
		request("RequestAgentLogin", "IS", "app", "7"),
		answer("EventAck", "IS", "app", "7"),
		answer("EventError", "IS2", "app", "7"),
		answer("EventAgentLogin", "IS", "app", "7"),
		request("RequestAgentAvailable", "IS", "app", "7"), // the number is used again
		answer("EventError", "IS", "app", "7"),
		&Event{Name: "EventRegistered", Server: "IS", Client: "app", Ref: "7", Agent: "own", Attrs: Attrs{{"request", "RequestOwn"}}},
		answer("EventAck", "IS", "app", ""),
	)
	want := []struct{ request, agent string }{{}, {"", "a1"}, {"RequestAgentLogin", "a1"}, {}, {}, {"", "a1"},
		{"RequestAgentAvailable", "a1"}, {"RequestOwn", "own"}, {}}
	for i, w := range want {
		if r, _ := got[i].Attrs.Get("request"); r != w.request || got[i].Agent != w.agent {
			t.Errorf("event %d %s: request %q agent %q, want %+v", i, got[i].Name, r, got[i].Agent, w)
		}
	}
	if got[2].Place != "p1" {
		t.Errorf("place %q", got[2].Place)
	}
}

// TestAnswersOfClientsOfOneName keeps apart what two connections with clients of one name ask.
func TestAnswersOfClientsOfOneName(t *testing.T) {
	of := func(name, agent, id string) *Event {
		e := &Event{Name: name, Server: "IS", Client: "Workspace", Ref: "7", Agent: agent}
		if id != "" {
			e.Attrs = Attrs{{clientID, id}}
		}
		return e
	}
	got := through(JoinRequests,
		of("RequestAgentAvailable", "a1", "1"), of("RequestAgentNotAvailable", "a2", "2"),
		of("EventAgentAvailable", "", "1"), of("EventAgentNotAvailable", "", "2"),
		of("EventAck", "", "3"), // of a third one, whose request is not in the log
		of("EventAck", "", ""),  // who it is for is not told
		of("RequestAgentLogin", "a4", ""), of("EventAck", "", "4"))
	for i, want := range map[int]string{2: "RequestAgentAvailable a1", 3: "RequestAgentNotAvailable a2", 4: " ", 5: " ", 7: "RequestAgentLogin a4"} {
		if r, _ := got[i].Attrs.Get("request"); r+" "+got[i].Agent != want {
			t.Errorf("answer %d: %q %q, want %q", i, r, got[i].Agent, want)
		}
	}
}

func TestOpenRequestsAreBounded(t *testing.T) {
	j := &joined{limit: 10, old: map[requestKey]request{}, young: map[requestKey]request{}}
	for i := range 1000 {
		j.remember(&Event{Name: "RequestX", Ref: fmt.Sprint(i)})
		if n := len(j.young) + len(j.old); n > 20 {
			t.Fatalf("%d requests are remembered", n)
		}
	}
	for i := 990; i < 1000; i++ {
		e := &Event{Name: "EventAck", Ref: fmt.Sprint(i)}
		if j.answer(e); len(e.Attrs) != 1 {
			t.Errorf("request %d is forgotten", i)
		}
	}
}

func testSites(t *testing.T) *SiteMap {
	t.Helper()
	m, err := NewSiteMap([]SiteDef{
		{Name: "A", Servers: []string{"SIP_A", "csp-a:2020"}, Pairs: [][2]string{{"SIP_A", "SIP_A_B"}}, Applications: []string{"AIL_A"}},
		{Name: "B", Servers: []string{"SIP_B", "host-b"}, Applications: []string{"AIL_B"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestSiteMap(t *testing.T) {
	m := testSites(t)
	for entry, want := range map[string]string{"sip_a": "A", "SIP_A_B": "A", "csp-a:2020": "A", "csp-a:2021": "", "csp-a": "",
		"host-b": "B", "HOST-B:7000": "B", "AIL_B": "B", "B": "B", "": "", "other": ""} {
		if got, ok := m.Site(entry); got != want || ok != (want != "") {
			t.Errorf("%q: %q %v, want %q", entry, got, ok, want)
		}
	}
	if !m.SamePair("sip_a", "SIP_A_B") || m.SamePair("SIP_A", "SIP_B") || m.SamePair("x", "y") || !m.SamePair("x", "X") {
		t.Error("pairs")
	}
	var none *SiteMap
	if _, ok := none.Site("SIP_A"); ok || none.SamePair("a", "b") {
		t.Error("no map knows nothing")
	}
	if _, err := NewSiteMap([]SiteDef{{Name: "A", Servers: []string{"X"}}, {Name: "B", Servers: []string{"x"}}}); err == nil {
		t.Error("an entry at two sites is accepted")
	}
	if _, err := NewSiteMap([]SiteDef{{Name: "A", Servers: []string{""}}}); err == nil {
		t.Error("an empty entry is accepted")
	}
}

func TestSiteOfADesktopsEvents(t *testing.T) {
	m := testSites(t)
	desktop := func(name, instance string, attrs ...Attr) *Event {
		return &Event{Source: "desktop", Name: name, Instance: instance, Attrs: attrs}
	}
	got := through(func(s Stream) Stream { return WithSites(s, m) },
		desktop("ServiceStatus", "PC-1"),
		desktop("ConfigConnected", "PC-1", Attr{"endpoint", "csp-a:2020"}),
		desktop("ServiceStatus", "PC-1"),
		desktop("ServiceStatus", "PC-2"),
		&Event{Source: "desktop", Name: "EventAgentLogin", Instance: "PC-1", Server: "SIP_B"},
		desktop("FactoryStarted", "PC-1", Attr{"application", "AIL_B"}),
		desktop("UserWarned", "PC-1"),
		desktop("SwitchoverCompleted", "PC-1", Attr{"to", "A"}),
		&Event{Source: "desktop", Name: "UserWarned", Instance: "PC-1", Skipped: true},
		&Event{Source: "desktop", Name: "UserWarned", Instance: "PC-1", Site: "B"},
		&Event{Source: "tserver", Name: "EventAgentLogin", Server: "SIP_A"},
		&Event{Source: "tserver", Name: "EventAgentLogin", Server: "X"},
	)
	want := []struct{ site, inferred string }{{}, {"A", ""}, {"A", "site"}, {}, {"B", ""}, {"B", ""}, {"B", "site"}, {"A", ""},
		{"A", ""}, {"B", ""}, {"A", ""}, {}}
	for i, w := range want {
		if inferred, _ := got[i].Attrs.Get("inferred"); got[i].Site != w.site || inferred != w.inferred {
			t.Errorf("event %d %s: site %q inferred %q, want %+v", i, got[i].Name, got[i].Site, inferred, w)
		}
	}
}

func TestInferAddsNamesOnce(t *testing.T) {
	e := &Event{Attrs: Attrs{{"inferred", "agent"}}}
	e.Infer("site", "agent")
	if diff := cmp.Diff(Attrs{{"inferred", "agent,site"}}, e.Attrs); diff != "" {
		t.Error(diff)
	}
}

// Names of applications and endpoints become sites where the map knows them; what it does not know stays.
func TestSitesHaveOneName(t *testing.T) {
	m, err := NewSiteMap([]SiteDef{{Name: "A", Applications: []string{"AIL_A"}, Servers: []string{"csp-a:2020"}}, {Name: "B", Applications: []string{"AIL_B"}}})
	if err != nil {
		t.Fatal(err)
	}
	text := `{"schema":"fo-check/trace/v1","source":"desktop","instance":"PC"}
{"time":"2026-03-02T10:00:00Z","name":"PersonRead","site":"csp-a:2020","attrs":{"preferred":"ail_a","secondary":"AIL_X"}}
{"time":"2026-03-02T10:00:01Z","name":"SwitchoverStarted","attrs":{"from":"AIL_A","to":"B"}}
`
	got, err := drain(WithSites(WithSites(decodeText(text), m), m))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"site=A preferred=A secondary=AIL_X preferred_application=ail_a", "site= from=A to=B"}
	n := 0
	for _, it := range got {
		if it.Kind != KindEvent {
			continue
		}
		s := "site=" + it.Event.Site
		for _, a := range it.Event.Attrs {
			s += " " + a.Key + "=" + a.Value
		}
		if n >= len(want) || s != want[n] {
			t.Errorf("%q", s)
		}
		n++
	}
	if n != len(want) {
		t.Errorf("%d events", n)
	}
}
