package input

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Stdin is the argument that stands for standard input.
const Stdin = "-"

// Finder turns arguments into files. The zero value is usable, without standard input.
type Finder struct {
	Stdin     io.Reader // read for the argument "-"
	StdinName string    // how "-" is called in messages and positions; "": "<stdin>"
	Limits    Limits    // of archives
}

// Find returns the files that the arguments name, each once, in an order that does not depend on the
// order of the arguments, and what could not be found. A directory is searched whole; what is hidden
// (a leading dot) is skipped there, never when it is named. "**" in a pattern crosses directories.
func (f *Finder) Find(args []string) ([]*File, []*Problem) {
	s := search{finder: f, byPath: map[string]*File{}}
	for _, arg := range args {
		s.argument(arg)
	}
	files, problems := unfold(s.files(), f.Limits)
	return files, append(s.problems, problems...)
}

// search is one call of Find.
type search struct {
	finder   *Finder
	byPath   map[string]*File
	problems []*Problem
}

func (s *search) argument(arg string) {
	if arg == Stdin {
		s.add(s.finder.stdinFile())
		return
	}
	path := filepath.Clean(arg)
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		s.directory(path, true)
	case err == nil:
		s.add(newFile(path, info, true))
	case strings.Contains(arg, Bang) && s.inArchive(arg):
	case errors.Is(err, fs.ErrNotExist) && hasMeta(arg):
		s.pattern(arg)
	default:
		s.fail(statProblem(arg, err))
	}
}

// inArchive takes a path such as bundle.zip!/dir/x.log.
func (s *search) inArchive(arg string) bool {
	f, ok := findMember(arg)
	if ok {
		f.Named = true
		s.add(f)
	}
	return ok
}

func (s *search) fail(p *Problem) { s.problems = append(s.problems, p) }

// add keeps f, once per path. A path that is named and also found counts as named.
func (s *search) add(f *File) {
	if old := s.byPath[f.Path]; old != nil {
		old.Named = old.Named || f.Named
		return
	}
	s.byPath[f.Path] = f
}

func (s *search) directory(dir string, named bool) {
	found := 0
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			s.fail(statProblem(path, err))
			return nil
		}
		if path != dir && hidden(d.Name()) {
			return skip(d)
		}
		found += s.entry(path, d)
		return nil
	})
	if found == 0 && named {
		s.fail(problem(dir, true, ErrNoFiles, "; hidden files and directories are skipped"))
	}
}

// entry takes one entry of a directory and returns how many files that gave. Links to files are
// followed, links to directories are not: they could form a ring.
func (s *search) entry(path string, d fs.DirEntry) int {
	if d.IsDir() {
		return 0
	}
	info, err := os.Stat(path)
	if err != nil {
		s.fail(statProblem(path, err))
		return 0
	}
	if !info.Mode().IsRegular() {
		return 0
	}
	s.add(newFile(path, info, false))
	return 1
}

func (s *search) pattern(pattern string) {
	matches, err := doublestar.FilepathGlob(pattern, doublestar.WithNoHidden())
	if err != nil {
		s.fail(problem(pattern, true, ErrNoMatch, "; the pattern is malformed: "+err.Error()))
		return
	}
	found := len(s.byPath)
	for _, m := range matches {
		s.match(filepath.Clean(m))
	}
	if len(matches) == 0 || (found == len(s.byPath) && !s.anyKnown(matches)) {
		s.fail(problem(pattern, true, ErrNoMatch, `; * ? [a-z] {a,b} and ** (any directories) are accepted`))
	}
}

// match takes one match of a pattern. Directories count only if the pattern's last part is no "**".
func (s *search) match(path string) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		s.fail(statProblem(path, err))
	case info.IsDir():
		s.directory(path, false)
	case info.Mode().IsRegular():
		s.add(newFile(path, info, false))
	}
}

func (s *search) anyKnown(paths []string) bool {
	for _, p := range paths {
		if s.byPath[filepath.Clean(p)] != nil {
			return true
		}
	}
	return false
}

// files returns what was found, by path.
func (s *search) files() []*File {
	out := make([]*File, 0, len(s.byPath))
	for _, f := range s.byPath {
		out = append(out, f)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Path < out[j].Path })
	return out
}

func statProblem(path string, err error) *Problem {
	if errors.Is(err, fs.ErrNotExist) {
		return problem(path, true, ErrMissing, "")
	}
	return problem(path, true, ErrUnreadable, ": "+reason(err))
}

// reason strips the operation and the path that package os puts before the cause.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}

func hidden(name string) bool { return len(name) > 1 && name[0] == '.' && name != ".." }

func skip(d fs.DirEntry) error {
	if d.IsDir() {
		return filepath.SkipDir
	}
	return nil
}

func hasMeta(arg string) bool { return strings.ContainsAny(arg, "*?[{") }
