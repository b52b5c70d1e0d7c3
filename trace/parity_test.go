package trace

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What is read from logs, joined, sited and corrected is the same when it is written and read again.
func TestParsedTraceGivesTheSameStreamAsTheLogs(t *testing.T) {
	desktop := `{"schema":"fo-check/trace/v1","source":"desktop","instance":"PC-17","complete_from_start":true,"tolerance":"20ms"}
{"time":"2026-03-02T10:00:00Z","name":"ConfigConnected","attrs":{"endpoint":"csp-a:2020"}}
{"time":"2026-03-02T10:00:02.5+01:00","name":"UserWarned"}
{"time":"2026-03-02T10:00:02Z","name":"RequestAgentLogin","server":"IS1","client":"DESK","agent":"kim","place":"P1","ref":"4"}
nonsense
{"time":"2026-03-02T10:00:04Z","name":"AGTLogon","agent":"kim"}
{"end":"normal","time":"2026-03-02T10:05:00Z"}`
	server := `{"schema":"fo-check/trace/v1","source":"interaction","server":"IS1","instance":"IS1","clock":"host-1"}
{"time":"2026-03-02T10:00:03.12Z","name":"EventAck","client":"DESK","ref":"4"}
{"time":"2026-03-02T10:00:05.12Z","name":"EventAgentLogout","attrs":{"protocol":"reporting","Extensions":{"ReasonCode":"DR-force_logout"}}}`
	file := func(name, text string) Stream {
		return NewDecoder([]File{textFile(name, text)}, DecoderOptions{Wanted: &Wanted{All: true}, Parser: "desktop"})
	}
	sites := testSites(t)
	stages := func(s ...Stream) Stream { return WithSites(JoinRequests(Merge(s...)), sites) }

	skews := Skews{{Name: "host-1", Ahead: 120 * time.Millisecond}}
	direct := mustDrain(t, stages(skews.Apply(file("desk", desktop)), skews.Apply(file("is", server))))
	var text bytes.Buffer
	if err := NewEncoder(&text).Copy(stages(skews.Apply(file("is", server)), skews.Apply(file("desk", desktop)))); err != nil {
		t.Fatal(err)
	}
	again := mustDrain(t, stages(file("parsed", text.String())))
	for _, it := range direct {
		it.Input.Merged = true // the only thing in which they differ
	}
	if diff := cmp.Diff(direct, again, equalTimes()); diff != "" {
		t.Error(diff)
	}
	if len(events(direct)) != 6 || len(inputs(direct)) != 2 {
		t.Errorf("%d events", len(events(direct)))
	}
	ack := events(direct)[3]
	if r, _ := ack.Attrs.Get("request"); r != "RequestAgentLogin" || !ack.Time.Equal(at(3)) {
		t.Errorf("%+v", ack)
	}
}
