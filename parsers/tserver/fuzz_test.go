package tserver_test

import (
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/parsers/tserver"
	"github.com/fo-check/fo-check/trace"
)

// FuzzParse feeds anything, cut in two: no crash, no event without its input, time in order, and the same
// counts whatever is wanted.
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
		texts := []text{{Name: "SIP_Main.20260302_090000_000.log", Content: string(b[:cut])}, {Name: "b.log", Content: string(b[cut:])}}
		all := parse(t, options(), texts...)
		opt := options()
		opt.Wanted = few()
		got := parse(t, opt, texts...)
		if all.In.Events != got.In.Events || all.In.Lines != got.In.Lines || all.In.Bytes != int64(len(b)) {
			t.Errorf("%d events, %d lines; wanting few %d and %d", all.In.Events, all.In.Lines, got.In.Events, got.In.Lines)
		}
		for i, e := range all.Events {
			if e.Time.IsZero() || e.Name == "" || e.Source != tserver.Source || e.Pos.Line < 1 {
				t.Errorf("event %s", parsertest.Line(e, true))
			}
			if i > 0 && e.Time.Before(all.Events[i-1].Time) {
				t.Errorf("time goes back at event %d", i)
			}
			for _, a := range e.Attrs {
				if trace.Sensitive(a.Key) && a.Value != trace.Withheld {
					t.Errorf("%s kept", a.Key)
				}
			}
		}
		if d := tserver.New().Detect(parsers.Head{Bytes: b}); d.Reason == "" || d.Score < 0 || d.Score > 100 {
			t.Errorf("detection %+v", d)
		}
	})
}
