package pom_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/pom"
	"github.com/fo-check/fo-check/parsers/pom/pomtest"
	"github.com/fo-check/fo-check/trace"
)

// sink takes events and drops them.
type sink struct{ events int }

func (*sink) Start(*trace.Input) error                 { return nil }
func (s *sink) Event(*trace.Input, *trace.Event) error { s.events++; return nil }
func (*sink) End(*trace.Input) error                   { return nil }

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
	for _, w := range []struct {
		name string
		want *trace.Wanted
	}{{"few", few()}, {"none", nil}, {"all", &trace.Wanted{All: true}}} {
		b.Run(w.name, func(b *testing.B) { benchmark(b, pom.New(), log, w.want) })
	}
}

func BenchmarkEvents(b *testing.B) {
	one := []byte(readCase(b, "events")[0].content)
	one = one[:bytes.Index(one, []byte(`{"eventTypeEnum":"AGENT","eventTimeStamp":17`+"\n"))]
	benchmark(b, pom.NewEvents(), bytes.Repeat(one, 16<<20/len(one)), &trace.Wanted{All: true})
}

func benchmark(b *testing.B, p parsers.Parser, log []byte, want *trace.Wanted) {
	seg := []parsers.Segment{{Name: "a.log", Size: int64(len(log)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(log)), nil }}}
	b.SetBytes(int64(len(log)))
	b.ReportAllocs()
	for b.Loop() {
		if err := p.Parse(seg, parsers.Options{Wanted: want}, &sink{}); err != nil {
			b.Fatal(err)
		}
	}
}
