package builtin_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/builtin"
	"github.com/fo-check/fo-check/trace"
)

// countIn reads files with those contents, by name, and counts their events.
func countIn(t *testing.T, texts map[string]string) (events int) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range texts {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	logs, err := builtin.Open(parsers.Options{}, nil, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer logs.Close()
	for {
		item, err := logs.Next()
		if errors.Is(err, io.EOF) {
			return events
		}
		if err != nil {
			t.Fatal(err)
		}
		if item.Kind == trace.KindEvent {
			events++
		}
	}
}

// A rotated file that holds no more than the end of a record is of the log whose other files are recognised.
func TestRotatedInsideTheLastRecord(t *testing.T) {
	for name, path := range rotated {
		if parsers.Find(name, builtin.Parsers()) == nil {
			continue // an adapter
		}
		text := rotatedText(t, path)
		cut := strings.LastIndexByte(strings.TrimSpace(text), '\n') - 5
		want := countIn(t, map[string]string{"x.log": text})
		if got := countIn(t, map[string]string{"x.log.1": text[:cut], "x.log": text[cut:]}); got != want || want == 0 {
			t.Errorf("%s: %d events, in one file %d; the rest: %q", name, got, want, text[cut:])
		}
	}
}
