package textlog

import (
	"fmt"

	"github.com/fo-check/fo-check/trace"
)

// notesPerKind is how many notes of one kind are written out; the rest is counted.
const notesPerKind = 10

// Notes keeps the notes of an input within bounds. The zero value is ready.
type Notes struct {
	kinds []string
	count map[string]int
}

// Add adds a remark of a kind.
func (n *Notes) Add(in *trace.Input, kind string, pos trace.Pos, text string) {
	n.put(in, kind, trace.Note{Pos: pos, Text: text})
}

// Refuse adds a note on what was wrong and is not in the trace.
func (n *Notes) Refuse(in *trace.Input, kind string, pos trace.Pos, text string) {
	n.put(in, kind, trace.Note{Pos: pos, Text: text, Refused: true})
}

func (n *Notes) put(in *trace.Input, kind string, note trace.Note) {
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

// Close says how many notes were left out.
func (n *Notes) Close(in *trace.Input) {
	for _, kind := range n.kinds {
		if more := n.count[kind] - notesPerKind; more > 0 {
			in.Notef(trace.Pos{File: in.Path}, fmt.Sprintf("%d more notes about: %s", more, kind))
		}
	}
}
