package ors_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers/ors"
	"github.com/fo-check/fo-check/parsers/ors/orstest"
	"github.com/fo-check/fo-check/parsers/parsertest"
	"pgregory.net/rapid"
)

// seamless are the cases without a silence or a restart, where a seam may be anywhere.
var seamless = []string{"basics", "crlf", "resultof", "sessions", "forms", "network", "servers"}

// stride is how far apart logs are cut: long ones not at every byte, to save time.
func stride(name string) int {
	if name == "forms" || name == "network" {
		return 1
	}
	return 5
}

func TestSplitAnywhere(t *testing.T) {
	for _, name := range seamless {
		t.Run(name, func(t *testing.T) {
			parsertest.SplitAnywhere(t, ors.New(), options(), readCase(t, name)[0], stride(name), nil)
		})
	}
}

func TestSplitWithHeader(t *testing.T) {
	for _, name := range seamless {
		t.Run(name, func(t *testing.T) {
			parsertest.SplitWithHeader(t, ors.New(), options(), readCase(t, name)[0], 7)
		})
	}
}

func TestPlaces(t *testing.T) {
	log, _ := orstest.Generate(orstest.Options{Size: 2 << 20, Seed: 3, Lost: 5})
	parsertest.PlacesOf(t, ors.New(), options(), log)
}

// TestGenerated reads a log in segments that were cut anywhere, and compares it with what was written.
func TestGenerated(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		log, counts := orstest.Generate(orstest.Options{Seed: rapid.Uint64().Draw(t, "seed"), Size: 300 << 10,
			Lost: rapid.IntRange(0, 4).Draw(t, "lost"), At: rapid.Int64Range(0, 86400).Draw(t, "at")})
		var texts []text
		for i, part := range orstest.Split(log, rapid.IntRange(4<<10, 400<<10).Draw(t, "segment")) {
			texts = append(texts, text{Name: fmt.Sprintf("ors%04d.log", i), Content: string(part)})
		}
		c := &collected{}
		if err := ors.New().Parse(parsertest.Segments(texts...), options(), c); err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(counts.Events) != fmt.Sprint(c.In.ByName) || c.In.SkippedLines != 0 || len(c.In.Notes) != 0 {
			t.Fatalf("counts %v, want %v; %d skipped lines; notes %v", c.In.ByName, counts.Events, c.In.SkippedLines, c.In.Notes)
		}
		checkGenerated(t, c, counts)
	})
}

func checkGenerated(t *rapid.T, c *collected, counts orstest.Counts) {
	results := map[string]int64{}
	last := c.Events[0].Time
	for _, e := range c.Events {
		if e.Name == "interaction.notcontrolled" {
			v, _ := e.Attrs.Get("resultof")
			results[v]++
		}
		if strings.HasPrefix(e.Name, "interaction.") && (e.Client != "IXN_A" || len(e.Interaction) != 16) {
			t.Fatalf("without its server or interaction: %s", parsertest.Line(e, true))
		}
		if e.Name == "SessionEnded" {
			if cause, _ := e.Attrs.Get("cause"); cause != "final" {
				t.Fatalf("cause %q: %s", cause, parsertest.Line(e, true))
			}
		}
		if e.Time.Before(last) {
			t.Fatalf("time goes back at %s:%d", e.Pos.File, e.Pos.Line)
		}
		last = e.Time
	}
	if fmt.Sprint(results) != fmt.Sprint(counts.Results) {
		t.Fatalf("resultof %v, want %v", results, counts.Results)
	}
}
