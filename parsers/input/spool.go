package input

import (
	"bytes"
	"errors"
	"io"
	"os"
	"runtime"
)

// spoolMemory is how much of an unpacked archive is held in memory. More goes to a temporary file.
const spoolMemory = 32 << 20

// spool holds content that can only be read from its beginning, so that it can be read anywhere.
type spool struct {
	io.ReaderAt
	size int64
	err  error // why the content ends before its end; nil: it is whole
}

// errNoRoom says that content cannot be spooled, because there is no room for it.
var errNoRoom = errors.New("no room for a temporary file")

// newSpool takes all of r. A failure of r is kept; that of writing is errNoRoom.
func newSpool(r io.Reader) (*spool, error) {
	var head bytes.Buffer
	n, err := io.CopyN(&head, r, spoolMemory)
	if err != nil {
		return &spool{bytes.NewReader(head.Bytes()), n, unlessEnd(err)}, nil
	}
	file, err := temporary()
	if err != nil {
		return nil, errNoRoom
	}
	if _, err := file.Write(head.Bytes()); err != nil {
		file.Close()
		return nil, errNoRoom
	}
	w := &watchedWriter{w: file}
	more, err := io.Copy(w, r)
	if w.err != nil {
		file.Close()
		return nil, errNoRoom
	}
	return &spool{file, n + more, unlessEnd(err)}, nil
}

func unlessEnd(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}

// temporary creates a file that is gone when nothing refers to it any more: at once where the system allows
// to remove a file that is open.
func temporary() (*os.File, error) {
	file, err := os.CreateTemp("", "fo-check-*.tar")
	if err != nil {
		return nil, err
	}
	if os.Remove(file.Name()) != nil {
		runtime.AddCleanup(file, func(name string) { os.Remove(name) }, file.Name())
	}
	return file, nil
}

// watchedWriter keeps the error of writing apart from that of reading.
type watchedWriter struct {
	w   io.Writer
	err error
}

// Write implements io.Writer.
func (w *watchedWriter) Write(p []byte) (int, error) {
	n, err := w.w.Write(p)
	w.err = err
	return n, err
}

// section reads a stretch. One that goes beyond the end ends with the reason.
func (s *spool) section(at, size int64) io.Reader {
	r := io.NewSectionReader(s.ReaderAt, at, size)
	if at+size <= s.size {
		return r
	}
	why := s.err
	if why == nil {
		why = io.ErrUnexpectedEOF
	}
	return io.MultiReader(r, failing{why})
}

// failing is a reader that fails.
type failing struct{ err error }

// Read implements io.Reader.
func (f failing) Read([]byte) (int, error) { return 0, f.err }
