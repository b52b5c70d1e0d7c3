package main

import (
	"errors"
	"fmt"
	"io/fs"
)

// Exit codes. They are part of the contract with scripts and CI.
const (
	exitOK          = 0   // checked, nothing at or above --fail-on
	exitViolation   = 1   // violations at or above --fail-on
	exitUsage       = 2   // bad usage, configuration or rule file
	exitUnchecked   = 3   // could not check: no input, unreadable, not recognised, or open with --strict
	exitInterrupted = 130 // interrupted, after a partial report
)

// codedError is an error that ends the program with a code of its own. A nil cause was told already.
type codedError struct {
	code  int
	cause error
}

// Error implements error.
func (e *codedError) Error() string {
	if e.cause == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.cause.Error()
}

// Unwrap gives the cause.
func (e *codedError) Unwrap() error { return e.cause }

// ExitCode implements kong.ExitCoder.
func (e *codedError) ExitCode() int { return e.code }

// usage marks an error as the user's: bad flags, configuration or rule files.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return &codedError{exitUsage, err}
}

func usagef(format string, args ...any) error { return usage(fmt.Errorf(format, args...)) }

// unchecked marks an error that kept the check from being made.
func unchecked(err error) error { return &codedError{exitUnchecked, err} }

// silently ends with a code after everything has been said.
func silently(code int) error {
	if code == exitOK {
		return nil
	}
	return &codedError{code, nil}
}

// codeOf returns the exit code of what a command returned. An error without a code is a usage error:
// nothing else escapes the commands.
func codeOf(err error) int {
	var coded *codedError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &coded):
		return coded.code
	}
	return exitUsage
}

// told says that an error needs no more words.
func told(err error) bool {
	var coded *codedError
	return errors.As(err, &coded) && coded.cause == nil
}

// cause strips the operation and the path that package os puts before what is wrong: the message has
// the path already.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
