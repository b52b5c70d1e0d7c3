package input

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"sync"
)

// Bang stands between the path of an archive and that of a file in it: bundle.zip!/dir/x.log.
const Bang = "!/"

// content is something that can be opened again and again.
type content struct {
	path string
	size int64
	open func() (io.ReadCloser, error)
}

// kinds of archives.
const (
	notArchive = iota
	zipArchive
	tarArchive
)

// archiveKind tells by the first bytes, unpacked if need be, whether a content is an archive.
func archiveKind(c content) (kind int, err error) {
	r, err := c.open()
	if err != nil {
		return notArchive, err
	}
	defer r.Close()
	head, err := readHead(r)
	if err != nil {
		return notArchive, err
	}
	if strings.HasPrefix(string(head), "PK\x03\x04") || strings.HasPrefix(string(head), "PK\x05\x06") {
		return zipArchive, nil
	}
	if isTar(head) {
		return tarArchive, nil
	}
	packed, err := packedReader(head, io.MultiReader(bytes.NewReader(head), r), Limits{})
	if err != nil || packed == nil {
		return notArchive, nil // what is wrong shows when it is read
	}
	defer packed.Close()
	if head, _ = readHead(packed); isTar(head) {
		return tarArchive, nil
	}
	return notArchive, nil
}

func readHead(r io.Reader) ([]byte, error) {
	head := make([]byte, magicSize)
	n, err := io.ReadFull(r, head)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return head[:n], err
}

func isTar(head []byte) bool { return len(head) >= 262 && string(head[257:262]) == "ustar" }

// unfolding unfolds archives into their files.
type unfolding struct {
	limits   Limits
	files    []*File
	problems []*Problem
	named    bool
	entries  int
	total    int64
}

func (u *unfolding) fail(path, text string) {
	u.problems = append(u.problems, problem(path, u.named, ErrUnreadable, ": "+text))
}

// archive unfolds an archive that lies in depth others.
func (u *unfolding) archive(c content, kind, depth int) {
	if depth >= maxDepth {
		u.fail(c.path, "an archive within an archive within an archive; one within another is accepted, unpack it first")
		return
	}
	var err error
	if kind == zipArchive {
		err = u.zip(c, depth)
	} else {
		err = u.tar(c, depth)
	}
	if err != nil {
		u.fail(c.path, err.Error())
	}
}

// errTooMuch ends an archive that is beyond the limits.
var errTooMuch = errors.New("more than is accepted")

// member takes an entry: a file, or an archive.
func (u *unfolding) member(outer content, name string, size int64, open func() (io.ReadCloser, error), depth int) error {
	clean, why := memberName(name)
	full := outer.path + Bang + clean
	if why != "" {
		u.fail(outer.path+Bang+name, why)
		return nil
	}
	if clean == "" {
		return nil // hidden
	}
	u.entries++
	u.total += size
	if u.entries > u.limits.entries() {
		return fmt.Errorf("%w: over %d files", errTooMuch, u.limits.entries())
	}
	if u.total > u.limits.total() {
		return fmt.Errorf("%w: over %d bytes when unpacked", errTooMuch, u.limits.total())
	}
	c := content{full, size, open}
	kind, err := archiveKind(c)
	if err != nil {
		u.fail(full, reason(err))
		return nil
	}
	if kind != notArchive {
		u.archive(c, kind, depth+1)
		return nil
	}
	u.files = append(u.files, &File{Path: full, Size: size, member: open})
	return nil
}

