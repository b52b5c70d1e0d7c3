package tserver_test

import (
	"testing"

	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/parsers/tserver"
	"github.com/fo-check/fo-check/parsers/tserver/tservertest"
	"github.com/fo-check/fo-check/trace"
)

func generated(t testing.TB, opt tservertest.Options) ([]byte, tservertest.Counts) {
	t.Helper()
	texts, counts := parsertest.Generated(t, tservertest.Generate, opt)
	return []byte(parsertest.Join(texts)), counts
}

// few are the events that the disaster-recovery rules look at.
func few() *trace.Wanted {
	return &trace.Wanted{Bodies: map[string]map[string]bool{tserver.Source: {"EventAgentLogin": true, "EventAgentLogout": true,
		"EventDNOutOfService": true, "EventDNBackInService": true, "RequestAgentLogout": true}}}
}

func BenchmarkParse(b *testing.B) {
	log, _ := generated(b, tservertest.Options{Size: 64 << 20, Forced: 20, Seed: 7})
	parsertest.Benchmark(b, tserver.New(), log, parsertest.Wish{Name: "few", Wanted: few()},
		parsertest.Wish{Name: "records", Wanted: &trace.Wanted{Bodies: few().Bodies, Records: map[string]bool{tserver.Source: true}}},
		parsertest.Wish{Name: "none"}, parsertest.Wish{Name: "all", Wanted: &trace.Wanted{All: true}})
}
