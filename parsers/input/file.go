package input

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"sync"

	"github.com/fo-check/fo-check/parsers"
)

// File is one thing to read: a file on disk, or standard input or a pipe, which can be read only once.
type File struct {
	Path  string // as the user knows it
	Size  int64  // of the bytes on disk, or of a file in an archive; -1: unknown
	Named bool   // the user gave this very path
	// Encoding is what the text was in before it was read as UTF-8; "" if it was UTF-8. Head finds it.
	Encoding string

	member func() (io.ReadCloser, error) // not nil: a file in an archive

	info fs.FileInfo // nil for standard input
	once *onceReader // not nil: can be read only once
}

// newFile describes a path. What is no regular file (a named pipe, <(zcat x)) is read once.
func newFile(path string, info fs.FileInfo, named bool) *File {
	f := &File{Path: path, Size: info.Size(), Named: named, info: info}
	if !info.Mode().IsRegular() {
		f.Size = -1
		f.once = &onceReader{open: func() (io.ReadCloser, error) { return os.Open(path) }}
	}
	return f
}

func (f *Finder) stdinFile() *File {
	name := f.StdinName
	if name == "" {
		name = "<stdin>"
	}
	open := func() (io.ReadCloser, error) {
		if f.Stdin == nil {
			return nil, fs.ErrClosed
		}
		return io.NopCloser(f.Stdin), nil
	}
	return &File{Path: name, Size: -1, Named: true, once: &onceReader{open: open}}
}

// raw opens the bytes as they are on disk.
func (f *File) raw() (io.ReadCloser, error) {
	switch {
	case f.once != nil:
		return f.once.rest()
	case f.member != nil:
		return f.member()
	}
	return os.Open(f.Path)
}

// Head returns the beginning of the unpacked content, for detection. Its error is a *Problem.
func (f *File) Head() (parsers.Head, error) {
	h := parsers.Head{Name: f.Path}
	r, done, err := f.peek()
	if err != nil {
		return h, f.problem(ErrUnreadable, ": "+reason(err))
	}
	defer done()
	text, err := unpack(r)
	if err != nil {
		return h, f.problem(ErrUnreadable, ": "+err.Error())
	}
	defer text.Close()
	f.Encoding = text.encoding
	h.Bytes = make([]byte, headRoom(f.Size))
	n, err := io.ReadFull(text, h.Bytes)
	h.Bytes = h.Bytes[:n]
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return h, f.problem(ErrUnreadable, ": "+reason(err))
	}
	if n > parsers.HeadSize {
		h.Bytes = h.Bytes[:parsers.HeadSize]
	}
	h.Whole = n <= parsers.HeadSize && err != nil
	return h, f.judge(h)
}

// headRoom is one byte more than detection needs, so that the end shows; less for a small plain file.
func headRoom(size int64) int {
	if size >= 0 && size < parsers.HeadSize/16 {
		return parsers.HeadSize/4 + 1 // room for a small packed file
	}
	return parsers.HeadSize + 1
}

// peek opens the raw bytes for Head; done puts back what can be read only once.
func (f *File) peek() (io.Reader, func(), error) {
	if f.once != nil {
		r, err := f.once.peek()
		return r, func() {}, err
	}
	file, err := f.raw()
	if err != nil {
		return nil, nil, err
	}
	return file, func() { file.Close() }, nil
}

// judge tells whether a head can be a log at all.
func (f *File) judge(h parsers.Head) error {
	if len(h.Bytes) == 0 {
		return f.problem(ErrEmpty, "")
	}
	if why := binary(h.Bytes); why != "" {
		return f.problem(ErrBinary, ": "+why)
	}
	return nil
}

func (f *File) problem(kind error, detail string) error {
	return problem(f.Path, f.Named, kind, detail)
}

// same tells whether two paths are one file.
func (f *File) same(g *File) bool {
	return f.info != nil && g.info != nil && os.SameFile(f.info, g.info)
}

// onceReader lets the beginning of a stream be looked at before the stream is read.
type onceReader struct {
	open func() (io.ReadCloser, error)

	mu   sync.Mutex
	r    io.ReadCloser
	err  error
	seen bytes.Buffer
}

func (o *onceReader) start() error {
	if o.r == nil && o.err == nil {
		o.r, o.err = o.open()
	}
	return o.err
}

// peek returns a reader whose bytes are kept for rest.
func (o *onceReader) peek() (io.Reader, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.start(); err != nil {
		return nil, err
	}
	return io.TeeReader(o.r, &o.seen), nil
}

// rest returns the whole stream, what was peeked first. A second call is an error: the bytes are gone.
func (o *onceReader) rest() (io.ReadCloser, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.start(); err != nil {
		return nil, err
	}
	whole := joined{io.MultiReader(bytes.NewReader(o.seen.Bytes()), o.r), o.r}
	o.err = errReadOnce
	return whole, nil
}

// joined reads from one place and closes another.
type joined struct {
	io.Reader
	io.Closer
}
