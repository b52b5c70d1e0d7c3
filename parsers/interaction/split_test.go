package interaction_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers/interaction"
	"github.com/fo-check/fo-check/parsers/interaction/interactiontest"
	"github.com/fo-check/fo-check/parsers/parsertest"
	"pgregory.net/rapid"
)

// seamless are the cases in one segment without a silence, where a seam may be anywhere.
var seamless = []string{"basics", "disconnect", "heads", "truncated"}

func TestSplitAnywhere(t *testing.T) {
	for _, name := range seamless {
		t.Run(name, func(t *testing.T) {
			parsertest.SplitAnywhere(t, interaction.New(), options(), readCase(t, name)[0], 1, nil)
		})
	}
}

func TestSplitWithHeader(t *testing.T) {
	for _, name := range append(seamless, "crlf") {
		t.Run(name, func(t *testing.T) {
			parsertest.SplitWithHeader(t, interaction.New(), options(), readCase(t, name)[0], 1)
		})
	}
}

// TestGeneratedSegments reads a rotated log, cut anywhere, and compares it with what was written.
func TestGeneratedSegments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		opt := interactiontest.Options{Seed: rapid.Uint64().Draw(t, "seed"), Size: 200 << 10, Agents: 20,
			Segment: rapid.Int64Range(4<<10, 100<<10).Draw(t, "segment")}
		texts, counts := parsertest.Generated(t, interactiontest.Generate, opt)
		c := &collected{}
		if err := interaction.New().Parse(parsertest.Segments(texts...), options(), c); err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(c.In.ByName) != fmt.Sprint(counts.Events) || c.In.SkippedLines != 0 || c.In.Bytes != counts.Bytes {
			t.Fatalf("%v, want %v; %d skipped lines; %d bytes of %d", c.In.ByName, counts.Events, c.In.SkippedLines, c.In.Bytes, counts.Bytes)
		}
		checkSessions(t, c, counts)
	})
}

// checkSessions checks that every answer has its request, and every lost client its agent.
func checkSessions(t *rapid.T, c *collected, counts interactiontest.Counts) {
	lost := int64(0)
	for i, e := range c.Events {
		request, _ := e.Attrs.Get("request")
		switch e.Name {
		case "EventAck":
			if request == "" || e.Agent == "" || strings.TrimPrefix(e.Client, "Workspace_") != e.Agent {
				t.Fatalf("answer without its request or agent: %s", parsertest.Line(e, true))
			}
		case "ClientDisconnected":
			if e.Client == "Workspace_"+e.Agent {
				lost++
			}
		case "RequestAgentLogout":
			if e.Client != "Workspace_"+e.Agent {
				t.Fatalf("logout without its agent: %s", parsertest.Line(e, true))
			}
		}
		if i > 0 && e.Time.Before(c.Events[i-1].Time) {
			t.Fatalf("time goes back at %s", parsertest.Line(e, true))
		}
	}
	if lost != counts.Lost {
		t.Fatalf("%d clients lost with their agent, want %d", lost, counts.Lost)
	}
}

func TestPlaces(t *testing.T) {
	log, _ := generated(t, interactiontest.Options{Size: 3 << 20, Seed: 3})
	parsertest.PlacesOf(t, interaction.New(), options(), log)
}
