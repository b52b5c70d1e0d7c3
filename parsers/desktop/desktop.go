// Package desktop reads traces in fo-check's own form: NDJSON that a desktop writes for its
// certification, and what fo-check parse has written, of any source.
package desktop

import (
	"bytes"
	"fmt"
	"io"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/textlog"
	"github.com/fo-check/fo-check/trace"
)

// Name is the parser's name in options and reports.
const Name = "desktop"

// Parser reads traces. Its zero value is ready to use.
type Parser struct{}

var _ parsers.Parser = Parser{}

// Info implements parsers.Parser. A trace may hold events of any source and name.
func (Parser) Info() parsers.Info {
	return parsers.Info{
		Name:     Name,
		Title:    "Traces in NDJSON (" + trace.Schema + "), of a desktop or of fo-check parse",
		Evidence: parsers.OwnFormat,
		Open:     "every name: what writes a trace names its events",
	}
}

// headLines is how many lines detection looks at.
const headLines = 20

// Detect implements parsers.Parser. A header, an input line or an event decides; a line that is wrong
// before it makes that less certain, because a trace with a wrong line is to be read all the same.
func (Parser) Detect(head parsers.Head) parsers.Detection {
	rest := bytes.TrimPrefix(head.Bytes, []byte("\xef\xbb\xbf"))
	wrong := 0
	for n := 1; n <= headLines && len(rest) > 0; n++ {
		line, after, ended := bytes.Cut(rest, []byte("\n"))
		rest = after
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		if line[0] != '{' || !ended && !head.Whole {
			break
		}
		if what := names[trace.Recognize(line)]; what != "" {
			return parsers.Detection{Score: max(100-10*wrong, 50), Reason: fmt.Sprintf("line %d: %s of %s", n, what, trace.Schema)}
		}
		wrong++
	}
	return parsers.Detection{}
}

// names says what a line is, in the reason of a detection.
var names = [...]string{trace.LineHeader: "header", trace.LineInput: "input", trace.LineEvent: "event", trace.LineEnd: "end mark"}

// Parse implements parsers.Parser. A line that is wrong is refused, as a note of the input; the rest is
// read. An error is returned if a segment cannot be read, if the header names another schema, or if the
// trace is too far out of order to be sorted.
func (Parser) Parse(segments []parsers.Segment, opt parsers.Options, out parsers.Output) error {
	d := trace.NewDecoder(files(segments), trace.DecoderOptions{
		Wanted:   opt.Wanted,
		Once:     once(segments),
		Progress: opt.Progress,
		Parser:   Name,
	})
	err := pump(d, segments, out)
	if cerr := d.Close(); err == nil {
		err = cerr
	}
	return err
}

// pump hands everything on that the decoder yields.
func pump(d *trace.Decoder, segments []parsers.Segment, out parsers.Output) error {
	for told := false; ; {
		it, err := d.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch it.Kind {
		case trace.KindEvent:
			err = out.Event(it.Input, it.Event)
		case trace.KindInputStart:
			if !told {
				told = true
				textlog.NoteDoubtful(it.Input, segments)
			}
			err = out.Start(it.Input)
		case trace.KindInputEnd:
			err = out.End(it.Input)
		}
		if err != nil {
			return err
		}
	}
}

func files(segments []parsers.Segment) []trace.File {
	out := make([]trace.File, len(segments))
	for i, s := range segments {
		out[i] = trace.File{Name: s.Name, Missing: s.Missing, Open: s.Open}
	}
	return out
}

// once tells that the segments cannot be opened twice: what has no size is standard input or a pipe.
func once(segments []parsers.Segment) bool {
	for _, s := range segments {
		if s.Size < 0 {
			return true
		}
	}
	return false
}
