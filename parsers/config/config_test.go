package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

const testdata = "../../testdata/config"

// dump is an Output that writes down everything that is said.
type dump struct {
	b    strings.Builder
	fail error
	ins  []*trace.Input
}

func (d *dump) Start(in *trace.Input) error {
	d.ins = append(d.ins, in)
	fmt.Fprintf(&d.b, "start %s complete=%v\n", in.Path, in.CompleteFromStart)
	return nil
}

func (d *dump) Event(_ *trace.Input, e *trace.Event) error {
	if d.fail != nil {
		return d.fail
	}
	fmt.Fprintf(&d.b, "%d:", e.Pos.Line)
	if !e.Time.IsZero() || e.Source != "config" {
		d.b.WriteString("not a static fact ")
	}
	if e.Skipped {
		d.b.WriteString("skipped ")
	}
	d.b.WriteString(e.Name)
	for k := range trace.NumKeys {
		if v := e.Key(k); v != "" {
			fmt.Fprintf(&d.b, " %s=%s", k, v)
		}
	}
	for _, a := range e.Attrs {
		fmt.Fprintf(&d.b, " .%s=%s", a.Key, a.Value)
	}
	d.b.WriteString("\n")
	return nil
}

func (d *dump) End(in *trace.Input) error {
	fmt.Fprintf(&d.b, "end %s lines=%d skipped=%d events=%d\n", in.End, in.Lines, in.SkippedLines, in.Events)
	for _, n := range in.Notes {
		fmt.Fprintf(&d.b, "note %s:%d:%d refused=%v %s\n", n.Pos.File, n.Pos.Line, n.Col, n.Refused, n.Text)
	}
	return nil
}

func segment(name string, content []byte) parsers.Segment {
	return parsers.Segment{Name: name, Size: -1, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}
}

func all() parsers.Options { return parsers.Options{Wanted: &trace.Wanted{All: true}} }

func parse(t testing.TB, name string, content []byte) *dump {
	t.Helper()
	d := &dump{}
	if err := New().Parse([]parsers.Segment{segment(name, content)}, all(), d); err != nil {
		t.Fatal(err)
	}
	return d
}

// cases are the exports of testdata.
func cases(t testing.TB) []string {
	t.Helper()
	entries, err := os.ReadDir(testdata)
	if err != nil || len(entries) == 0 {
		t.Fatalf("no exports: %v", err)
	}
	var out []string
	for _, e := range entries {
		if !e.IsDir() && filepath.Ext(e.Name()) != ".golden" {
			out = append(out, e.Name())
		}
	}
	return out
}

