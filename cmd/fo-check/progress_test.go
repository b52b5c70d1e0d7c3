package main

import (
	"context"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/builtin"
	"github.com/fo-check/fo-check/trace"
)

// TestProgressEndsAtTheSizeOfTheFiles reads a trace, which is read twice, and a log: the bar never goes
// back, is at half the trace's size after half the reading, and ends full.
func TestProgressEndsAtTheSizeOfTheFiles(t *testing.T) {
	path := longTrace(t, 20_000)
	log := t.TempDir() + "/sip.log"
	line := "@10:00:00.0000 [0] 8.1.0 distribute_event: message EventRinging\n\tAttributeTimeinSecs\t1772442000 (10:00:00)\n"
	if err := os.WriteFile(log, []byte(strings.Repeat(line, 5000)), 0o644); err != nil {
		t.Fatal(err)
	}
	a := &app{ctx: context.Background(), parsers: builtin.Parsers()}
	p, err := a.plan(&inputFlags{Paths: []string{path, log}})
	if err != nil {
		t.Fatal(err)
	}
	bar := startProgress(p, io.Discard)
	reading := parsers.Open(p.logs(readOptions{}, &trace.Wanted{All: true}, false, bar.watch()))
	last, steps := int64(0), 0
	for _, s := range reading.Streams() {
		for {
			if _, err := s.Next(); err != nil {
				break
			}
			now := bar.bar.Current()
			if now < last || now > p.bytes {
				t.Fatalf("from %d to %d of %d", last, now, p.bytes)
			}
			if now > last {
				steps++
			}
			last = now
		}
	}
	reading.Close()
	if bar.bar.Current() != p.bytes || steps == 0 {
		t.Errorf("at %d of %d in the end, after %d steps", bar.bar.Current(), p.bytes, steps)
	}
	if text := bar.bar.String(); !strings.Contains(text, "(") || !strings.Contains(text, "iB") {
		t.Errorf("the bar shows %q", text)
	}
	bar.finish()
}

func TestFileProgress(t *testing.T) {
	twice := &fileProgress{size: 100, passes: 2}
	var got []int64
	for range 5 {
		got = append(got, twice.add(50))
	}
	if got[0] != 25 || got[3] != 25 || got[4] != 0 {
		t.Errorf("a file of 100 bytes, read twice and a half: %v", got)
	}
	if pipe := (&fileProgress{size: -1, passes: 1}); pipe.add(7) != 7 {
		t.Error("a pipe")
	}
}
