package trace

import (
	"io"
	"strings"
	"testing"
	"time"
)

// textFile is a file of a trace held in memory.
func textFile(name, text string) File {
	return File{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
}

func decodeText(text string) *Decoder {
	return NewDecoder([]File{textFile("x.ndjson", text)}, DecoderOptions{Wanted: &Wanted{All: true}, Parser: "desktop"})
}

// kept is an item that may be kept: its event is a copy.
type kept struct {
	Kind  Kind
	Input *Input
	Event *Event
	Time  time.Time
}

// drain reads a stream to its end.
func drain(s Stream) ([]kept, error) {
	var out []kept
	for {
		it, err := s.Next()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		k := kept{it.Kind, it.Input, nil, it.Time}
		if it.Event != nil {
			k.Event = it.Event.Clone()
		}
		out = append(out, k)
	}
}

// mustDrain reads a stream that must not fail.
func mustDrain(t testing.TB, s Stream) []kept {
	t.Helper()
	items, err := drain(s)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return items
}

// events returns the events among items.
func events(items []kept) []*Event {
	var out []*Event
	for _, it := range items {
		if it.Kind == KindEvent {
			out = append(out, it.Event)
		}
	}
	return out
}

// inputs returns the inputs that items start.
func inputs(items []kept) []*Input {
	var out []*Input
	for _, it := range items {
		if it.Kind == KindInputStart {
			out = append(out, it.Input)
		}
	}
	return out
}

// refusals returns what was refused in an input, as line:col: text.
func refusals(in *Input) []Note {
	var out []Note
	for _, n := range in.Notes {
		if n.Refused {
			out = append(out, n)
		}
	}
	return out
}

// listStream delivers items that are held in memory.
type listStream struct {
	items  []Item
	err    error // after the last one; nil: io.EOF
	closed int
}

func (s *listStream) Next() (Item, error) {
	if len(s.items) == 0 {
		if s.err != nil {
			return Item{}, s.err
		}
		return Item{}, io.EOF
	}
	it := s.items[0]
	s.items = s.items[1:]
	return it, nil
}

func (s *listStream) Close() error {
	s.closed++
	return nil
}

// at is a time on the day of the tests, in seconds after ten.
func at(seconds float64) time.Time {
	return time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC).Add(time.Duration(seconds * float64(time.Second)))
}
