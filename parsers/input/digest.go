package input

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"sync"
)

// Digest is the SHA-256 of the bytes of a family as they are on disk, segments joined, computed while a
// parser reads them. Each segment counts the first time it is read, and only in order.
type Digest struct {
	segments int
	unhashed bool // only the bytes are counted

	mu    sync.Mutex
	taken int  // segments whose hashing has begun
	last  *tap // of the segment begun last
	sum   hash.Hash
	bytes int64
}

// newDigest returns the digest of a family of n segments.
func newDigest(n int, unhashed bool) *Digest {
	return &Digest{segments: n, unhashed: unhashed, sum: sha256.New()}
}

// Sum returns the digest in hex, "" if nobody asked for it, and the number of bytes. Both are zero unless
// every segment has been read to its end.
func (d *Digest) Sum() (string, int64) {
	d.mu.Lock()
	last, taken := d.last, d.taken
	d.mu.Unlock()
	if last == nil || taken < d.segments || !last.isConsumed() {
		return "", 0
	}
	<-last.done
	if d.unhashed {
		return "", d.bytes
	}
	return hex.EncodeToString(d.sum.Sum(nil)), d.bytes
}

// begin returns the tap for segment i, or nil if this reading of it is not to be hashed: it was read
// before, or the one before it has not been read to its end.
func (d *Digest) begin(i int) *tap {
	d.mu.Lock()
	defer d.mu.Unlock()
	if i != d.taken || (d.last != nil && !d.last.isConsumed()) {
		return nil
	}
	t := &tap{digest: d, prev: d.last, blocks: make(chan *block, blocksAhead), done: make(chan struct{})}
	d.taken, d.last = d.taken+1, t
	return t
}

// tap hashes the blocks of one segment.
type tap struct {
	digest *Digest
	prev   *tap // hashed before this one
	blocks chan *block
	done   chan struct{} // closed when all blocks are hashed

	mu  sync.Mutex
	eof bool // the consumer has seen the end
}

// run is the hashing goroutine.
func (t *tap) run(a *ahead) {
	defer close(t.done)
	if t.prev != nil {
		<-t.prev.done
		t.prev = nil
	}
	for b := range t.blocks {
		if !t.digest.unhashed {
			t.digest.sum.Write(b.data)
		}
		t.digest.bytes += int64(len(b.data))
		a.release(b)
	}
}

func (t *tap) consumed() {
	t.mu.Lock()
	t.eof = true
	t.mu.Unlock()
}

func (t *tap) isConsumed() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.eof
}
