package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
)

// TestInterruptEndsAPipe would hang if a read that waits for a silent pipe kept the program from ending.
func TestInterruptEndsAPipe(t *testing.T) {
	text, err := os.ReadFile("../../testdata/demo/PC-21.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	from, to := io.Pipe()
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		_, _ = to.Write(text) // returns when it has been read
		stop()                // and the pipe stays open
	}()
	var out, errs bytes.Buffer
	code := run(ctx, []string{"check", "--config", "none", "-q", "-o", "json", "-"}, streams{from, &out, &errs})
	if code != exitInterrupted || !strings.Contains(out.String(), `"partial": true`) {
		t.Errorf("exit code %d, %s%.300s", code, errs.String(), out.String())
	}
}

func TestPipesAreReadWhole(t *testing.T) {
	text := strings.Repeat("some line of a log\n", 50_000)
	failed := errors.New("broken pipe")
	for name, from := range map[string]io.Reader{
		"at once": strings.NewReader(text), "by halves": iotest.HalfReader(strings.NewReader(text)),
		"with the end":   iotest.DataErrReader(strings.NewReader(text)),
		"until it fails": io.MultiReader(strings.NewReader(text), iotest.ErrReader(failed)),
	} {
		got, err := io.ReadAll(untilInterrupted(context.Background(), from))
		if string(got) != text || (name == "until it fails") != errors.Is(err, failed) {
			t.Errorf("%s: %d of %d bytes, %v", name, len(got), len(text), err)
		}
	}
}
