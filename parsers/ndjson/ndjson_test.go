package ndjson

import (
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers"
)

func TestDetect(t *testing.T) {
	cases := []struct {
		name, head string
		whole      bool
		score      int
		reason     string
	}{
		{"a header", `{"schema":"fo-check/trace/v1","source":"desktop"}` + "\n", false, 100, `line 1: schema "fo-check/trace/v1"`},
		{"another version: the decoder says so", `{"schema":"fo-check/trace/v2"}` + "\n", true, 100, "line 1"},
		{"another schema", `{"schema":"fo-check/report/v1","name":"x","time":"y"}` + "\n", true, 0, ""},
		{"an event", "\n" + `{"time":"2026-03-02T10:00:00Z","name":"ServiceStatus"}`, true, 90, "line 2"},
		{"a static fact", `{"source":"config","name":"Option"}`, true, 90, "line 1"},
		{"a wrong line first", "{oops\n" + `{"time":"2026-03-02T10:00:00Z","name":"X"}` + "\n", true, 90, "line 2"},
		{"an event longer than the head", `{"time":"2026-03-02T10:00:00Z","name":"X","attrs":{"a":"` + strings.Repeat("x", 1000), false, 90, "line 1"},
		{"other JSON", `{"level":"info","msg":"hello"}` + "\n", true, 0, ""},
		{"a log", "10:00:00.000 Trc 04541 message\n", true, 0, ""},
		{"nothing", "", true, 0, ""},
	}
	for _, c := range cases {
		d := Parser{}.Detect(parsers.Head{Bytes: []byte(c.head), Whole: c.whole})
		if d.Score != c.score || (c.score > 0 && !strings.HasPrefix(d.Reason, c.reason)) {
			t.Errorf("%s: got %+v, want %d %s", c.name, d, c.score, c.reason)
		}
	}
}
