package report

import "strings"

// caretIndent stands before a source line in the text report.
const caretIndent = "      | "

// pointed cuts a line to width code points, so that word stays in sight, and returns a second line with a caret
// under it: ^~~~. Without the word the line is cut at its end, and there is no caret.
func pointed(line, word string, width int) (shown, caret string) {
	runes := []rune(line)
	at := strings.Index(line, word)
	if word == "" || at < 0 {
		return cut(line, width), ""
	}
	start, length := len([]rune(line[:at])), len([]rune(word))
	from := 0
	if start+length > width-1 && len(runes) > width {
		from = min(start-min(start, width/4), len(runes)-width)
	}
	shown = clipped(runes, from, width)
	end := min(start+length, from+width)
	return shown, strings.Repeat(" ", start-from) + "^" + strings.Repeat("~", max(0, end-start-1))
}

// clipped is the part of a line from a place on; an ellipsis stands for what is left out at either end.
func clipped(runes []rune, from, width int) string {
	to := min(from+width, len(runes))
	part := append([]rune(nil), runes[from:to]...)
	if from > 0 && len(part) > 0 {
		part[0] = '…'
	}
	if to < len(runes) {
		part[len(part)-1] = '…'
	}
	return string(part)
}
