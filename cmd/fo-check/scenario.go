package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// scenario is a trace to be judged by itself.
type scenario struct {
	path, name string
	root       string // what its paths are shown without
}

// rename shows a path as seen from the folder that was named, whatever the working folder is.
func (s *scenario) rename(path string) string {
	if path == "" {
		return ""
	}
	if rel, err := filepath.Rel(s.root, path); err == nil && !strings.HasPrefix(rel, "..") {
		path = rel
	}
	return filepath.ToSlash(path)
}

// scenarios lists the traces: what is named, and of a directory what is in it.
func scenarios(args []string) ([]*scenario, error) {
	var out []*scenario
	for _, arg := range args {
		paths := []string{arg}
		if _, err := os.Stat(arg); err != nil && strings.ContainsAny(arg, "*?[{") {
			if found, err := doublestar.FilepathGlob(arg, doublestar.WithNoHidden()); err == nil && len(found) > 0 {
				paths = found
			}
		}
		for _, path := range paths {
			out = append(out, within(path)...)
		}
	}
	slices.SortStableFunc(out, func(a, b *scenario) int { return strings.Compare(a.name, b.name) })
	for i := 1; i < len(out); i++ {
		if out[i].name == out[i-1].name {
			return nil, usagef("%s and %s: two traces of the name %s; names that differ, or one directory that holds both, are accepted",
				out[i-1].path, out[i].path, out[i].name)
		}
	}
	if len(out) == 0 {
		return nil, usagef("no trace named; files, directories and patterns are accepted")
	}
	return out, nil
}

// within lists the traces of a path: itself, or what is in the directory, hidden ones not.
func within(path string) []*scenario {
	entries, err := os.ReadDir(path)
	if err != nil { // no directory; what is wrong shows when it is read
		return []*scenario{{path: path, name: filepath.Base(path), root: filepath.Dir(path)}}
	}
	var out []*scenario
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			out = append(out, &scenario{path: filepath.Join(path, e.Name()), name: e.Name(), root: path})
		}
	}
	return out
}
