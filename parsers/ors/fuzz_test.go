package ors_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/ors"
	"github.com/fo-check/fo-check/parsers/parsertest"
)

// FuzzParse feeds anything: no input may crash the parser, and what it tells must be in order, dated, in
// place and of text that is UTF-8. Reading it for nothing must count the same.
func FuzzParse(f *testing.F) {
	for _, name := range logs.Names(f) {
		for _, x := range readCase(f, name) {
			f.Add(x.Content, uint16(len(x.Content)/2))
		}
	}
	f.Fuzz(func(t *testing.T, content string, at uint16) {
		cut := min(int(at), len(content))
		texts := []text{{Name: "a.log", Content: content[:cut]}, {Name: "b.log", Content: content[cut:]}}
		got := parse(t, options(), texts...)
		var total int64
		for _, n := range got.In.ByName {
			total += n
		}
		if total != got.In.Events || got.In.Bytes != int64(len(content)) || int64(len(got.Events)) > total {
			t.Fatalf("%d events, %d told, %d by name; %d bytes of %d", got.In.Events, len(got.Events), total, got.In.Bytes, len(content))
		}
		for i, e := range got.Events {
			if e.Time.IsZero() || i > 0 && e.Time.Before(got.Events[i-1].Time) {
				t.Fatalf("time of %s", parsertest.Line(e, true))
			}
			part := texts[0].Content
			if e.Pos.File == "b.log" {
				part = texts[1].Content
			}
			if e.Pos.Offset < 0 || e.Pos.Offset > int64(len(part)) || e.Pos.Line < 1 || e.Pos.Line > strings.Count(content, "\n")+1 {
				t.Fatalf("place of %s", parsertest.Line(e, true))
			}
			if !utf8.ValidString(e.Name) || !utf8.ValidString(e.Session+e.Interaction) {
				t.Fatalf("text of %q", e.Name)
			}
		}
		opt := options()
		opt.Wanted = few()
		parsertest.Filtered(t, got, parse(t, opt, texts...), parsertest.WholeLine)
		ors.New().Detect(parsers.Head{Bytes: []byte(content)})
	})
}
