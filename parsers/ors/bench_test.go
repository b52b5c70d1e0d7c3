package ors_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/ors"
	"github.com/fo-check/fo-check/parsers/ors/orstest"
	"github.com/fo-check/fo-check/trace"
)

// sink takes events and drops them.
type sink struct{ events int }

func (*sink) Start(*trace.Input) error                 { return nil }
func (s *sink) Event(*trace.Input, *trace.Event) error { s.events++; return nil }
func (*sink) End(*trace.Input) error                   { return nil }

// few are the events that rules about revoked interactions look at.
func few() *trace.Wanted {
	return &trace.Wanted{Bodies: map[string]map[string]bool{ors.Source: {"interaction.notcontrolled": true, "interaction.present": true,
		"SessionEnded": true, "PeerLost": true}}}
}

func BenchmarkParse(b *testing.B) {
	log, _ := orstest.Generate(orstest.Options{Size: 64 << 20, Lost: 20, Seed: 7})
	for _, w := range []struct {
		name string
		want *trace.Wanted
	}{{"few", few()}, {"none", nil}, {"all", &trace.Wanted{All: true}}} {
		b.Run(w.name, func(b *testing.B) {
			seg := []parsers.Segment{{Name: "ors.log", Size: int64(len(log)),
				Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(log)), nil }}}
			b.SetBytes(int64(len(log)))
			b.ReportAllocs()
			for b.Loop() {
				if err := ors.New().Parse(seg, parsers.Options{Wanted: w.want}, &sink{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
