package interaction_test

import (
	"testing"

	"github.com/fo-check/fo-check/parsers/interaction"
	"github.com/fo-check/fo-check/parsers/interaction/interactiontest"
	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/trace"
)

func generated(t testing.TB, opt interactiontest.Options) ([]byte, interactiontest.Counts) {
	t.Helper()
	texts, counts := parsertest.Generated(t, interactiontest.Generate, opt)
	return []byte(parsertest.Join(texts)), counts
}

// few are the events that rules about fail-over look at.
func few() *trace.Wanted {
	names := map[string]bool{}
	for _, n := range []string{"EventAgentLogin", "EventAgentLogout", "RequestAgentLogin", "RequestAgentAvailable", "EventAck", "EventError",
		"ClientDisconnected", "ClientRegistered", "EventDelivered", "ServerStarted", "ServerStopped", "LogGap"} {
		names[n] = true
	}
	return &trace.Wanted{Bodies: map[string]map[string]bool{interaction.Source: names}}
}

func BenchmarkParse(b *testing.B) {
	log, _ := generated(b, interactiontest.Options{Size: 64 << 20, Seed: 7})
	parsertest.Benchmark(b, interaction.New(), log, parsertest.Wish{Name: "few", Wanted: few()},
		parsertest.Wish{Name: "records", Wanted: &trace.Wanted{Bodies: few().Bodies, Records: map[string]bool{interaction.Source: true}}},
		parsertest.Wish{Name: "none"}, parsertest.Wish{Name: "all", Wanted: &trace.Wanted{All: true}})
}
