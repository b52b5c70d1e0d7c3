package adapter_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers/adapter"
	"github.com/fo-check/fo-check/parsers/parsertest"
	"github.com/fo-check/fo-check/trace"
)

// block is a fenced block of the guide.
var block = regexp.MustCompile("(?s)```(log|yaml|events)\n(.*?)```")

// The examples of the guide do what it says.
func TestGuide(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "..", "docs", "formats", "adapters.md"))
	if err != nil {
		t.Fatal(err)
	}
	parts, checked := map[string]string{}, 0
	for _, m := range block.FindAllStringSubmatch(string(b), -1) {
		parts[m[1]] = m[2]
		if m[1] != "events" {
			continue
		}
		checked++
		a, err := adapter.Parse("example.yaml", []byte(parts["yaml"]))
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		got := parsertest.Parse(t, a, parsertest.Options(), parsertest.Text{Name: "a.log", Content: parts["log"]})
		if text := guideLines(got.Events); text != parts["events"] {
			t.Errorf("got\n%s\nthe guide says\n%s", text, parts["events"])
		}
	}
	if checked < 2 {
		t.Errorf("%d examples", checked)
	}
}

// guideLines writes events as the guide does.
func guideLines(events []*trace.Event) string {
	var b strings.Builder
	for _, e := range events {
		b.WriteString(e.Name)
		for k := trace.Key(0); k < trace.NumKeys; k++ {
			if v := e.Key(k); v != "" {
				fmt.Fprintf(&b, " %s=%s", k, v)
			}
		}
		if e.Reason != "" {
			fmt.Fprintf(&b, " reason=%s", e.Reason)
		}
		for _, a := range e.Attrs {
			fmt.Fprintf(&b, " %s=%s", a.Key, a.Value)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
