package input

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// tree writes files below a new directory and makes it the working directory.
func tree(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, content := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func paths(files []*File) []string {
	var out []string
	for _, f := range files {
		out = append(out, filepath.ToSlash(f.Path))
	}
	return out
}

func TestFind(t *testing.T) {
	tree(t, map[string]string{"b.log": "b", "a.log": "a", "logs/x.log": "x", "logs/deep/y.log": "y",
		"logs/.git/z.log": "z", "logs/.hidden.log": "h", ".top.log": "t", "hidden/.only": "h", "odd[1].log": "o"})
	if err := os.Mkdir("none", 0o755); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name     string
		args     []string
		want     []string
		problems []string
	}{
		{"order of arguments does not matter", []string{"b.log", "./a.log", "b.log"}, []string{"a.log", "b.log"}, nil},
		{"a directory is searched whole, hidden ones are not", []string{"logs"}, []string{"logs/deep/y.log", "logs/x.log"}, nil},
		{"what is hidden can be named", []string{".top.log", "logs/.git"}, []string{".top.log", "logs/.git/z.log"}, nil},
		{"** crosses directories", []string{"**/y.*"}, []string{"logs/deep/y.log"}, nil},
		{"* does not", []string{"*.log"}, []string{"a.log", "b.log", "odd[1].log"}, nil},
		{"a file whose name looks like a pattern", []string{"odd[1].log"}, []string{"odd[1].log"}, nil},
		{"nothing matches", []string{"a.log", "*.trc"}, []string{"a.log"}, []string{"*.trc: no file matches this pattern"}},
		{"a malformed pattern", []string{"[a-"}, nil, []string{"[a-: no file matches this pattern; the pattern is malformed"}},
		{"missing, and the others go on", []string{"nope.log", "a.log"}, []string{"a.log"}, []string{"nope.log: no such file"}},
		{"a directory without files", []string{"none", "hidden"}, nil, []string{"none: no log in this directory", "hidden: no log"}},
	}
	for _, c := range cases {
		files, problems := (&Finder{}).Find(c.args)
		if got := paths(files); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
		if len(problems) != len(c.problems) {
			t.Errorf("%s: problems %v", c.name, problems)
			continue
		}
		for i, p := range problems {
			if !strings.HasPrefix(p.Error(), c.problems[i]) {
				t.Errorf("%s: got %q, want %q", c.name, p, c.problems[i])
			}
		}
	}
}

func packGzip(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, s)
	w.Close()
	return b.String()
}

func packZstd(s string) string {
	var b bytes.Buffer
	w, _ := zstd.NewWriter(&b)
	io.WriteString(w, s)
	w.Close()
	return b.String()
}

func TestHeadAndContentOfAnyPacking(t *testing.T) {
	long := strings.Repeat("10:00:00.000 a line of a log that is long enough\n", 30_000) // 1.4 MB
	cases := map[string]string{"plain.log": long, "gzip.log": packGzip(long), "zstd.gz": packZstd(long),
		"members.gz": packGzip(long[:70_000]) + packGzip(long[70_000:]), "bom.log": bom + long}
	tree(t, cases)
	for name, raw := range cases {
		files, _ := (&Finder{}).Find([]string{name})
		h, err := files[0].Head()
		if err != nil || h.Whole || !strings.HasPrefix(long, string(h.Bytes)) || len(h.Bytes) < parsers.HeadSize/4 {
			t.Errorf("%s: head of %d bytes, whole %v, %v", name, len(h.Bytes), h.Whole, err)
		}
		var progress int
		segments, digest := Opener{Inputs: 1, Progress: func(_ string, n int) { progress += n }}.Segments(files)
		if got := read(t, segments[0]); got != long {
			t.Errorf("%s: read %d bytes, want %d", name, len(got), len(long))
		}
		want := sha256.Sum256([]byte(raw))
		sum, n := digest.Sum()
		if sum != hex.EncodeToString(want[:]) || n != int64(len(raw)) || progress != len(raw) {
			t.Errorf("%s: digest %s of %d bytes (progress %d), want %x of %d", name, sum, n, progress, want, len(raw))
		}
	}
}

