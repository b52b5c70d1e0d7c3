package pom

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// FuzzWalk checks that the short way takes nothing that the JSON library refuses, and reads the same.
func FuzzWalk(f *testing.F) {
	b, err := os.ReadFile(filepath.Join("..", "..", "testdata", "pom", "events", "agents.jsonl"))
	if err != nil {
		f.Fatal(err)
	}
	for line := range bytes.Lines(b) {
		f.Add(bytes.TrimSpace(line))
	}
	for _, s := range []string{`{}`, `{"agentId":"a\u0041"}`, `{"x":{"y":[1,-0,"\n\"",true,{}]}}`, `{"agentId":1.5e3}`, `{"agentId":01}`,
		`{"agentEventType":null,"jobId":nullx}`, "{\"zone\":\"\xff\"}", `{"agentEventType":{"type":"a.B","data":{"state":"X"}},"agentEventType":{"data":null}}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var w walker
		var got record
		if !w.walk(b, &got) {
			return
		}
		want, err := (&decoder{}).strict(b)
		if err != nil {
			t.Fatalf("the JSON library says: %v", err)
		}
		if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", *want) {
			t.Errorf("%q\n got %q\nwant %q", b, got, *want)
		}
	})
}

// TestWalkTakesOrdinaryEvents checks that the short way is the usual one.
func TestWalkTakesOrdinaryEvents(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "..", "testdata", "pom", "events", "agents.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	taken, lines := 0, 0
	for line := range bytes.Lines(b) {
		lines++
		if (&walker{}).walk(bytes.TrimSpace(line), &record{}) {
			taken++
		}
	}
	if taken < lines-6 {
		t.Errorf("%d of %d lines are read the short way", taken, lines)
	}
}
