package rules

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
)

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

// yamlWords puts what the YAML library says in plain words. For the messages marked late it counts
// lines from 0.
var yamlWords = []struct {
	part, plain string
	late        bool
}{
	{"expected ',' or '}'", "in the {...} that begins in this line a comma or the closing } is missing", true},
	{"expected ',' or ']'", "in the [...] that begins in this line a comma or the closing ] is missing", true},
	{"expected key", "in the mapping that begins in this line a key is missing; its lines may be indented differently", true},
	{"expected '-' indicator", "in the list that begins in this line an item (-) is missing; its lines may be indented differently", true},
	{"expected node content", "a value is missing, or begins with a sign that must be quoted", true},
	{"expected <document start>", "something follows the end of the file's content", true},
	{"undefined tag handle", "a tag (!) that is not defined; a text that begins with ! is quoted", true},
	{"mapping values are not allowed", "a colon that follows no key; a text with a colon and a blank in it is quoted", false},
	{"cannot start any token", "a tab, or a sign such as @ or % that must be quoted", false},
	{"could not find expected ':'", "a key without its colon", false},
	{"tab character", "a tab; lines are indented with blanks", false},
}

// yamlError gives an error of the YAML library its place, and plain words.
func (r *reader) yamlError(err error) {
	line, text := 1, err.Error()
	counted := false
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		text = m[2]
		if n, err := strconv.Atoi(m[1]); err == nil {
			line, counted = n, true
		}
	}
	for _, w := range yamlWords {
		if strings.Contains(text, w.part) {
			text = w.plain
			if w.late && counted {
				line++
			}
			break
		}
	}
	source := r.line(line)
	col := len(source) - len(bytes.TrimLeft(source, " \t")) + 1
	r.errorAt(line, col, "not YAML: %s", text)
}
