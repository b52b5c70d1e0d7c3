package parsers

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"sync"

	"github.com/fo-check/fo-check/trace"
)

// errStopped ends a parser whose consumer has gone.
var errStopped = errors.New("reading was stopped")

// stream turns the calls of one parser into a trace.Stream. It is the parser's Output on one goroutine
// and the consumer's Stream on another; batches go between them.
type stream struct {
	log     Log
	reading *Reading
	failure error // guarded by reading.mu

	full chan *batch
	free chan *batch
	stop chan struct{}
	gone chan struct{} // closed when the parser's goroutine ends
	once sync.Once

	// of the parser's goroutine
	filling *batch
	open    []*trace.Input // started and not ended
	signs   map[*trace.Input]*signs
	sign    *signs // of the latest event's input
	started bool

	// of the consumer
	cur   *batch
	item  int
	event int
	ends  int

	mu      sync.Mutex
	readers map[*watched]bool // open now; closed to stop a parser that is reading
}

func newStream(l Log, r *Reading) *stream {
	s := &stream{log: l, reading: r, readers: map[*watched]bool{}, signs: map[*trace.Input]*signs{},
		full: make(chan *batch, batchesAhead), free: make(chan *batch, batchesAhead),
		stop: make(chan struct{}), gone: make(chan struct{})}
	for range batchesAhead {
		s.free <- &batch{}
	}
	return s
}

// run is the parser's goroutine.
func (s *stream) run() {
	defer close(s.gone)
	defer close(s.full)
	err := s.parse()
	s.closeReaders() // the ones that the parser forgot
	if errors.Is(err, errStopped) || s.stopped() {
		return
	}
	s.reading.finished(s, err)
	if s.closeInputs(err) == nil {
		s.flush()
	}
}

// parse calls the parser. A parser that panics has met input that it cannot read: that is an error of
// this log, not of the run.
func (s *stream) parse() (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the parser %s failed: %v; please report it", s.log.Parser.Info().Name, p)
		}
	}()
	return s.log.Parser.Parse(s.segments(), s.log.Options, s)
}

// closeInputs ends what the parser left open, so that every log shows in the report.
func (s *stream) closeInputs(err error) error {
	if !s.started {
		in := &trace.Input{Path: s.log.path(), Parser: s.log.Parser.Info().Name}
		for _, seg := range s.log.Segments {
			in.Segments = append(in.Segments, seg.Name)
		}
		if e := s.Start(in); e != nil {
			return e
		}
	}
	for _, in := range slices.Clone(s.open) {
		if err != nil {
			in.End = trace.EndTruncated
			in.Notef(trace.Pos{File: in.Path}, "not read to its end: "+err.Error())
		}
		if e := s.End(in); e != nil {
			return e
		}
	}
	return nil
}

// Start implements Output.
func (s *stream) Start(in *trace.Input) error {
	if !s.started && in.Digest == "" && !in.Merged {
		in.Digest = s.log.HeadDigest
	}
	s.started = true
	s.open = append(s.open, in)
	if err := s.refill(); err != nil {
		return err
	}
	s.filling.start(in)
	return s.flush()
}

// Event implements Output.
func (s *stream) Event(in *trace.Input, e *trace.Event) error {
	g := s.signsOf(in)
	if e.Skipped && g.spares(e) {
		return nil
	}
	if err := s.lastSign(g); err != nil {
		return err
	}
	return s.send(in, e)
}

// signsOf returns the signs of life of the input; most logs are one.
func (s *stream) signsOf(in *trace.Input) *signs {
	if s.sign == nil || s.sign.in != in {
		if s.sign = s.signs[in]; s.sign == nil {
			s.sign = &signs{in: in}
			s.signs[in] = s.sign
		}
	}
	return s.sign
}

// lastSign sends the sign of life that was spared last: what comes next may depend on it.
func (s *stream) lastSign(g *signs) error {
	if !g.spared {
		return nil
	}
	g.spared = false
	return s.send(g.in, &g.event)
}

// send puts a copy of the event into the batch.
func (s *stream) send(in *trace.Input, e *trace.Event) error {
	if err := s.refill(); err != nil {
		return err
	}
	s.filling.event(in, e)
	if s.filling.full() {
		return s.flush()
	}
	return nil
}