func content(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(testdata, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestGolden(t *testing.T) {
	g := goldie.New(t, goldie.WithFixtureDir(testdata))
	for _, name := range cases(t) {
		t.Run(name, func(t *testing.T) { g.Assert(t, name, []byte(parse(t, name, content(t, name)).b.String())) })
	}
}

// TestSecrets checks that no password of an export is kept, whatever is wrong with the export.
func TestSecrets(t *testing.T) {
	for _, name := range cases(t) {
		text := content(t, name)
		for cut := len(text); cut > 0; cut -= 7 {
			got := parse(t, name, text[:cut]).b.String() + New().Detect(parsers.Head{Bytes: text[:cut]}).Reason
			for _, secret := range []string{"Pa55w0rd", "hunter2"} {
				if strings.Contains(got, secret) {
					t.Fatalf("%s cut at %d: %s is kept:\n%s", name, cut, secret, got)
				}
			}
		}
	}
}

// An export that was cut must not say that what it does not show is absent.
func TestOnlyAWholeExportIsComplete(t *testing.T) {
	for _, name := range []string{"export.json", "minified.json", "raw.json", "objects.xml", "update.xml", "desktop.exe.config"} {
		text := bytes.TrimSpace(content(t, name))
		if d := parse(t, name, text); !d.ins[0].CompleteFromStart || d.ins[0].End != trace.EndNormal {
			t.Errorf("%s: a whole export is not taken as complete", name)
		}
		for cut := len(text) - 1; cut > 20; cut -= 11 {
			d := parse(t, name, text[:cut])
			if in := d.ins[0]; in.CompleteFromStart || in.End != trace.EndTruncated || len(in.Notes) == 0 {
				t.Fatalf("%s cut at %d is taken as complete", name, cut)
			}
		}
	}
}

// Both layouts of one export say the same, each at its own place.
func TestLayoutDoesNotMatter(t *testing.T) {
	facts := func(name string) string {
		var out []string
		for line := range strings.Lines(parse(t, name, content(t, name)).b.String()) {
			_, fact, ok := strings.Cut(line, ":")
			if fact, _, _ = strings.Cut(fact, " .column="); ok && !strings.HasPrefix(line, "note") {
				out = append(out, fact)
			}
		}
		return strings.Join(out, "\n")
	}
	if a, b := facts("export.json"), facts("minified.json"); a != b || a == "" {
		t.Errorf("pretty:\n%s\nminified:\n%s", a, b)
	}
}

func TestDetect(t *testing.T) {
	for _, name := range cases(t) {
		d := New().Detect(parsers.Head{Name: "x", Bytes: content(t, name), Whole: true})
		if d.Score == 0 && name != "bomb.xml" || d.Score > 0 && !strings.HasPrefix(d.Reason, "line ") {
			t.Errorf("%s: %+v", name, d)
		}
	}
	for _, text := range []string{"", "{", "[", "<", "{}", "[]", `{"a":1}`, "<xml/>", "[x]\n", "[php]\nmemory_limit = 1\n", "site-timeout=1\n",
		`{"name":"ServiceStatus","time":"2026-03-02T10:00:31Z","source":"desktop"}`, "key=site-timeout\n", "[a]\nsite-timeout\n", "\x00\x01"} {
		if d := New().Detect(parsers.Head{Bytes: []byte(text), Whole: true}); d.Score > 0 {
			t.Errorf("%q: %+v", text, d)
		}
	}
}

func TestTooLarge(t *testing.T) {
	s := segment("big.json", []byte(strings.Repeat(" ", 100)))
	p := Parser{limit: 10}
	for _, size := range []int64{-1, 100} {
		s.Size = size
		if err := p.Parse([]parsers.Segment{s}, all(), &dump{}); err == nil || !strings.Contains(err.Error(), "big.json: larger than 10 bytes") {
			t.Errorf("size %d: %v", size, err)
		}
	}
}

func TestDeepNestingIsNotFollowed(t *testing.T) {
	deep := `{"applications":[{"name":"X","options":` + strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000) + "}]}"
	if d := parse(t, "deep.json", []byte(deep)); !strings.Contains(d.b.String(), "Application server=X") {
		t.Error(d.b.String())
	}
	xml := "<ConfData>" + strings.Repeat("<a>", 5000)
	if d := parse(t, "deep.xml", []byte(xml)); !strings.Contains(d.b.String(), "too deep") {
		t.Error(d.b.String())
	}
}

// What nothing wants is counted, and not delivered.
func TestUnwantedFactsAreCounted(t *testing.T) {
	d := &dump{}
	w := &trace.Wanted{Bodies: map[string]map[string]bool{"config": {"Person": true}}}
	if err := New().Parse([]parsers.Segment{segment("e", content(t, "export.json"))}, parsers.Options{Wanted: w}, d); err != nil {
		t.Fatal(err)
	}
	if n := d.ins[0].ByName["Option"]; n < 10 || strings.Contains(d.b.String(), ":Option") || !strings.Contains(d.b.String(), ":Person") {
		t.Errorf("%d options counted:\n%s", n, d.b.String())
	}
}

func TestAConsumerThatHasGoneEndsReading(t *testing.T) {
	gone := errors.New("gone")
	err := New().Parse([]parsers.Segment{segment("e", content(t, "export.json"))}, all(), &dump{fail: gone})
	if !errors.Is(err, gone) {
		t.Errorf("%v", err)
	}
}

func TestKnown(t *testing.T) {
	for key, want := range map[string]string{"site-timeout": "site-timeout", "site_timeout": "site-timeout", "Site-Timeout": "site-timeout",
		"site-timeot": "site-timeout", "site-sip-registration-timeout": "site-sip-register-timeout", "timeout": "", "log-level": "",
		"dr-foward": "dr-forward", "dr_forward": "dr-forward", "sipendpoint.sbc-register-port.peer": "sipendpoint.sbc-register-port.peer"} {
		if got := Known(key); got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range cases(f) {
		f.Add(content(f, name))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		New().Detect(parsers.Head{Bytes: b})
		d := parse(t, "fuzz", b)
		in := d.ins[0]
		for _, n := range in.Notes {
			if int64(n.Pos.Line) > max(in.Lines, 1) || n.Col < 0 {
				t.Errorf("note outside of the file: %+v", n)
			}
		}
	})
}
