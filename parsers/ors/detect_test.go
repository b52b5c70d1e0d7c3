package ors_test

import (
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/builtin"
	"github.com/fo-check/fo-check/parsers/ors"
)

func TestDetect(t *testing.T) {
	for _, c := range []struct {
		name, text string
		score      int
		reason     string
	}{
		{"header", readCase(t, "basics")[0].Content, 100, `line 2: "Application type: OrchestrationServer (93)"`},
		{"byte order mark", readCase(t, "bom")[0].Content, 100, `line 2:`},
		{"another server", "Application name: X\nApplication type: TServer (1)\n\n", 0, "Genesys log of TServer"},
		{"metric", "words\n10:31:02.249 {ScxmlMetric:3} METRIC <event_queued sid='A' name='x' type='external' />\n", 90, `line 2: "10:31:02.249 {ScxmlMetric:3} METRIC <event_queued..." (METRIC record of a session)`},
		{"metric of a dialler", `10:31:02.249 METRIC <log expr="x" label="" level="1" />` + "\n", 40, "without a session"},
		{"segment", "10:31:02.249 [T:1] {ORSURS:3} words\r\n", 85, "debug segment"},
		{"banner", "10:31:02.249 Std 05200 Orchestration. Version 8.1.400.75\n", 90, "banner"},
		{"session", "11:19:06.379 [SessionManager]: adding key[A]/value[B]\n", 80, "session of an interaction"},
		{"node", "16:41:55.283 W-NODE[272](RUNNING): >>>> 78 bytes to S-NODE[272] >>>>\n", 70, "nodes"},
		{"router", "17:33:04.587_M_I_01d9027e17ef8b38 [07:0c] default priority 6300\n", 0, `"17:33:04.587_M_I_01d9027e17ef8b38 [07:0c] default priority 6300" (a line of Universal Routing Server`},
		{"any server", "10:31:02.249 Std 05060 Application started\n", 0, "every Genesys server"},
		{"a letter", "Dear colleague,\n", 0, "no header"},
		{"nothing", "", 0, "no header"},
	} {
		d := ors.New().Detect(parsers.Head{Bytes: []byte(c.text)})
		if d.Score != c.score || !strings.Contains(d.Reason, c.reason) {
			t.Errorf("%s: %d %s, want %d %s", c.name, d.Score, d.Reason, c.score, c.reason)
		}
	}
}

// TestDetectAmongAll checks that no other parser claims these logs.
func TestDetectAmongAll(t *testing.T) {
	for _, name := range logs.Names(t) {
		for _, x := range readCase(t, name) {
			p, candidates := parsers.Detect(parsers.Head{Name: x.Name, Bytes: []byte(x.Content), Whole: true}, builtin.Parsers())
			if p == nil || p.Info().Name != "ors" {
				t.Errorf("%s: %s", name, parsers.Undecided(candidates))
			}
		}
	}
}
