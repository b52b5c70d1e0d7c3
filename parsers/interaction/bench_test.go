package interaction_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/interaction"
	"github.com/fo-check/fo-check/parsers/interaction/interactiontest"
	"github.com/fo-check/fo-check/trace"
)

// sink takes events and drops them.
type sink struct{ events int }

func (*sink) Start(*trace.Input) error                 { return nil }
func (s *sink) Event(*trace.Input, *trace.Event) error { s.events++; return nil }
func (*sink) End(*trace.Input) error                   { return nil }

func generated(tb testing.TB, opt interactiontest.Options) ([]byte, interactiontest.Counts) {
	tb.Helper()
	var b bytes.Buffer
	counts, err := interactiontest.Generate(opt, func(int) (io.Writer, error) { return &b, nil })
	if err != nil {
		tb.Fatal(err)
	}
	return b.Bytes(), counts
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
	for _, w := range []struct {
		name string
		want *trace.Wanted
	}{{"few", few()}, {"records", &trace.Wanted{Bodies: few().Bodies, Records: map[string]bool{interaction.Source: true}}},
		{"none", nil}, {"all", &trace.Wanted{All: true}}} {
		b.Run(w.name, func(b *testing.B) {
			seg := []parsers.Segment{{Name: "ixn.log", Size: int64(len(log)),
				Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(log)), nil }}}
			b.SetBytes(int64(len(log)))
			b.ReportAllocs()
			for b.Loop() {
				if err := interaction.New().Parse(seg, parsers.Options{Wanted: w.want}, &sink{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
