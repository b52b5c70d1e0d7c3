package main

import (
	"io"
	"os"

	"github.com/cheggaaa/pb/v3/termutil"
	"github.com/mattn/go-isatty"
)

// terminal tells whether w is a terminal.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && (isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd()))
}

// columns is the width of the terminal; 0: w is none, or nobody knows.
func columns(w io.Writer) int {
	if !terminal(w) {
		return 0
	}
	width, err := termutil.TerminalWidth()
	if err != nil {
		return 0
	}
	return width
}
