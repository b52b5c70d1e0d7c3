// Package readme holds the README to its word: the commands that it shows are run, and must print what it
// shows.
package readme

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// example is a command of a console block, with the output shown below it.
type example struct {
	line    int
	command string
	output  string
}

// examples reads the console blocks: lines that begin with "$ " are commands, the others their output.
func examples(text string) []example {
	var out []example
	inside := false
	for i, line := range strings.Split(text, "\n") {
		switch {
		case strings.HasPrefix(line, "```"):
			inside = line == "```console"
		case inside && strings.HasPrefix(line, "$ "):
			out = append(out, example{i + 1, line[2:], ""})
		case inside && len(out) > 0:
			out[len(out)-1].output += line + "\n"
		}
	}
	return out
}

// pages are the pages whose examples are run, from the root of the repository.
func pages(t *testing.T) []string {
	t.Helper()
	formats, err := filepath.Glob("docs/formats/*.md")
	if err != nil || len(formats) == 0 {
		t.Fatal("no page about formats", err)
	}
	return append([]string{"README.md", "docs/reports.md"}, formats...)
}

func TestExamplesPrintWhatIsShown(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "fo-check.exe")
	if out, err := exec.Command("go", "build", "-o", binary, "./cmd/fo-check").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	ran := 0
	for _, page := range pages(t) {
		ran += runExamples(t, binary, page)
	}
	if ran == 0 {
		t.Error("no page shows a command of fo-check")
	}
}

// runExamples runs the commands of a page, and returns how many there are.
func runExamples(t *testing.T, binary, page string) (ran int) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	status := 0
	for _, x := range examples(string(text)) {
		words := strings.Fields(strings.Replace(x.command, "go run ./cmd/fo-check", "fo-check", 1))
		switch {
		case x.command == "echo $?":
			if want := strings.TrimSpace(x.output); want != strconv.Itoa(status) {
				t.Errorf("%s:%d: exit code %d, shown is %s", page, x.line, status, want)
			}
		case words[0] == "fo-check":
			ran++
			var got string
			got, status = run(t, binary, words[1:])
			if !shows(x.output, got) {
				t.Errorf("%s:%d: %s\n--- shown\n%s\n--- printed\n%s", page, x.line, x.command, x.output, got)
			}
		}
	}
	return ran
}

// shows tells whether the output is what was shown; a shown line "..." stands for any lines, and " ..." at the
// end of a line for the rest of it.
func shows(shown, got string) bool {
	pattern := regexp.QuoteMeta(strings.Trim(shown, "\n") + "\n")
	pattern = regexp.MustCompile(`(?m)^\\\.\\\.\\\.\n`).ReplaceAllString(pattern, `(?:.*\n)*?`)
	pattern = regexp.MustCompile(`(?m) \\\.\\\.\\\.$`).ReplaceAllString(pattern, `.*`)
	return regexp.MustCompile(`^` + pattern + `$`).MatchString(strings.Trim(got, "\n") + "\n")
}

func TestShows(t *testing.T) {
	got := "a\nb\nc\nd\n"
	for shown, want := range map[string]bool{"a\nb\nc\nd\n": true, "a\nb\nc\n": false, "b\nc\nd\n": false, "a\n...\nd\n": true,
		"a\n...\nc\n": false, "b\n...\nd\n": false, "a\n...\nc\nd\n\n": true, "a\n...\n": true, "a\n...\nb\n...\nd\n": true, "one ...\n": false, "a\nb\n...\n": true,
		"a\n...\nd\n...\nb\n": false, "": false} {
		if shows(shown, got) != want {
			t.Errorf("shows(%q) is %v", shown, !want)
		}
	}
	if !shows("one two ...\nend\n", "one two three\nend\n") || shows("one two ...\nend\n", "one three\nend\n") {
		t.Error("an open end of a line")
	}
}

// run returns what the command prints to standard output, and its exit code.
func run(t *testing.T, binary string, args []string) (string, int) {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Env = append(os.Environ(), "NO_COLOR=1", "TZ=UTC")
	var out bytes.Buffer
	cmd.Stdout = &out
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return out.String(), cmd.ProcessState.ExitCode()
}

func TestExamplesAreFound(t *testing.T) {
	got := examples("x\n```console\n$ fo-check a b\none\ntwo\n$ fo-check c\n```\n$ not\n```yaml\n$ nor\n```\n")
	if len(got) != 2 || got[0].output != "one\ntwo\n" || got[0].line != 3 || got[1].command != "fo-check c" {
		t.Errorf("%+v", got)
	}
}
