package trace

import (
	"fmt"
	"io"
	"sort"
)

// window puts lines in order that are displaced a little.
type window struct {
	lines  lineSource
	events int  // how many are held back
	byTime bool // and not longer than windowSeconds
	keys   keyReader
	held   []*heldLine // a heap
	marks  int         // of them, those that are no event
	free   []*heldLine // to be used again
	last   *heldLine   // in use by the reader
	given  lineKey     // key of the last event handed out
	newest lineKey     // greatest key so far
	seq    int
	eof    bool
}

// heldLine is a line that waits for earlier ones. It owns its data.
type heldLine struct {
	line rawLine
	key  lineKey
	seq  int
	mark bool
}

func (h *heldLine) less(o *heldLine) bool {
	return h.key.less(o.key) || h.key == o.key && h.seq < o.seq
}

func newWindow(lines lineSource, events int, byTime bool) *window {
	return &window{lines: lines, events: events, byTime: byTime, given: untimed(), newest: untimed()}
}

func (w *window) close() error { return w.lines.close() }

func (w *window) next() (rawLine, error) {
	if w.last != nil {
		w.free = append(w.free, w.last)
		w.last = nil
	}
	for !w.eof && !w.ripe() {
		line, err := w.lines.next()
		if err == io.EOF {
			w.eof = true
			break
		}
		if err != nil {
			return rawLine{}, err
		}
		if !w.hold(&line) {
			return line, nil
		}
	}
	if len(w.held) == 0 {
		return rawLine{}, io.EOF
	}
	w.last = w.pop()
	return w.last.line, nil
}

// ripe tells that the earliest line held need not wait any longer.
func (w *window) ripe() bool {
	if len(w.held)-w.marks > w.events {
		return true
	}
	return w.byTime && len(w.held) > 0 && w.held[0].key.sec < w.newest.sec-windowSeconds
}

// hold keeps a line back. It returns false for lines that are to be read at once: those that have no
// place in time, and those that come too late, which are marked so.
func (w *window) hold(line *rawLine) bool {
	if line.tooLong {
		return false
	}
	key, class := w.keys.key(line.data)
	if class == classPrompt {
		return false
	}
	if class == classEnd {
		key = w.newest
	}
	if key.less(w.given) {
		line.late = true
		return false
	}
	if w.newest.less(key) {
		w.newest = key
	}
	h := w.unused()
	kept := append(h.line.data[:0], line.data...)
	h.line, h.key, h.seq, h.mark = *line, key, w.seq, class == classEnd
	h.line.data = kept
	w.seq++
	w.push(h)
	return true
}

func (w *window) unused() *heldLine {
	n := len(w.free)
	if n == 0 {
		return &heldLine{}
	}
	h := w.free[n-1]
	w.free = w.free[:n-1]
	return h
}

func (w *window) push(h *heldLine) {
	if h.mark {
		w.marks++
	}
	w.held = append(w.held, h)
	for i := len(w.held) - 1; i > 0; {
		up := (i - 1) / 2
		if !w.held[i].less(w.held[up]) {
			return
		}
		w.held[i], w.held[up] = w.held[up], w.held[i]
		i = up
	}
}

func (w *window) pop() *heldLine {
	h := w.held[0]
	n := len(w.held) - 1
	w.held[0] = w.held[n]
	w.held = w.held[:n]
	for i := 0; ; {
		least := i
		for c := 2*i + 1; c <= 2*i+2 && c < n; c++ {
			if w.held[c].less(w.held[least]) {
				least = c
			}
		}
		if least == i {
			break
		}
		w.held[i], w.held[least] = w.held[least], w.held[i]
		i = least
	}
	if h.mark {
		w.marks--
	}
	w.given = h.key
	return h
}

// sorted holds a whole trace in the order of time.
type sorted struct {
	data  []byte
	lines []sortedLine
	i     int
}

// sortedLine is a line of sorted.data.
type sortedLine struct {
	line rawLine
	at   int
	size int
	key  lineKey
}

// readSorted reads all lines and puts events in order, behind the lines that have no place in time.
func readSorted(lines lineSource, name string, limit int) (*sorted, error) {
	s := &sorted{}
	var keys keyReader
	newest := untimed()
	for {
		line, err := lines.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if len(s.data)+len(line.data) > limit {
			return nil, fmt.Errorf("%s: events are out of order by more than %d events in a trace of more than %d MiB; "+
				"accepted are traces in the order of time, sort it by the field time", name, windowEvents, limit>>20)
		}
		key, class := keys.key(line.data)
		switch {
		case class == classPrompt || line.tooLong:
			key = untimed()
			key.nsec = -1
		case class == classEnd:
			key = newest
		case newest.less(key):
			newest = key
		}
		s.lines = append(s.lines, sortedLine{line: line, at: len(s.data), size: len(line.data), key: key})
		s.data = append(s.data, line.data...)
	}
	sort.SliceStable(s.lines, func(i, j int) bool { return s.lines[i].key.less(s.lines[j].key) })
	return s, nil
}

func (s *sorted) close() error { return nil }

func (s *sorted) next() (rawLine, error) {
	if s.i >= len(s.lines) {
		return rawLine{}, io.EOF
	}
	l := s.lines[s.i]
	s.i++
	l.line.data = s.data[l.at : l.at+l.size]
	return l.line, nil
}
