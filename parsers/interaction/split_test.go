package interaction_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers/interaction"
	"github.com/fo-check/fo-check/parsers/interaction/interactiontest"
	"pgregory.net/rapid"
)

// seamless are the cases in one segment without a silence, where a seam may be anywhere.
var seamless = []string{"basics", "disconnect", "heads", "truncated"}

// TestSplitAnywhere cuts a log into two segments at every byte: the same events must come out.
func TestSplitAnywhere(t *testing.T) {
	for _, name := range seamless {
		t.Run(name, func(t *testing.T) {
			whole := readCase(t, name)[0]
			want := parse(t, options(), whole)
			for cut := range len(whole.content) + 1 {
				a, b := text{"a.log", whole.content[:cut]}, text{"b.log", whole.content[cut:]}
				compareEvents(t, want, parse(t, options(), a, b), cut)
			}
		})
	}
}

// TestSplitWithHeader cuts a log where its server would have rotated it: the header comes again.
func TestSplitWithHeader(t *testing.T) {
	for _, name := range append(seamless, "crlf") {
		t.Run(name, func(t *testing.T) {
			whole := readCase(t, name)[0]
			end := "\n\n"
			if name == "crlf" {
				end = "\r\n\r\n"
			}
			head := strings.Index(whole.content, end) + len(end)
			again := strings.Replace(whole.content[:head], "(1)", "(2)", 1)
			want := parse(t, options(), whole)
			for cut := head; cut <= len(whole.content); cut++ {
				compareEvents(t, want, parse(t, options(), text{"a.log", whole.content[:cut]}, text{"b.log", again + whole.content[cut:]}), cut)
			}
		})
	}
}

func compareEvents(t *testing.T, want, got *collected, cut int) {
	t.Helper()
	for i := range max(len(want.events), len(got.events)) {
		w, g := "nothing", "nothing"
		if i < len(want.events) {
			w = eventLine(want.events[i], false)
		}
		if i < len(got.events) {
			g = eventLine(got.events[i], false)
		}
		if w != g {
			t.Fatalf("cut at %d, event %d:\n got %s\nwant %s", cut, i, g, w)
		}
	}
	if fmt.Sprint(want.in.ByName) != fmt.Sprint(got.in.ByName) || want.in.End != got.in.End {
		t.Fatalf("cut at %d: counts %v, end %q, want %v, %q", cut, got.in.ByName, got.in.End, want.in.ByName, want.in.End)
	}
}

// TestGeneratedSegments reads a rotated log, cut anywhere, and compares it with what was written.
func TestGeneratedSegments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		opt := interactiontest.Options{Seed: rapid.Uint64().Draw(t, "seed"), Size: 200 << 10, Agents: 20,
			Segment: rapid.Int64Range(4<<10, 100<<10).Draw(t, "segment")}
		texts, counts := generatedSegments(t, opt)
		c := &collected{}
		if err := interaction.New().Parse(segments(texts), options(), c); err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(c.in.ByName) != fmt.Sprint(counts.Events) || c.in.SkippedLines != 0 || c.in.Bytes != counts.Bytes {
			t.Fatalf("%v, want %v; %d skipped lines; %d bytes of %d", c.in.ByName, counts.Events, c.in.SkippedLines, c.in.Bytes, counts.Bytes)
		}
		checkSessions(t, c, counts)
	})
}

// checkSessions checks that every answer has its request, and every lost client its agent.
func checkSessions(t *rapid.T, c *collected, counts interactiontest.Counts) {
	lost := int64(0)
	for i, e := range c.events {
		request, _ := e.Attrs.Get("request")
		switch e.Name {
		case "EventAck":
			if request == "" || e.Agent == "" || strings.TrimPrefix(e.Client, "Workspace_") != e.Agent {
				t.Fatalf("answer without its request or agent: %s", eventLine(e, true))
			}
		case "ClientDisconnected":
			if e.Client == "Workspace_"+e.Agent {
				lost++
			}
		case "RequestAgentLogout":
			if e.Client != "Workspace_"+e.Agent {
				t.Fatalf("logout without its agent: %s", eventLine(e, true))
			}
		}
		if i > 0 && e.Time.Before(c.events[i-1].Time) {
			t.Fatalf("time goes back at %s", eventLine(e, true))
		}
	}
	if lost != counts.Lost {
		t.Fatalf("%d clients lost with their agent, want %d", lost, counts.Lost)
	}
}

func generatedSegments(t *rapid.T, opt interactiontest.Options) ([]text, interactiontest.Counts) {
	var bufs []*bytes.Buffer
	counts, err := interactiontest.Generate(opt, func(int) (io.Writer, error) {
		bufs = append(bufs, &bytes.Buffer{})
		return bufs[len(bufs)-1], nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var out []text
	for i, b := range bufs {
		out = append(out, text{fmt.Sprintf("ixn%04d.log", i), b.String()})
	}
	return out, counts
}

// TestPlaces checks that every event's offset is that of its line, and its line the number of that line.
func TestPlaces(t *testing.T) {
	log, _ := generated(t, interactiontest.Options{Size: 3 << 20, Seed: 3})
	got := parse(t, options(), text{"ixn.log", string(log)})
	line, at := 1, int64(0)
	for _, e := range got.events {
		line += bytes.Count(log[at:e.Pos.Offset], []byte{'\n'})
		at = e.Pos.Offset
		if e.Pos.Line != line || at > 0 && log[at-1] != '\n' {
			t.Fatalf("%s at line %d offset %d: the line there is %d", e.Name, e.Pos.Line, at, line)
		}
	}
}
