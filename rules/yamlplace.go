package rules

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v3"
)

// textPlace returns where the text of a scalar begins: after its quote, and for a block (| or >) at the
// first line of its text.
func (r *reader) textPlace(n *yaml.Node) (line, col int) {
	if r.line(n.Line) == nil {
		return max(n.Line, 1), max(n.Column, 1)
	}
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return blockPlace(r.lines, n)
	}
	col = n.Column
	text := []rune(string(r.line(n.Line)))
	for col-1 < len(text) && strings.ContainsRune("&!", text[col-1]) { // an anchor or a tag
		for col-1 < len(text) && text[col-1] != ' ' {
			col++
		}
		for col-1 < len(text) && text[col-1] == ' ' {
			col++
		}
	}
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		col++
	}
	return n.Line, col
}

func blockPlace(lines [][]byte, n *yaml.Node) (line, col int) {
	for i := n.Line; i < len(lines); i++ {
		if text := bytes.TrimLeft(lines[i], " \t\r"); len(text) > 0 {
			return i + 1, len(lines[i]) - len(text) + 1
		}
	}
	return n.Line, n.Column
}
