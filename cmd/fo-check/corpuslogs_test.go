package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/fo-check/fo-check/rules/ruletest"
	"github.com/fo-check/fo-check/trace"
)

// ndjson is the log of one component as a file: header, events, end mark.
type ndjson struct {
	name   string
	header string
	events []ndjsonEvent
	end    string // "normal", "truncated", or "" for none
	endAt  time.Time
}

// ndjsonEvent is a line, without its time.
type ndjsonEvent struct {
	at   time.Time
	name string
	rest string // of the line, from the second member on
}

// logsOf writes the trace of a test as files, one per log.
func logsOf(t *testing.T, test *ruletest.Case) []ndjson {
	t.Helper()
	var b bytes.Buffer
	if err := test.Encode(&b); err != nil {
		t.Fatal(err)
	}
	var logs []ndjson
	for line := range strings.Lines(b.String()) {
		logs = addLine(t, logs, line)
	}
	return logs
}

// addLine takes a line of the merged form to the log that it is of.
func addLine(t *testing.T, logs []ndjson, line string) []ndjson {
	t.Helper()
	var m struct {
		Input map[string]any `json:"input"`
		End   *struct {
			ID   int       `json:"id"`
			Time time.Time `json:"time"`
			End  string    `json:"end"`
		} `json:"input_end"`
		In   int       `json:"in"`
		Time time.Time `json:"time"`
		Name string    `json:"name"`
	}
	if err := json.Unmarshal([]byte(line), &m); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	switch {
	case m.Input != nil:
		for _, name := range []string{"id", "parser"} {
			delete(m.Input, name)
		}
		m.Input["schema"] = trace.Schema
		header, _ := json.Marshal(m.Input)
		name := fmt.Sprintf("%d-%v-%v.ndjson", len(logs)+1, m.Input["source"], m.Input["instance"])
		logs = append(logs, ndjson{name: name, header: string(header) + "\n"})
	case m.End != nil:
		logs[m.End.ID-1].end, logs[m.End.ID-1].endAt = m.End.End, m.End.Time
	case m.In > 0:
		_, rest, _ := strings.Cut(line, fmt.Sprintf(`"in":%d,`, m.In))
		logs[m.In-1].events = append(logs[m.In-1].events, ndjsonEvent{m.Time, m.Name, rest})
	}
	return logs
}

// lines returns the lines of the file.
func (l *ndjson) lines() []string { return l.linesIn(time.UTC) }

func (l *ndjson) linesIn(zone *time.Location) []string {
	stamp := func(at time.Time) string { return at.In(zone).Format(time.RFC3339Nano) }
	out := []string{l.header}
	for _, e := range l.events {
		out = append(out, fmt.Sprintf(`{"time":%q,%s`, stamp(e.at), e.rest))
	}
	return append(out, fmt.Sprintf(`{"end":%q,"time":%q}`+"\n", l.end, stamp(l.endAt)))
}

// shifted returns the log with all its times moved.
func (l *ndjson) shifted(by time.Duration) ndjson {
	out := *l
	out.endAt = l.endAt.Add(by)
	out.events = nil
	for _, e := range l.events {
		e.at = e.at.Add(by)
		out.events = append(out.events, e)
	}
	return out
}

// cut returns the log as it is if it breaks off at that time.
func (l *ndjson) cut(at time.Time) ndjson {
	if !l.endAt.After(at) {
		return *l
	}
	out := *l
	out.end, out.endAt, out.events = trace.EndTruncated, at, nil
	for _, e := range l.events {
		if !e.at.After(at) {
			out.events = append(out.events, e)
		} else if e.name == "LogGap" && len(out.events) > 0 { // the cut lies in the hole: nothing more was written
			out.endAt = out.events[len(out.events)-1].at
			return out
		}
	}
	return out
}

// clock is the name of the clock of the log.
func (l *ndjson) clock() string {
	var header struct{ Clock string }
	_ = json.Unmarshal([]byte(l.header), &header) // written by the encoder
	return header.Clock
}

// withClock returns the log as one that was written on that clock.
func (l *ndjson) withClock(name string) ndjson {
	out := *l
	header := map[string]any{}
	_ = json.Unmarshal([]byte(l.header), &header) // written by the encoder
	header["clock"] = name
	text, _ := json.Marshal(header)
	out.header = string(text) + "\n"
	return out
}

// read returns the stream of segments that are one log.
func read(segments ...string) trace.Stream {
	var files []trace.File
	for i, s := range segments {
		open := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(s)), nil }
		files = append(files, trace.File{Name: fmt.Sprintf("log.%d", i+1), Open: open})
	}
	return trace.NewDecoder(files, trace.DecoderOptions{Wanted: &trace.Wanted{All: true}})
}

// merged makes one stream of several, as stream does of what was read.
func merged(skews trace.Skews, streams ...trace.Stream) trace.Stream {
	for i := range streams {
		streams[i] = trace.DeriveSwitchovers(skews.Apply(streams[i]), nil)
	}
	return trace.JoinRequests(trace.WithSites(trace.Merge(streams...), nil))
}

// whole reads every log whole.
func whole(logs []ndjson) []trace.Stream {
	var out []trace.Stream
	for i := range logs {
		out = append(out, read(strings.Join(logs[i].lines(), "")))
	}
	return out
}
