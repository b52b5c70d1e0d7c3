package interaction_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/interaction"
	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/trace"
)

// FuzzParse feeds anything, cut in two: no crash, no event without its input, time in order, nothing kept
// that must not be, and the same lines and bytes whatever is wanted.
func FuzzParse(f *testing.F) {
	for _, name := range logs.Names(f) {
		whole := ""
		for _, x := range readCase(f, name) {
			whole += x.Content
		}
		f.Add([]byte(whole), uint16(len(whole)/2))
	}
	f.Fuzz(func(t *testing.T, b []byte, at uint16) {
		cut := min(int(at), len(b))
		texts := []text{{Name: "ixn_a.20260302_090000_000.log", Content: string(b[:cut])}, {Name: "b.log", Content: string(b[cut:])}}
		all := parse(t, options(), texts...)
		opt := options()
		opt.Wanted = few()
		got := parse(t, opt, texts...)
		if all.In.Lines != got.In.Lines || all.In.Bytes != int64(len(b)) {
			t.Errorf("%d lines, %d bytes of %d; wanting few %d", all.In.Lines, all.In.Bytes, len(b), got.In.Lines)
		}
		for i, e := range all.Events {
			checkEvent(t, e)
			if i > 0 && e.Time.Before(all.Events[i-1].Time) {
				t.Errorf("time goes back at event %d", i)
			}
		}
		if d := interaction.New().Detect(parsers.Head{Bytes: b}); d.Reason == "" || d.Score < 0 || d.Score > 100 {
			t.Errorf("detection %+v", d)
		}
	})
}

func checkEvent(t *testing.T, e *trace.Event) {
	if e.Time.IsZero() || e.Name == "" || e.Source != interaction.Source || e.Pos.Line < 1 {
		t.Errorf("event %s", parsertest.Line(e, true))
	}
	seen := map[string]bool{}
	for _, a := range e.Attrs {
		if trace.Sensitive(a.Key) && a.Value != trace.Withheld && !strings.HasSuffix(a.Key, ".text") {
			t.Errorf("%s kept: %q", a.Key, a.Value)
		}
		if seen[a.Key] {
			t.Errorf("%s twice", a.Key)
		}
		seen[a.Key] = true
		if !utf8.ValidString(a.Key) || !utf8.ValidString(a.Value) {
			t.Errorf("attribute %q=%q is not UTF-8", a.Key, a.Value)
		}
	}
	for k := range trace.NumKeys {
		if k != trace.KeyServer && k != trace.KeyInstance && !utf8.ValidString(e.Key(k)) {
			t.Errorf("%s %q is not UTF-8", k, e.Key(k))
		}
	}
}
