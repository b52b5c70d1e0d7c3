package input

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ulikunitz/xz"
)

// entry is a file in an archive.
type entry struct{ name, text string }

func packZip(t testing.TB, entries ...entry) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		f, err := w.Create(e.name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(f, e.text)
	}
	w.Close()
	return b.String()
}

func packTar(t testing.TB, entries ...entry) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Size: int64(len(e.text)), Mode: 0o644, Typeflag: tar.TypeReg}
		if strings.HasPrefix(e.text, "-> ") {
			h = &tar.Header{Name: e.name, Linkname: e.text[3:], Typeflag: tar.TypeSymlink}
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if h.Typeflag == tar.TypeReg {
			fmt.Fprint(w, e.text)
		}
	}
	w.Close()
	return b.String()
}

func packXZ(t testing.TB, s string) string {
	t.Helper()
	var b bytes.Buffer
	w, err := xz.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(w, s)
	w.Close()
	return b.String()
}

// contents reads everything that is found.
func contents(t *testing.T, files []*File) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, f := range files {
		if _, err := f.Head(); err != nil {
			t.Errorf("%s: %v", f.Path, err)
		}
		segments, _ := Opener{Inputs: 1}.Segments([]*File{f})
		for range 2 { // a file in an archive can be read again
			out[f.Path] = read(t, segments[0])
		}
	}
	return out
}

func TestArchivesAreUnfolded(t *testing.T) {
	one, two := strings.Repeat("10:00:00 one\n", 9000), "10:00:01 two\n"
	files := []entry{{"logs/a.log", one}, {"logs/.hidden", "x"}, {"__MACOSX/a.log", "x"}, {"b.log.gz", packGzip(two)}}
	for name, c := range map[string]string{"zip": packZip(t, files...), "tar": packTar(t, files...), "tgz": packGzip(packTar(t, files...)),
		"tar.zst": packZstd(packTar(t, files...)), "tar.xz": packXZ(t, packTar(t, files...))} {
		t.Run(name, func(t *testing.T) {
			tree(t, map[string]string{"bundle.bin": c}) // by content, not by suffix
			found, problems := (&Finder{}).Find([]string{"bundle.bin"})
			got := contents(t, found)
			if len(problems) > 0 || len(got) != 2 || got["bundle.bin!/logs/a.log"] != one || got["bundle.bin!/b.log.gz"] != two {
				t.Fatalf("%v %v", paths(found), problems)
			}
			lines, err := Lines("bundle.bin!/logs/a.log", []int64{13, 26}, 100)
			if err != nil || lines[13] != "10:00:00 one" || len(lines) != 2 {
				t.Errorf("%v %v", lines, err)
			}
			named, problems := (&Finder{}).Find([]string{"bundle.bin!/b.log.gz"})
			if len(named) != 1 || !named[0].Named || len(problems) > 0 {
				t.Errorf("%v %v", paths(named), problems)
			}
		})
	}
}

func TestXZ(t *testing.T) {
	long := strings.Repeat("10:00:00.000 a line of a log\n", 20_000)
	tree(t, map[string]string{"a.log": packXZ(t, long), "cut.log": packXZ(t, long)[:100]})
	found, _ := (&Finder{}).Find([]string{"a.log"})
	if got := contents(t, found); got["a.log"] != long {
		t.Errorf("read %d bytes", len(got["a.log"]))
	}
	found, _ = (&Finder{}).Find([]string{"cut.log"})
	if _, err := found[0].Head(); err == nil || !strings.Contains(err.Error(), "xz data") {
		t.Errorf("%v", err)
	}
}

func TestArchivesInArchives(t *testing.T) {
	inner := packZip(t, entry{"a.log", "10:00:00 a\n"})
	tgz := packGzip(packTar(t, entry{"deep/b.log", "10:00:00 b\n"}))
	tree(t, map[string]string{"outer.zip": packZip(t, entry{"inner.zip", inner}, entry{"inner.tgz", tgz},
		entry{"too.zip", packZip(t, entry{"deep.zip", inner})})})
	found, problems := (&Finder{}).Find([]string{"outer.zip"})
	got := contents(t, found)
	if len(got) != 2 || got["outer.zip!/inner.zip!/a.log"] != "10:00:00 a\n" || got["outer.zip!/inner.tgz!/deep/b.log"] != "10:00:00 b\n" {
		t.Errorf("%v", got)
	}
	if len(problems) != 1 || !strings.HasPrefix(problems[0].Error(), "outer.zip!/too.zip!/deep.zip: cannot be read: an archive within an archive within an archive") {
		t.Errorf("%v", problems)
	}
	if lines, err := Lines("outer.zip!/inner.tgz!/deep/b.log", []int64{0}, 50); err != nil || lines[0] != "10:00:00 b" {
		t.Errorf("%v %v", lines, err)
	}
}

