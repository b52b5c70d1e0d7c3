package ors

import (
	"fmt"

	"github.com/fo-check/fo-check/parsers/genesys"
	"github.com/fo-check/fo-check/trace"
)

// notesPerKind is how many notes of one kind are written out; the rest is counted.
const notesPerKind = 10

// notes keeps the notes of an input within bounds.
type notes struct {
	kinds []string
	count map[string]int
}

func (n *notes) add(in *trace.Input, kind string, pos trace.Pos, text string) {
	if n.count == nil {
		n.count = map[string]int{}
	}
	if n.count[kind] == 0 {
		n.kinds = append(n.kinds, kind)
	}
	n.count[kind]++
	if n.count[kind] <= notesPerKind {
		in.Notef(pos, text)
	}
}

// close says how many notes were left out.
func (n *notes) close(in *trace.Input) {
	for _, kind := range n.kinds {
		if more := n.count[kind] - notesPerKind; more > 0 {
			in.Notef(trace.Pos{File: in.Path}, fmt.Sprintf("%d more notes about: %s", more, kind))
		}
	}
}

func sizeNote(size int64) string {
	return fmt.Sprintf("line of %d bytes cut to %d", size, genesys.MaxLine)
}
