package desktop

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/trace"
)

// long returns a trace of n events of one desktop.
func long(desktop, n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `{"schema":"fo-check/trace/v1","source":"desktop","instance":"PC-%d"}`+"\n", desktop)
	for i := range n {
		fmt.Fprintf(&b, `{"time":"2026-03-02T10:%02d:%02d.%03dZ","name":"ServiceStatus","agent":"a%d"}`+"\n", i/60%60, i%60, desktop, i)
	}
	return b.String()
}

// Traces read by several goroutines and merged give the same result each time, in any order.
func TestTracesReadAtOnceAreMergedTheSameWay(t *testing.T) {
	read := func(order []int) string {
		var logs []parsers.Log
		for _, i := range order {
			logs = append(logs, parsers.Log{Parser: Parser{}, Segments: []parsers.Segment{segment(fmt.Sprint("pc", i), long(i, 900))},
				Options: parsers.Options{Wanted: &trace.Wanted{All: true}}})
		}
		reading := parsers.Open(logs)
		m := trace.Merge(reading.Streams()...)
		defer m.Close()
		var b bytes.Buffer
		if err := trace.NewEncoder(&b).Copy(m); err != nil {
			t.Fatal(err)
		}
		if p := reading.Problems(); len(p) > 0 || reading.Whole() != len(order) {
			t.Fatalf("%v, %d read whole", p, reading.Whole())
		}
		return b.String()
	}
	first := read([]int{1, 2, 3, 4})
	if n := strings.Count(first, `"ServiceStatus","instance"`); n != 3600 {
		t.Errorf("%d events", n)
	}
	if read([]int{4, 2, 1, 3}) != first {
		t.Error("the order of the files matters")
	}
}
