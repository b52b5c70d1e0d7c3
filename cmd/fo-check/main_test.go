package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"fo-check": main})
}

func TestScripts(t *testing.T) {
	withoutRaceDetector(t)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("TZ", "UTC")
			return nil
		},
		Condition: func(name string) (bool, error) {
			if name == "root" {
				return os.Getuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", name)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": status, "long": longLine, "sub": substitute,
			"zip": zipFiles, "literal": literal},
	})
}

// status CODE ARGS... runs fo-check in its own process and wants that exit code.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: status CODE ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec("fo-check", args[1:]...)
	got := 0
	if exit, ok := err.(interface{ ExitCode() int }); ok {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// long FILE MIB inserts a line with an attribute of so many MiB before the last line of a trace.
func longLine(ts *testscript.TestScript, neg bool, args []string) {
	mib, err := strconv.Atoi(args[1])
	ts.Check(err)
	content := strings.TrimRight(ts.ReadFile(args[0]), "\n")
	i := strings.LastIndexByte(content, '\n') + 1
	line := `{"time":"2026-03-02T10:00:05Z","name":"Long","attrs":{"x":"` + strings.Repeat("y", mib<<20) + `"}}` + "\n"
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(content[:i]+line+content[i:]+"\n"), 0o644))
}

// sub FILE OLD NEW replaces text in a file.
func substitute(ts *testscript.TestScript, neg bool, args []string) {
	content := strings.ReplaceAll(ts.ReadFile(args[0]), args[1], args[2])
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(content), 0o644))
}

// quietly runs fo-check in this process.
func quietly(ctx context.Context, args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(ctx, args, streams{strings.NewReader(""), &out, &err})
	return code, out.String(), err.String()
}

// trace writes a long trace of one desktop and returns its path.
func longTrace(t *testing.T, events int) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(`{"schema":"fo-check/trace/v1","source":"desktop","instance":"PC-1"}` + "\n")
	start := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	for i := range events {
		fmt.Fprintf(&b, `{"time":%q,"name":"ServiceStatus","site":"A","attrs":{"service":"telephony","status":"on"}}`+"\n",
			start.Add(time.Duration(i)*time.Second).Format(time.RFC3339))
	}
	path := t.TempDir() + "/long.ndjson"
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestNoGoroutineOutlivesACommand(t *testing.T) {
	path := longTrace(t, 20_000)
	before := runtime.NumGoroutine()
	stopped, stop := context.WithCancel(context.Background())
	stop()
	for _, ctx := range []context.Context{context.Background(), stopped} {
		quietly(ctx, "check", path)
		quietly(ctx, "parse", path)
		quietly(ctx, "parsers", "detect", path)
	}
	for range 200 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Errorf("%d goroutines before, %d after", before, runtime.NumGoroutine())
}

func TestInterruptGivesAPartialReport(t *testing.T) {
	path := longTrace(t, 20_000)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	code, stdout, stderr := quietly(ctx, "check", "-o", "json", path)
	if code != exitInterrupted || !strings.Contains(stdout, `"partial": true`) || !strings.Contains(stdout, `"exit_code": 130`) {
		t.Errorf("exit code %d, report %.200s, messages %s", code, stdout, stderr)
	}
}

func TestSameInputSameBytes(t *testing.T) {
	path := longTrace(t, 500)
	_, first, _ := quietly(context.Background(), "check", "-o", "json", path)
	for range 3 {
		if _, again, _ := quietly(context.Background(), "check", "-o", "json", path); again != first {
			t.Fatal("two reports on the same input differ")
		}
	}
}

func TestKeepsCodesOfTheLibraryToItself(t *testing.T) {
	for _, args := range [][]string{{"check", "--nonsense"}, {"rules"}, {"explain"}, {"check", "--max-findings=x", "."}} {
		if code, stdout, stderr := quietly(context.Background(), args...); code != exitUsage || stdout != "" || stderr == "" {
			t.Errorf("%v: exit code %d, stdout %q, stderr %q", args, code, stdout, stderr)
		}
	}
}

func TestAFaultOfOursIsNoVerdict(t *testing.T) {
	var b bytes.Buffer
	if code := crashed("index out of range", &b); code != exitUnchecked || !strings.HasPrefix(b.String(), "fo-check: internal error: index out of range; please report") {
		t.Errorf("exit code %d, %s", code, b.String())
	}
}
