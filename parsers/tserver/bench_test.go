package tserver_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/tserver"
	"github.com/fo-check/fo-check/parsers/tserver/tservertest"
	"github.com/fo-check/fo-check/trace"
)

// sink takes events and drops them.
type sink struct{ events int }

func (*sink) Start(*trace.Input) error                 { return nil }
func (s *sink) Event(*trace.Input, *trace.Event) error { s.events++; return nil }
func (*sink) End(*trace.Input) error                   { return nil }

func generated(tb testing.TB, opt tservertest.Options) ([]byte, tservertest.Counts) {
	tb.Helper()
	var b bytes.Buffer
	counts, err := tservertest.Generate(opt, func(int) (io.Writer, error) { return &b, nil })
	if err != nil {
		tb.Fatal(err)
	}
	return b.Bytes(), counts
}

// few are the events that the disaster-recovery rules look at.
func few() *trace.Wanted {
	return &trace.Wanted{Bodies: map[string]map[string]bool{tserver.Source: {"EventAgentLogin": true, "EventAgentLogout": true,
		"EventDNOutOfService": true, "EventDNBackInService": true, "RequestAgentLogout": true}}}
}

func BenchmarkParse(b *testing.B) {
	log, _ := generated(b, tservertest.Options{Size: 64 << 20, Forced: 20, Seed: 7})
	for _, w := range []struct {
		name string
		want *trace.Wanted
	}{{"few", few()}, {"records", &trace.Wanted{Bodies: few().Bodies, Records: map[string]bool{"tserver": true}}},
		{"none", nil}, {"all", &trace.Wanted{All: true}}} {
		b.Run(w.name, func(b *testing.B) {
			seg := []parsers.Segment{{Name: "sip.log", Size: int64(len(log)),
				Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(log)), nil }}}
			b.SetBytes(int64(len(log)))
			b.ReportAllocs()
			for b.Loop() {
				if err := tserver.New().Parse(seg, parsers.Options{Wanted: w.want}, &sink{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