func read(t *testing.T, s parsers.Segment) string {
	t.Helper()
	r, err := s.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestHeadSaysWhyAFileIsNoLog(t *testing.T) {
	tree(t, map[string]string{"empty.log": "", "empty.gz": packGzip(""), "bom.log": bom, "image.log": "GIF89a\x00\x01",
		"rar.log": "Rar!\x1a\x07....", "cut.gz": packGzip(strings.Repeat("abcdefgh", 9))[:20], "short.gz": "\x1f\x8b\x08"})
	cases := map[string]struct {
		kind error
		text string
	}{
		"empty.log": {ErrEmpty, "empty.log: empty file"},
		"empty.gz":  {ErrEmpty, "empty.gz: empty file"},
		"bom.log":   {ErrEmpty, "bom.log: empty file"},
		"image.log": {ErrBinary, "image.log: binary file: a NUL byte at offset 6; logs are text"},
		"rar.log":   {ErrUnreadable, "rar.log: cannot be read: rar files are not read here; unpack it first"},
		"cut.gz":    {ErrUnreadable, "cut.gz: cannot be read: the gzip data is cut short"},
		"short.gz":  {ErrUnreadable, "short.gz: cannot be read: the gzip data is cut short"},
	}
	for name, c := range cases {
		files, _ := (&Finder{}).Find([]string{name})
		_, err := files[0].Head()
		if !errors.Is(err, c.kind) || !strings.HasPrefix(err.Error(), c.text) {
			t.Errorf("%s: got %v, want %s", name, err, c.text)
		}
	}
}

func TestStandardInputIsReadOnceAfterItsHead(t *testing.T) {
	content := strings.Repeat("line\n", 100_000)
	for _, raw := range []string{content, packGzip(content)} {
		f := &Finder{Stdin: strings.NewReader(raw), StdinName: "pipe.log"}
		files, _ := f.Find([]string{"-", "-"})
		h, err := files[0].Head()
		if err != nil || len(files) != 1 || h.Name != "pipe.log" || h.Whole {
			t.Fatalf("head %q whole %v of %d files, %v", h.Name, h.Whole, len(files), err)
		}
		segments, digest := Opener{}.Segments(files)
		if got := read(t, segments[0]); got != content {
			t.Errorf("read %d bytes, want %d", len(got), len(content))
		}
		if _, n := digest.Sum(); n != int64(len(raw)) {
			t.Errorf("digest of %d bytes, want %d", n, len(raw))
		}
		if _, err := segments[0].Open(); !errors.Is(err, ErrUnreadable) {
			t.Errorf("the second reading gives %v", err)
		}
	}
}

func TestGroupJoinsRotatedSegments(t *testing.T) {
	cases := []struct {
		name, files, want string
	}{
		{"stamps of Genesys servers", "SIP.20240131_101520_123.log SIP.20240130_235959_001.log",
			"SIP.20240130_235959_001.log+SIP.20240131_101520_123.log"},
		{"numbers, the highest is the oldest", "d/p.log d/p.log.1 d/p.log.10 d/p.log.2.gz", "d/p.log.10+d/p.log.2.gz+d/p.log.1+d/p.log"},
		{"other base, other directory", "a/p.log b/p.log.1 a/q.log", "a/p.log b/p.log.1 a/q.log"},
		{"other extension", "S.20240131_101520_123.log S.20240131_101520_123.snapshot.log",
			"S.20240131_101520_123.log S.20240131_101520_123.snapshot.log"},
		{"a version is no rotation number", "tool-1.2 tool-1.3", "tool-1.2 tool-1.3"},
	}
	for _, c := range cases {
		var files []*File
		for _, p := range strings.Fields(c.files) {
			files = append(files, &File{Path: p})
		}
		var got []string
		for _, g := range Group(files) {
			got = append(got, strings.Join(paths(g), "+"))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %s, want %s", c.name, strings.Join(got, " "), c.want)
		}
	}
}

func TestSplitKeepsTogetherWhatOneParserReads(t *testing.T) {
	group := []*File{{Path: "p.3"}, {Path: "p.2"}, {Path: "p.1"}, {Path: "p"}}
	labels := map[string]string{"p.3": "pom", "p.2": "", "p.1": "ors", "p": "pom"}
	var got []string
	for _, g := range Split(group, func(f *File) string { return labels[f.Path] }) {
		got = append(got, strings.Join(paths(g), "+"))
	}
	if want := "p.3+p p.2 p.1"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestDuplicatesAreReadOnce(t *testing.T) {
	tree(t, map[string]string{"a.log": "same", "b/a.log": "same", "c.log": "diff", "d.log": "longer"})
	if err := os.Link("d.log", "e.log"); err != nil {
		t.Skip(err)
	}
	files, _ := (&Finder{}).Find([]string{".", "b/a.log"})
	kept, notes := Duplicates(files)
	if !kept[0].Named || kept[1].Named {
		t.Errorf("the twin of a named file counts as named: %v %v", kept[0].Named, kept[1].Named)
	}
	if got := paths(kept); !slices.Equal(got, []string{"a.log", "c.log", "d.log"}) {
		t.Errorf("kept %v", got)
	}
	want := []Note{{filepath.Join("b", "a.log"), "the same content as a.log; read once"}, {"e.log", "the same content as d.log; read once"}}
	if !slices.Equal(notes, want) {
		t.Errorf("notes %v", notes)
	}
}

func TestDigestOfAFamilyCoversItsSegmentsInOrder(t *testing.T) {
	tree(t, map[string]string{"p.log.1": "older\n", "p.log": "newer\n"})
	open := func() ([]parsers.Segment, *Digest) {
		files, _ := (&Finder{}).Find([]string{"."})
		return Opener{Inputs: 1}.Segments(Group(files)[0])
	}
	want := sha256.Sum256([]byte("older\nnewer\n"))
	segments, d := open()
	read(t, segments[0])
	if sum, _ := d.Sum(); sum != "" {
		t.Error("a digest before the last segment was read")
	}
	read(t, segments[0]) // a second pass changes nothing
	read(t, segments[1])
	if sum, n := d.Sum(); sum != hex.EncodeToString(want[:]) || n != 12 {
		t.Errorf("digest %s of %d bytes", sum, n)
	}
	segments, d = open()
	read(t, segments[1])
	if sum, _ := d.Sum(); sum != "" {
		t.Error("a digest of segments that were read out of order")
	}
}

func TestClosingEarlyLeavesNoGoroutine(t *testing.T) {
	tree(t, map[string]string{"a.log": strings.Repeat("x", 9<<20), "b.gz": packGzip(strings.Repeat("y", 9<<20))})
	before := runtime.NumGoroutine()
	files, _ := (&Finder{}).Find([]string{"."})
	for _, f := range files {
		segments, d := Opener{Inputs: 1}.Segments([]*File{f})
		r, err := segments[0].Open()
		if err != nil {
			t.Fatal(err)
		}
		r.Read(make([]byte, 10))
		r.Close()
		if _, err := io.Copy(io.Discard, r); err == nil {
			t.Error("a closed reader reads on")
		}
		if sum, _ := d.Sum(); sum != "" {
			t.Error("a digest of what was not read")
		}
	}
	for range 200 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Errorf("%d goroutines before, %d after", before, runtime.NumGoroutine())
}

func TestUnreadableFileIsNamed(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root reads everything")
	}
	tree(t, map[string]string{"a.log": "a"})
	os.Chmod("a.log", 0)
	files, _ := (&Finder{}).Find([]string{"a.log"})
	if _, err := files[0].Head(); !errors.Is(err, ErrUnreadable) {
		t.Error(err)
	}
}

func BenchmarkRead(b *testing.B) {
	path := filepath.Join(b.TempDir(), "a.log")
	if err := os.WriteFile(path, bytes.Repeat([]byte("10:00:00.000 a line of a log\n"), 4<<20), 0o644); err != nil {
		b.Fatal(err)
	}
	files, _ := (&Finder{}).Find([]string{path})
	b.SetBytes(files[0].Size)
	for b.Loop() {
		segments, d := Opener{Inputs: 1}.Segments(files)
		r, _ := segments[0].Open()
		buf := make([]byte, 1<<20)
		lines := 0
		for {
			n, err := r.Read(buf)
			lines += bytes.Count(buf[:n], []byte("\n"))
			if err != nil {
				break
			}
		}
		r.Close()
		if _, n := d.Sum(); n != files[0].Size || lines != 4<<20 {
			b.Fatal(n, lines)
		}
	}
}

func TestLinesAtOffsets(t *testing.T) {
	content := "first\r\nsecond line\nthird"
	tree(t, map[string]string{"plain.log": content, "bom.log": bom + content, "packed.log": packGzip(content)})
	for _, name := range []string{"plain.log", "bom.log", "packed.log"} {
		got, err := Lines(name, []int64{19, 0, 7, 7, 500}, 6)
		if err != nil || len(got) != 3 || got[0] != "first" || got[7] != "second" || got[19] != "third" {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
	if _, err := Lines("none.log", nil, 6); err == nil {
		t.Error("a missing file gives no error")
	}
}

// lineCounter is the least a parser can do: an event per line.
type lineCounter struct{}

func (lineCounter) Info() parsers.Info                    { return parsers.Info{Name: "lines"} }
func (lineCounter) Detect(parsers.Head) parsers.Detection { return parsers.Detection{} }

func (lineCounter) Parse(segments []parsers.Segment, _ parsers.Options, out parsers.Output) error {
	in := &trace.Input{Path: segments[0].Name}
	if err := out.Start(in); err != nil {
		return err
	}
	r, err := segments[0].Open()
	if err != nil {
		return err
	}
	defer r.Close()
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 256<<10), 256<<10)
	e := trace.Event{Name: "Line"}
	for sc.Scan() {
		in.Lines++
		if err := out.Event(in, &e); err != nil {
			return err
		}
	}
	return out.End(in)
}

// BenchmarkPipeline reads, hashes, cuts into lines, and hands an event per line to the consumer.
func BenchmarkPipeline(b *testing.B) {
	path := filepath.Join(b.TempDir(), "a.log")
	line := strings.Repeat("x", 99) + "\n"
	if err := os.WriteFile(path, []byte(strings.Repeat(line, 1<<20)), 0o644); err != nil {
		b.Fatal(err)
	}
	files, _ := (&Finder{}).Find([]string{path})
	b.SetBytes(files[0].Size)
	b.ReportAllocs()
	for b.Loop() {
		segments, digest := Opener{Inputs: 1}.Segments(files)
		r := parsers.Open([]parsers.Log{{Segments: segments, Parser: lineCounter{}, Digest: digest.Sum}})
		s := r.Streams()[0]
		var last trace.Item
		for {
			it, err := s.Next()
			if err != nil {
				break
			}
			last = it
		}
		if last.Input.SHA256 == "" || last.Input.Lines != 1<<20 {
			b.Fatalf("%+v", last.Input)
		}
	}
}
