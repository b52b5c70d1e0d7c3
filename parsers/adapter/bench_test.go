package adapter_test

import (
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/trace"
)

func BenchmarkParse(b *testing.B) {
	one := parsertest.Join(parsertest.Read(b, logFolder+"/pom-manager"))
	noise := "2026-03-02 10:00:02,000 DEBUG [pool-3] the dialer took 17 contacts of the job and gave back 3 that were not reached\n"
	log := []byte(strings.Repeat(one+strings.Repeat(noise, 100), 2000))
	parsertest.Benchmark(b, load(b, "pom-manager"), log, parsertest.Wish{Name: "none", Wanted: &trace.Wanted{}},
		parsertest.Wish{Name: "all", Wanted: &trace.Wanted{All: true}})
}
