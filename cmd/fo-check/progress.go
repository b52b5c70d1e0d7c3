package main

import (
	"io"
	"sync"

	"github.com/cheggaaa/pb/v3"

	"github.com/fo-check/fo-check/parsers/desktop"
)

// barTemplate shows bytes, speed, time left, and the file being read with its size.
const barTemplate = `{{counters . }} {{bar . "[" "#" "#" "." "]"}} {{speed . "%s/s" "..."}} {{rtime . "eta %s" "" ""}} {{string . "file"}}`

// progress is a bar on standard error, or nothing.
type progress struct {
	bar *pb.ProgressBar // nil: nobody watches

	mu    sync.Mutex
	files map[string]*fileProgress
	done  int64 // bytes, of all files
	shown *fileProgress
}

// fileProgress is how far a file has been read.
type fileProgress struct {
	size   int64 // -1: not known
	passes int64 // how often it will be read
	read   int64
}

// newProgress starts a bar if somebody sees it.
func (a *app) newProgress(p *plan) *progress {
	if a.display.NoProgress || a.display.Quiet || !terminal(a.err) {
		return &progress{}
	}
	return startProgress(p, a.err)
}

func startProgress(p *plan, w io.Writer) *progress {
	g := &progress{files: map[string]*fileProgress{}}
	for _, family := range p.families {
		for _, f := range family {
			g.files[f.Path] = &fileProgress{size: f.Size, passes: 1}
			if f.Size >= 0 && p.parser[f].Info().Name == desktop.Name {
				g.files[f.Path].passes = 2 // the first one finds out whether it is in order
			}
		}
	}
	g.bar = pb.New64(max(p.bytes, 0)).SetTemplateString(barTemplate).SetWriter(w).
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
		defer g.mu.Unlock()
		f := g.files[path]
		if f == nil {
			return
		}
		if f != g.shown {
			g.shown = f
			g.bar.Set("file", path+" ("+bytesText(f.size)+")")
		}
		g.done += f.add(int64(n))
		g.bar.SetCurrent(g.done)
	}
}

// add counts bytes of a file, and returns by how many the file is further read. One that is read more than
// once goes forward more slowly; one that grew, or is read once more than expected, stays at its end.
func (f *fileProgress) add(n int64) int64 {
	before := f.part()
	f.read += n
	return f.part() - before
}

func (f *fileProgress) part() int64 {
	if f.size < 0 {
		return f.read
	}
	return min(f.read/f.passes, f.size)
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
