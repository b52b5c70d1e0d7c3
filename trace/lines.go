package trace

import (
	"bytes"
	"io"
)

// File is one file of a trace, opened when its turn comes.
type File struct {
	Name string // for messages and positions
	// Missing names the files that should stand right before this one and are not there; "" if none are known.
	Missing string
	Open    func() (io.ReadCloser, error)
}

const (
	// MaxLine is the length of a line beyond which it is refused.
	MaxLine   = 64 << 20
	readBlock = 64 << 10
)

// rawLine is one line without its end. data is valid until the next one is read.
type rawLine struct {
	data    []byte
	pos     Pos
	first   bool   // the first line of its file that is not blank
	tooLong bool   // it had more than the limit: data is its beginning
	late    bool   // it comes too late to be put in order
	hole    string // what is missing before this line, the first event behind it: "x.2 is missing"
}

// lineSource yields lines in the order in which they are to be decoded; io.EOF ends it.
type lineSource interface {
	next() (rawLine, error)
	close() error
}

// lineReader reads the lines of files joined in order. Blank lines are left out. A line that a file
// ends in the middle of goes on in the next file.
type lineReader struct {
	files    []File
	progress func(int)
	limit    int

	file  io.ReadCloser
	index int // of the next file
	buf   []byte
	r, w  int
	pos   Pos // of buf[r]
	carry int // bytes from buf[r] on that belong to the file before
	name  string
	fresh bool // no line of this file yet
	eof   bool // file has been read
	hole  string
	keys  keyReader

	lines, bytes int64 // so far, over all files
}

func newLineReader(files []File, progress func(int)) *lineReader {
	return &lineReader{files: files, progress: progress, limit: MaxLine}
}

func (l *lineReader) close() error {
	if l.file == nil {
		return nil
	}
	f := l.file
	l.file = nil
	return f.Close()
}

func (l *lineReader) next() (rawLine, error) {
	for {
		line, err := l.line()
		if err != nil {
			return rawLine{}, err
		}
		if line.pos.Line == 1 {
			line.data = bytes.TrimPrefix(line.data, []byte("\xef\xbb\xbf"))
		}
		if blank(line.data) {
			continue
		}
		line.first, l.fresh = l.fresh, false
		if l.hole != "" {
			l.behindHole(&line)
		}
		return line, nil
	}
}

// behindHole tells the first event behind missing files of them.
func (l *lineReader) behindHole(line *rawLine) {
	if line.tooLong {
		return
	}
	if key, class := l.keys.key(line.data); class == classEvent && key != untimed() {
		line.hole, l.hole = l.hole, ""
	}
}

func blank(b []byte) bool {
	return len(b) == 0 || b[0] <= ' ' && len(bytes.TrimSpace(b)) == 0
}

// line reads the next line, blank or not.
func (l *lineReader) line() (rawLine, error) {
	searched := 0
	for {
		if n := bytes.IndexByte(l.buf[l.r+searched:l.w], '\n'); n >= 0 {
			return l.take(searched+n, 1), nil
		}
		searched = l.w - l.r
		if searched > l.limit {
			return l.skipLong()
		}
		if !l.eof && l.file != nil {
			if err := l.fill(); err != nil {
				return rawLine{}, err
			}
			continue
		}
		if searched > 0 && (l.index >= len(l.files) || l.files[l.index].Missing != "" || l.complete()) {
			return l.take(searched, 0), nil
		}
		if err := l.open(); err != nil {
			return rawLine{}, err
		}
	}
}

// complete tells that what is left of a file looks like a whole record.
func (l *lineReader) complete() bool {
	rest := bytes.TrimSpace(l.buf[l.r:l.w])
	return len(rest) == 0 || rest[len(rest)-1] == '}'
}

// take returns the next n bytes as a line, and moves past them and the line end of the given length.
func (l *lineReader) take(n, end int) rawLine {
	line := rawLine{data: l.buf[l.r : l.r+n], pos: l.pos}
	if n > 0 && line.data[n-1] == '\r' {
		line.data = line.data[:n-1]
	}
	if n > l.limit {
		line.data, line.tooLong = line.data[:80], true
	}
	l.advance(n + end)
	return line
}

func (l *lineReader) advance(n int) {
	l.r += n
	l.lines++
	if l.carry > 0 {
		l.pos = Pos{File: l.name, Line: 2, Offset: int64(n - l.carry)}
		l.carry = 0
		return
	}
	l.pos.Line++
	l.pos.Offset += int64(n)
}

// skipLong leaves out the rest of a line that is over the limit.
func (l *lineReader) skipLong() (rawLine, error) {
	line := rawLine{data: append([]byte(nil), l.buf[l.r:l.r+80]...), pos: l.pos, tooLong: true}
	for {
		n := bytes.IndexByte(l.buf[l.r:l.w], '\n')
		if n >= 0 {
			l.advance(n + 1)
			return line, nil
		}
		l.pos.Offset += int64(l.w - l.r)
		l.r = l.w
		if l.eof {
			l.advance(0)
			return line, nil
		}
		if err := l.fill(); err != nil {
			return rawLine{}, err
		}
	}
}

// fill reads a block; at the end of the file it sets eof.
func (l *lineReader) fill() error {
	if l.r > 0 {
		l.w = copy(l.buf, l.buf[l.r:l.w])
		l.r = 0
	}
	if len(l.buf)-l.w < readBlock {
		grown := make([]byte, max(2*len(l.buf), 2*readBlock))
		l.w = copy(grown, l.buf[:l.w])
		l.buf = grown
	}
	n, err := l.file.Read(l.buf[l.w:])
	l.w += n
	l.bytes += int64(n)
	if l.progress != nil && n > 0 {
		l.progress(n)
	}
	if err == io.EOF {
		l.eof = true
		return l.close()
	}
	return err
}

// open goes on to the next file. What is left of the one before stays in front.
func (l *lineReader) open() error {
	if l.index >= len(l.files) {
		return io.EOF
	}
	f := l.files[l.index]
	l.index++
	if f.Missing != "" {
		l.hole = joinHoles(l.hole, f.Missing+" is missing")
	}
	file, err := f.Open()
	if err != nil {
		return err
	}
	l.file, l.eof, l.name = file, false, f.Name
	if l.carry = l.w - l.r; l.carry == 0 {
		l.pos = Pos{File: f.Name, Line: 1}
		l.fresh = true
	}
	return nil
}
