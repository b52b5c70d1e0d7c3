package adapter

import (
	"bytes"
	"regexp/syntax"
	"strings"
)

// needle is text without which a pattern cannot match. Looking for it first spares most records the pattern.
// The zero value is in every text.
type needle struct {
	text []byte
	rare int // index of its byte that logs hold least of
}

// common lists bytes by how often logs hold them, the most frequent first; those that are not in it are rare.
const common = " eationrsldcumpgh0123456-:.,fbvykw=_/[]789TESAINx\"'()zq"

func newNeedle(text string) needle {
	n := needle{text: []byte(text)}
	best := -1
	for i := range len(text) {
		rank := strings.IndexByte(common, text[i])
		if rank < 0 {
			rank = len(common)
		}
		if rank > best {
			best, n.rare = rank, i
		}
	}
	return n
}

// in tells whether b holds the needle.
func (n *needle) in(b []byte) bool {
	if len(n.text) == 0 {
		return true
	}
	last := len(b) - len(n.text) // where it can begin at the latest
	for from := 0; from <= last; {
		i := bytes.IndexByte(b[from+n.rare:last+n.rare+1], n.text[n.rare])
		if i < 0 {
			return false
		}
		if from += i; string(b[from:from+len(n.text)]) == string(n.text) {
			return true
		}
		from++
	}
	return false
}

// required is the longest literal of the pattern.
func (p *pattern) required() string {
	longest := ""
	for _, part := range p.parts {
		if len(part.literal) > len(longest) {
			longest = part.literal
		}
	}
	return longest
}

// requiredIn finds the longest text that every match of a regular expression holds; "" if none is found.
func requiredIn(expr string) string {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return ""
	}
	return requiredOf(re.Simplify())
}

func requiredOf(re *syntax.Regexp) string {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			return string(re.Rune)
		}
	case syntax.OpCapture, syntax.OpPlus:
		return requiredOf(re.Sub[0])
	case syntax.OpConcat:
		longest := ""
		for _, sub := range re.Sub {
			if s := requiredOf(sub); len(s) > len(longest) {
				longest = s
			}
		}
		return longest
	}
	return ""
}
