package main

import (
	"sync"

	"github.com/cheggaaa/pb/v3"
)

// barTemplate shows bytes, speed, and the file being read with its size.
const barTemplate = `{{counters . }} {{bar . "[" "#" "#" "." "]"}} {{speed . "%s/s" "..."}} {{string . "file"}} {{rtime . "eta %s" "" ""}}`

// progress is a bar on standard error, or nothing.
type progress struct {
	bar   *pb.ProgressBar // nil: nobody watches
	sizes map[string]string

	mu   sync.Mutex
	file string
}

// newProgress starts a bar if somebody sees it.
func (a *app) newProgress(p *plan) *progress {
	g := &progress{sizes: map[string]string{}}
	if a.display.NoProgress || a.display.Quiet || !terminal(a.err) {
		return g
	}
	for _, family := range p.families {
		for _, f := range family {
			g.sizes[f.Path] = bytesText(f.Size)
		}
	}
	g.bar = pb.New64(max(p.bytes, 0)).SetTemplateString(barTemplate).SetWriter(a.err).
		Set(pb.Bytes, true).Set(pb.CleanOnFinish, true).Start()
	return g
}

// watch returns the function to tell of bytes read, nil if nobody watches.
func (g *progress) watch() func(string, int) {
	if g.bar == nil {
		return nil
	}
	return func(path string, n int) {
		g.mu.Lock()
		if path != g.file {
			g.file = path
			g.bar.Set("file", path+" ("+g.sizes[path]+")")
		}
		g.mu.Unlock()
		g.bar.Add(n)
	}
}

// finish removes the bar.
func (g *progress) finish() {
	if g.bar != nil {
		g.bar.Finish()
	}
}

func bytesText(n int64) string {
	if n < 0 {
		return "size unknown"
	}
	return pb.New(0).Set(pb.Bytes, true).Format(n)
}
