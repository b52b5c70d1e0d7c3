package parsers

import (
	"fmt"
	"strings"
	"sync"

	"github.com/fo-check/fo-check/trace"
)

// Log is one input as Open reads it: a file, or a family of rotated segments, and how.
type Log struct {
	Segments []Segment // in order; at least one
	Parser   Parser
	Options  Options
	// Digest, if not nil, is asked for the SHA-256 (hex) and the number of bytes read when an input
	// ends. Both are zero while the segments have not been read to their end.
	Digest func() (string, int64)
	// HeadDigest is given to the first input that has no Digest of its own: see trace.HeadDigest.
	HeadDigest string
}

// Problem is what stopped a log from being read to its end.
type Problem struct {
	Path string
	Err  error
}

// Error implements error.
func (p Problem) Error() string {
	if text := p.Err.Error(); strings.HasPrefix(text, p.Path) { // errors in reading name the segment
		return text
	}
	return fmt.Sprintf("%s: %v", p.Path, p.Err)
}

// Unwrap gives the cause.
func (p Problem) Unwrap() error { return p.Err }

// Reading is a set of logs being read, each by a goroutine of its own.
type Reading struct {
	streams []*stream

	mu    sync.Mutex
	whole int
}

// Open starts to read the logs. A log that cannot be read, or whose parser fails, ends its own stream
// only; Problems tells. Every stream must be closed, or read to its end.
func Open(logs []Log) *Reading {
	r := &Reading{}
	for _, l := range logs {
		r.streams = append(r.streams, newStream(l, r))
	}
	for _, s := range r.streams {
		go s.run()
	}
	return r
}

// Streams returns one stream per log, in the order of the logs.
func (r *Reading) Streams() []trace.Stream {
	out := make([]trace.Stream, len(r.streams))
	for i, s := range r.streams {
		out[i] = s
	}
	return out
}

// Problems returns what went wrong so far, in the order of the logs. It is complete when the streams
// have ended.
func (r *Reading) Problems() []Problem {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out []Problem
	for _, s := range r.streams {
		if s.failure != nil {
			out = append(out, Problem{s.log.path(), s.failure})
		}
	}
	return out
}

// Whole returns how many logs have been read to their end.
func (r *Reading) Whole() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.whole
}

// Close closes all streams and waits for their goroutines.
func (r *Reading) Close() error {
	for _, s := range r.streams {
		s.Close()
	}
	return nil
}

// finished keeps how a log ended; nil: read whole.
func (r *Reading) finished(s *stream, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s.failure = err
	if err == nil {
		r.whole++
	}
}

func (l *Log) path() string {
	if len(l.Segments) == 0 {
		return "(no file)"
	}
	return l.Segments[0].Name
}
