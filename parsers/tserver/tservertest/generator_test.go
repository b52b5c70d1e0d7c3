package tservertest_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/fo-check/fo-check/parsers/tserver/tservertest"
)

func generate(t *testing.T, opt tservertest.Options) ([]string, tservertest.Counts) {
	t.Helper()
	var bufs []*bytes.Buffer
	counts, err := tservertest.Generate(opt, func(int) (io.Writer, error) {
		bufs = append(bufs, &bytes.Buffer{})
		return bufs[len(bufs)-1], nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, b := range bufs {
		out = append(out, b.String())
	}
	return out, counts
}

func TestSameSeedSameLog(t *testing.T) {
	opt := tservertest.Options{Seed: 5, Size: 200 << 10, Forced: 2}
	a, _ := generate(t, opt)
	b, _ := generate(t, opt)
	opt.Seed = 6
	c, _ := generate(t, opt)
	if a[0] != b[0] || a[0] == c[0] {
		t.Error("the log does not depend on the seed, or on more than the seed")
	}
}

func TestShape(t *testing.T) {
	logs, counts := generate(t, tservertest.Options{Seed: 1, Size: 2 << 20, Forced: 4, Segment: 300 << 10, Agents: 50})
	all := strings.Join(logs, "")
	if counts.Segments != len(logs) || len(logs) < 6 || int64(len(all)) != counts.Bytes || counts.Bytes < 2<<20 || counts.Bytes > 2<<20+20000 {
		t.Errorf("%d segments, %d bytes, said %d and %d", len(logs), len(all), counts.Segments, counts.Bytes)
	}
	for i, log := range logs {
		if !strings.HasPrefix(log, "Application name: SIP_Main\nApplication type: TServer (1)\n") {
			t.Errorf("segment %d begins with %q", i+1, log[:40])
		}
	}
	if share := float64(counts.SIPBytes) / float64(counts.Bytes); share < 0.45 || share > 0.55 {
		t.Errorf("%.2f of the bytes are SIP, want half", share)
	}
	if n := strings.Count(all, "'dr-force_logout'"); n != 4 || counts.Forced != 4 {
		t.Errorf("%d forced logouts", n)
	}
	for _, name := range []string{"EventAgentLogin", "EventAgentLogout", "EventDNOutOfService", "EventDNBackInService"} {
		if counts.Events[name] == 0 {
			t.Errorf("no %s", name)
		}
	}
}
