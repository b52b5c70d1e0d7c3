package pom

import (
	"fmt"

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
	n.put(in, kind, trace.Note{Pos: pos, Text: text})
}

// refuse notes what was wrong and is not in the trace.
func (n *notes) refuse(in *trace.Input, kind string, pos trace.Pos, text string) {
	n.put(in, kind, trace.Note{Pos: pos, Text: text, Refused: true})
}

func (n *notes) put(in *trace.Input, kind string, note trace.Note) {
	if n.count == nil {
		n.count = map[string]int{}
	}
	if n.count[kind] == 0 {
		n.kinds = append(n.kinds, kind)
	}
	n.count[kind]++
	if n.count[kind] <= notesPerKind {
		in.Notes = append(in.Notes, note)
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
	return fmt.Sprintf("line of %d bytes cut to %d", size, maxLine)
}

func monthNote(name []byte) string {
	return fmt.Sprintf("month %q: not a month in a language that is known, and no line that follows tells it; its records are left out", name)
}
