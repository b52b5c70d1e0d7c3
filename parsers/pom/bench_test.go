package pom_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/parsers/pom"
	"github.com/fo-check/fo-check/parsers/pom/pomtest"
	"github.com/fo-check/fo-check/trace"
)

func generated(tb testing.TB, opt pomtest.Options) ([]byte, pomtest.Counts) {
	tb.Helper()
	var b bytes.Buffer
	counts, err := pomtest.Generate(opt, &b)
	if err != nil {
		tb.Fatal(err)
	}
	return b.Bytes(), counts
}

// few are the events that the rules about failover look at.
func few() *trace.Wanted {
	return &trace.Wanted{Bodies: map[string]map[string]bool{pom.Source: {"POMAvailable": true, "POMNotAvailable": true,
		"AgentLoggedIn": true, "AgentLoggedOut": true, "AgentCommand": true, "ZoneManagerChanged": true}}}
}

func BenchmarkParse(b *testing.B) {
	log, _ := generated(b, pomtest.Options{Size: 64 << 20, Loses: 10, Seed: 7})
	parsertest.Benchmark(b, pom.New(), log, parsertest.Wish{Name: "few", Wanted: few()}, parsertest.Wish{Name: "none"},
		parsertest.Wish{Name: "all", Wanted: &trace.Wanted{All: true}})
}

func BenchmarkEvents(b *testing.B) {
	one := readCase(b, "events")[0].Content
	one = one[:strings.Index(one, `{"eventTypeEnum":"AGENT","eventTimeStamp":17`+"\n")]
	var log bytes.Buffer
	for i := 0; log.Len() < 64<<20; i++ {
		log.WriteString(strings.ReplaceAll(one, ":17810985", fmt.Sprint(":", 17810985+i)))
	}
	parsertest.Benchmark(b, pom.NewEvents(), log.Bytes(), parsertest.Wish{Name: "few", Wanted: few()},
		parsertest.Wish{Name: "none"}, parsertest.Wish{Name: "all", Wanted: &trace.Wanted{All: true}})
}
