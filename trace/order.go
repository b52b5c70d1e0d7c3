package trace

import (
	"bytes"
	"io"
	"math"
	"sort"
)

// In a trace time decides and ties keep line order. Files are read twice: the first pass only measures
// how far events are out of order. Events that are in order stream; events that are displaced by up to
// windowEvents go through a window; else the file is sorted in memory up to sortLimit.
const (
	windowEvents  = 100_000
	windowSeconds = 10
	sortLimit     = 512 << 20
)

// lineKey is what a line is ordered by.
type lineKey struct {
	sec  int64
	nsec int32
}

func (k lineKey) less(o lineKey) bool { return k.sec < o.sec || k.sec == o.sec && k.nsec < o.nsec }

// lineClass tells how a line takes part in ordering.
type lineClass uint8

const (
	classEvent  lineClass = iota // one without a time sorts first
	classPrompt                  // header, input, or a wrong line: read when it comes
	classEnd                     // end mark: stays behind all events that stand before it
)

// untimed is the key of events without a time, the static facts.
func untimed() lineKey { return lineKey{math.MinInt64, 0} }

// keyReader finds the keys of lines.
type keyReader struct {
	rec    record
	stamps stampReader
}

var timeFirst = []byte(`{"time":"`)

func (k *keyReader) key(line []byte) (lineKey, lineClass) {
	if rest, ok := bytes.CutPrefix(line, timeFirst); ok {
		if n := bytes.IndexByte(rest, '"'); n > 0 {
			if sec, nsec, _, err := k.stamps.parts(rest[:n]); err == nil {
				return lineKey{sec, nsec}, classEvent
			}
		}
	}
	if err := k.rec.read(line); err != nil || k.rec.seen.has(fSchema) || k.rec.seen.has(fInput) {
		return lineKey{}, classPrompt
	}
	switch {
	case k.rec.seen.has(fEnd), k.rec.seen.has(fInputEnd):
		return lineKey{}, classEnd
	case k.rec.seen.has(fTime):
		sec, nsec, _, err := k.stamps.parts(k.rec.vals[fTime].bytes(line))
		if err != nil {
			return lineKey{}, classPrompt
		}
		return lineKey{sec, nsec}, classEvent
	case k.rec.seen.has(fName):
		return untimed(), classEvent
	}
	return lineKey{}, classPrompt
}

// disorder measures by how many events an event comes too late.
type disorder struct {
	max   lineKey
	n     int
	ring  []lineKey // the greatest keys so far after each of the last windowEvents events
	worst int       // greatest displacement; windowEvents+1: more than the ring tells
}

func (d *disorder) add(k lineKey) {
	if d.n > 0 && k.less(d.max) {
		d.worst = max(d.worst, d.displacement(k))
	} else {
		d.max = k
	}
	if len(d.ring) < windowEvents {
		d.ring = append(d.ring, d.max)
	} else {
		d.ring[d.n%windowEvents] = d.max
	}
	d.n++
}

// displacement counts the events from the first one that is later than k.
func (d *disorder) displacement(k lineKey) int {
	have := len(d.ring)
	at := func(i int) lineKey { return d.ring[(d.n-have+i)%windowEvents] }
	first := sort.Search(have, func(i int) bool { return k.less(at(i)) })
	if first == 0 && d.n > have {
		return windowEvents + 1
	}
	return have - first
}

// measure returns by how many events the most displaced event of the files comes too late; 0: all are
// in order. Only files out of order are read a second time for it.
func measure(files []File) (worst int, err error) {
	last := untimed()
	inOrder := true
	err = eachKey(files, func(k lineKey) bool {
		inOrder = inOrder && !k.less(last)
		last = k
		return true // to the end: the first reading of a file is the one that is digested
	})
	if err != nil || inOrder {
		return 0, err
	}
	var d disorder
	err = eachKey(files, func(k lineKey) bool {
		d.add(k)
		return d.worst <= windowEvents
	})
	return d.worst, err
}

// eachKey calls f with the key of every event until it returns false.
func eachKey(files []File, f func(lineKey) bool) error {
	lines := newLineReader(files, nil)
	defer lines.close()
	var keys keyReader
	for {
		line, err := lines.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if line.tooLong {
			continue
		}
		if k, class := keys.key(line.data); class == classEvent && !f(k) {
			return nil
		}
	}
}
