package adapter

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

// Names of captures with a meaning of their own.
const (
	captureTime = "ts"   // the time
	captureText = "text" // of a record: what event patterns look at
	captureNone = "_"    // whatever stands there
)

// part is a piece of a pattern: a literal, or a capture that takes as little as it can.
type part struct {
	literal string
	capture string
	kind    string // word, number, or "" for anything
}

// pattern is literal text with captures: "Agent <agent> logged out: <reason>".
type pattern struct {
	parts []part
	names []string
}

// parsePattern reads a pattern. "\<" is a literal "<".
func parsePattern(s string) (*pattern, error) {
	p := &pattern{}
	var literal strings.Builder
	flush := func() {
		if literal.Len() > 0 {
			p.parts = append(p.parts, part{literal: literal.String()})
			literal.Reset()
		}
	}
	for i := 0; i < len(s); {
		switch {
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == '<' || s[i+1] == '\\'):
			literal.WriteByte(s[i+1])
			i += 2
		case s[i] == '<':
			end := strings.IndexByte(s[i:], '>')
			if end < 0 {
				return nil, fmt.Errorf(`the capture in column %d is not closed; <name> is accepted, \< for the sign itself`, i+1)
			}
			flush()
			c, err := parseCapture(s[i+1 : i+end])
			if err != nil {
				return nil, err
			}
			if n := len(p.parts); n > 0 && p.parts[n-1].capture != "" && p.parts[n-1].capture != captureTime && c.capture != captureTime {
				return nil, fmt.Errorf("<%s> stands right behind <%s>: nothing tells where one ends; text between them is accepted", c.capture, p.parts[n-1].capture)
			}
			p.parts = append(p.parts, c)
			i += end + 1
		default:
			literal.WriteByte(s[i])
			i++
		}
	}
	flush()
	return p, p.check()
}

func parseCapture(s string) (part, error) {
	name, kind, _ := strings.Cut(s, ":")
	if kind != "" && kind != "word" && kind != "number" {
		return part{}, fmt.Errorf("<%s>: unknown kind %q; word and number are accepted, or none", s, kind)
	}
	if name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-") != "" {
		return part{}, fmt.Errorf(`<%s>: not a name; letters, digits, "_", "-" and "." are accepted, \< for the sign itself`, s)
	}
	return part{capture: name, kind: kind}, nil
}

// check finds names that are given twice, and patterns that match anything.
func (p *pattern) check() error {
	seen, literal := map[string]bool{}, false
	for _, part := range p.parts {
		literal = literal || part.literal != ""
		if part.capture == "" || part.capture == captureNone {
			continue
		}
		if seen[part.capture] {
			return fmt.Errorf("<%s> is given twice; each name once is accepted, and <_> for what is of no interest", part.capture)
		}
		seen[part.capture] = true
		p.names = append(p.names, part.capture)
	}
	if !literal && !seen[captureTime] {
		return fmt.Errorf("no text to look for: it would match every line")
	}
	return nil
}

// has tells whether the pattern captures name.
func (p *pattern) has(name string) bool {
	for _, n := range p.names {
		if n == name {
			return true
		}
	}
	return false
}

// captured is what a match took. Values are borrowed from the record.
type captured struct {
	names  []string
	values [][]byte
}

func (c *captured) reset() { c.names, c.values = c.names[:0], c.values[:0] }

func (c *captured) add(name string, value []byte) {
	c.names, c.values = append(c.names, name), append(c.values, value)
}

func (c *captured) get(name string) ([]byte, bool) {
	for i, n := range c.names {
		if n == name {
			return c.values[i], true
		}
	}
	return nil, false
}

// search matches the parts anywhere in text. A pattern that begins with a capture begins with the text.
func search(parts []part, text []byte, c *captured) bool {
	if len(parts) == 0 || parts[0].literal == "" {
		return match(parts, text, c)
	}
	for from := 0; ; {
		i := index(text[from:], parts[0].literal)
		if i < 0 {
			return false
		}
		n := len(c.names)
		if match(parts, text[from+i:], c) {
			return true
		}
		c.names, c.values = c.names[:n], c.values[:n]
		from += i + 1
	}
}

// match matches the parts at the beginning of text. A capture at the end takes the rest.
func match(parts []part, text []byte, c *captured) bool {
	for i := 0; i < len(parts); i++ {
		p := &parts[i]
		if p.literal != "" {
			if !hasPrefix(text, p.literal) {
				return false
			}
			text = text[len(p.literal):]
			continue
		}
		value := text
		if i+1 < len(parts) {
			end := index(text, parts[i+1].literal)
			if end < 0 {
				return false
			}
			value = text[:end]
		} else {
			value = bytes.TrimRight(value, " \t")
		}
		if !p.accepts(value) {
			return false
		}
		text = text[len(value):]
		if p.capture != captureNone {
			c.add(p.capture, bytes.TrimSpace(value))
		}
	}
	return true
}

func (p *part) accepts(v []byte) bool {
	switch p.kind {
	case "word":
		for _, c := range v {
			if c == ' ' || c == '\t' {
				return false
			}
		}
		return len(v) > 0
	case "number":
		for _, c := range v {
			if c-'0' > 9 {
				return false
			}
		}
		return len(v) > 0
	}
	return true
}

// index finds a literal, which is not empty.
func index(b []byte, literal string) int {
	for from := 0; ; from++ {
		i := bytes.IndexByte(b[from:], literal[0])
		if i < 0 || len(b)-from-i < len(literal) {
			return -1
		}
		if from += i; string(b[from:from+len(literal)]) == literal {
			return from
		}
	}
}

func hasPrefix(b []byte, s string) bool { return len(b) >= len(s) && string(b[:len(s)]) == s }

// expression is a regular expression with named groups.
type expression struct {
	re *regexp.Regexp
}

func (x *expression) search(text []byte, c *captured) bool {
	at := x.re.FindSubmatchIndex(text)
	if at == nil {
		return false
	}
	for i, name := range x.re.SubexpNames() {
		if name != "" && name != captureNone && at[2*i] >= 0 {
			c.add(name, bytes.TrimSpace(text[at[2*i]:at[2*i+1]]))
		}
	}
	return true
}
