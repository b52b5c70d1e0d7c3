package textlog

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/parsers"
)

func segments(texts ...string) (out []parsers.Segment) {
	for i, x := range texts {
		out = append(out, parsers.Segment{Name: fmt.Sprint("s", i), Size: int64(len(x)),
			Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(x)), nil }})
	}
	return out
}

// lines reads everything as "segment:number+offset text".
func lines(r *Reader) (out []string) {
	for {
		line, ok := r.Line()
		if !ok {
			return out
		}
		p := r.Pos()
		out = append(out, fmt.Sprintf("%s:%d+%d %s", p.File, p.Line, p.Offset, line[:min(len(line), 20)]))
	}
}

func TestReader(t *testing.T) {
	begins := func(head []byte) bool { return bytes.HasPrefix(head, []byte("HEAD")) }
	cases := []struct {
		name  string
		texts []string
		want  string
	}{
		{"a line over a seam", []string{"a\nbc", "de\nf\n"}, "s0:1+0 a|s0:2+2 bcde|s1:2+3 f"},
		{"a segment of its own", []string{"a\nbc", "HEAD\nf"}, "s0:1+0 a|s0:2+2 bc|s1:1+0 HEAD|s1:2+5 f"},
		{"empty ones between", []string{"", "a", "", "b\r\nc\r\n", ""}, "s1:1+0 ab|s3:2+3 c"},
		{"nothing", []string{"", ""}, ""},
		{"blank lines", []string{"\n\r\n\nx"}, "s0:1+0 |s0:2+1 |s0:3+3 |s0:4+4 x"},
	}
	for _, c := range cases {
		r := NewReader(segments(c.texts...), nil)
		r.Begins = begins
		got := strings.Join(lines(r), "|")
		if got != c.want || r.Bytes() != int64(len(strings.Join(c.texts, ""))) {
			t.Errorf("%s: got %q (%d bytes), want %q", c.name, got, r.Bytes(), c.want)
		}
	}
}

func TestReaderCutsLongLines(t *testing.T) {
	long := strings.Repeat("x", 3*MaxLine)
	r := NewReader(segments("a\n"+long+"\nb\n"+long), nil)
	var cut []int64
	n := 0
	for {
		line, ok := r.Line()
		if !ok {
			break
		}
		n++
		if c := r.Cut(); c > 0 {
			cut = append(cut, c)
			if len(line) != MaxLine {
				t.Errorf("%d bytes are kept", len(line))
			}
		}
	}
	if n != 4 || len(cut) != 2 || cut[0] != int64(len(long)+1) || cut[1] != int64(len(long)) {
		t.Errorf("%d lines, cut %v", n, cut)
	}
}

// Ahead shows what follows from the current line on, and reading goes on as if it had not been asked.
func TestAhead(t *testing.T) {
	var text strings.Builder
	for i := range 60_000 {
		fmt.Fprintf(&text, "line %d of a log that is longer than the buffer\n", i)
	}
	whole := text.String()
	r, at := NewReader(segments(whole), nil), 0
	for n := 0; ; n++ {
		line, ok := r.Line()
		if !ok {
			break
		}
		size := len(line) + 1
		if want := whole[at : at+size-1]; string(line) != want {
			t.Fatalf("line %d: %q, want %q", n, line, want)
		}
		if n%5000 == 0 {
			if got := r.Ahead(1 << 20); !strings.HasPrefix(whole[at:], string(got)) || len(got) != min(1<<20, len(whole)-at) {
				t.Fatalf("line %d: %d bytes ahead", n, len(got))
			}
		}
		at += size
	}
	if at != len(whole) {
		t.Errorf("%d bytes read of %d", at, len(whole))
	}
}

func TestLayouts(t *testing.T) {
	cases := []struct{ pattern, text, want string }{
		{"yyyy-MM-dd HH:mm:ss,SSS", "2026-03-02 10:00:31.12 x", "2026-03-02T10:00:31.12 22"},
		{"yyyy-MM-dd HH:mm:ss[,SSS][XXX]", "2026-03-02 10:00:31+0530", "2026-03-02T10:00:31+19800 24"},
		{"yyyy-MM-dd HH:mm:ss[,SSS][ XXX]", "2026-03-02 10:00:31 -01:00", "2026-03-02T10:00:31-3600 26"},
		{"M/d/yyyy@HH:mm:ss.S", "12/2/2026@10:00:31.94", "2026-12-02T10:00:31.094 21"},
		{"EEE MMM d HH:mm:ss yyyy", "Mon Mar 2 10:00:31 2026", "2026-03-02T10:00:31 23"},
		{"dd-MMM-yy hh:mm:ss a", "02-mar-26 12:00:31 pm", "2026-03-02T12:00:31 21"},
		{"epoch", "1772442031.5 x", "2026-03-02T09:00:31.5+0 12"},
		{"yyyy-MM-dd HH:mm:ss", "2026-02-29 10:00:31", ""},
		{"yyyy-MM-dd HH:mm:ss", "2026-03-02 24:00:31", ""},
		{"yyyy-MM-dd HH:mm:ss", "2026-03-02", ""},
	}
	for _, c := range cases {
		l, err := ParseLayout(c.pattern)
		if err != nil {
			t.Errorf("%s: %v", c.pattern, err)
			continue
		}
		got := ""
		if v, n, ok := l.Parse([]byte(c.text)); ok {
			at := time.Date(v.Year, v.Month, v.Day, v.Hour, v.Minute, v.Second, v.Nano, time.UTC)
			got = at.Format("2006-01-02T15:04:05.999999999")
			if v.Zoned {
				got += fmt.Sprintf("%+d", v.Offset)
			}
			got += fmt.Sprint(" ", n)
		}
		if got != c.want {
			t.Errorf("%s: %q is %q, want %q", c.pattern, c.text, got, c.want)
		}
	}
	for _, wrong := range []string{"", "yyyy", "HH:mm", "HH:mm:ss'", "HH:mm:ss[", "HH:mm:ss]", "hh:mm:ss", "MM-dd HH:mm:ss", "QQ HH:mm:ss"} {
		if _, err := ParseLayout(wrong); err == nil {
			t.Errorf("%q is accepted", wrong)
		}
	}
}

// The stamper's short cut gives what the layout gives.
func FuzzStamper(f *testing.F) {
	f.Add("2026-03-02 10:00:31,120", "2026-03-02 10:00:31,999 x")
	f.Add("2026-03-02 10:00:31,120", "2026-03-02 10:00:31,999+01:00")
	f.Add("2026-03-02 10:00:31,120", "2026-03-02 10:00:31,9999")
	f.Fuzz(func(t *testing.T, one, two string) {
		l, err := ParseLayout("yyyy-MM-dd HH:mm:ss[,SSS][XXX]")
		if err != nil {
			t.Fatal(err)
		}
		warm := Stamper{Layout: l, Clock: &Clock{Zone: time.UTC}}
		cold := Stamper{Layout: l, Clock: &Clock{Zone: time.UTC}}
		warm.Parse([]byte(one))
		at, n, _, ok := warm.Parse([]byte(two))
		want, m, _, fine := cold.Parse([]byte(two))
		if !at.Equal(want) || n != m || ok != fine {
			t.Errorf("%q after %q: %v %d %v, want %v %d %v", two, one, at, n, ok, want, m, fine)
		}
	})
}
