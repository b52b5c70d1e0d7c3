package rules

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/fo-check/fo-check/rules/suggest"
	"github.com/fo-check/fo-check/trace"
)

// reader walks the YAML of one file by hand, so that every error has its place, and keeps them all.
type reader struct {
	file   File
	errors Diagnostics
	steps  int      // nodes looked at: an alias may stand for many
	lines  [][]byte // of the file, split when first needed
}

// maxSteps bounds the nodes looked at, aliases followed. The largest pack needs a few thousand.
const maxSteps = 500_000

func (r *reader) errorf(n *yaml.Node, format string, args ...any) {
	r.errorAt(n.Line, n.Column, format, args...)
}

func (r *reader) errorAt(line, col int, format string, args ...any) {
	if r.steps > maxSteps {
		return // what follows is of no use
	}
	line, col = max(line, 1), max(col, 1)
	r.errors = append(r.errors, Diagnostic{Pos{r.file.Name, line, col}, fmt.Sprintf(format, args...), shownLine(r.line(line))})
}

// line returns line n of the file, 1-based; nil if there is none.
func (r *reader) line(n int) []byte {
	if r.lines == nil {
		r.lines = bytes.Split(r.file.Content, []byte("\n"))
	}
	if n < 1 || n > len(r.lines) {
		return nil
	}
	return r.lines[n-1]
}

func (r *reader) pos(n *yaml.Node) Pos { return Pos{r.file.Name, n.Line, n.Column} }

// follow replaces an alias by what it stands for.
func (r *reader) follow(n *yaml.Node) *yaml.Node {
	r.steps++
	if r.steps == maxSteps {
		r.errorf(n, "too large: aliases (*name) repeat too much; at most %d nodes are accepted", maxSteps)
	}
	for hops := 0; n.Kind == yaml.AliasNode && n.Alias != nil && hops < 10; hops++ {
		n = n.Alias
	}
	if r.steps >= maxSteps {
		return &yaml.Node{Kind: yaml.ScalarNode, Line: n.Line, Column: n.Column}
	}
	return n
}

// section is a mapping whose keys the language defines.
type section struct {
	node   *yaml.Node
	values map[string]*yaml.Node
	keys   map[string]*yaml.Node
}

// get returns the value of a key, or nil.
func (s *section) get(key string) *yaml.Node {
	if s == nil {
		return nil
	}
	return s.values[key]
}

// places tells where the values of the section begin.
func (r *reader) places(s *section) Places {
	if s == nil {
		return nil
	}
	all := make(Places, len(s.values))
	for key, n := range s.values {
		all[key] = r.textPos(n)
	}
	return all
}

// textPos is where a text begins, after its quote; of anything else where it begins.
func (r *reader) textPos(n *yaml.Node) Pos {
	if n.Kind != yaml.ScalarNode {
		return r.pos(n)
	}
	line, col := r.textPlace(n)
	return Pos{r.file.Name, line, col}
}

// entry is one key and value of a mapping.
type entry struct{ key, value *yaml.Node }

// section reads a mapping; keys that are not allowed, or given twice, are errors. It returns nil if n is
// no mapping.
func (r *reader) section(n *yaml.Node, what string, allowed ...string) *section {
	entries, ok := r.entries(n, what)
	if !ok {
		return nil
	}
	s := &section{node: r.follow(n), values: map[string]*yaml.Node{}, keys: map[string]*yaml.Node{}}
	for _, e := range entries {
		name := e.key.Value
		if !slices.Contains(allowed, name) {
			r.errorf(e.key, "%s: unknown key of %s; accepted are %s%s", name, what, strings.Join(allowed, ", "), suggest.Hint(name, allowed))
			continue
		}
		s.values[name], s.keys[name] = e.value, e.key
	}
	return s
}

