package pom_test

import (
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/pom"
)

// FuzzParse feeds anything to both parsers: they must neither fail nor lose count.
func FuzzParse(f *testing.F) {
	for _, name := range caseNames(f) {
		whole := joinCase(f, name)
		f.Add([]byte(whole[:min(len(whole), 6000)]))
		f.Add([]byte(whole[max(0, len(whole)-6000):]))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, p := range []parsers.Parser{pom.New(), pom.NewEvents()} {
			if d := p.Detect(parsers.Head{Bytes: b, Whole: true}); d.Reason == "" {
				t.Errorf("%s: no reason", p.Info().Name)
			}
			got := parseWith(t, p, options(), text{"a.log", string(b)})
			total := int64(0)
			for _, n := range got.in.ByName {
				total += n
			}
			if total != got.in.Events || int(total) != len(got.events) {
				t.Errorf("%s: %d events counted, %d by name, %d delivered", p.Info().Name, got.in.Events, total, len(got.events))
			}
			if got.in.Bytes != int64(len(b)) || int(got.in.Lines) != countLines(string(b)) {
				t.Errorf("%s: %d bytes, %d lines; want %d, %d", p.Info().Name, got.in.Bytes, got.in.Lines, len(b), countLines(string(b)))
			}
			for i := 1; i < len(got.events); i++ {
				if got.events[i].Time.Before(got.events[i-1].Time) {
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