func TestWhatArchivesMayNot(t *testing.T) {
	huge := strings.Repeat("\x20", 70<<20)
	cases := []struct {
		name, content string
		limits        Limits
		want          string
	}{
		{"out of it", packZip(t, entry{"../../etc/x.log", "x"}), Limits{}, "a.zip!/../../etc/x.log: cannot be read: a path that leads out of the archive"},
		{"with backslashes", packZip(t, entry{`..\x.log`, "x"}), Limits{}, "leads out of the archive"},
		{"absolute", packTar(t, entry{"/etc/x.log", "x"}), Limits{}, "an absolute path in an archive"},
		{"of a drive", packZip(t, entry{`C:\x.log`, "x"}), Limits{}, "an absolute path in an archive"},
		{"a name like a path in it", packZip(t, entry{"a!/b.log", "x"}), Limits{}, "a name that cannot be shown"},
		{"twice", packZip(t, entry{"a.log", "x"}, entry{"a.log", "y"}), Limits{}, "a second file of this name"},
		{"entries", packZip(t, entry{"a", "x"}, entry{"b", "x"}, entry{"c", "x"}), Limits{Entries: 2}, "over 2 files"},
		{"total", packTar(t, entry{"a", strings.Repeat("x", 100)}), Limits{Total: 99}, "over 99 bytes when unpacked"},
		{"ratio", packZip(t, entry{"a", huge}), Limits{Ratio: 100}, "that is no log; a growth of up to 100 times is accepted"},
		{"cut", packZip(t, entry{"a", "xyz"})[:40], Limits{}, "damaged zip archive"},
		{"without files", packZip(t, entry{".hidden", "x"}), Limits{}, "it is an archive without files"},
		{"links only", packTar(t, entry{"a.log", "-> /etc/passwd"}), Limits{}, "it is an archive without files"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			tree(t, map[string]string{"a.zip": c.content})
			found, problems := (&Finder{Limits: c.limits}).Find([]string{"a.zip"})
			if len(problems) != 1 || !strings.Contains(problems[0].Error(), c.want) {
				t.Errorf("%v (%v), want %s", problems, paths(found), c.want)
			}
		})
	}
}

// What unpacks without end is stopped while it is read.
func TestBombs(t *testing.T) {
	tree(t, map[string]string{"a.log": packGzip(strings.Repeat(" ", 130<<20))})
	found, _ := (&Finder{}).Find([]string{"a.log"})
	segments, _ := Opener{Inputs: 1}.Segments(found)
	r, err := segments[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	buf := make([]byte, 1<<20)
	for err == nil {
		_, err = r.Read(buf)
	}
	if !strings.Contains(err.Error(), "that is no log") {
		t.Errorf("%v", err)
	}
}

func TestEncodings(t *testing.T) {
	want := "10:00:00 Müller grüßt 𝄞 €\r\n10:00:01 ok\n"
	latin := "10:00:00 Müller grüßt\n10:00:01 ok\n"
	le, be := "\xff\xfe", "\xfe\xff"
	var bareLE string
	for _, r := range want {
		if r > 0xffff {
			r -= 0x10000
			for _, u := range []rune{0xd800 + r>>10, 0xdc00 + r&0x3ff} {
				le += string([]byte{byte(u), byte(u >> 8)})
				be += string([]byte{byte(u >> 8), byte(u)})
			}
			continue
		}
		le += string([]byte{byte(r), byte(r >> 8)})
		be += string([]byte{byte(r >> 8), byte(r)})
	}
	for _, c := range "10:00:01 plain text\n" {
		bareLE += string([]byte{byte(c), 0})
	}
	var l1 []byte
	for _, r := range latin {
		l1 = append(l1, byte(r))
	}
	cases := map[string]struct{ raw, encoding, want string }{
		"utf8": {want, "", want}, "bom": {bom + want, "", want}, "le": {le, encodingUTF16LE, want}, "be": {be, encodingUTF16BE, want},
		"bare": {bareLE, encodingUTF16LE, "10:00:01 plain text\n"}, "latin1": {string(l1), encodingLatin1, latin},
		"half": {le + "x", encodingUTF16LE, want + "\uFFFD"}, "mixed": {string(l1) + latin, encodingLatin1, latin + latin},
		"le.gz": {packGzip(le), encodingUTF16LE, want},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			tree(t, map[string]string{"a.log": c.raw})
			found, _ := (&Finder{}).Find([]string{"a.log"})
			if got := contents(t, found); got["a.log"] != c.want || found[0].Encoding != c.encoding {
				t.Errorf("%q as %q", got["a.log"], found[0].Encoding)
			}
			at := int64(strings.Index(c.want, "\n") + 1)
			lines, err := Lines("a.log", []int64{0, at}, 100)
			if err != nil || lines[0] != firstLine([]byte(c.want)) || at < int64(len(c.want)) && lines[at] == "" {
				t.Errorf("%v %v", lines, err)
			}
		})
	}
}

func TestLongTextOfAnotherEncoding(t *testing.T) {
	line := "10:00:00.000 Müller \xfc \xe4\xf6\n"
	want := "10:00:00.000 Müller ü äö\n"
	tree(t, map[string]string{"a.log": strings.Repeat(line, 40_000)})
	found, _ := (&Finder{}).Find([]string{"a.log"})
	if got := contents(t, found)["a.log"]; got != strings.Repeat(want, 40_000) {
		t.Errorf("%d bytes, want %d", len(got), 40_000*len(want))
	}
}

