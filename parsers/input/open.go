package input

import (
	"errors"
	"io"

	"github.com/fo-check/fo-check/parsers"
)

// Opener opens the families of one run.
type Opener struct {
	// Inputs is how many families are open at once: the more, the smaller the blocks of each.
	Inputs int
	// Unhashed leaves out the digests: without SHA instructions they cost more than the parsing.
	Unhashed bool
	// Progress, if not nil, is told from several goroutines how many bytes of which file were read, as
	// they are on disk. A file that is read again counts again.
	Progress func(path string, n int)
}

// Segments returns the files of one family as a parser reads them, and their common digest.
func (o Opener) Segments(family []*File) ([]parsers.Segment, *Digest) {
	d := newDigest(len(family), o.Unhashed)
	out := make([]parsers.Segment, len(family))
	missing := Missing(family)
	for i, f := range family {
		out[i] = parsers.Segment{Name: f.Path, Size: f.Size, Missing: missing[i], Unnumbered: i > 0 && byTime(f), Open: func() (io.ReadCloser, error) {
			return o.open(f, i, d)
		}}
	}
	return out, d
}

// open chains: bytes on disk, read ahead and hashed; unpacked; read ahead again if that was work.
func (o Opener) open(f *File, i int, d *Digest) (io.ReadCloser, error) {
	raw, err := f.raw()
	if err != nil {
		return nil, f.problem(ErrUnreadable, ": "+reason(err))
	}
	size := o.blockSize(f.Size)
	t := d.begin(i)
	disk := readAhead(raw, size, t, o.watch(f))
	text, err := unpack(disk)
	if err != nil {
		disk.Close()
		return nil, f.problem(ErrUnreadable, ": "+reason(err))
	}
	if text.converted() {
		ahead := readAhead(text, blockSizeFor(o.Inputs), nil, nil)
		return unpacked{ahead, disk}, nil
	}
	return &plain{ahead: disk, text: text, sampled: text.sampled}, nil
}

// unpacked is text that was made from what stands on disk.
type unpacked struct {
	*ahead
	disk *ahead
}

// Close ends the unpacking, then the reading.
func (u unpacked) Close() error {
	u.ahead.Close()
	return u.disk.Close()
}

// plain is text that stands on disk as it is read. What was looked at to tell comes first.
type plain struct {
	*ahead
	text    io.Reader
	sampled int // bytes that stand in text, not in ahead
}

// Read implements io.Reader.
func (p *plain) Read(b []byte) (int, error) {
	if p.sampled == 0 {
		return p.ahead.Read(b)
	}
	n, err := p.text.Read(b[:min(len(b), p.sampled)])
	p.sampled -= n
	return n, err
}

// Refill implements parsers.Refiller.
func (p *plain) Refill(tail []byte) ([]byte, error) {
	if p.sampled > 0 {
		return nil, errors.ErrUnsupported
	}
	return p.ahead.Refill(tail)
}

// blockSize takes no more room than a small file needs; one byte more lets its end show at once.
func (o Opener) blockSize(size int64) int {
	block := blockSizeFor(o.Inputs)
	if size >= 0 && size < int64(block) {
		return int(size) + 512
	}
	return block
}

func (o Opener) watch(f *File) func(int) {
	if o.Progress == nil {
		return nil
	}
	return func(n int) { o.Progress(f.Path, n) }
}

// closers closes several things, the outermost first.
type closers []io.Closer

// Close implements io.Closer and returns the first error.
func (cs closers) Close() error {
	var first error
	for _, c := range cs {
		if err := c.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}
