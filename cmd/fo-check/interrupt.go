package main

import (
	"io"

	"github.com/fo-check/fo-check/trace"
)

// interruptible is a stream that ends when the user interrupts.
type interruptible struct {
	trace.Stream
	app *app
}

// Next implements trace.Stream.
func (s interruptible) Next() (trace.Item, error) {
	if s.app.ctx.Err() != nil {
		return trace.Item{}, io.EOF
	}
	return s.Stream.Next()
}