// entries reads a mapping in the order of the file; a key given twice is an error.
func (r *reader) entries(n *yaml.Node, what string) ([]entry, bool) {
	n = r.follow(n)
	if n.Kind != yaml.MappingNode {
		r.errorf(n, "%s: %s; a mapping (key: value) is accepted", what, r.shape(n))
		return nil, false
	}
	var all []entry
	seen := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := r.follow(n.Content[i]), r.follow(n.Content[i+1])
		if key.Kind != yaml.ScalarNode {
			r.errorf(key, "%s: %s as a key; a name is accepted", what, r.shape(key))
			continue
		}
		if first := seen[key.Value]; first != nil {
			r.errorf(key, "%s: given twice, first in line %d; once is accepted", key.Value, first.Line)
			continue
		}
		seen[key.Value] = key
		all = append(all, entry{key, value})
	}
	return all, true
}

// items reads a sequence; anything else stands for a sequence of itself.
func (r *reader) items(n *yaml.Node) []*yaml.Node {
	n = r.follow(n)
	if n.Kind != yaml.SequenceNode {
		return []*yaml.Node{n}
	}
	list := make([]*yaml.Node, len(n.Content))
	for i, item := range n.Content {
		list[i] = r.follow(item)
	}
	return list
}

// shape says what a node is.
func (r *reader) shape(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	case yaml.ScalarNode:
		if n.Tag == "!!null" {
			return "nothing"
		}
		return strconv.Quote(clip(n.Value))
	}
	return "nothing"
}

func clip(s string) string {
	if runes := []rune(s); len(runes) > 40 {
		return string(runes[:40]) + "..."
	}
	return s
}

// text reads a scalar; nil gives "".
func (r *reader) text(n *yaml.Node, what string) string {
	if n == nil {
		return ""
	}
	n = r.follow(n)
	if n.Kind != yaml.ScalarNode {
		r.errorf(n, "%s: %s; a text is accepted", what, r.shape(n))
		return ""
	}
	if n.Tag == "!!null" {
		return ""
	}
	return n.Value
}

// needed reads a scalar that must be there and not be empty.
func (r *reader) needed(s *section, key, what string) string {
	n := s.get(key)
	if n == nil {
		r.errorf(s.node, "%s: lacks %s", what, key)
		return ""
	}
	text := r.text(n, key)
	if text == "" && n.Kind == yaml.ScalarNode {
		r.errorf(n, "%s: empty; a text is accepted", key)
	}
	return text
}

// truth reads true or false; nil gives false.
func (r *reader) truth(n *yaml.Node, what string) bool {
	switch text := r.text(n, what); text {
	case "true":
		return true
	case "false", "":
	default:
		r.errorf(n, "%s: %q; true and false are accepted", what, clip(text))
	}
	return false
}

// choice reads one of a few words; nil gives "".
func (r *reader) choice(n *yaml.Node, what string, accepted ...string) string {
	text := r.text(n, what)
	if n == nil || text == "" && r.follow(n).Kind != yaml.ScalarNode || slices.Contains(accepted, text) {
		return text
	}
	r.errorf(n, "%s: %q; accepted are %s%s", what, clip(text), strings.Join(accepted, ", "), suggest.Hint(text, accepted))
	return ""
}

// texts reads one text or a list of them.
func (r *reader) texts(n *yaml.Node, what string) []string {
	if n == nil {
		return nil
	}
	list := []string{}
	for _, item := range r.items(n) {
		if text := r.text(item, what); text != "" {
			list = append(list, text)
		} else if item.Kind == yaml.ScalarNode {
			r.errorf(item, "%s: an empty text; a name is accepted", what)
		}
	}
	return list
}

// keys reads a list of keys. It returns nil for nil, and an empty list for [].
func (r *reader) keys(n *yaml.Node, what string) []trace.Key {
	if n == nil {
		return nil
	}
	keys := []trace.Key{}
	for _, item := range r.items(n) {
		if k, ok := r.key(item, what); ok {
			if slices.Contains(keys, k) {
				r.errorf(item, "%s: %s is given twice; once is accepted", what, k)
				continue
			}
			keys = append(keys, k)
		}
	}
	return keys
}

func (r *reader) key(n *yaml.Node, what string) (trace.Key, bool) {
	text := r.text(n, what)
	k, ok := trace.ParseKey(text)
	if !ok && r.follow(n).Kind == yaml.ScalarNode {
		r.errorf(n, "%s: %q is no key; accepted are %s%s", what, clip(text), strings.Join(trace.KeyNames(), ", "), suggest.Hint(text, trace.KeyNames()))
	}
	return k, ok
}
