package main

import (
	"archive/zip"
	"os"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"
)

// zipFiles ARCHIVE FILE... packs files.
func zipFiles(ts *testscript.TestScript, neg bool, args []string) {
	out, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer out.Close()
	w := zip.NewWriter(out)
	for _, name := range args[1:] {
		f, err := w.Create(name)
		ts.Check(err)
		_, err = f.Write([]byte(ts.ReadFile(name)))
		ts.Check(err)
	}
	ts.Check(w.Close())
}

// literal FILE replaces the content of a file, a Go string literal, by what it stands for: bytes that are
// no text.
func literal(ts *testscript.TestScript, neg bool, args []string) {
	text, err := strconv.Unquote("\"" + ts.ReadFile(args[0])[:len(ts.ReadFile(args[0]))-1] + "\"")
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}
