// Package ndjson reads fo-check's own form of a trace, fo-check/trace/v1: what `fo-check parse` writes
// and what test harnesses write by hand. It knows no vendor's format.
package ndjson

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// Name is the parser's name.
const Name = "trace"

// Parser reads traces in NDJSON. The zero value is ready.
type Parser struct{}

// Info implements parsers.Parser.
func (Parser) Info() parsers.Info {
	return parsers.Info{Name: Name, Title: "Traces in NDJSON (" + trace.Schema + ")", Evidence: parsers.OwnFormat}
}

// linesToTry is how many lines detection looks at before it gives up: a wrong one may come first.
const linesToTry = 20

// Detect implements parsers.Parser. A header is certain; an object with a name and a time, a source or
// an end mark is nearly so.
func (Parser) Detect(h parsers.Head) parsers.Detection {
	rest := h.Bytes
	for n := 1; n <= linesToTry && len(rest) > 0; n++ {
		line, after, whole := bytes.Cut(rest, []byte("\n"))
		rest = after
		if d := judge(bytes.TrimSpace(line), n, whole || h.Whole); d.Score > 0 {
			return d
		}
	}
	return parsers.Detection{Reason: "no line is an event in JSON"}
}

// judge looks at one line.
func judge(line []byte, n int, whole bool) parsers.Detection {
	if len(line) == 0 || line[0] != '{' {
		return parsers.Detection{}
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(line, &fields) != nil && whole {
		return parsers.Detection{}
	}
	if schema := string(fields["schema"]); schema != "" {
		return bySchema(schema, n)
	}
	has := func(name string) bool {
		return fields[name] != nil || (!whole && bytes.Contains(line[:min(len(line), 4096)], []byte(`"`+name+`":`)))
	}
	if has("name") && (has("time") || has("source")) {
		return parsers.Detection{Score: 90, Reason: fmt.Sprintf("line %d: a JSON object with name and time", n)}
	}
	return parsers.Detection{}
}

// bySchema also takes another version of the schema: the decoder says best what is wrong with it.
func bySchema(schema string, n int) parsers.Detection {
	const ours = `"fo-check/trace/`
	if len(schema) < len(ours) || schema[:len(ours)] != ours {
		return parsers.Detection{}
	}
	return parsers.Detection{Score: 100, Reason: fmt.Sprintf("line %d: schema %s", n, schema)}
}

// Parse implements parsers.Parser.
func (Parser) Parse(segments []parsers.Segment, opt parsers.Options, out parsers.Output) error {
	files := make([]trace.File, len(segments))
	once := false
	for i, s := range segments {
		files[i] = trace.File{Name: s.Name, Open: s.Open}
		once = once || s.Size < 0
	}
	d := trace.NewDecoder(files, trace.DecoderOptions{Wanted: opt.Wanted, Once: once, Progress: opt.Progress, Parser: Name})
	defer d.Close()
	for {
		it, err := d.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := deliver(it, out); err != nil {
			return err
		}
	}
}

func deliver(it trace.Item, out parsers.Output) error {
	switch it.Kind {
	case trace.KindInputStart:
		return out.Start(it.Input)
	case trace.KindInputEnd:
		return out.End(it.Input)
	}
	return out.Event(it.Input, it.Event)
}
