// Package input finds and opens what a user names: files, directories, globs, standard input, packed
// files, and families of rotated segments. It reads ahead and computes digests beside the parser. It
// knows no log format.
package input

import (
	"errors"
	"fmt"
)

// Kinds of problems. All but Missing and Unreadable mean "nothing to check here", which a user may allow.
var (
	ErrMissing    = errors.New("no such file or directory")
	ErrUnreadable = errors.New("cannot be read")
	ErrEmpty      = errors.New("empty file")
	ErrBinary     = errors.New("binary file")
	ErrNoMatch    = errors.New("no file matches this pattern")
	ErrNoFiles    = errors.New("no log in this directory")
)

// Problem is one input that cannot be checked, and why. It is an error with the path in front.
type Problem struct {
	Path string
	// Named: the user gave this very path. A problem of a file that was only met in a directory or by
	// a pattern is worth a note, no more.
	Named bool
	Err   error // one of the kinds above, wrapped with what was seen
}

// Error says path, what is wrong, and what is accepted.
func (p *Problem) Error() string { return p.Path + ": " + p.Err.Error() }

// Unwrap gives the kind.
func (p *Problem) Unwrap() error { return p.Err }

// problem wraps a kind with details.
func problem(path string, named bool, kind error, detail string) *Problem {
	if detail == "" {
		return &Problem{path, named, kind}
	}
	return &Problem{path, named, fmt.Errorf("%w%s", kind, detail)}
}

// Note is something worth telling about an input that is no fault: a duplicate that was read once.
type Note struct{ Path, Text string }
