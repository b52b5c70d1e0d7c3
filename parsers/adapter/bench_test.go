package adapter_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers"
	"github.com/fo-check/fo-check/parsers/textlog/logtest"
	"github.com/fo-check/fo-check/trace"
)

// sink takes events and drops them.
type sink struct{}

func (sink) Start(*trace.Input) error               { return nil }
func (sink) Event(*trace.Input, *trace.Event) error { return nil }
func (sink) End(*trace.Input) error                 { return nil }

func BenchmarkParse(b *testing.B) {
	one := logtest.Join(logtest.Read(b, logFolder+"/pom-manager"))
	noise := "2026-03-02 10:00:02,000 DEBUG [pool-3] the dialer took 17 contacts of the job and gave back 3 that were not reached\n"
	log := []byte(strings.Repeat(one+strings.Repeat(noise, 100), 2000))
	a := load(b, "pom-manager")
	seg := []parsers.Segment{{Name: "pam.log", Size: int64(len(log)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(log)), nil }}}
	b.SetBytes(int64(len(log)))
	b.ReportAllocs()
	for b.Loop() {
		if err := a.Parse(seg, parsers.Options{Wanted: &trace.Wanted{}}, sink{}); err != nil {
			b.Fatal(err)
		}
	}
}
