package input

import (
	"bytes"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

var errReadOnce = errors.New("a pipe can be read only once; save it to a file first")

// codec is a packing that is known by its first bytes. open is nil for what is recognised but not read.
type codec struct {
	name  string
	at    int // where magic stands
	magic string
	open  func(io.Reader) (io.ReadCloser, error)
}

// magicSize is how many bytes the table below looks at.
const magicSize = 264

// codecs lists the packings. An archive holds several files and would be unfolded by Find; none is yet.
func codecs() []codec {
	return []codec{
		{"gzip", 0, "\x1f\x8b", openGzip},
		{"zstd", 0, "\x28\xb5\x2f\xfd", openZstd},
		{"bzip2", 0, "BZh", openBzip2},
		{"zip", 0, "PK\x03\x04", nil},
		{"xz", 0, "\xfd7zXZ\x00", nil},
		{"7-Zip", 0, "7z\xbc\xaf\x27\x1c", nil},
		{"rar", 0, "Rar!\x1a\x07", nil},
		{"tar", 257, "ustar", nil},
	}
}

// unpack returns the content of r: unpacked as its first bytes tell, without a byte order mark. The name
// plays no part.
func unpack(r io.Reader) (io.ReadCloser, error) {
	head := make([]byte, magicSize)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	whole := io.MultiReader(bytes.NewReader(head[:n]), r)
	for _, c := range codecs() {
		if !c.matches(head[:n]) {
			continue
		}
		if c.open == nil {
			return nil, fmt.Errorf("%s files are not read yet; unpack it first (gzip, zstd and bzip2 are read as they are)", c.name)
		}
		text, err := c.open(whole)
		if err != nil {
			return nil, damaged(c.name, err)
		}
		return joined{&skipBOM{r: unpacking{text, c.name}}, text}, nil
	}
	return io.NopCloser(&skipBOM{r: whole}), nil
}

func (c codec) matches(head []byte) bool {
	return len(head) >= c.at+len(c.magic) && string(head[c.at:c.at+len(c.magic)]) == c.magic
}

func openGzip(r io.Reader) (io.ReadCloser, error) { return gzip.NewReader(r) }

func openZstd(r io.Reader) (io.ReadCloser, error) {
	d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(256<<20))
	if err != nil {
		return nil, err
	}
	return d.IOReadCloser(), nil
}

func openBzip2(r io.Reader) (io.ReadCloser, error) { return io.NopCloser(bzip2.NewReader(r)), nil }

// unpacking says what was being unpacked when reading fails.
type unpacking struct {
	r    io.Reader
	name string
}

// Read implements io.Reader.
func (u unpacking) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	if err != nil && err != io.EOF && !errors.Is(err, fs.ErrClosed) {
		err = damaged(u.name, err)
	}
	return n, err
}

func damaged(name string, err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the %s data is cut short", name)
	}
	return fmt.Errorf("damaged %s data: %w", name, err)
}

// skipBOM drops a UTF-8 byte order mark.
type skipBOM struct {
	r       io.Reader
	started bool
	rest    []byte // of the first three bytes, when they are no mark
}

const bom = "\xef\xbb\xbf"

// Read implements io.Reader.
func (s *skipBOM) Read(p []byte) (int, error) {
	if !s.started {
		if err := s.start(); err != nil {
			return 0, err
		}
	}
	if len(s.rest) > 0 {
		n := copy(p, s.rest)
		s.rest = s.rest[n:]
		return n, nil
	}
	return s.r.Read(p)
}

func (s *skipBOM) start() error {
	first := make([]byte, len(bom))
	n, err := io.ReadFull(s.r, first)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return err
	}
	s.started = true
	if string(first[:n]) != bom {
		s.rest = first[:n]
	}
	return nil
}
