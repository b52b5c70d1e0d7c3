package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/fo-check/fo-check/parsers/strategy"
	"github.com/fo-check/fo-check/rules"
)

// correction is a file that --fix changes: what it is, and what it becomes.
type correction struct {
	path     string
	old, new []byte // as on disk
	done     []strategy.Correction
}

// fixable lists the places of the findings that count and that a correction can take away, by file.
func fixable(r *rules.Report) map[string][]place {
	files := map[string][]place{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Verdict != rules.Violation || f.Suppressed != "" || len(f.Evidence) == 0 || f.Rule.ID != "L-36" && f.Rule.ID != "L-39" {
			continue
		}
		at := f.Evidence[0]
		files[at.Pos.File] = append(files[at.Pos.File], place{f.Rule.ID, at.Pos.Line, at.Note})
	}
	return files
}

// place is where a rule finds something: the note says which column.
type place struct {
	rule   string
	line   int
	column string
}

// corrections reads the files of findings once more and corrects what can be corrected. A file that cannot be
// is told, with the reason.
func (a *app) corrections(r *rules.Report) (list []correction) {
	files := fixable(r)
	for _, path := range slices.Sorted(maps.Keys(files)) {
		c, err := correct(path, files[path])
		switch {
		case err != nil:
			a.warnf("%s: not corrected: %v", path, err)
		case len(c.done) > 0:
			list = append(list, c)
		}
	}
	return list
}

func correct(path string, places []place) (correction, error) {
	c := correction{path: path}
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return c, errors.New("it is not a file of its own; unpack it first")
	}
	var err error
	if c.old, err = os.ReadFile(path); err != nil {
		return c, cause(err)
	}
	text, encode, err := decodeText(c.old)
	if err != nil {
		return c, err
	}
	fixed, done, err := strategy.Correct(path, text, func(s strategy.Correction) bool {
		return slices.Contains(places, place{s.Rule, s.Pos.Line, columnNote(s.Column)})
	})
	if err != nil || len(done) == 0 {
		return c, err
	}
	c.new, err = encode(fixed)
	c.done = done
	return c, err
}

// columnNote words a column as findings have it.
func columnNote(column int) string { return fmt.Sprintf("column %d", column) }

// unified is the correction as a unified diff, in which the path stands with slashes.
func (c *correction) unified() []byte {
	name := filepath.ToSlash(c.path)
	old, _, err := decodeText(c.old)
	fixed, _, e := decodeText(c.new)
	if err != nil || e != nil {
		old, fixed = c.old, c.new
	}
	name = strings.TrimPrefix(name, "/")
	if strings.ContainsRune(name, ' ') {
		name += "\t" // as git does: the name ends there, not at the blank
	}
	return diff.Diff("a/"+name, old, "b/"+name, fixed)
}

// write puts the new content in the place of the old one, or leaves the old one whole. The file keeps its mode,
// and a symbolic link stays one.
func (c *correction) write() error {
	path, err := filepath.EvalSymlinks(c.path)
	if err != nil {
		return cause(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return cause(err)
	}
	if info.Mode().Perm()&0o200 == 0 {
		return fs.ErrPermission // a rename would not mind
	}
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, c.old) {
		return errors.New("it has changed meanwhile")
	}
	return replace(path, c.new, info.Mode())
}

// fix writes the corrections, and returns whether one could not be.
func (a *app) fix(list []correction) (bad bool) {
	for i := range list {
		c := &list[i]
		if err := c.write(); err != nil {
			a.errorf("%s: not corrected: %v", c.path, err)
			bad = true
			continue
		}
		for _, d := range c.done {
			a.notef("%s:%d:%d: %s corrected; in Composer: Generate Code, and deploy the result", c.path, d.Pos.Line, d.Column, d.Rule)
		}
	}
	if len(list) == 0 {
		a.notef("nothing that can be corrected without a decision; the suggestions of the report are for people")
	}
	return bad
}

// showDiff prints what --fix would change, and returns the exit code.
func (a *app) showDiff(list []correction, bad bool) error {
	for i := range list {
		if _, err := a.out.Write(list[i].unified()); err != nil {
			return unchecked(err)
		}
	}
	switch {
	case bad:
		return silently(exitUnchecked)
	case len(list) > 0:
		return silently(exitViolation)
	}
	return nil
}