// memberName returns the name of an entry, "" if it is hidden, and why it is refused. Nothing is ever
// written, but a name that leads elsewhere would be shown as another file's.
func memberName(name string) (clean, why string) {
	slashed := strings.ReplaceAll(name, `\`, "/")
	if strings.ContainsRune(name, 0) || strings.Contains(slashed, Bang) {
		return "", "a name that cannot be shown; it was left out"
	}
	if strings.HasPrefix(slashed, "/") || len(slashed) > 1 && slashed[1] == ':' {
		return "", "an absolute path in an archive; relative ones are accepted, it was left out"
	}
	for _, part := range strings.Split(slashed, "/") {
		switch {
		case part == "..":
			return "", "a path that leads out of the archive; it was left out"
		case hidden(part) || part == "__MACOSX":
			return "", ""
		}
	}
	return path.Clean(slashed), ""
}

// zip lists a zip archive.
func (u *unfolding) zip(c content, depth int) error {
	at, size, err := readerAt(c)
	if err != nil {
		return err
	}
	z, err := zip.NewReader(at, size)
	if err != nil {
		return fmt.Errorf("damaged zip archive: %w", err)
	}
	seen := map[string]bool{}
	for _, f := range z.File {
		switch {
		case f.FileInfo().IsDir() || !f.Mode().IsRegular():
			continue
		case f.Flags&1 != 0:
			u.fail(c.path+Bang+f.Name, "encrypted; unpack it first")
			continue
		case seen[f.Name]:
			u.fail(c.path+Bang+f.Name, "a second file of this name in the archive; it was left out")
			continue
		case f.UncompressedSize64 > ratioFrom && int64(f.UncompressedSize64/max(f.CompressedSize64, 1)) > u.limits.ratio():
			u.fail(c.path+Bang+f.Name, fmt.Sprintf("%d bytes become %d: that is no log; a growth of up to %d times is accepted",
				f.CompressedSize64, f.UncompressedSize64, u.limits.ratio()))
			continue
		}
		seen[f.Name] = true
		if err := u.member(c, f.Name, int64(f.UncompressedSize64), at.member(f), depth); err != nil {
			return err
		}
	}
	return nil
}

// sharedFile is a file on disk, or bytes, that members read from. The file is open only while one is.
type sharedFile struct {
	path  string
	bytes *bytes.Reader // of an archive within an archive

	mu   sync.Mutex
	file *os.File
	refs int
}

// readerAt opens an archive for reading anywhere in it.
func readerAt(c content) (*sharedFile, int64, error) {
	if !strings.Contains(c.path, Bang) {
		return &sharedFile{path: c.path}, c.size, nil
	}
	r, err := c.open()
	if err != nil {
		return nil, 0, err
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, maxInner+1))
	if err != nil {
		return nil, 0, err
	}
	if len(b) > maxInner {
		return nil, 0, fmt.Errorf("a zip archive of more than %d MiB within an archive; unpack it first", maxInner>>20)
	}
	return &sharedFile{bytes: bytes.NewReader(b)}, int64(len(b)), nil
}

// ReadAt implements io.ReaderAt.
func (s *sharedFile) ReadAt(p []byte, off int64) (int, error) {
	if s.bytes != nil {
		return s.bytes.ReadAt(p, off)
	}
	file, err := s.acquire()
	if err != nil {
		return 0, err
	}
	defer s.release()
	return file.ReadAt(p, off)
}

func (s *sharedFile) acquire() (*os.File, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil {
		file, err := os.Open(s.path)
		if err != nil {
			return nil, err
		}
		s.file = file
	}
	s.refs++
	return s.file, nil
}

func (s *sharedFile) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refs--; s.refs == 0 {
		s.file.Close()
		s.file = nil
	}
}

// member returns how to open an entry. The archive stays open as long as it.
func (s *sharedFile) member(f *zip.File) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) {
		if s.bytes != nil {
			return f.Open()
		}
		if _, err := s.acquire(); err != nil {
			return nil, err
		}
		r, err := f.Open()
		if err != nil {
			s.release()
			return nil, fmt.Errorf("damaged zip archive: %w", err)
		}
		return &closing{Reader: r, close: sync.OnceFunc(func() { r.Close(); s.release() })}, nil
	}
}

// closing is a reader with an end of its own.
type closing struct {
	io.Reader
	close func()
}

// Close implements io.Closer.
func (c *closing) Close() error { c.close(); return nil }

// tarball is a tar archive that can be read anywhere.
type tarball struct {
	spool
	file *sharedFile // that is open while something of it is read; nil: none
}

// openTarball unpacks an archive once, for all its files. nil: there is no room for that, and every file must
// be reached through all that stands before it.
func openTarball(c content, limits Limits) (*tarball, error) {
	r, plain, err := openTar(c, limits)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if plain && !strings.Contains(c.path, Bang) {
		shared := &sharedFile{path: c.path}
		return &tarball{spool{shared, c.size, nil}, shared}, nil
	}
	s, err := newSpool(r)
	if err != nil {
		return nil, nil
	}
	return &tarball{spool: *s}, nil
}

// open opens a stretch.
func (b *tarball) open(at, size int64) (io.ReadCloser, error) {
	if b.file == nil {
		return io.NopCloser(b.section(at, size)), nil
	}
	if _, err := b.file.acquire(); err != nil {
		return nil, err
	}
	return &closing{Reader: b.section(at, size), close: sync.OnceFunc(b.file.release)}, nil
}

// tar lists a tar archive, packed or not.
func (u *unfolding) tar(c content, depth int) error {
	ball, err := openTarball(c, u.limits)
	if err != nil {
		return err
	}
	if ball == nil {
		return u.tarByReading(c, depth)
	}
	r := io.NewSectionReader(ball, 0, ball.size)
	err = u.entriesOf(c, tar.NewReader(r), depth, func(h *tar.Header, n int) func() (io.ReadCloser, error) {
		at, _ := r.Seek(0, io.SeekCurrent)
		if sparse(h) {
			return tarMember(c, n, u.limits)
		}
		return func() (io.ReadCloser, error) { return ball.open(at, h.Size) }
	})
	if err == nil || ball.err == nil {
		return err
	}
	return fmt.Errorf("damaged tar archive: %w", ball.err)
}

// sparse tells that the bytes of a file are not in one piece.
func sparse(h *tar.Header) bool {
	return h.Typeflag == tar.TypeGNUSparse || h.PAXRecords["GNU.sparse.major"] != "" || h.PAXRecords["GNU.sparse.map"] != ""
}

// tarByReading lists an archive that is read from its beginning for each of its files.
func (u *unfolding) tarByReading(c content, depth int) error {
	r, _, err := openTar(c, u.limits)
	if err != nil {
		return err
	}
	defer r.Close()
	return u.entriesOf(c, tar.NewReader(r), depth, func(_ *tar.Header, n int) func() (io.ReadCloser, error) {
		return tarMember(c, n, u.limits)
	})
}

// entriesOf takes the files of an archive. open tells how to open the entry at which the reader is.
func (u *unfolding) entriesOf(c content, t *tar.Reader, depth int, open func(h *tar.Header, n int) func() (io.ReadCloser, error)) error {
	seen := map[string]bool{}
	for n := 0; ; n++ {
		h, err := t.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("damaged tar archive: %w", err)
		}
		if n >= 10*u.limits.entries() {
			return fmt.Errorf("%w: over %d entries", errTooMuch, n)
		}
		switch {
		case h.Typeflag != tar.TypeReg:
			continue
		case seen[h.Name]:
			u.fail(c.path+Bang+h.Name, "a second file of this name in the archive; it was left out")
			continue
		}
		seen[h.Name] = true
		if err := u.member(c, h.Name, h.Size, open(h, n), depth); err != nil {
			return err
		}
	}
}

// openTar opens an archive from its beginning, unpacked. plain tells that it is not packed.
func openTar(c content, limits Limits) (_ io.ReadCloser, plain bool, err error) {
	r, err := c.open()
	if err != nil {
		return nil, false, err
	}
	head, err := readHead(r)
	if err != nil {
		r.Close()
		return nil, false, err
	}
	whole := io.MultiReader(bytes.NewReader(head), r)
	if isTar(head) {
		return joined{whole, r}, true, nil
	}
	packed, err := packedReader(head, whole, limits)
	if err != nil {
		r.Close()
		return nil, false, err
	}
	if packed == nil {
		return joined{whole, r}, true, nil
	}
	return joined{packed, closers{packed, r}}, false, nil
}

// tarMember returns how to open entry n.
func tarMember(c content, n int, limits Limits) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) {
		r, _, err := openTar(c, limits)
		if err != nil {
			return nil, err
		}
		t := tar.NewReader(r)
		for range n + 1 {
			if _, err := t.Next(); err != nil {
				r.Close()
				return nil, fmt.Errorf("damaged tar archive: %w", err)
			}
		}
		return joined{t, r}, nil
	}
}

// unfold replaces the archives among files by what is in them.
func unfold(files []*File, limits Limits) (out []*File, problems []*Problem) {
	for _, f := range files {
		if f.once != nil || f.Size < int64(len("PK\x05\x06")) {
			out = append(out, f)
			continue
		}
		c := content{f.Path, f.Size, f.raw}
		kind, err := archiveKind(c)
		if err != nil || kind == notArchive {
			out = append(out, f)
			continue
		}
		u := unfolding{limits: limits, named: f.Named}
		u.archive(c, kind, 0)
		if len(u.files) == 0 && len(u.problems) == 0 {
			u.problems = append(u.problems, problem(f.Path, f.Named, ErrNoFiles, "; it is an archive without files"))
		}
		out, problems = append(out, u.files...), append(problems, u.problems...)
	}
	return out, problems
}

// findMember finds the file that a path such as bundle.zip!/dir/x.log names.
func findMember(name string) (*File, bool) {
	outer, _, ok := strings.Cut(name, Bang)
	if !ok {
		return nil, false
	}
	info, err := os.Stat(outer)
	if err != nil || !info.Mode().IsRegular() {
		return nil, false
	}
	files, _ := unfold([]*File{newFile(outer, info, true)}, Limits{})
	for _, f := range files {
		if f.Path == name {
			return f, true
		}
	}
	return nil, false
}