// End implements Output.
func (s *stream) End(in *trace.Input) error {
	s.open = slices.DeleteFunc(s.open, func(o *trace.Input) bool { return o == in })
	var of sum
	if s.log.Digest != nil {
		of.sha256, of.bytes = s.log.Digest()
	}
	if err := s.lastSign(s.signsOf(in)); err != nil {
		return err
	}
	if err := s.refill(); err != nil {
		return err
	}
	s.filling.end(in, of)
	return s.flush()
}

// refill sees to it that there is a batch to fill.
func (s *stream) refill() error {
	if s.filling != nil {
		return nil
	}
	select {
	case <-s.stop:
		return errStopped
	case b := <-s.free:
		b.reset()
		s.filling = b
		return nil
	}
}

// flush hands the batch over; there is always room for it.
func (s *stream) flush() error {
	if s.filling == nil {
		return nil
	}
	s.full <- s.filling
	s.filling = nil
	if s.stopped() {
		return errStopped
	}
	return nil
}

func (s *stream) stopped() bool {
	select {
	case <-s.stop:
		return true
	default:
		return false
	}
}

// Next implements trace.Stream. It never returns an error but io.EOF: see Reading.Problems.
func (s *stream) Next() (trace.Item, error) {
	for s.cur == nil || s.item == len(s.cur.items) {
		if !s.advance() {
			return trace.Item{}, io.EOF
		}
	}
	it := s.cur.items[s.item]
	s.item++
	switch it.Kind {
	case trace.KindEvent:
		it.Event = &s.cur.events[s.event]
		s.event++
	case trace.KindInputEnd:
		s.cur.sums[s.ends].finish(it.Input)
		s.ends++
	}
	return it, nil
}

// advance gives the used batch back and takes the next one.
func (s *stream) advance() bool {
	if s.cur != nil {
		s.free <- s.cur
		s.cur = nil
	}
	b, ok := <-s.full
	if !ok || s.stopped() {
		return false
	}
	s.cur, s.item, s.event, s.ends = b, 0, 0, 0
	return true
}

// Close implements trace.Stream: it stops the parser and waits for its goroutine. A parser that is
// reading gets an error from its reader.
func (s *stream) Close() error {
	s.once.Do(func() { close(s.stop) })
	s.closeReaders()
	<-s.gone
	return nil
}

func (s *stream) closeReaders() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for w := range s.readers {
		w.ReadCloser.Close()
	}
}

// segments wraps the log's segments so that Close reaches their readers.
func (s *stream) segments() []Segment {
	out := make([]Segment, len(s.log.Segments))
	for i, seg := range s.log.Segments {
		out[i] = seg
		out[i].Open = func() (io.ReadCloser, error) { return s.openSegment(seg) }
	}
	return out
}

func (s *stream) openSegment(seg Segment) (io.ReadCloser, error) {
	r, err := seg.Open()
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped() {
		r.Close()
		return nil, errStopped
	}
	w := &watched{r, s}
	s.readers[w] = true
	return w, nil
}

// watched is an open segment of a stream.
type watched struct {
	io.ReadCloser
	stream *stream
}

// Read implements io.Reader.
func (w *watched) Read(p []byte) (int, error) {
	n, err := w.ReadCloser.Read(p)
	return n, w.reason(err)
}

// Refill implements Refiller.
func (w *watched) Refill(tail []byte) ([]byte, error) {
	r, ok := w.ReadCloser.(Refiller)
	if !ok {
		return nil, errors.ErrUnsupported
	}
	buf, err := r.Refill(tail)
	return buf, w.reason(err)
}

// reason tells a segment that was closed because nobody reads on from one that failed.
func (w *watched) reason(err error) error {
	if err != nil && errors.Is(err, fs.ErrClosed) && w.stream.stopped() {
		return errStopped
	}
	return err
}

// Close implements io.Closer.
func (w *watched) Close() error {
	w.stream.mu.Lock()
	delete(w.stream.readers, w)
	w.stream.mu.Unlock()
	return w.ReadCloser.Close()
}
