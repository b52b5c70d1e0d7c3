package strategy

import (
	"bytes"
	"strings"
	"testing"
)

// A file without line ends is read in one pass: columns are not counted from the start of the line again.
func TestOneLongLineIsCountedOnce(t *testing.T) {
	const elements = 2_500
	text := []byte("<scxml>" + strings.Repeat(`<state id="été"><log expr="`+strings.Repeat("1234567890", 200)+`"/></state>`, elements) + "</scxml>")
	r := &reader{f: &file{kind: scxml, blocks: map[string]int{}, finals: map[string]bool{}}, decoder: newDecoder(text), places: places{file: "x", text: text}}
	if err := r.all(); err != nil {
		t.Fatal(err)
	}
	if r.places.looked > len(text) || len(text) < 5_000_000 {
		t.Errorf("%d bytes counted of %d", r.places.looked, len(text))
	}
	last := bytes.LastIndex(text, []byte("<log"))
	if want := len([]rune(string(text[:last]))) + 1; r.column != want || r.pos.Line != 1 {
		t.Errorf("the last element is in line %d, column %d; want column %d", r.pos.Line, r.column, want)
	}
}

// Two handlers in one line have two places: findings are told apart by them.
func TestEveryHandlerHasItsOwnPlace(t *testing.T) {
	c, err := parsedText("a.scxml", "<scxml>\n  <state id=\"a\"><transition event=\"*\"/> <transition event=\"x\"/></state>\n  <transition event=\"y\"/></scxml>")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[int64]bool{}
	for n, want := range []struct {
		line   int
		offset int64
	}{{2, 24}, {2, 48}, {3, 80}} {
		h := c.handler(t, n)
		if h.Pos.Line != want.line || h.Pos.Offset != want.offset || seen[h.Pos.Offset] {
			t.Errorf("handler %d: %+v, want %+v", n, h.Pos, want)
		}
		seen[h.Pos.Offset] = true
	}
}