// Threads and snapshots of a server are logs of their own, in archives too; numbers tell what is missing.
func TestFamiliesOfServers(t *testing.T) {
	tree(t, map[string]string{"b.zip": packZip(t, entry{"s/SIP.20260302_100000_000.log", "1"}, entry{"s/SIP.20260302_110000_000.log", "2"},
		entry{"s/SIP-001.20260302_100000_000.log", "3"}, entry{"s/SIP.20260302_110000_000.snapshot.log", "4"}, entry{"s/SIP.snapshot.log", "5"},
		entry{"iw.log", "6"}, entry{"iw.log.1", "7"}, entry{"iw.log.3", "8"}, entry{"iw.log.6.xz", packXZ(t, "9")})})
	found, problems := (&Finder{}).Find([]string{"b.zip"})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var got []string
	for _, family := range Group(found) {
		got = append(got, strings.ReplaceAll(strings.Join(paths(family), " "), "b.zip!/", ""))
		if strings.HasPrefix(family[0].Path, "b.zip!/iw") {
			if m := Missing(family); !slices.Equal(m, []string{"", "iw.log.5 to iw.log.4", "iw.log.2", ""}) {
				t.Errorf("missing %q", m)
			}
		}
	}
	want := []string{"iw.log.6.xz iw.log.3 iw.log.1 iw.log", "s/SIP-001.20260302_100000_000.log",
		"s/SIP.20260302_100000_000.log s/SIP.20260302_110000_000.log", "s/SIP.20260302_110000_000.snapshot.log", "s/SIP.snapshot.log"}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func FuzzArchive(f *testing.F) {
	f.Add([]byte(packZip(f, entry{"a.log", "x"}, entry{"../b", "y"})))
	f.Add([]byte(packGzip(packTar(f, entry{"a.log", "x"}))))
	f.Add([]byte(packXZ(f, "10:00:00 x")))
	f.Add([]byte("\xff\xfea\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		t.Chdir(t.TempDir())
		if err := os.WriteFile("a", b, 0o600); err != nil {
			t.Fatal(err)
		}
		found, _ := (&Finder{Limits: Limits{Entries: 20, Total: 1 << 20}}).Find([]string{"a"})
		for _, file := range found {
			if slices.Contains(strings.FieldsFunc(file.Path, func(r rune) bool { return r == '/' || r == '\\' || r == '!' }), "..") {
				t.Errorf("%q", file.Path)
			}
			_, _ = file.Head()
		}
	})
}

// TestPackedTarIsUnpackedOnce counts how often an archive is read for three files of it.
func TestPackedTarIsUnpackedOnce(t *testing.T) {
	tree(t, map[string]string{"a.tgz": packGzip(packTar(t, entry{"a.log", "10:00:00 a\n"}, entry{"b.log", "10:00:00 b\n"}, entry{"c.log", "10:00:00 c\n"}))})
	info, err := os.Stat("a.tgz")
	if err != nil {
		t.Fatal(err)
	}
	reads := 0
	u := unfolding{}
	u.archive(content{"a.tgz", info.Size(), func() (io.ReadCloser, error) { reads++; return os.Open("a.tgz") }}, tarArchive, 0)
	var texts []string
	for _, f := range u.files {
		r, err := f.raw()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil || r.Close() != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(b))
	}
	if strings.Join(texts, "") != "10:00:00 a\n10:00:00 b\n10:00:00 c\n" || reads != 1 {
		t.Errorf("%q, read %d times; %v", texts, reads, u.problems)
	}
}

// TestCutTar reads what stands before the end of an archive that is cut, and says that it is.
func TestCutTar(t *testing.T) {
	long := strings.Repeat("10:00:00.000 Trc 04120 a line that says something\n", 4000)
	whole := packTar(t, entry{"a.log", "10:00:00 a\n"}, entry{"b.log", long})
	for name, text := range map[string]string{"tar": whole[:len(whole)/2], "tgz": packGzip(whole)[:400]} {
		tree(t, map[string]string{"a.bin": text})
		files, _ := (&Finder{}).Find([]string{"a.bin"})
		if len(files) != 2 {
			t.Fatalf("%s: %d files", name, len(files))
		}
		r, err := files[1].raw()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err == nil || len(b) >= len(long) {
			t.Errorf("%s: %d bytes of %d, and no error", name, len(b), len(long))
		}
		r.Close()
	}
}

// TestSpool holds more than it keeps in memory, and tells why its content ends.
func TestSpool(t *testing.T) {
	big := bytes.Repeat([]byte("0123456789abcdef"), spoolMemory/16+4)
	s, err := newSpool(io.MultiReader(bytes.NewReader(big), failing{errReadOnce}))
	if err != nil || s.size != int64(len(big)) || s.err != errReadOnce {
		t.Fatalf("%v: %d bytes, ends with %v", err, s.size, s.err)
	}
	b, err := io.ReadAll(s.section(int64(len(big))-8, 100))
	if string(b) != "89abcdef" || err != errReadOnce {
		t.Errorf("%q %v", b, err)
	}
}
