package ruletest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/fo-check/fo-check/rules"
	"github.com/fo-check/fo-check/rules/suggest"
)

// Load reads a test file. The error joins every mistake of the file, each an *Error with its place; the
// cases without a mistake are returned all the same.
func Load(file string) ([]Case, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return Parse(file, content)
}

// Parse reads the content of a test file; file is its name in positions.
func Parse(file string, content []byte) ([]Case, error) {
	l := &loader{file: file, lines: strings.Split(string(content), "\n")}
	doc, err := decode(content)
	if err != nil {
		return nil, &Error{rules.Pos{File: file, Line: 1}, err.Error()}
	}
	cases := l.document(doc.Content[0])
	return cases, errors.Join(l.errs...)
}

// decode returns the document; what the YAML library cannot bear is an error too.
func decode(content []byte) (doc yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("not YAML: %v", r)
		}
	}()
	err = yaml.NewDecoder(bytes.NewReader(content)).Decode(&doc)
	if errors.Is(err, io.EOF) || err == nil && len(doc.Content) == 0 {
		err = errors.New("the file is empty; give pack and tests")
	}
	return doc, err
}

// loader collects cases and mistakes of one file.
type loader struct {
	file  string
	lines []string
	pack  string
	errs  []error
}

func (l *loader) pos(n *yaml.Node) rules.Pos {
	return rules.Pos{File: l.file, Line: n.Line, Col: n.Column}
}

func (l *loader) errorf(p rules.Pos, format string, args ...any) {
	l.errs = append(l.errs, &Error{p, fmt.Sprintf(format, args...)})
}

// fields calls set for each entry of a mapping; set returns false for a name it does not know.
func (l *loader) fields(n *yaml.Node, known []string, set func(name string, key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		l.errorf(l.pos(n), "%s: not a mapping; give %s", short(n.Value), strings.Join(known, ", "))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if seen[key.Value] {
			l.errorf(l.pos(key), "%s: given twice; give it once", key.Value)
			continue
		}
		seen[key.Value] = true
		if !contains(known, key.Value) {
			l.errorf(l.pos(key), "%s: unknown; accepted are %s%s", short(key.Value), strings.Join(known, ", "),
				suggest.Hint(key.Value, known))
			continue
		}
		set(key.Value, key, value)
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// short keeps what a message quotes to a readable length.
func short(s string) string {
	if s == "" {
		return "(nothing)"
	}
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "..."
	}
	return s
}

// document reads the whole file. What stands under shared is there to be referred to by YAML aliases.
func (l *loader) document(root *yaml.Node) []Case {
	var tests *yaml.Node
	l.fields(root, []string{"apiVersion", "pack", "shared", "tests"}, func(name string, _, value *yaml.Node) {
		switch name {
		case "apiVersion":
			if value.Value != "fo-check/rules/v1" {
				l.errorf(l.pos(value), "%s: unknown version; accepted is fo-check/rules/v1", short(value.Value))
			}
		case "pack":
			l.pack = value.Value
		case "tests":
			tests = value
		}
	})
	if tests == nil || tests.Kind != yaml.SequenceNode {
		l.errorf(l.pos(root), "tests: missing; give a list of tests")
		return nil
	}
	var cases []Case
	for _, n := range tests.Content {
		before := len(l.errs)
		if c := l.testCase(n); len(l.errs) == before {
			cases = append(cases, c)
		}
	}
	return cases
}

func (l *loader) testCase(n *yaml.Node) Case {
	c := Case{Pack: l.pack, Pos: l.pos(n)}
	var text *yaml.Node
	known := []string{"name", "profile", "params", "trace", "log", "expect"}
	l.fields(n, known, func(name string, _, value *yaml.Node) {
		switch name {
		case "name":
			c.Name = value.Value
		case "profile":
			c.Profile = value.Value
		case "params":
			c.Settings = l.settings(resolve(value))
		case "trace":
			text = resolve(value)
		case "log":
			c.Log = value.Value
		case "expect":
			c.Expect = l.expectations(resolve(value))
		}
	})
	l.complete(n, &c, text)
	if text != nil {
		c.script = l.script(text)
	}
	return c
}

// complete reports what a case lacks.
func (l *loader) complete(n *yaml.Node, c *Case, text *yaml.Node) {
	if c.Name == "" {
		l.errorf(l.pos(n), "name: missing; say in words what happens")
	}
	if (text == nil) == (c.Log == "") {
		l.errorf(l.pos(n), "%s: give either trace or log", short(c.Name))
	}
	if len(c.Expect) == 0 {
		l.errorf(l.pos(n), "%s: nothing is expected; give expect: {RULE: verdict}", short(c.Name))
	}
}

// settings reads params: {site-timeout: 30s, site-timeout@B: 60s}.
func (l *loader) settings(n *yaml.Node) []rules.Setting {
	if n.Kind != yaml.MappingNode {
		l.errorf(l.pos(n), "params: not a mapping; give NAME: VALUE or NAME@SITE: VALUE")
		return nil
	}
	var out []rules.Setting
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if value.Kind != yaml.ScalarNode {
			l.errorf(l.pos(value), "%s: not a plain value; write lists with commas", short(key.Value))
			continue
		}
		name, site, _ := strings.Cut(key.Value, "@")
		out = append(out, rules.Setting{Name: name, Site: site, Value: value.Value,
			From: fmt.Sprintf("%s:%d", l.file, key.Line)})
	}
	rules.BySite(out)
	return out
}

// resolve returns what an alias stands for.
func resolve(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}
