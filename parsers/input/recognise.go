package input

import (
	"errors"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// Recognition is what a file was recognised as, and why.
type Recognition struct {
	File *File
	// Parser is the one that reads the file; nil: none does.
	Parser parsers.Parser
	// Candidates are the judgements of all parsers on the content, best first; nil if it was not looked at.
	Candidates []parsers.Candidate
	// Neighbour is the segment of the same rotation that told the parser, because nothing in the content does;
	// nil: the content told, or the user.
	Neighbour *File
	// Problem is why the content could not be looked at; nil if it was.
	Problem *Problem
	// Digest is that of the head: see trace.HeadDigest.
	Digest string
}

// Recognise finds the parser of each file: the one that forced gives for its path, else the one that recognises
// the content. A segment that nothing in its content assigns to a format, as one that begins inside a record and is
// short, or one that is empty, is of the format of the other segments of its rotation, if they are of one format.
func Recognise(files []*File, all []parsers.Parser, forced func(path string) parsers.Parser) []*Recognition {
	out := make([]*Recognition, len(files))
	of := map[*File]*Recognition{}
	for i, f := range files {
		out[i] = recognise(f, all, forced(f.Path))
		of[f] = out[i]
	}
	for _, family := range Group(files) {
		adopt(family, of)
	}
	return out
}

func recognise(f *File, all []parsers.Parser, forced parsers.Parser) *Recognition {
	r := &Recognition{File: f}
	head, err := f.Head()
	if errors.As(err, &r.Problem) {
		return r
	}
	r.Digest = trace.HeadDigest(head.Bytes, contentSize(head))
	if r.Parser = forced; forced == nil {
		r.Parser, r.Candidates = parsers.Detect(head, all)
	}
	return r
}

// contentSize is known only of content that was seen whole; else -1.
func contentSize(h parsers.Head) int64 {
	if h.Whole {
		return int64(len(h.Bytes))
	}
	return -1
}

// adopt gives the format of a family to its members whose content tells none.
func adopt(family []*File, of map[*File]*Recognition) {
	known := ""
	for _, f := range family {
		switch p := of[f].Parser; {
		case p == nil:
		case known != "" && known != p.Info().Name:
			return
		default:
			known = p.Info().Name
		}
	}
	if known == "" {
		return
	}
	for i, f := range family {
		r := of[f]
		if r.Parser != nil || r.Problem != nil && !errors.Is(r.Problem, ErrEmpty) {
			continue
		}
		near := nearest(family, i, func(f *File) bool { return of[f].Parser != nil && of[f].Neighbour == nil })
		if p := of[near].Parser; parsers.MayBe(p, r.Candidates) {
			r.Parser, r.Neighbour, r.Problem = p, near, nil
		}
	}
}

// nearest returns the member next to the one at i for which ok holds; there is one.
func nearest(family []*File, i int, ok func(*File) bool) *File {
	for d := 1; ; d++ {
		for _, at := range [...]int{i - d, i + d} {
			if at >= 0 && at < len(family) && ok(family[at]) {
				return family[at]
			}
		}
	}
}
