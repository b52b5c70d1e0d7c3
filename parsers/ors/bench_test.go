package ors_test

import (
	"testing"

	"github.com/fo-check/fo-check/parsers/ors"
	"github.com/fo-check/fo-check/parsers/ors/orstest"
	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/trace"
)

// few are the events that rules about revoked interactions look at.
func few() *trace.Wanted {
	return &trace.Wanted{Bodies: map[string]map[string]bool{ors.Source: {"interaction.notcontrolled": true, "interaction.present": true,
		"SessionEnded": true, "PeerLost": true}}}
}

func BenchmarkParse(b *testing.B) {
	log, _ := orstest.Generate(orstest.Options{Size: 64 << 20, Lost: 20, Seed: 7})
	parsertest.Benchmark(b, ors.New(), log, parsertest.Wish{Name: "few", Wanted: few()}, parsertest.Wish{Name: "none"},
		parsertest.Wish{Name: "all", Wanted: &trace.Wanted{All: true}})
}
