package main

import (
	"context"
	"io"

	"github.com/fo-check/fo-check/trace"
)

// interruptible is a stream that ends when the user interrupts, and remembers its inputs.
type interruptible struct {
	trace.Stream
	app    *app
	inputs []*trace.Input
}

// Next implements trace.Stream.
func (s *interruptible) Next() (trace.Item, error) {
	if s.app.ctx.Err() != nil {
		return trace.Item{}, io.EOF
	}
	it, err := s.Stream.Next()
	if err == nil && it.Kind == trace.KindInputStart {
		s.inputs = append(s.inputs, it.Input)
	}
	return it, err
}

// interruptedReader ends when the user interrupts, also while it waits for a pipe that says nothing.
type interruptedReader struct {
	ctx  context.Context
	from io.Reader
	buf  []byte
	left []byte     // of buf, not yet handed out
	done chan chunk // of the read that is under way
	err  error
}

// chunk is what a read gave.
type chunk struct {
	n   int
	err error
}

// pipeBuffer is large enough for the hand-over not to be felt.
const pipeBuffer = 256 << 10

func untilInterrupted(ctx context.Context, r io.Reader) *interruptedReader {
	return &interruptedReader{ctx: ctx, from: r, done: make(chan chunk, 1)}
}

// Read implements io.Reader. An interruption is the end of the file: what was read is judged.
func (r *interruptedReader) Read(p []byte) (int, error) {
	if len(r.left) == 0 && r.err == nil {
		r.fill()
	}
	n := copy(p, r.left)
	r.left = r.left[n:]
	if n == 0 && len(p) > 0 {
		return 0, r.err
	}
	return n, nil
}

// fill reads once, without waiting for longer than the user does. A read that is left waiting keeps its buffer.
func (r *interruptedReader) fill() {
	if r.buf == nil {
		r.buf = make([]byte, pipeBuffer)
	}
	go func() {
		n, err := r.from.Read(r.buf)
		r.done <- chunk{n, err}
	}()
	select {
	case c := <-r.done:
		r.left, r.err = r.buf[:c.n], c.err
	case <-r.ctx.Done():
		r.err = io.EOF
	}
}
