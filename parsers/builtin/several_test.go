package builtin_test

import "github.com/fo-check/fo-check/trace"

// several takes what a parser writes that may write several inputs.
type several struct {
	inputs []*trace.Input
	events int
}

func (s *several) Start(in *trace.Input) error            { s.inputs = append(s.inputs, in); return nil }
func (s *several) Event(*trace.Input, *trace.Event) error { s.events++; return nil }
func (*several) End(*trace.Input) error                   { return nil }
