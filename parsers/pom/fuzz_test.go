package pom_test

import (
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/parsers/pom"
)

// FuzzParse feeds anything to both parsers: they must neither fail nor lose count.
func FuzzParse(f *testing.F) {
	for _, name := range parsertest.Cases(f, logFolder) {
		whole := joinCase(f, name)
		f.Add([]byte(whole[:min(len(whole), 6000)]))
		f.Add([]byte(whole[max(0, len(whole)-6000):]))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, p := range []parsers.Parser{pom.New(), pom.NewEvents()} {
			if d := p.Detect(parsers.Head{Bytes: b, Whole: true}); d.Reason == "" {
				t.Errorf("%s: no reason", p.Info().Name)
			}
			got := parsertest.Parse(t, p, options(), text{Name: "a.log", Content: string(b)})
			total := int64(0)
			for _, n := range got.In.ByName {
				total += n
			}
			if total != got.In.Events || int(total) != len(got.Events) {
				t.Errorf("%s: %d events counted, %d by name, %d delivered", p.Info().Name, got.In.Events, total, len(got.Events))
			}
			if got.In.Bytes != int64(len(b)) || int(got.In.Lines) != countLines(string(b)) {
				t.Errorf("%s: %d bytes, %d lines; want %d, %d", p.Info().Name, got.In.Bytes, got.In.Lines, len(b), countLines(string(b)))
			}
			for i := 1; i < len(got.Events); i++ {
				if got.Events[i].Time.Before(got.Events[i-1].Time) {
					t.Errorf("%s: event %d goes back in time", p.Info().Name, i)
				}
			}
		}
	})
}

func countLines(s string) int {
	n := strings.Count(s, "\n")
	if s != "" && !strings.HasSuffix(s, "\n") {
		n++
	}
	return n
}
