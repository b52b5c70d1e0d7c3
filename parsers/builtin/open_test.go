package builtin_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/builtin"
	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/engine"
	"github.com/fo-check/fo-check/trace"
)

// Logs are judged by the built-in rules, as the command does it.
func ExampleOpen() {
	set, err := rules.Load(rules.Builtin())
	if err != nil {
		panic(err)
	}
	logs, err := builtin.Open(parsers.Options{Wanted: set.Wanted()}, nil, "../../testdata/demo")
	if err != nil {
		panic(err)
	}
	report, err := engine.Check(context.Background(), set, logs, engine.Options{})
	if err != nil {
		panic(err)
	}
	for _, f := range report.Findings {
		if f.Verdict == rules.Violation && f.Rule.Severity == rules.Should && f.Detail == rules.Missing {
			fmt.Println(f.Rule.ID, f.Key[0].Value, f.Message, filepath.Base(f.Evidence[0].Pos.File), f.Evidence[0].Pos.Line)
		}
	}
	// Output: DR-32 PC-24 no SwitchoverStarted within 1m5s PC-24.ndjson 19
}

// The events of a trace, without rules.
func ExampleOpen_events() {
	logs, err := builtin.Open(parsers.Options{}, nil, "../../testdata/demo/PC-24.ndjson")
	if err != nil {
		panic(err)
	}
	defer logs.Close()
	for {
		item, err := logs.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			panic(err)
		}
		if item.Kind == trace.KindEvent && item.Event.Reason != "" {
			fmt.Println(item.Event.Time.Format("15:04:05"), item.Event.Name, item.Event.Reason)
		}
	}
	// Output: 10:30:32 EventAgentLogout dr-force_logout
}

func TestOpenSaysWhatItCannotRead(t *testing.T) {
	dir := t.TempDir()
	odd := filepath.Join(dir, "odd.txt")
	if err := os.WriteFile(odd, []byte("a letter\nto nobody\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(dir, "empty")
	if err := os.Mkdir(empty, 0o755); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{odd: "odd.txt", filepath.Join(dir, "missing.log"): "missing.log", empty: "empty"} {
		if logs, err := builtin.Open(parsers.Options{}, nil, path); err == nil || logs != nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestOpenTellsWhatFailedOnTheWay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "PC-1.ndjson")
	good := `{"time":"2026-03-02T10:00:00Z","source":"desktop","name":"DesktopStarted","instance":"PC-1"}` + "\n"
	if err := os.WriteFile(path, []byte(good), 0o644); err != nil {
		t.Fatal(err)
	}
	logs, err := builtin.Open(parsers.Options{}, nil, path)
	if err != nil {
		t.Fatal(err)
	}
	events := 0
	for {
		item, err := logs.Next()
		if err != nil {
			break
		}
		if item.Kind == trace.KindEvent {
			events++
		}
	}
	if events != 1 || len(logs.Problems()) != 0 {
		t.Errorf("%d events, %v", events, logs.Problems())
	}
}
