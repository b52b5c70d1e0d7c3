package celenv

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// place returns the line and column in the file of the code point at offset in x.Text. It walks the
// text and the file side by side: blank space may differ (folding, indentation), and an escape or a
// doubled quote stands for one code point. Where they do not agree it stays at the last that did.
func (x Expr) place(offset int) (line, col int) {
	at := cursor{content: x.Content, line: x.Line, col: x.Col}
	if !at.seek() {
		return x.Line, x.Col
	}
	quote := at.quoteBefore()
	for i, r := range []rune(x.Text) {
		if i >= offset {
			break
		}
		if !at.step(r, quote) {
			return at.line, at.col
		}
	}
	if text := []rune(x.Text); offset < len(text) && !unicode.IsSpace(text[offset]) {
		at.skipBlank()
	}
	return at.line, at.col
}

// cursor is a place in the bytes of a file.
type cursor struct {
	content   []byte
	offset    int
	line, col int // 1-based
}

// seek finds the offset of line and col.
func (c *cursor) seek() bool {
	for n := 1; n < c.line; n++ {
		eol := bytes.IndexByte(c.content[c.offset:], '\n')
		if eol < 0 {
			return false
		}
		c.offset += eol + 1
	}
	for n := 1; n < c.col; n++ {
		_, size := utf8.DecodeRune(c.content[c.offset:])
		if size == 0 {
			return false
		}
		c.offset += size
	}
	return c.offset <= len(c.content)
}

func (c *cursor) quoteBefore() byte {
	if c.offset > 0 && strings.IndexByte(`'"`, c.content[c.offset-1]) >= 0 {
		return c.content[c.offset-1]
	}
	return 0
}

func (c *cursor) peek() rune {
	r, size := utf8.DecodeRune(c.content[c.offset:])
	if size == 0 {
		return -1
	}
	return r
}

func (c *cursor) next() {
	r, size := utf8.DecodeRune(c.content[c.offset:])
	c.offset += size
	c.col++
	if r == '\n' {
		c.line, c.col = c.line+1, 1
	}
}

func (c *cursor) skipBlank() {
	for r := c.peek(); r >= 0 && unicode.IsSpace(r); r = c.peek() {
		c.next()
	}
}

// step moves past what stands for r.
func (c *cursor) step(r rune, quote byte) bool {
	if unicode.IsSpace(r) {
		if p := c.peek(); p >= 0 && unicode.IsSpace(p) && p != '\n' {
			c.next()
		}
		return true
	}
	c.skipBlank()
	if quote != 0 && c.peek() == '\\' && quote == '"' {
		c.next()
	} else if quote == '\'' && r == '\'' {
		c.next() // doubled
	}
	if c.peek() != r {
		return false
	}
	c.next()
	return true
}
