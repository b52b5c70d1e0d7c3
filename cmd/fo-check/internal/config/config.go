// Package config finds and reads the configuration file .fo-check.yaml. It knows which entries there are,
// not what they do.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/fo-check/fo-check/rules/suggest"
)

// Name is the name of the file.
const Name = ".fo-check.yaml"

// File is a configuration file.
type File struct {
	Path string
	// Flags are the values for flags of the same name, in the order of the file; paths in them are those
	// that the program can open.
	Flags map[string][]string
	// Places tell where each entry of Flags stands, as path:line.
	Places map[string]string
	// Params and Sites are the mappings of these entries; nil: none.
	Params, Sites *yaml.Node
	Suppressions  []Suppression
}

// entry says what an entry of the file is.
type entry struct {
	name  string // in the file
	flag  string // the flag that it stands for
	list  bool
	paths bool // relative to the file's folder
}

// entries lists the entries besides params, sites and suppressions.
func entries() []entry {
	return []entry{
		{name: "profile", flag: "profile"},
		{name: "rules", flag: "rules", list: true, paths: true},
		{name: "builtin", flag: "no-builtin"},
		{name: "select", flag: "select", list: true},
		{name: "ignore", flag: "ignore", list: true},
		{name: "fail-on", flag: "fail-on"},
		{name: "strict", flag: "strict"},
		{name: "baseline", flag: "baseline", paths: true},
		{name: "outputs", flag: "output", list: true},
		{name: "parsers", flag: "parser", list: true},
		{name: "tz", flag: "tz", list: true},
		{name: "date", flag: "date"},
		{name: "skew", flag: "skew", list: true},
		{name: "skew-tolerance", flag: "skew-tolerance"},
		{name: "reorder", flag: "reorder"},
		{name: "min-coverage", flag: "min-coverage"},
		{name: "max-findings", flag: "max-findings"},
		{name: "allow-empty", flag: "allow-empty"},
	}
}

// Find returns the file in dir, or in the nearest folder above it up to the root of the repository (the
// folder with .git); "" if there is none.
func Find(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for {
		path := filepath.Join(dir, Name)
		_, err := os.Stat(path)
		if err == nil {
			return path, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			return "", nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", nil
		}
		dir = up
	}
}

// Load reads the file. All that is wrong with it is one error, a line for each mistake.
func Load(path string) (*File, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, errors.Unwrap(err)) // err has the path too
	}
	return Parse(path, content)
}

// Parse is Load of a content.
func Parse(path string, content []byte) (*File, error) {
	r := &reader{path: path, file: &File{Path: path, Flags: map[string][]string{}, Places: map[string]string{}}}
	doc, err := decode(content)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(doc.Content) > 0 && doc.Content[0].Tag != "!!null" {
		r.each(doc.Content[0], "the file", r.entry)
	}
	if len(r.wrong) > 0 {
		return nil, errors.New(strings.Join(r.wrong, "\n"))
	}
	return r.file, nil
}

// decode survives what the YAML library cannot bear.
func decode(content []byte) (doc yaml.Node, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("not YAML that can be read")
		}
	}()
	return doc, yaml.Unmarshal(content, &doc)
}

// reader collects the entries of a file, and what is wrong with it.
type reader struct {
	path  string
	file  *File
	wrong []string
}

func (r *reader) errorf(n *yaml.Node, format string, args ...any) {
	r.wrong = append(r.wrong, fmt.Sprintf("%s:%d:%d: %s", r.path, n.Line, n.Column, fmt.Sprintf(format, args...)))
}

// each calls f for the entries of a mapping.
func (r *reader) each(n *yaml.Node, what string, f func(k, v *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		r.errorf(n, "%s: not a mapping; NAME: VALUE entries are accepted", what)
		return
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		if line := seen[k.Value]; line > 0 {
			r.errorf(k, "%s: given in line %d already; one of the two is accepted", k.Value, line)
			continue
		}
		seen[k.Value] = k.Line
		f(k, n.Content[i+1])
	}
}

func (r *reader) entry(k, v *yaml.Node) {
	switch k.Value {
	case "params":
		r.file.Params = r.mapping(k, v)
		return
	case "sites":
		if v.Kind == yaml.ScalarNode && v.Tag == "!!str" {
			r.flag(entry{name: "sites", flag: "sites", paths: true}, k, v)
			return
		}
		r.file.Sites = r.mapping(k, v)
		return
	case "suppressions":
		r.suppressions(v)
		return
	}
	for _, e := range entries() {
		if e.name == k.Value {
			r.flag(e, k, v)
			return
		}
	}
	names := accepted()
	r.errorf(k, "unknown entry %q%s; %s are accepted", k.Value, suggest.Hint(k.Value, names), strings.Join(names, ", "))
}

// accepted lists the names of all entries, sorted.
func accepted() []string {
	names := []string{"params", "sites", "suppressions"}
	for _, e := range entries() {
		names = append(names, e.name)
	}
	slices.Sort(names)
	return names
}

// mapping returns a mapping, nil where there is none.
func (r *reader) mapping(k, v *yaml.Node) *yaml.Node {
	if v.Tag == "!!null" {
		return nil
	}
	if v.Kind != yaml.MappingNode {
		r.errorf(v, "%s: not a mapping; NAME: VALUE entries are accepted", k.Value)
		return nil
	}
	return v
}

// flag reads the value or the values of a flag.
func (r *reader) flag(e entry, k, v *yaml.Node) {
	if v.Tag == "!!null" {
		return
	}
	nodes := []*yaml.Node{v}
	if v.Kind == yaml.SequenceNode && e.list {
		nodes = v.Content
	}
	var values []string
	for _, n := range nodes {
		if n.Kind != yaml.ScalarNode {
			r.errorf(n, "%s: not a value; %s is accepted", e.name, map[bool]string{true: "a list of values", false: "one value"}[e.list])
			return
		}
		values = append(values, r.located(e, n.Value))
	}
	if e.name == "builtin" {
		switch v.Value {
		case "true":
			return
		case "false":
			values[0] = "true"
		default:
			r.errorf(v, "builtin: %q; true and false are accepted", v.Value)
		}
	}
	r.file.Flags[e.flag] = values
	r.file.Places[e.flag] = fmt.Sprintf("%s:%d", r.path, k.Line)
}

// located makes a path that the file gives one that the program can open.
func (r *reader) located(e entry, value string) string {
	if !e.paths || filepath.IsAbs(value) {
		return value
	}
	return filepath.Join(filepath.Dir(r.path), value)
}
