package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

// unbalanced is a strategy that --fix corrects, with a character beyond ASCII.
const unbalanced = `<scxml><!-- é --><state id="a"><transition event="interaction.notcontrolled" target="z" ` +
	`cond="_event.data.interactionid == InteractionID &amp;&amp; (!_event.data.resultof || _event.data.resultof == 'deletion'"/></state><final id="z"/></scxml>`

var balanced = strings.Replace(unbalanced, `'deletion'"`, `'deletion')"`, 1)

func inUTF16(order binary.AppendByteOrder) func(string) []byte {
	return func(s string) []byte {
		out := order.AppendUint16(nil, 0xfeff)
		for _, u := range utf16.Encode([]rune(s)) {
			out = order.AppendUint16(out, u)
		}
		return out
	}
}

// A corrected file keeps its encoding, its line ends, its mode, and the links to it.
func TestFixKeepsTheFormOfAFile(t *testing.T) {
	withoutRaceDetector(t)
	for name, form := range map[string]func(string) []byte{
		"UTF-8": func(s string) []byte { return []byte(s) },
		"mark":  func(s string) []byte { return []byte("\xef\xbb\xbf" + s) },
		"CRLF":  func(s string) []byte { return []byte(strings.ReplaceAll(s, "><", ">\r\n<") + "\r\n\n") },
		"Latin-1": func(s string) []byte {
			return []byte("<?xml version='1.0' encoding='ISO-8859-1'?>" + strings.ReplaceAll(s, "é", "\xe9\x80"))
		},
		"UTF-16LE": inUTF16(binary.LittleEndian),
		"UTF-16BE": inUTF16(binary.BigEndian),
	} {
		dir := t.TempDir()
		path, link := filepath.Join(dir, "a.scxml"), filepath.Join(dir, "link.scxml")
		if err := os.WriteFile(path, form(unbalanced), 0o640); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink("a.scxml", link); err != nil {
			t.Skip(err)
		}
		if code, out, messages := quietly(context.Background(), "lint", "--fix", "--ignore", "L-37", link); code != exitOK {
			t.Errorf("%s: %d\n%s%s", name, code, out, messages)
		}
		got, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(got, form(balanced)) {
			t.Errorf("%s: %v, %q", name, err, got)
		}
		if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("%s: the link is none any more: %v", name, err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
			t.Errorf("%s: mode %v, %v", name, info.Mode(), err)
		}
		if entries, _ := os.ReadDir(dir); len(entries) != 2 {
			t.Errorf("%s: files are left behind: %v", name, entries)
		}
	}
}

// What cannot be written stays as it is, and is told.
func TestFixTellsWhatItCannotWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.scxml")
	if err := os.WriteFile(path, []byte(unbalanced), 0o440); err != nil {
		t.Fatal(err)
	}
	code, _, messages := quietly(context.Background(), "lint", "--fix", "--ignore", "L-37", path)
	if code != exitViolation || !strings.Contains(messages, "not corrected: permission denied") {
		t.Errorf("%d: %s", code, messages)
	}
	if got, _ := os.ReadFile(path); string(got) != unbalanced {
		t.Errorf("written all the same: %s", got)
	}
}

// A file that somebody else changes between reading and writing is not overwritten.
func TestFixDoesNotOverwriteWhatHasChanged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.scxml")
	if err := os.WriteFile(path, []byte("new"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := correction{path: path, old: []byte("old"), new: []byte("fixed")}
	if err := c.write(); err == nil || !strings.Contains(err.Error(), "changed meanwhile") {
		t.Errorf("%v", err)
	}
	if got, _ := os.ReadFile(path); string(got) != "new" {
		t.Errorf("%s", got)
	}
}

func TestTextOfAnUnknownEncodingIsRefused(t *testing.T) {
	for _, raw := range []string{"a\x00b", "\xff\xfea", "\xff\xfe\x00\xd8a\x00"} {
		if _, _, err := decodeText([]byte(raw)); err == nil {
			t.Errorf("%q is taken", raw)
		}
	}
}

func FuzzDecodeText(f *testing.F) {
	for _, s := range []string{"a", "\xef\xbb\xbfé", "\xff\xfea\x00", "\xfe\xff\x00a", "\xe9", "é\xe9"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		text, encode, err := decodeText(raw)
		if err != nil {
			return
		}
		if back, err := encode(text); err != nil || !bytes.Equal(back, raw) {
			t.Errorf("%q comes back as %q: %v", raw, back, err)
		}
	})
}
