package ors_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/ors"
)

// FuzzParse feeds anything: no input may crash the parser, and what it tells must be in order, dated, in
// place and of text that is UTF-8. Reading it for nothing must count the same.
func FuzzParse(f *testing.F) {
	for _, name := range caseNames(f) {
		for _, x := range readCase(f, name) {
			f.Add(x.content, uint16(len(x.content)/2))
		}
	}
	f.Fuzz(func(t *testing.T, content string, at uint16) {
		cut := min(int(at), len(content))
		texts := []text{{"a.log", content[:cut]}, {"b.log", content[cut:]}}
		got := parse(t, options(), texts...)
		var total int64
		for _, n := range got.in.ByName {
			total += n
		}
		if total != got.in.Events || got.in.Bytes != int64(len(content)) || int64(len(got.events)) > total {
			t.Fatalf("%d events, %d told, %d by name; %d bytes of %d", got.in.Events, len(got.events), total, got.in.Bytes, len(content))
		}
		for i, e := range got.events {
			if e.Time.IsZero() || i > 0 && e.Time.Before(got.events[i-1].Time) {
				t.Fatalf("time of %s", eventLine(e, true))
			}
			part := texts[0].content
			if e.Pos.File == "b.log" {
				part = texts[1].content
			}
			if e.Pos.Offset < 0 || e.Pos.Offset > int64(len(part)) || e.Pos.Line < 1 || e.Pos.Line > strings.Count(content, "\n")+1 {
				t.Fatalf("place of %s", eventLine(e, true))
			}
			if !utf8.ValidString(e.Name) || !utf8.ValidString(e.Session+e.Interaction) {
				t.Fatalf("text of %q", e.Name)
			}
		}
		opt := options()
		opt.Wanted = few()
		compareWanted(t, got, parse(t, opt, texts...))
		ors.New().Detect(parsers.Head{Bytes: []byte(content)})
	})
}
