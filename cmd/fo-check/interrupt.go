package main

import (
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
