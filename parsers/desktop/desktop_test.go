package desktop

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

const testdata = "../../testdata/desktop"

// recorder is an Output that writes everything down as a merged trace.
type recorder struct {
	enc    *trace.Encoder
	lastID int
	err    error
}

func (r *recorder) put(it trace.Item) error {
	if err := r.enc.Encode(it); err != nil {
		return err
	}
	return r.err
}

func (r *recorder) Start(in *trace.Input) error {
	r.lastID++
	in.ID = r.lastID
	return r.put(trace.Item{Kind: trace.KindInputStart, Input: in})
}

func (r *recorder) Event(in *trace.Input, e *trace.Event) error {
	return r.put(trace.Item{Input: in, Event: e, Time: e.Time})
}

func (r *recorder) End(in *trace.Input) error {
	return r.put(trace.Item{Kind: trace.KindInputEnd, Input: in, Time: in.EndTime})
}

func segment(name, text string) parsers.Segment {
	return parsers.Segment{Name: name, Size: int64(len(text)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(text)), nil
	}}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(testdata, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// parse returns what the parser delivers, as a merged trace.
func parse(t *testing.T, segments ...parsers.Segment) string {
	t.Helper()
	var b bytes.Buffer
	r := &recorder{enc: trace.NewEncoder(&b)}
	if err := (Parser{}).Parse(segments, parsers.Options{Wanted: &trace.Wanted{All: true}}, r); err != nil {
		t.Fatal(err)
	}
	if err := r.enc.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTraces(t *testing.T) {
	g := goldie.New(t, goldie.WithFixtureDir(testdata), goldie.WithNameSuffix(".golden"))
	for _, name := range []string{"switchover", "mistakes", "merged"} {
		t.Run(name, func(t *testing.T) {
			got := parse(t, segment(name+".ndjson", read(t, name+".ndjson")))
			g.Assert(t, name, []byte(got))
			if again := parse(t, segment("again.ndjson", got)); again != got {
				t.Errorf("read again it is another trace:\n%s", again)
			}
		})
	}
}

func TestPasswordsAreNotKept(t *testing.T) {
	got := parse(t, segment("x", read(t, "switchover.ndjson")))
	if strings.Contains(got, "not-to-be-kept") || !strings.Contains(got, trace.Withheld) {
		t.Error(got)
	}
}

func TestStandardInputIsReadOnce(t *testing.T) {
	text := read(t, "switchover.ndjson")
	opened := 0
	pipe := parsers.Segment{Name: "x", Size: -1, Open: func() (io.ReadCloser, error) {
		if opened++; opened > 1 {
			return nil, errors.New("opened twice")
		}
		return io.NopCloser(strings.NewReader(text)), nil
	}}
	if got, want := parse(t, pipe), parse(t, segment("x", text)); got != want {
		t.Errorf("a pipe gives another trace than the file:\n%s\n%s", got, want)
	}
}

func TestDetect(t *testing.T) {
	const event = `{"time":"2026-03-02T10:00:00Z","source":"pom","name":"X"}` + "\n"
	tests := []struct {
		name, text string
		whole      bool
		score      int
		reason     string
	}{
		{"header", `{"schema":"fo-check/trace/v1"}` + "\n", false, 100, "line 1: header"},
		{"later schema: the reader says that it cannot read it", `{"schema":"fo-check/trace/v7"}` + "\n", true, 100, "line 1: header"},
		{"merged", `{"input":{"id":1}}` + "\n", false, 100, "line 1: input"},
		{"no header", "\xef\xbb\xbf\n" + event, false, 100, "line 2: event"},
		{"no line end", strings.TrimSpace(event), true, 100, "line 1: event"},
		{"cut head", strings.TrimSpace(event), false, 0, ""},
		{"wrong line before", `{"nmae":"X"}` + "\n" + event, true, 90, "line 2: event"},
		{"report", `{"schema":"fo-check/report/v1"}` + "\n", true, 0, ""},
		{"configuration", "{\n\"name\": \"SIP_A\"\n}\n", true, 0, ""},
		{"object in one line", `{"name":"SIP_A","type":"CfgApplication"}` + "\n", true, 0, ""},
		{"array", `[{"time":"2026-03-02T10:00:00Z","name":"X"}]`, true, 0, ""},
		{"log", "@10:00:00.0000 [0] 8.1 distribute_event: message EventAgentLogin\n", true, 0, ""},
		{"empty", "", true, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := Parser{}.Detect(parsers.Head{Name: tt.name, Bytes: []byte(tt.text), Whole: tt.whole})
			if d.Score != tt.score || !strings.HasPrefix(d.Reason, tt.reason) {
				t.Errorf("%+v", d)
			}
		})
	}
}

func TestParseEndsWhenTheConsumerHasGone(t *testing.T) {
	gone := errors.New("gone")
	r := &recorder{enc: trace.NewEncoder(io.Discard), err: gone}
	err := Parser{}.Parse([]parsers.Segment{segment("x", read(t, "switchover.ndjson"))}, parsers.Options{}, r)
	if !errors.Is(err, gone) {
		t.Error(err)
	}
}

func TestParseReportsWhatCannotBeRead(t *testing.T) {
	s := parsers.Segment{Name: "gone.ndjson", Open: func() (io.ReadCloser, error) { return nil, os.ErrPermission }}
	r := &recorder{enc: trace.NewEncoder(io.Discard)}
	if err := (Parser{}).Parse([]parsers.Segment{s}, parsers.Options{}, r); !errors.Is(err, os.ErrPermission) || r.lastID != 1 {
		t.Errorf("%v, %d inputs", err, r.lastID)
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"switchover.ndjson", "mistakes.ndjson", "merged.ndjson"} {
		text, err := os.ReadFile(filepath.Join(testdata, name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Add("0")
	f.Fuzz(func(t *testing.T, text string) {
		Parser{}.Detect(parsers.Head{Bytes: []byte(text), Whole: true})
		var b bytes.Buffer
		r := &recorder{enc: trace.NewEncoder(&b)}
		opt := parsers.Options{Wanted: &trace.Wanted{All: true}}
		if err := (Parser{}).Parse([]parsers.Segment{segment("f", text)}, opt, r); err != nil || r.enc.Flush() != nil {
			return
		}
		got := b.String()
		if again := parse(t, segment("f", got)); again != got {
			t.Fatalf("read again it is another trace:\n%s\n%s", got, again)
		}
	})
}
