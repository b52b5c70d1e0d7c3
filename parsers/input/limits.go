package input

import (
	"fmt"
	"io"
)

// Limits bound what packed content may become. A zero field has its default.
type Limits struct {
	Entries int   // of an archive (10,000)
	Total   int64 // unpacked bytes of an archive, as it says (1 TiB)
	Ratio   int64 // unpacked bytes for each packed one, once there are RatioFrom of them (1,000)
}

// Defaults of Limits.
const (
	maxEntries = 10_000
	maxTotal   = 1 << 40
	maxRatio   = 1_000
	// ratioFrom is how much is unpacked before the ratio counts: little text may be packed very well.
	ratioFrom = 64 << 20
	// maxDepth is how many archives may lie in each other.
	maxDepth = 2
	// maxInner is the largest zip archive within an archive: it must be held in memory.
	maxInner = 256 << 20
	// maxDictionary is the largest dictionary of xz data.
	maxDictionary = 256 << 20
)

func (l Limits) entries() int {
	if l.Entries == 0 {
		return maxEntries
	}
	return l.Entries
}

func (l Limits) total() int64 {
	if l.Total == 0 {
		return maxTotal
	}
	return l.Total
}

func (l Limits) ratio() int64 {
	if l.Ratio == 0 {
		return maxRatio
	}
	return l.Ratio
}

// counted counts the packed bytes that an unpacker takes.
type counted struct {
	r io.Reader
	n int64
}

// Read implements io.Reader.
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// bounded ends the reading of content that grows beyond all measure when it is unpacked.
type bounded struct {
	r      io.Reader
	packed *counted
	ratio  int64
	n      int64
}

// Read implements io.Reader.
func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.n += int64(n)
	if b.n > ratioFrom && b.n/max(b.packed.n, 1) > b.ratio {
		return n, fmt.Errorf("%d bytes become more than %d: that is no log; a growth of up to %d times is accepted", b.packed.n, b.n, b.ratio)
	}
	return n, err
}
