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
	"github.com/ulikunitz/xz"
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

// codecs lists the packings. An archive holds several files and is unfolded by Find; one that comes through
// a pipe is not.
func codecs() []codec {
	return []codec{
		{"gzip", 0, "\x1f\x8b", openGzip},
		{"zstd", 0, "\x28\xb5\x2f\xfd", openZstd},
		{"bzip2", 0, "BZh", openBzip2},
		{"xz", 0, "\xfd7zXZ\x00", openXZ},
		{"zip", 0, "PK\x03\x04", nil},
		{"7-Zip", 0, "7z\xbc\xaf\x27\x1c", nil},
		{"rar", 0, "Rar!\x1a\x07", nil},
		{"tar", 257, "ustar", nil},
	}
}

// unpack returns the content of r as UTF-8: unpacked as its first bytes tell, without a byte order mark. The
// name plays no part.
func unpack(r io.Reader) (*text, error) {
	head, err := readHead(r)
	if err != nil {
		return nil, err
	}
	whole := io.MultiReader(bytes.NewReader(head), r)
	packed, err := packedReader(head, whole, Limits{})
	if err != nil {
		return nil, err
	}
	if packed == nil {
		packed = io.NopCloser(whole)
	}
	t := &text{Closer: packed, packed: isPacked(head)}
	if t.decoding, err = decode(packed); err != nil {
		packed.Close()
		return nil, err
	}
	return t, nil
}

// text is content that can be read as UTF-8.
type text struct {
	decoding
	io.Closer
	packed bool // reading it is work
}

// converted tells whether offsets in the text differ from those in what is packed.
func (t *text) converted() bool { return t.packed || t.encoding != "" }

func isPacked(head []byte) bool {
	for _, c := range codecs() {
		if c.open != nil && c.matches(head) {
			return true
		}
	}
	return false
}

// packedReader returns what is packed in r, which begins with head; nil, and r untouched, if nothing is.
func packedReader(head []byte, r io.Reader, limits Limits) (io.ReadCloser, error) {
	whole := &counted{r: r}
	for _, c := range codecs() {
		if !c.matches(head) {
			continue
		}
		if c.open == nil {
			return nil, fmt.Errorf("%s files are not read here; unpack it first (zip and tar are read from files, and in one another once; gzip, zstd, bzip2 and xz anywhere)", c.name)
		}
		text, err := c.open(whole)
		if err != nil {
			return nil, damaged(c.name, err)
		}
		return joined{&bounded{r: unpacking{text, c.name}, packed: whole, ratio: limits.ratio()}, text}, nil
	}
	return nil, nil
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

const bom = "\xef\xbb\xbf"

func openXZ(r io.Reader) (io.ReadCloser, error) {
	head := make([]byte, 64)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	head = head[:n]
	if size := xzDictionary(head); size > maxDictionary {
		return nil, fmt.Errorf("it needs a dictionary of %d MiB; up to %d MiB are accepted", size>>20, maxDictionary>>20)
	}
	x, err := xz.NewReader(io.MultiReader(bytes.NewReader(head), r))
	if err != nil {
		return nil, err
	}
	return io.NopCloser(x), nil
}

// xzDictionary reads the size of the dictionary from the header of the first block; 0 if it does not stand
// where it mostly does.
func xzDictionary(head []byte) uint64 {
	const block = 12
	if len(head) < block+8 {
		return 0
	}
	for i := block + 2; i+2 < len(head) && i < block+20; i++ {
		if head[i] == 0x21 && head[i+1] == 1 && head[i+2] <= 40 {
			bits := uint64(head[i+2])
			return (2 | bits&1) << (bits/2 + 11)
		}
	}
	return 0
}
