package input

import (
	"io"
	"io/fs"
	"slices"
	"sync"
	"sync/atomic"
)

// Sizes of the blocks that a reader keeps ahead of its consumer.
const (
	blockSize    = 1 << 20
	minBlockSize = 64 << 10
	blocksAhead  = 4
	headroom     = 64 << 10 // before the data of a block, for what its consumer has left of the block before
	aheadBudget  = 64 << 20 // for all inputs of a run, which are open at the same time
)

// blockSizeFor returns the size of blocks when n inputs are open at once.
func blockSizeFor(n int) int {
	size := aheadBudget / blocksAhead / max(n, 1)
	return min(max(size, minBlockSize), blockSize)
}

// block is a piece of an input on its way to the consumer and, where there is one, to the hash.
type block struct {
	buf  []byte // whole room; data begins behind the headroom
	data []byte // what was read
	err  error  // what ended reading; data comes before it
	refs atomic.Int32
}

// ahead reads from a goroutine of its own, so that reading, hashing and parsing overlap.
type ahead struct {
	src      io.ReadCloser
	full     chan *block
	free     chan *block
	stop     chan struct{}
	stopOnce sync.Once
	tap      *tap      // nil: no digest wanted
	progress func(int) // nil: nobody watches

	cur  *block // being consumed
	left []byte
	err  error
}

// readAhead starts reading src. The caller must Close what it returns.
func readAhead(src io.ReadCloser, size int, t *tap, progress func(int)) *ahead {
	a := &ahead{src: src, full: make(chan *block, blocksAhead), free: make(chan *block, blocksAhead),
		stop: make(chan struct{}), tap: t, progress: progress}
	for range blocksAhead {
		a.free <- nil // room that is not allocated yet
	}
	if t != nil {
		go t.run(a)
	}
	go a.run(size)
	return a
}

// run is the reading goroutine. It ends at the end of src or soon after Close, and closes src.
func (a *ahead) run(size int) {
	defer a.src.Close()
	defer close(a.full)
	if a.tap != nil {
		defer close(a.tap.blocks)
	}
	for {
		b := a.room(size)
		if b == nil {
			return
		}
		n, err := a.src.Read(b.buf[headroom:])
		b.data, b.err = b.buf[headroom:headroom+n], err
		if !a.deliver(b) || err != nil {
			return
		}
	}
}

// room waits for a free block; nil when the consumer has gone.
func (a *ahead) room(size int) *block {
	select {
	case b := <-a.free:
		if b == nil {
			b = &block{buf: make([]byte, headroom+size)}
		}
		return b
	case <-a.stop:
		return nil
	}
}

// deliver hands a block to its readers. The channels have room for every block there is.
func (a *ahead) deliver(b *block) bool {
	select {
	case <-a.stop:
		return false
	default:
	}
	if a.progress != nil && len(b.data) > 0 {
		a.progress(len(b.data))
	}
	b.refs.Store(1)
	if a.tap != nil {
		b.refs.Store(2)
		a.tap.blocks <- b
	}
	a.full <- b
	return true
}

// release gives a block back when its last reader is done with it.
func (a *ahead) release(b *block) {
	if b.refs.Add(-1) == 0 {
		a.free <- b
	}
}

// Read implements io.Reader.
func (a *ahead) Read(p []byte) (int, error) {
	for len(a.left) == 0 {
		b := a.next()
		if b == nil {
			return 0, a.err
		}
		a.take(b)
	}
	n := copy(p, a.left)
	a.left = a.left[n:]
	return n, nil
}

// Refill implements parsers.Refiller: the block itself, with tail in its headroom.
func (a *ahead) Refill(tail []byte) ([]byte, error) {
	if data := a.left; len(data) > 0 {
		a.left = nil
		return slices.Concat(tail, data), nil
	}
	for {
		b := a.next()
		if b == nil {
			return nil, a.err
		}
		if len(b.data) == 0 {
			a.take(b)
			continue
		}
		buf := b.behind(tail)
		a.take(b)
		a.left = nil
		return buf, nil
	}
}

// behind returns the block's data behind tail. The data itself is not moved: it may just be hashed.
func (b *block) behind(tail []byte) []byte {
	if len(tail) > headroom {
		return slices.Concat(tail, b.data)
	}
	from := headroom - len(tail)
	copy(b.buf[from:], tail)
	return b.buf[from : headroom+len(b.data)]
}

// next waits for the next block; nil when there is none, and err says why.
func (a *ahead) next() *block {
	if a.err != nil {
		return nil
	}
	select {
	case <-a.stop:
		a.err = fs.ErrClosed
		return nil
	default:
	}
	select {
	case b, ok := <-a.full:
		if !ok {
			a.err = fs.ErrClosed
			return nil
		}
		return b
	case <-a.stop:
		a.err = fs.ErrClosed
		return nil
	}
}

// take makes b the block at hand and gives the one before back.
func (a *ahead) take(b *block) {
	if a.cur != nil {
		a.release(a.cur)
	}
	a.cur, a.left, a.err = b, b.data, b.err
	if b.err == io.EOF && a.tap != nil {
		a.tap.consumed()
	}
}

// Close ends reading. It may be called more than once, and while another goroutine is in Read. It does
// not wait for a Read of the source that hangs (a terminal, a pipe).
func (a *ahead) Close() error {
	a.stopOnce.Do(func() { close(a.stop) })
	return nil
}
