package trace

import (
	"fmt"
	"slices"
)

// maxNotes is how many notes of each kind an input keeps; the others are counted.
const maxNotes = 100

// inputState is what a Decoder knows of an input that it reads.
type inputState struct {
	id       int // that a merged trace gives it
	in       *Input
	started  bool
	ended    bool   // its end mark was read
	declared *Input // what its end mark says
	names    map[string]*nameState
	notes    []Note
	noted    map[string]bool // texts of remarks
	sources  []string        // seen
	refused  int
	more     int // remarks that were not kept
	lastPos  Pos
	lastBad  Pos
}

// nameState is what a Decoder knows of a name of events.
type nameState struct {
	text    string
	alias   Alias
	aliased bool
	count   int64
	source  string // for which the following were judged
	judged  bool
	read    bool
	record  bool
}

func newInputState(in *Input) *inputState {
	return &inputState{in: in, names: map[string]*nameState{}, noted: map[string]bool{}}
}

func (st *inputState) name(b []byte) *nameState {
	n := st.names[string(b)]
	if n == nil {
		n = &nameState{text: string(b)}
		n.alias, n.aliased = findAlias(n.text)
		st.names[n.text] = n
	}
	return n
}

func (n *nameState) judge(source string, w *Wanted) {
	n.source, n.judged = source, true
	n.read = w.Read(source, n.text)
	n.record = w.Record(source)
}

// seeSource notes a source that no rule and no parser speaks of.
func (st *inputState) seeSource(source string, pos Pos) {
	if contains(st.sources, source) {
		return
	}
	if len(st.sources) < maxNotes {
		st.sources = append(st.sources, source)
	}
	if !contains(Sources(), source) {
		st.note(Note{Pos: pos, Text: fmt.Sprintf("source %q: not one that fo-check knows%s", source, suggest(source, Sources()))})
	}
}

// note keeps a remark, equal ones once.
func (st *inputState) note(n Note) {
	if st.noted[n.Text] {
		return
	}
	if len(st.noted) >= maxNotes {
		st.more++
		return
	}
	st.noted[n.Text] = true
	st.notes = append(st.notes, n)
}

// refuse keeps what is wrong with a line.
func (st *inputState) refuse(n Note) {
	st.lastBad = n.Pos
	st.refused++
	if st.refused <= maxNotes {
		st.notes = append(st.notes, n)
	}
}

// takeNotes moves the notes of another state here: what was said before the first input line.
func (st *inputState) takeNotes(from *inputState) {
	st.notes, st.refused, st.more = from.notes, from.refused, from.more
	st.in.SkippedLines = from.in.SkippedLines
	from.notes, from.refused, from.more = nil, 0, 0
}

// close makes the counters of the input final.
func (st *inputState) close() {
	in := st.in
	in.ByName = map[string]int64{}
	for _, n := range st.names {
		if n.count > 0 {
			in.ByName[n.text] = n.count
		}
	}
	if st.declared != nil {
		st.declare()
	}
	if in.EndTime.Before(in.Last) {
		in.EndTime = in.Last
	}
	if n := st.refused - maxNotes; n > 0 {
		st.notes = append(st.notes, Note{Pos: st.lastBad, Text: fmt.Sprintf("%d more lines were refused, the last one here", n), Refused: true})
	}
	if st.more > 0 {
		st.notes = append(st.notes, Note{Pos: st.lastPos, Text: fmt.Sprintf("%d more remarks were left out", st.more)})
	}
	in.Notes = append(in.Notes, st.notes...)
	st.notes = nil
}

// declare takes over what the end mark of a merged trace says. What was refused here is added.
func (st *inputState) declare() {
	in, said := st.in, st.declared
	if in.Events < said.Events {
		st.note(Note{Pos: st.lastPos, Text: fmt.Sprintf("input_end counts %d events, %d were read", said.Events, in.Events)})
	} else {
		in.Events, in.ByName = said.Events, said.ByName
	}
	in.Lines, in.Bytes = said.Lines, said.Bytes
	in.SkippedLines += said.SkippedLines
	in.End, in.EndTime = said.End, said.EndTime
	in.Notes = append(in.Notes, said.Notes...)
	st.notes = slices.DeleteFunc(st.notes, func(n Note) bool {
		return slices.ContainsFunc(said.Notes, func(o Note) bool { return !n.Refused && o.Text == n.Text })
	})
	if said.SHA256 != "" {
		in.SHA256 = said.SHA256
	}
	if said.Coverage != nil {
		in.Coverage = said.Coverage
	}
	if !said.First.IsZero() {
		in.First = said.First
	}
	if !said.Last.IsZero() {
		in.Last = said.Last
	}
}
