package report

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestPointed(t *testing.T) {
	cases := []struct {
		line, word  string
		width       int
		shown, mark string
	}{
		{"a b EventX c", "EventX", 40, "a b EventX c", "    ^~~~~~"},
		{"a b EventX c", "EventY", 40, "a b EventX c", ""},
		{"a b EventX c", "", 8, "a b Eve…", ""},
		{"EventX and much more", "EventX", 10, "EventX an…", "^~~~~~"},
		{"0123456789 0123456789 EventX 0123456789", "EventX", 16, "…89 EventX 0123…", "    ^~~~~~"},
		{"0123456789 0123456789 EventX", "EventX", 12, "…6789 EventX", "      ^~~~~~"},
		{"ÄÖÜ EventX", "EventX", 40, "ÄÖÜ EventX", "    ^~~~~~"},
	}
	for _, c := range cases {
		if shown, mark := pointed(c.line, c.word, c.width); shown != c.shown || mark != c.mark {
			t.Errorf("%q %q %d: %q %q", c.line, c.word, c.width, shown, mark)
		}
	}
}

func TestCaretStandsUnderTheWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-zä ]{0,60}`)
		word, width := "EVENT", rapid.IntRange(20, 60).Draw(t, "width")
		shown, mark := pointed(text.Draw(t, "before")+word+text.Draw(t, "after"), word, width)
		if utf8.RuneCountInString(shown) > width {
			t.Fatalf("%q is wider than %d", shown, width)
		}
		at := strings.IndexByte(mark, '^')
		if got := string([]rune(shown)[at : at+len(word)]); got != word || len(mark) != at+len(word) {
			t.Fatalf("%q\n%q", shown, mark)
		}
	})
}
