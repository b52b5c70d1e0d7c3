package input

import (
	"bufio"
	"io"
	"os"
	"slices"
)

// Lines returns the lines that start at the given offsets of the unpacked content of the file at path,
// each cut to limit bytes and without its end. An offset behind the end is left out.
func Lines(path string, offsets []int64, limit int) (map[int64]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		if f, ok := findMember(path); ok {
			return memberLines(f, offsets, limit)
		}
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errReadOnce
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := unpack(file)
	if err != nil {
		return nil, err
	}
	defer text.Close()
	if text.converted() {
		return scanLines(text, offsets, limit)
	}
	return seekLines(file, offsets, limit), nil
}

// memberLines reads a file in an archive once from its start.
func memberLines(f *File, offsets []int64, limit int) (map[int64]string, error) {
	raw, err := f.raw()
	if err != nil {
		return nil, err
	}
	defer raw.Close()
	text, err := unpack(raw)
	if err != nil {
		return nil, err
	}
	defer text.Close()
	return scanLines(text, offsets, limit)
}

// seekLines reads a plain file only where it must.
func seekLines(file *os.File, offsets []int64, limit int) map[int64]string {
	mark := make([]byte, len(bom))
	if n, _ := file.ReadAt(mark, 0); string(mark[:n]) != bom {
		mark = nil
	}
	out := map[int64]string{}
	buf := make([]byte, limit)
	for _, at := range offsets {
		if n, _ := file.ReadAt(buf, at+int64(len(mark))); n > 0 {
			out[at] = firstLine(buf[:n])
		}
	}
	return out
}

// scanLines reads packed content once from its start.
func scanLines(r io.Reader, offsets []int64, limit int) (map[int64]string, error) {
	offsets = slices.Clone(offsets)
	slices.Sort(offsets)
	out := map[int64]string{}
	br := bufio.NewReaderSize(r, max(limit, blockSize))
	pos := int64(0)
	for _, at := range slices.Compact(offsets) {
		n, err := io.CopyN(io.Discard, br, at-pos)
		pos += n
		if err != nil {
			break
		}
		b, _ := br.Peek(limit)
		if len(b) > 0 {
			out[at] = firstLine(b)
		}
	}
	return out, nil
}

func firstLine(b []byte) string {
	for i, c := range b {
		if c == '\n' || c == '\r' {
			return string(b[:i])
		}
	}
	return string(b)
}
